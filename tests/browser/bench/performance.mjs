// What `./build.sh bench` has measured, for docs/speed.md and the README: tests/fixtures/performance.json, from
// which tests/performance.rs makes the tables.
//
//   node tests/browser/bench/performance.mjs [native]
//
// reads what `bench browser` has left in bench/ of the build folder, and, if told so, what the native part has.
// Of parts that were not run the rows stay as they were, with their day.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, target } from '../places.mjs';

const file = join(root, 'tests/fixtures/performance.json');
const before = JSON.parse(await readFile(file, 'utf8'));
const read = async (name) => JSON.parse(await readFile(join(target, 'bench', name), 'utf8'));
const browser = await read('browser.json');
const native = process.argv[2] === 'native' ? await read('native.json') : undefined;

const { cpu, cores, browser: version, date } = browser.machine;
const percent = (share) => `${Math.round(100 * share)} %`;
const minutes = (value) => `${Math.round(value)} min`;

/** Filters as people name them. */
function stages(filters) {
  const counts = filters.split(',');
  const alike = counts.every((count) => count === counts[0]);
  return alike ? `${counts.length} stages of ${counts[0]} filters`
    : `stages of ${counts.slice(0, -1).join(', ')} and ${counts.at(-1)} filters`;
}

const ours = browser.job?.map((row) => ({
  what: `${stages(row.filters)}, ${row.steps} steps`,
  note: row.weights === 'shipped' ? 'the embedded weights' : row.simd === 'relaxed' ? '' : 'without relaxed SIMD',
  median_ms: row.median_ms,
  min_ms: row.min_ms,
  of_peak: percent(row.job_of_peak),
  of_peak_of_its_round: percent(row.job_of_peak_of_its_round),
  convolutions_of_peak_of_their_round: percent(row.convolutions_of_peak_of_their_round),
  date,
}));

const engines = browser.tensorflow
  ?.filter(({ engine, error }) => engine !== 'ours' && !error)
  .map(({ engine, median_ms, ratio_to_ours }) => ({ engine: `TensorFlow.js, ${engine}`, median_ms, ratio: ratio_to_ours, date }));

const aims = [...browserAims(browser), ...(native ? nativeAims(native) : [])].map((row) => ({ ...row, date }));

function browserAims({ targets, job }) {
  return [
    ...targets.map(({ what, target, measured, reached }) =>
      ({ what, aim: target, measured: /share/.test(what) ? percent(measured) : String(measured), reached })),
    ...(job ? [{ what: 'of the multiply-adds that these shares count, done: not those with the zeros around the images', aim: '',
      measured: percent(job[0].multiply_adds_done / job[0].multiply_adds) }] : []),
  ];
}

function nativeAims({ times_pytorch_as_taught: taught, times_pytorch_at_its_best: best,
  times_pytorch_at_its_best_10_tasks: bestOf10, two_threads_over_one: threads,
  two_threads_over_one_10_tasks: threadsOf10, convolutions_share_of_peak: share,
  projected_minutes_of_5_way_1_shot: projected }) {
  const times = (what, value) => ({ what, aim: '>= 5', measured: value.toFixed(1), reached: value >= 5 });
  return [
    times('natively: images/s of meta-training, times PyTorch as its tutorials teach it', taught),
    times('natively: the same, times PyTorch at its best (channels last, a fused Adam)', best),
    times('natively: times PyTorch at its best, 10 tasks a meta-iteration for 5', bestOf10),
    { what: 'natively: two threads over one, the same weights (of 5 tasks one thread has 3: 1.67 at most)',
      aim: 'near 2', measured: threads.toFixed(2), reached: threads >= 1.8 },
    { what: 'natively: two threads over one, 10 tasks a meta-iteration', aim: 'near 2',
      measured: threadsOf10.toFixed(2), reached: threadsOf10 >= 1.8 },
    { what: 'natively: convolutions of 64 filters, share of the f32 peak', aim: '>= 50 %', measured: percent(share),
      reached: share >= 0.5 },
    { what: "natively: 100,000 meta-iterations of the paper's 5-way 1-shot, projected from 300", aim: '<= 90 min',
      measured: minutes(projected), reached: projected <= 90 },
  ];
}

/** The rows in their order, those that were measured anew in their place; new ones behind them. */
function renewed(rows, anew) {
  const isOf = ({ what }) => (row) => row.what === what;
  return [...rows.map((row) => anew.find(isOf(row)) ?? row), ...anew.filter((row) => !rows.some(isOf(row)))];
}

const tables = { ours: ours ?? before.ours, engines: engines ?? before.engines, aims: renewed(before.aims, aims) };
const days = new Set(Object.values(tables).flat().map((row) => row.date));
const machines = { ...before.machines,
  [date]: [`${cpu}, ${cores} cores`, version, native && `PyTorch ${native.torch}`].filter(Boolean).join('; ') };
const performance = {
  made_by: './build.sh bench (tests/browser/bench/performance.mjs)',
  machines: Object.fromEntries(Object.entries(machines).filter(([day]) => days.has(day)).sort()),
  ...tables,
};
await writeFile(file, `${JSON.stringify(performance, null, 2)}\n`);
