// @ts-check
import { Latest } from '../../shared/latest.js';
import { toRefusal } from '../lab/settings.js';
import { START_NAMES } from './starts.js';
import { SPAN } from './task.js';

/** How many gradient steps are shown. */
export const STEPS = 32;

export const GRID = Float32Array.from({ length: 81 }, (_, i) => -SPAN.x + (2 * SPAN.x * i) / 80);

/**
 * @typedef {import('./starts.js').StartName} StartName
 * @typedef {import('../lab/protocol.js').Adapted} Adapted
 */

/** The fits to the current task from every start, kept up to date. */
export class Fits extends EventTarget {
  /** @type {Partial<Record<StartName, Adapted>>} */
  all = {};
  /** @type {{ code: string, message: string } | undefined} */
  error;
  #lab;
  #task;
  #starts;
  #latest = new Latest(() => this.#compute());

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
    for (const changing of [task, starts]) changing.addEventListener('change', () => this.#latest.update());
  }

  async #compute() {
    const { settings, all } = this.#starts;
    const task = this.#task.toMessage();
    if (task.inputs.length > 0) await this.#adapt(task, settings, all);
    this.dispatchEvent(new Event('change'));
  }

  /**
   * @param {import('../lab/protocol.js').Task} task
   * @param {import('../lab/protocol.js').Settings} settings
   * @param {import('./starts.js').Starts['all']} all
   */
  async #adapt(task, settings, all) {
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
      this.error = toRefusal(error);
    }
  }
}

/**
 * The network's curve after some steps.
 * @param {Adapted} adapted
 * @param {number} step
 */
export const fitAfter = ({ fits }, step) => fits.subarray(step * GRID.length, (step + 1) * GRID.length);
