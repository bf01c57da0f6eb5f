// Ours: the wasm classes of the engine, and beside them the convolutions alone and the machine's peak.

import init, * as wasm from '/glue/reptile_bench.js';
import { offer } from './calls.js';
import { episode } from './drawings.js';

/** As in browsers without relaxed SIMD, if the worker's address asks for it. */
const suffix = location.search === '?for-every-browser' ? 'bg' : 'relaxed_bg';
const ready = init({ module_or_path: `/glue/reptile_bench_${suffix}.wasm` });

/** A loop of the peak lasts at least this long. */
const PEAK_MS = 110;

let learner;
let steps;
let convolutions;
let rounds = { peak: 1e5, forward: 1, backward: 1 };

/** `filters`: of random weights with this seed; none: the weights that are shipped. */
function open({ filters, seed = 1, steps: wanted }) {
  learner?.free();
  convolutions?.support.free();
  convolutions?.classified.free();
  learner = filters ? wasm.Learner.ofFilters(Uint32Array.from(filters), seed) : wasm.Learner.pretrained();
  steps = wanted;
  // A step sees the support. A classification sees the query alone where the weights hold the statistics of a
  // population, as those that are shipped do, and the support with it where they do not. In each further view the
  // support is seen once.
  const views = learner.views();
  const classifiedImages = filters ? 4 : views + 3 * (views - 1);
  convolutions = { support: learner.convolutions(3), classified: learner.convolutions(classifiedImages) };
  const { support, classified } = convolutions;
  const step = { forward: support.forwardMultiplyAdds(), backward: support.backwardMultiplyAdds() };
  const multiplyAdds = steps * (step.forward + step.backward) + classified.forwardMultiplyAdds();
  const shape = { filters: [...learner.filters()], downsampling: learner.downsampling(), classifiedImages };
  return { shape, multiplyAdds, step, peakMultiplyAdds: wasm.peakMultiplyAdds() };
}

/** What another engine needs for the same job. */
function weights() {
  const [learningRate, headLearningRate] = learner.learningRates();
  return {
    filters: [...learner.filters()],
    steps,
    parameters: learner.parameters(),
    secondMoments: learner.secondMoments(),
    optimizer: learner.optimizer(),
    learningRate,
    headLearningRate,
  };
}

const sketch = (drawing) =>
  wasm.Sketch.strokes(Float32Array.from(drawing.flat()), Uint32Array.from(drawing, (stroke) => stroke.length));

/** Episodes as pixels. */
function pixels(numbers, shape) {
  return numbers.map((number) => {
    const { support, classes, query } = episode(number, shape);
    const all = [...support, query].map((drawing) => sketch(drawing).pixels());
    return { support: all.slice(0, -1), classes, query: all.at(-1) };
  });
}

/** Learns, and gives the losses. */
function learn(sketches, classes, steps) {
  learner.begin(sketches, classes, steps);
  for (;;) {
    const losses = learner.step();
    if (losses) return losses;
  }
}

/** Adapts and classifies once on each of these episodes; the milliseconds of each, without rasterising. */
function jobs(numbers, shape) {
  return numbers.map((number) => {
    const { support, classes, query } = episode(number, shape);
    const sketches = support.map(sketch);
    const last = sketch(query);
    const labels = Uint32Array.from(classes);
    const start = performance.now();
    learn(sketches, labels, shape?.steps ?? steps);
    learner.classify(last);
    const ms = performance.now() - start;
    last.free();
    return ms;
  });
}

/** The losses and probabilities of episodes. */
function answers(numbers, shape) {
  return numbers.map((number) => {
    const { support, classes, query } = episode(number, shape);
    const losses = [...learn(support.map(sketch), Uint32Array.from(classes), steps)];
    return { losses, probabilities: [...learner.classify(sketch(query)).probabilities] };
  });
}

/** The milliseconds that the drawings of an episode take on their way to pixels, the mean of many. */
function rasterizing(numbers) {
  const episodes = numbers.map((number) => episode(number));
  const start = performance.now();
  for (const { support, query } of episodes) for (const drawing of [...support, query]) sketch(drawing).free();
  return (performance.now() - start) / numbers.length;
}

/** Repeats until it takes long enough to be timed. */
function calibrate() {
  const atLeast = (ms, run) => {
    let count = 1;
    for (;;) {
      const took = timed(() => run(count));
      if (took >= ms) return count;
      count = Math.ceil(count * Math.min(10, (1.2 * ms) / Math.max(took, 0.01)));
    }
  };
  const times = (run) => (count) => { for (let i = 0; i < count; i++) run(); };
  const { support } = convolutions;
  rounds = {
    peak: atLeast(PEAK_MS, (count) => wasm.peak(count)),
    forward: atLeast(20, times(() => support.forward())),
    backward: atLeast(20, times(() => support.backward())),
  };
}

/** One loop of each: milliseconds of a pass over the convolutions, and multiply-adds a millisecond at best. */
function kernels() {
  const { support } = convolutions;
  const loop = (count, run) => timed(() => { for (let i = 0; i < count; i++) run(); }) / count;
  const forward = loop(rounds.forward, () => support.forward());
  const peak = (rounds.peak * wasm.peakMultiplyAdds()) / timed(() => wasm.peak(rounds.peak));
  const backward = loop(rounds.backward, () => support.backward());
  return { forward, backward, peak };
}

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const memoryBytes = async () => (await ready).memory.buffer.byteLength;

offer({ open, weights, pixels, jobs, answers, rasterizing, calibrate, kernels, memoryBytes }, ready);
