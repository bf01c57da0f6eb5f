// @ts-check

/**
 * @typedef {'reptile' | 'joint' | 'random'} StartName
 * @typedef {{ theta: Float32Array, about: string }} Start parameters to adapt from, and how they came about
 * @typedef {import('../lab/protocol.js').Settings} Settings
 */

/** @type {StartName[]} */
export const START_NAMES = ['reptile', 'joint', 'random'];

/** @type {Record<StartName, string>} */
export const TITLES = { reptile: 'Reptile', joint: 'Joint training', random: 'Random' };

/**
 * The initialisations that the playground compares. A training run may try new ones; they are kept if it succeeds,
 * otherwise the earlier ones come back.
 */
export class Starts extends EventTarget {
  /** @type {Settings} with which they were made, and with which is adapted */
  settings;
  /** @type {Partial<Record<StartName, Start>>} */
  all = {};
  /** @type {{ settings: Settings, all: Partial<Record<StartName, Start>> }} */
  #good;

  /** @param {Settings} settings */
  constructor(settings) {
    super();
    this.settings = settings;
    this.#good = { settings, all: {} };
  }

  /**
   * @param {StartName} name
   * @param {Start} start
   * @param {Settings} settings
   */
  try(name, start, settings) {
    this.settings = settings;
    this.all = { ...this.all, [name]: start };
    this.#changed();
  }

  keep() {
    this.#good = { settings: this.settings, all: this.all };
  }

  revert() {
    ({ settings: this.settings, all: this.all } = this.#good);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
