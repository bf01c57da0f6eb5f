// @ts-check
import { write } from './dom.js';

/** Long enough that a moving pen is heard about once, when it rests. */
const REST_MS = 900;

/** Speaks through one polite live region, and not at every move. */
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
