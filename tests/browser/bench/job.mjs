// The job, ours: adapt to three drawings, classify a fourth. In the same worker, in turns with it: its
// convolutions alone, and a loop of nothing but multiply-adds, whose best is the machine's peak.

import { episodeNumbers, withPage } from './bench-page.mjs';
import { median, round, summary } from './statistics.mjs';

const width = (filters) => Array(4).fill(filters);

/** The first configuration is the one that the other engines run, too. */
const configurations = [
  { filters: width(24), steps: 5 },
  { filters: width(24), steps: 10 },
  { steps: 5 },
  { steps: 10 },
  ...[48, 64].flatMap((filters) => [5, 10].map((steps) => ({ filters: width(filters), steps }))),
  { filters: width(24), steps: 5, simd: 'for-every-browser' },
];

export function measureJob({ rounds }) {
  return withPage(async (workers) => {
    const rows = [];
    for (const configuration of configurations) {
      // Each has a worker of its own, so that none inherits memory or compiled code.
      await workers.start('ours', `/browser/bench/ours-worker.js?${configuration.simd ?? ''}`);
      rows.push(await measure(workers, configuration, rounds));
      await workers.stop('ours');
    }
    return rows;
  });
}

async function measure(workers, { filters, steps, simd = 'relaxed' }, rounds) {
  const call = (...args) => workers.call('ours', ...args);
  const take = episodeNumbers();
  const { multiplyAdds, step, shape } = await call('open', { filters, steps });
  const expected = multiplyAddsOf(shape, steps);
  if (multiplyAdds !== expected) throw new Error(`${multiplyAdds} multiply-adds are counted, not ${expected}`);
  // This allocates its memory before the jobs allocate theirs.
  await call('calibrate');
  // Warm up, until the browser has compiled everything with its optimising compiler.
  await call('jobs', take(150));
  const before = await call('memoryBytes');
  const jobs = [];
  const kernels = [];
  const sameRound = { job: [], convolutions: [] };
  for (let i = 0; i < rounds; i++) {
    const { forward, backward, peak } = await call('kernels');
    const ofRound = await call('jobs', take(40));
    kernels.push({ forward, backward, peak });
    jobs.push(...ofRound);
    sameRound.job.push(multiplyAdds / median(ofRound) / peak);
    sameRound.convolutions.push((step.forward + step.backward) / (forward + backward) / peak);
  }
  const of = (name) => kernels.map((round) => round[name]);
  const peak = Math.max(...of('peak'));
  const share = (work, ms) => round(work / ms / peak);
  const [forward, backward] = [median(of('forward')), median(of('backward'))];
  return {
    filters: shape.filters.join(),
    weights: filters ? 'random' : 'shipped',
    simd,
    steps,
    ...summary(jobs),
    multiply_adds: multiplyAdds,
    // The shares count all of them; ours leaves out those with the zeros around the images.
    multiply_adds_done: multiplyAddsOf(shape, steps, insideImages),
    peak_gmacs: round(peak / 1e6),
    job_of_peak: share(multiplyAdds, median(jobs)),
    convolutions_of_peak: share(step.forward + step.backward, forward + backward),
    // Other load on the machine slows the measured peak as well.
    job_of_peak_of_its_round: round(median(sameRound.job)),
    convolutions_of_peak_of_their_round: round(median(sameRound.convolutions)),
    forward_of_peak: share(step.forward, forward),
    backward_of_peak: share(step.backward, backward),
    rasterizing_ms: round(await call('rasterizing', take(200))),
    memory_before_bytes: before,
    memory_after_bytes: await call('memoryBytes'),
  };
}

const dense = (side, stride) => 3 * Math.ceil(side / stride);

/**
 * Of the taps along one axis those that lie inside, at all positions: the first does not, nor the last unless strides of 2
 * end before it.
 */
const insideImages = (side, stride) => dense(side, stride) - (stride === 2 && side % 2 === 0 ? 1 : 2);

/**
 * The multiply-adds of a job, from the shape alone: a step goes forward and backward with three images
 * (the gradient of the images is not needed), a classification forward with those that it sees. `taps` are those along
 * one axis of images with some side.
 */
function multiplyAddsOf({ filters, downsampling, classifiedImages }, steps, taps = dense) {
  let side = 28;
  let before = 1;
  const stages = filters.map((after, i) => {
    const stride = downsampling === 'max-pool-first' && i === 0 ? 1 : 2;
    const count = taps(side, stride) ** 2 * before * after;
    side = Math.ceil(side / 2);
    before = after;
    return count;
  });
  const forward = stages.reduce((sum, count) => sum + count);
  return steps * 3 * (3 * forward - stages[0]) + classifiedImages * forward;
}
