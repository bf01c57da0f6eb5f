// The measurements as tables, and the result beside each target.

import { median, round } from './statistics.mjs';

/** Everything that is reported, as Markdown, and the targets as data. */
export function report(measured) {
  const targets = targetsOf(measured);
  const { cpu, cores, browser, date } = measured.machine;
  const sections = [
    ['Targets', table(targets.map(({ what, target, measured, reached }) =>
      ({ what, target, measured, reached: reached ? 'yes' : 'no' })))],
    measured.job && ['The job: adapt to three drawings, classify a fourth; without rasterising', table(measured.job)],
    measured.tensorflow && ['TensorFlow.js at the same job, 4 x 24 filters, 5 steps', table(measured.tensorflow)],
    measured.start && ['From navigation to the first result', table(measured.start)],
    measured.growth && [`Growth, ${measured.growth.filters} filters: time ~ passes^${measured.growth.power}`,
      table(measured.growth.rows)],
    measured.stroke && ['A stroke of 10,000 points: work of the page\'s thread in a frame', table(measured.stroke)],
    measured.motion && ['Motion on the demo page', table(measured.motion.rows)],
    measured.motion && ['The longest task while a pen draws, six times as slow', table(measured.motion.drawn)],
  ].filter(Boolean);
  const markdown = [
    `${cpu}, ${cores} cores; ${browser}; ${date}; ${measured.rounds} rounds`,
    ...sections.map(([title, text]) => `### ${title}\n\n${text}`),
  ].join('\n\n');
  return { targets, markdown: `${markdown}\n` };
}

function targetsOf({ job, tensorflow, start, growth, stroke, motion }) {
  const targets = [];
  const atLeast = (what, target, measured) => targets.push({ what, target: `>= ${target}`, measured, reached: measured >= target });
  const atMost = (what, target, measured) => targets.push({ what, target: `<= ${target}`, measured, reached: measured <= target });
  if (tensorflow) {
    const least = (isWanted) => Math.min(...tensorflow.filter(({ engine, error }) => engine !== 'ours' && !error && isWanted(engine))
      .map((row) => row.ratio_to_ours));
    const isUsual = (engine) => !engine.includes('by hand');
    atLeast('times as fast as TensorFlow.js, used as documented', 30, least(isUsual));
    atLeast('times as fast as TensorFlow.js, by hand', 30, least((engine) => !isUsual(engine)));
  }
  if (job) {
    const [first] = job;
    atLeast('job, share of the best SIMD peak', 0.45, first.job_of_peak);
    atLeast('convolutions, share of the best SIMD peak', 0.6, first.convolutions_of_peak);
    atLeast('job, share of the SIMD peak in the same round', 0.45, first.job_of_peak_of_its_round);
    atLeast('convolutions, share of the SIMD peak in the same round', 0.6, first.convolutions_of_peak_of_their_round);
    atMost('job, p95 over median', 1.5, first.p95_over_median);
    const grown = Math.max(...job.map((row) => row.memory_after_bytes - row.memory_before_bytes));
    atMost('memory grown by all those jobs, bytes', 0, grown);
  }
  if (start) {
    const over = (name) => start.find(({ page }) => page === name).over_empty_ms;
    atMost('first result of SketchClassifier, ms over an empty page with a worker', 100, over('SketchClassifier'));
    atMost('first result on the demo page, ms over an empty page with a worker', 100, over('the demo'));
  }
  if (growth) atMost('growth, power of the passes', 1.1, growth.power);
  if (stroke) {
    atMost('10,000-point stroke, ms a frame, median', 4, Math.max(...stroke.map((row) => row.median_ms)));
    atMost('10,000-point stroke, ms a frame, p99', 4, Math.max(...stroke.map((row) => row.p99_ms)));
    const slower = stroke.map((row) => row.last_100_median_ms / row.first_100_median_ms);
    atMost('10,000-point stroke, last 100 frames over first 100', 1.5, round(median(slower)));
  }
  if (motion) {
    const worst = (rows, name) => Math.max(...rows.map((row) => row[name]));
    atMost('inner loop played and scrubbed, ms from frame to frame, p95', 17.5, worst(motion.rows, 'frame_p95_ms'));
    atMost('inner loop played and scrubbed, ms of work a frame, p99', 8, worst(motion.rows, 'work_p99_ms'));
    atMost('drawing, six times as slow, longest task in ms', 50, worst(motion.drawn, 'longest_ms'));
  }
  return targets;
}

/** Columns are what any row has; what a row lacks stays empty. */
function table(rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((column) => column.replaceAll('_', ' '))),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => show(row[column])))),
  ].join('\n');
}

function show(value) {
  if (value === undefined) return '';
  if (typeof value !== 'number') return String(value).replaceAll('|', '/');
  return Math.abs(value) >= 10_000 ? value.toLocaleString('en') : String(value);
}
