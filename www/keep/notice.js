// @ts-check
import { create } from '../shared/dom.js';

/** A line under the buttons for sharing: what was done, or what went wrong. */
export class Notice {
  #place;

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
  }

  /** @param {string} text @param {...HTMLElement} more behind it */
  say(text, ...more) {
    this.#place.replaceChildren(text, ...more.flatMap((each) => [' ', each]));
  }

  /**
   * Copies a text; where a page may not, it is shown to be copied by hand.
   * @param {string} text
   * @param {string} what it is, as the beginning of a sentence
   */
  async copy(text, what) {
    const field = create('input', { readOnly: true, value: text, ariaLabel: what });
    try {
      await navigator.clipboard.writeText(text);
      this.say(`${what} is copied.`, field);
    } catch {
      this.say(`${what}, to be copied:`, field);
      field.select();
    }
  }

  /**
   * @param {string} text
   * @param {() => void} onClick
   */
  button(text, onClick) {
    const made = create('button', { type: 'button', textContent: text });
    made.addEventListener('click', onClick);
    return made;
  }
}
