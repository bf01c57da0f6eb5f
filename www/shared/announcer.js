// @ts-check
import { write } from './dom.js';

/** Long enough that a moving pen leads to one announcement, when it rests. */
const REST_MS = 900;

/** Announces texts in one polite live region, but not at every move of the pen. */
export class Announcer {
  #region;
  #timer = 0;

  /** @param {HTMLElement} region */
  constructor(region) {
    this.#region = region;
  }

  /** @param {string} text */
  say(text) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      write(this.#region, text);
    }, REST_MS);
  }
}
