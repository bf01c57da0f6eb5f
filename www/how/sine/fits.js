// @ts-check
import { LabError } from '../lab/client.js';
import { START_NAMES } from './starts.js';
import { SPAN } from './task.js';

/** Gradient steps that are shown. */
export const STEPS = 32;

export const GRID = Float32Array.from({ length: 81 }, (_, i) => -SPAN.x + (2 * SPAN.x * i) / 80);

/**
 * @typedef {import('./starts.js').StartName} StartName
 * @typedef {import('../lab/lab-worker.js').Adapted} Adapted
 */

/**
 * Adapts from every start to the task as it is now. What changes meanwhile waits, and only the
 * last state of it is computed.
 */
export class Fits extends EventTarget {
  /** @type {Partial<Record<StartName, Adapted>>} */
  all = {};
  /** @type {LabError | undefined} */
  error;
  #lab;
  #task;
  #starts;
  #isDirty = false;
  #isRunning = false;

  /**
   * @param {import('../lab/client.js').Lab} lab
   * @param {import('./task.js').Task} task
   * @param {import('./starts.js').Starts} starts
   */
  constructor(lab, task, starts) {
    super();
    this.#lab = lab;
    this.#task = task;
    this.#starts = starts;
    for (const changing of [task, starts]) changing.addEventListener('change', () => this.#update());
  }

  async #update() {
    this.#isDirty = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#isDirty) {
      this.#isDirty = false;
      await this.#compute();
      this.dispatchEvent(new Event('change'));
    }
    this.#isRunning = false;
  }

  async #compute() {
    const { settings, all } = this.#starts;
    const task = this.#task.toMessage();
    if (task.inputs.length === 0) return;
    try {
      const fits = await Promise.all(START_NAMES.map(async (name) => {
        const theta = all[name]?.theta;
        const what = theta && { settings, task, theta, steps: STEPS, grid: GRID };
        return [name, what && await this.#lab.ask('adapt', what)];
      }));
      this.all = Object.fromEntries(fits);
      this.error = undefined;
    } catch (error) {
      // The fits from before stay.
      this.error = error instanceof LabError ? error : new LabError('worker-lost', String(error));
    }
  }
}

/**
 * The network's curve after some steps.
 * @param {Adapted} adapted
 * @param {number} step
 */
export const fitAfter = ({ fits }, step) => fits.subarray(step * GRID.length, (step + 1) * GRID.length);
