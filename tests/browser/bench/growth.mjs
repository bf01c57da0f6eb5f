// How the time of a job grows with the number of classes, of examples each and of steps. It should be in
// proportion to how often an image passes the network: once forward and, for twice the work, once backward
// in each step; once more for the last loss; and once more beside the query.

import { episodeNumbers, withPage } from './bench-page.mjs';
import { median, round } from './statistics.mjs';

const shapes = [2, 5, 10, 20].flatMap((ways) =>
  [1, 5].flatMap((shots) => [1, 5, 10].map((steps) => ({ ways, shots, steps }))));

/** Jobs with at least so many passes take much longer than the fixed costs of a job. */
const MANY = 100;

export function measureGrowth({ rounds }) {
  return withPage(async (workers) => {
    const take = episodeNumbers();
    await workers.start('ours', '/browser/bench/ours-worker.js');
    const { shape: { filters } } = await workers.call('ours', 'open', { steps: 5 });
    const points = shapes.map((shape) => ({ ...shape, ms: [] }));
    await workers.call('ours', 'jobs', take(150));
    // In turns, so that a disturbance affects all of them.
    for (let i = 0; i < rounds; i++) {
      for (const { ms, ...shape } of points) ms.push(...(await workers.call('ours', 'jobs', take(3), shape)));
    }
    const rows = points.map(({ ms, ...shape }) => rowOf(shape, ms));
    return { filters: filters.join(), ...fit(rows), rows };
  });
}

/** The fastest of many runs, since other load on the machine slows long jobs more than short ones. */
function rowOf({ ways, shots, steps }, ms) {
  const least = Math.min(...ms);
  const passes = ways * shots * (3 * steps + 2) + 1;
  return { ways, shots, steps, passes, median_ms: round(median(ms)), min_ms: round(least), us_a_pass: round((1000 * least) / passes) };
}

/** The exponent of the growth: the slope of a line through the logarithms, 1 where twice as much takes twice as long. */
function fit(rows) {
  const many = rows.filter(({ passes }) => passes >= MANY);
  const points = many.map(({ passes, min_ms: ms }) => [Math.log(passes), Math.log(ms)]);
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (of) => points.reduce((total, [u, v]) => total + of(u - x, v - y), 0);
  const each = many.map(({ us_a_pass: us }) => us);
  return {
    power: round(sum((u, v) => u * v) / sum((u) => u * u)),
    slowest_over_fastest: round(Math.max(...each) / Math.min(...each)),
    from_passes: MANY,
  };
}
