// The benchmark in the browser (`./build.sh bench browser`): runs its parts, writes what they measure to
// bench/ in the build folder (browser.json, browser.md, growth.svg), and prints the tables.
//
//   node tests/browser/bench/bench.mjs [--rounds N] [--only job,tensorflow,start,growth,stroke,motion]

import { cpus } from 'node:os';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Browser } from '../browser.mjs';
import { target } from '../places.mjs';
import { chart } from './chart.mjs';
import { measureGrowth } from './growth.mjs';
import { measureJob } from './job.mjs';
import { measureMotion } from './motion.mjs';
import { report } from './report.mjs';
import { measureStart } from './start.mjs';
import { measureStroke } from './stroke.mjs';
import { measureTensorflow } from './tensorflow.mjs';

/** The parts by name, and how much of each belongs to one round. */
const parts = {
  job: (rounds) => measureJob({ rounds }),
  tensorflow: (rounds) => measureTensorflow({ rounds }),
  start: (rounds) => measureStart({ visits: rounds }),
  growth: (rounds) => measureGrowth({ rounds: Math.ceil(rounds / 4) }),
  stroke: () => measureStroke(),
  motion: () => measureMotion(),
};

function settings() {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '20' }, only: { type: 'string', default: Object.keys(parts).join() } },
  });
  const rounds = Number(values.rounds);
  const names = values.only.split(',');
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Error(`--only: there is no ${unknown}; there is ${Object.keys(parts)}`);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds: a whole number from 1');
  return { rounds, names };
}

async function machine() {
  const browser = await Browser.open();
  const version = `${browser.capabilities.getBrowserName()} ${browser.capabilities.getBrowserVersion()}`;
  await browser.close();
  const cores = cpus();
  return { cpu: cores[0].model.trim(), cores: cores.length, browser: version, date: new Date().toISOString().slice(0, 10) };
}

const { rounds, names } = settings();
const folder = join(target, 'bench');
await mkdir(folder, { recursive: true });
const measured = { machine: await machine(), rounds };
for (const name of names) {
  console.error(`${name} ...`);
  measured[name] = await parts[name](rounds);
}
if (measured.growth) {
  const points = measured.growth.rows.map(({ passes, min_ms: y, steps }) => ({ x: passes, y, series: `${steps} steps` }));
  const labels = { title: 'Adapt and classify, 2 to 20 ways of 1 and 5 shots', x: 'passes of an image', y: 'ms' };
  await writeFile(join(folder, 'growth.svg'), chart(points, labels));
}
const { targets, markdown } = report(measured);
await writeFile(join(folder, 'browser.json'), `${JSON.stringify({ ...measured, targets }, null, 2)}\n`);
await writeFile(join(folder, 'browser.md'), markdown);
console.log(markdown);
