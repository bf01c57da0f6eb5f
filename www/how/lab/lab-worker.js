// @ts-check
import { serve } from '../../classifier/serve.js';
import * as glue from './reptile_sine.js';

/**
 * @typedef {import('./protocol.js').Progress} Progress
 * @typedef {import('./protocol.js').Request} Request
 */

/** How many reports a training gives, if its parts are not too long then for whoever waits for them. */
const REPORTS = 100;
const MOST_GRADIENTS = 250_000;

/** @type {import('./protocol.js').Operations} */
const operations = {
  initialize(settings) {
    return use(new glue.Sine(settings), (sine) => sine.initialize());
  },

  wave({ settings, number }) {
    return use(new glue.Sine(settings), (sine) =>
      use(sine.heldOut(number), (wave) => ({
        amplitude: wave.amplitude(),
        phase: wave.phase(),
        inputs: wave.inputs(),
      })));
  },

  adapt({ settings, task: { amplitude, phase, inputs, targets }, theta, steps, grid }) {
    return use(new glue.Sine(settings), (sine) =>
      use(new glue.Wave(amplitude, phase, inputs, targets), (wave) => ({
        fits: sine.fits(theta, wave, steps, grid),
        losses: sine.losses(theta, wave, steps),
        pointLosses: sine.pointLosses(theta, wave, steps),
      })));
  },

  twoTasks(settings) {
    return use(new glue.TwoTasks(settings), (two) => ({
      theta: two.theta(),
      inner: two.inner(),
      nearest: two.nearest(),
      joint: two.joint(),
    }));
  },

  train({ settings, joint, steps }, report) {
    const reptile = new glue.Sine(settings);
    const sine = joint ? reptile.joint() : reptile;
    const training = new glue.SineTraining(sine);
    const total = sine.metaIterations();
    const part = Math.ceil(Math.min(total / REPORTS, MOST_GRADIENTS / settings.inner_steps));
    const begunMs = performance.now();
    for (;;) {
      const metaIteration = training.metaIteration();
      const loss = lossOf(training, steps);
      const seconds = (performance.now() - begunMs) / 1000;
      report({ metaIteration, total, loss, seconds, theta: training.theta() });
      if (metaIteration >= total) return;
      training.run(part);
    }
  },
};

/**
 * The loss on the fixed curve. With a high learning rate this can diverge where the training itself, with fewer steps,
 * has not yet.
 *
 * @param {glue.SineTraining} training
 * @param {number} steps
 */
function lossOf(training, steps) {
  try {
    return training.curveLoss(steps);
  } catch (error) {
    if (error instanceof Error) {
      error.message = `meta-iteration ${training.metaIteration()}, learning the fixed curve: ${error.message}`;
    }
    throw error;
  }
}

/**
 * @template {{ free(): void }} T
 * @template R
 * @param {T} object
 * @param {(object: T) => R} run
 */
function use(object, run) {
  try {
    return run(object);
  } finally {
    object.free();
  }
}

serve(
  (wasm) => glue.default({ module_or_path: wasm }),
  (_, /** @type {Request} */ { op, argument }, report) => {
    const run = /** @type {(argument: any, report: (progress: Progress) => void) => unknown} */ (operations[op]);
    return run(argument, report);
  },
);
