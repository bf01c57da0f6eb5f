// @ts-check
import { serve } from '../../classifier/serve.js';
import * as glue from './reptile_sine.js';

/**
 * @typedef {Record<string, number>} Settings by the names of the library
 * @typedef {{ amplitude: number, phase: number, inputs: Float32Array, targets: Float32Array }} Task
 * @typedef {{ fits: Float32Array, losses: Float32Array, pointLosses: Float32Array }} Adapted
 * @typedef {{ settings: Settings, joint: boolean, steps: number }} Order
 * @typedef {{ metaIteration: number, total: number, loss: number, seconds: number,
 *   theta: Float32Array }} Progress `loss`: on the fixed curve, after `steps` gradient steps
 * @typedef {typeof operations} Operations
 * @typedef {{ op: keyof Operations, argument: any }} Request
 */

/** How often a training is looked at. */
const LOOKS = 100;

const operations = {
  /** @param {Settings} settings */
  initialize(settings) {
    return use(new glue.Sine(settings), (sine) => sine.initialize());
  },

  /** @param {{ settings: Settings, number: number }} which */
  wave({ settings, number }) {
    return use(new glue.Sine(settings), (sine) =>
      use(sine.heldOut(number), (wave) => ({
        amplitude: wave.amplitude(),
        phase: wave.phase(),
        inputs: wave.inputs(),
      })));
  },

  /**
   * @param {{ settings: Settings, task: Task, theta: Float32Array, steps: number, grid: Float32Array }} what
   * @returns {Adapted}
   */
  adapt({ settings, task: { amplitude, phase, inputs, targets }, theta, steps, grid }) {
    return use(new glue.Sine(settings), (sine) =>
      use(new glue.Wave(amplitude, phase, inputs, targets), (wave) => ({
        fits: sine.fits(theta, wave, steps, grid),
        losses: sine.losses(theta, wave, steps),
        pointLosses: sine.pointLosses(theta, wave, steps),
      })));
  },

  /** @param {Settings} settings */
  twoTasks(settings) {
    return use(new glue.TwoTasks(settings), (two) => ({
      theta: two.theta(),
      inner: two.inner(),
      nearest: two.nearest(),
      joint: two.joint(),
    }));
  },

  /**
   * @param {Order} order
   * @param {(progress: Progress) => void} [report]
   */
  train({ settings, joint, steps }, report) {
    const reptile = new glue.Sine(settings);
    const sine = joint ? reptile.joint() : reptile;
    const training = new glue.SineTraining(sine);
    const total = sine.metaIterations();
    const begunMs = performance.now();
    for (;;) {
      const metaIteration = training.metaIteration();
      const loss = lookAt(training, steps);
      const seconds = (performance.now() - begunMs) / 1000;
      report?.({ metaIteration, total, loss, seconds, theta: training.theta() });
      if (metaIteration >= total) return;
      training.run(Math.ceil(total / LOOKS));
    }
  },
};

/**
 * The loss on the fixed curve. A rate can be so high that learning it diverges while the training,
 * with fewer steps, has not yet.
 *
 * @param {glue.SineTraining} training
 * @param {number} steps
 */
function lookAt(training, steps) {
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
  (module) => glue.default({ module_or_path: module }),
  (_, /** @type {Request} */ { op, argument }, report) => {
    const run = /** @type {(argument: any, report: (progress: Progress) => void) => unknown} */ (operations[op]);
    return run(argument, report);
  },
);
