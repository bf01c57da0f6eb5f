// @ts-check
import { linkTo, stateIn } from '../keep/link.js';
import { Notice } from '../keep/notice.js';

/** @typedef {import('./how.js').State} State */

/** Links that hold the figures as the visitor has left them. */
class Linking {
  #read;
  #apply;
  #notice;

  /**
   * @param {() => State} read
   * @param {(state: State) => void} apply
   * @param {HTMLElement} place for what is said
   */
  constructor(read, apply, place) {
    this.#read = read;
    this.#apply = apply;
    this.#notice = new Notice(place);
  }

  async copy() {
    const link = await linkTo(this.#read());
    history.replaceState(null, '', link);
    await this.#notice.copy(link, 'A link with these figures');
  }

  async open() {
    try {
      const state = Object(await stateIn(location.hash));
      if (!('rings' in state)) throw new Error('This link holds no figures of this page.');
      const mine = this.#read();
      this.#apply(state);
      this.#notice.say('These figures are from a link.', this.#notice.button('Back to mine', () => {
        this.#apply(mine);
        this.#notice.say('');
      }));
    } catch (error) {
      this.#notice.say(`${/** @type {Error} */ (error).message} The figures are as they were.`);
    }
  }
}

/** @type {Linking | undefined} */
let linking;

/**
 * The one of this page.
 * @param {() => State} read
 * @param {(state: State) => void} apply
 * @param {HTMLElement} place
 */
export const linkingOf = (read, apply, place) => (linking ??= new Linking(read, apply, place));
