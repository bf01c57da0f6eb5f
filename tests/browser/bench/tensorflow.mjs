// TensorFlow.js at the same job: the same network from the same weights, the same drawings, the same steps.
// Ours runs in turns with each of its backends. That it is the same job is shown by the losses and the
// probabilities, which have to be ours.

import { episodeNumbers, withPage } from './bench-page.mjs';
import { median, round, summary } from './statistics.mjs';
import { bundleAll, bundleUrl, engineNames } from './tensorflow-bundles.mjs';

const FILTERS = [24, 24, 24, 24];
const STEPS = 5;
const TOLERANCE = 1e-3;
/** Jobs in a row: more for our engine, because its jobs are short. */
const IN_A_ROW = { ours: 20, others: 2 };

export async function measureTensorflow({ rounds }) {
  const bytes = await bundleAll();
  return withPage(async (workers) => {
    const take = episodeNumbers();
    await workers.start('ours', '/browser/bench/ours-worker.js');
    await workers.call('ours', 'open', { filters: FILTERS, steps: STEPS });
    await workers.call('ours', 'jobs', take(150));
    const engines = [];
    for (const name of engineNames) engines.push(await open(workers, name, take));
    const ours = [];
    for (let i = 0; i < rounds; i++) {
      for (const engine of engines) {
        if (engine.error) continue;
        ours.push(...(await workers.call('ours', 'jobs', take(IN_A_ROW.ours))));
        engine.ms.push(...(await jobs(workers, engine.name, take(IN_A_ROW.others))));
      }
    }
    const row = ({ name, ms, error, deviation }) => error
      ? { engine: name, error }
      : {
        engine: name,
        ...summary(ms),
        ratio_to_ours: round(median(ms) / median(ours)),
        largest_deviation: deviation,
        gzip_bytes: bytes[name],
      };
    return [{ engine: 'ours', ...summary(ours), ratio_to_ours: 1 }, ...engines.map(row)];
  });
}

const jobs = (workers, name, numbers) => workers.move('ours', ['pixels', numbers], name, 'jobs');

/** A backend that is not available is reported; one that computes other values ends the benchmark. */
async function open(workers, name, take) {
  await workers.start(name, bundleUrl(name));
  try {
    await workers.move('ours', ['weights'], name, 'open');
  } catch (error) {
    return { name, error: error.message.split('\n')[0] };
  }
  await jobs(workers, name, take(2));
  const before = await workers.call(name, 'tensors');
  const numbers = take(5);
  const theirs = await workers.move('ours', ['pixels', numbers], name, 'answers');
  const deviation = largestDeviation(await workers.call('ours', 'answers', numbers), theirs);
  if (!(deviation <= TOLERANCE)) throw new Error(`${name} is off by ${deviation}: it does another job`);
  await jobs(workers, name, take(8));
  const leaked = (await workers.call(name, 'tensors')) - before;
  if (leaked !== 0) throw new Error(`${name} leaks ${leaked} tensors`);
  return { name, ms: [], deviation: round(deviation) };
}

function largestDeviation(ours, theirs) {
  const values = (answers) => answers.flatMap(({ losses, probabilities }) => [...losses, ...probabilities]);
  const [left, right] = [values(ours), values(theirs)];
  if (left.length !== right.length) return NaN;
  return Math.max(...left.map((value, i) => Math.abs(value - right[i])));
}
