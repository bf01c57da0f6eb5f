// @ts-check
import { create } from '../shared/dom.js';
import { adopt } from './adopt.js';
import { CHALLENGES } from './challenges.js';
import { Game } from './game.js';
import { LATER } from './later-styles.js';

/**
 * @typedef {import('../index.js').ReptileSketchElement} Sketch
 * @typedef {import('./challenges.js').Challenge} Challenge
 *
 * @typedef {object} Page
 * @property {Sketch} sketch
 * @property {() => Promise<void>} cover keeps what the visitor has drawn, to be brought back
 */

/** All challenges, to be tried at once. */
class Gallery {
  root = create('div', { className: 'challenges' });
  #page;
  /** @type {Game | undefined} */
  #game;
  #turn = 0;
  /** What a challenge has put into the element, which is nobody's work. */
  #ours = '';

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    const list = create('div', { className: 'gallery' });
    list.append(...CHALLENGES.map((challenge) => {
      const button = create('button', { type: 'button' });
      button.append(create('b', { textContent: challenge.title }), create('span', { textContent: challenge.about }));
      button.addEventListener('click', () => this.#play(challenge, button));
      return button;
    }));
    this.root.append(create('h2', { textContent: 'Challenges' }), list);
    // What a link brings, and what is brought back, is not what was asked for.
    document.addEventListener('apply', () => {
      this.#game?.stop();
      this.#game = undefined;
    });
  }

  /** @param {Challenge} challenge @param {HTMLButtonElement} button */
  async #play(challenge, button) {
    const { sketch, cover } = this.#page;
    const isBlank = sketch.classes.some((_, i) => sketch.getExample(i).length === 0);
    // One that takes the drawings that are there needs some.
    const chosen = isBlank && challenge.isFooling ? { ...challenge, symbols: CHALLENGES[2].symbols } : challenge;
    const turn = ++this.#turn;
    this.#game?.stop();
    if (this.#examples() !== this.#ours) await cover();
    // Another one was chosen meanwhile.
    if (turn !== this.#turn) return;
    const seed = Math.floor(Math.random() * 1e6);
    this.#game = new Game(sketch, chosen, seed, () => {
      this.#game = undefined;
      button.focus({ preventScroll: true });
    });
    this.#ours = this.#examples();
    sketch.before(this.#game.root);
    // What it asks for sticks to the top; the cells to draw in may be out of sight.
    sketch.parentElement?.scrollIntoView();
    this.#game.root.focus({ preventScroll: true });
  }

  #examples() {
    const { labels, examples } = this.#page.sketch.toJSON();
    return JSON.stringify([labels, examples]);
  }
}

/** @type {Gallery | undefined} */
let gallery;

/**
 * Shows them below the drawings.
 * @param {Page} page
 */
export function show(page) {
  adopt(LATER);
  if (!gallery) {
    gallery = new Gallery(page);
    document.querySelector('#share')?.after(gallery.root);
  }
  gallery.root.scrollIntoView({ block: 'nearest' });
}
