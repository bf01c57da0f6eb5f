// @ts-check
import { create, write } from '../shared/dom.js';
import { shape, strokesOf } from '../shared/svg.js';
import { diceOf, shuffled } from './glyphs.js';

/**
 * @typedef {import('../index.js').ReptileSketchElement} Sketch
 * @typedef {import('./challenges.js').Challenge} Challenge
 * @typedef {{ probability: number, label: string }} Answer
 */

/** What is added to an answer. */
const DOUBTS = { sure: '', unsure: ', and is not sure', unlike: ', though hardly like any of them' };

/** A challenge that is being played: it asks for a symbol, and says plainly what the network makes of it. */
export class Game {
  root = create('div', { className: 'game', tabIndex: -1 });
  #sketch;
  #challenge;
  #seed;
  #round = 0;
  #won = 0;
  #target = 0;
  /** @type {number[]} */
  #order = [];
  #leftMs = 0;
  /** When the clock was looked at, and whether nobody was there then. */
  #seenMs = 0;
  #isAway = false;
  #timer = 0;
  #isJudging = false;
  #prompt = create('p', { className: 'prompt' });
  /** What it asks for. */
  #told = '';
  #empty = create('span', {});
  #clock = create('span', { className: 'clock' });
  #judge = create('button', { type: 'button', textContent: 'Judge it' });
  #end = create('button', { type: 'button', textContent: 'End' });
  #log = create('ol', { className: 'log', reversed: true });
  /** How far the latest answer can be trusted. @type {import('../index.js').Confidence} */
  #confidence = 'sure';

  /**
   * @param {Sketch} sketch
   * @param {Challenge} challenge
   * @param {number} seed
   * @param {() => void} onEnd
   */
  constructor(sketch, challenge, seed, onEnd) {
    this.#sketch = sketch;
    this.#challenge = challenge;
    this.#seed = seed;
    this.#prompt.setAttribute('aria-live', 'polite');
    const row = create('div', { className: 'row' });
    row.append(this.#judge, this.#clock, this.#end);
    this.root.setAttribute('role', 'group');
    this.root.ariaLabel = challenge.title;
    this.root.append(create('h2', { textContent: challenge.title }), this.#prompt, row, this.#log);
    this.#judge.addEventListener('click', () => (this.#round < challenge.rounds ? this.#take() : this.#again()));
    this.#end.addEventListener('click', () => {
      this.stop();
      onEnd();
    });
    sketch.addEventListener('predict', this.#onPredict);
    sketch.addEventListener('input', this.#tell);
    document.addEventListener('visibilitychange', this.#look);
    this.#ask();
  }

  stop() {
    this.#sketch.removeEventListener('predict', this.#onPredict);
    this.#sketch.removeEventListener('input', this.#tell);
    this.#halt();
    document.removeEventListener('visibilitychange', this.#look);
    this.root.remove();
  }

  #onPredict = (/** @type {CustomEvent<import('../index.js').ClassifyResult>} */ { detail }) => {
    this.#confidence = detail.confidence;
  };

  /** Asks for the next symbol. */
  #ask() {
    const { symbols, seconds } = this.#challenge;
    const sketch = this.#sketch;
    const set = symbols(this.#round, this.#seed);
    if (set) {
      sketch.fromJSON({ labels: set.labels, examples: set.drawings.map((drawing) => [drawing]), input: [] });
    } else {
      sketch.clear();
    }
    const count = sketch.classes.length;
    const at = this.#round % count;
    // Every label once, in some order, before one comes again.
    if (at === 0 || set) this.#order = shuffled([...Array(count).keys()], diceOf(this.#seed + this.#round));
    this.#target = this.#order[at % count];
    this.#told = '';
    this.#tell();
    this.#judge.textContent = 'Judge it';
    this.#begin(seconds);
  }

  /** Says what to draw, which the visitor may rename and draw anew. */
  #tell = () => {
    const { isFooling, rounds } = this.#challenge;
    if (this.#round >= rounds) return;
    const name = this.#name(this.#target);
    const drawing = this.#sketch.getExample(this.#target);
    const told = JSON.stringify([name, drawing]);
    if (told === this.#told) return;
    this.#told = told;
    this.#prompt.replaceChildren(`Round ${this.#round + 1} of ${rounds}: draw `, create('b', { textContent: name }), ' ',
      picture(drawing), isFooling ? ' so that it is taken for another one.' : ' in the last cell.');
  };

  /** @param {number | undefined} seconds */
  #begin(seconds) {
    this.#halt();
    this.#clock.textContent = '';
    if (!seconds) return;
    this.#leftMs = 1000 * seconds;
    this.#seenMs = performance.now();
    this.#timer = window.setInterval(this.#look, 250);
    this.#look();
  }

  #halt() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  /** Looks at the clock, which stands still for who is in another tab. */
  #look = () => {
    if (!this.#timer) return;
    const now = performance.now();
    if (!this.#isAway) this.#leftMs = Math.max(0, this.#leftMs - (now - this.#seenMs));
    this.#seenMs = now;
    this.#isAway = document.hidden;
    this.#clock.textContent = `${Math.ceil(this.#leftMs / 1000)}\u00a0s`;
    if (this.#leftMs <= 0) this.#take();
  };

  /** Takes what is drawn now as the answer of this round. */
  async #take() {
    const sketch = this.#sketch;
    const round = this.#round;
    if (this.#isJudging) return;
    const drawing = sketch.getInput();
    const isLate = Boolean(this.#challenge.seconds) && this.#leftMs <= 0;
    const isBlank = sketch.classes.some((_, i) => sketch.getExample(i).length === 0);
    if (!isLate && (isBlank || drawing.length === 0)) {
      write(this.#empty, isBlank ? ' Draw in every cell first.' : ' Nothing is drawn yet.');
      this.#prompt.append(this.#empty);
      return;
    }
    this.#halt();
    // The button is not disabled: it would lose the keyboard.
    this.#isJudging = true;
    const answer = drawing.length > 0 && !isBlank ? await answered(sketch) : undefined;
    this.#isJudging = false;
    if (round !== this.#round || !this.root.isConnected) return;
    this.#record(drawing, answer);
    this.#round++;
    if (this.#round < this.#challenge.rounds) this.#ask();
    else this.#sum();
  }

  /** @param {number[][]} drawing @param {Answer | undefined} answer */
  #record(drawing, answer) {
    const target = this.#name(this.#target);
    const { isFooling } = this.#challenge;
    const said = this.#sketch.classes.indexOf(answer?.label ?? '');
    const isRight = answer !== undefined && said === this.#target;
    // What is like none of them fools nobody.
    const isNone = isFooling && this.#confidence === 'unlike';
    const isWon = isFooling ? answer !== undefined && !isRight && !isNone : isRight;
    if (isWon) this.#won++;
    const percent = answer ? ` (${Math.round(100 * answer.probability)}%)` : '';
    const verdict = answer === undefined ? drawing.length === 0 ? 'nothing was drawn in time' : 'it gave no answer' : `it says ${this.#name(said)}${percent}`;
    const item = create('li', { className: isWon ? 'won' : 'lost' });
    item.append(picture(drawing), create('b', { textContent: isWon ? '✓ ' : '✗ ' }),
      `${isFooling ? 'Meant as' : 'Asked for'} ${target}: ${verdict}${answer ? DOUBTS[this.#confidence] : ''}${isNone ? ', which does not count' : ''}.`);
    // The newest is seen without scrolling.
    this.#log.prepend(item);
  }

  #sum() {
    const { rounds, isFooling } = this.#challenge;
    this.#clock.textContent = '';
    this.#prompt.replaceChildren(create('b', { textContent: `${this.#won} of ${rounds}` }),
      isFooling ? ' times it was fooled.' : ' were recognised.');
    this.#judge.textContent = 'Again';
  }

  #again() {
    this.#round = 0;
    this.#won = 0;
    this.#seed++;
    this.#log.replaceChildren();
    this.#ask();
  }

  /** @param {number} index of a label */
  #name(index) {
    const label = this.#sketch.classes[index] ?? 'none of them';
    return label === String(index + 1) ? `drawing ${label}` : label;
  }
}

/**
 * The top label for what the element holds now: an answer on its way is for what it held before.
 * @param {Sketch} sketch
 * @returns {Promise<Answer | undefined>} undefined if there is none
 */
async function answered(sketch) {
  // The element answers the newest drawing last, and is quiet then.
  for (let quiet = 0, before = sketch.predictions, tries = 0; quiet < 4 && tries < 60; tries++) {
    await new Promise((done) => setTimeout(done, 50));
    const now = sketch.predictions;
    quiet = now && JSON.stringify(now) === JSON.stringify(before) ? quiet + 1 : 0;
    before = now;
  }
  return sketch.predictions?.reduce((a, b) => (b.probability > a.probability ? b : a));
}

/** @param {number[][]} drawing */
function picture(drawing) {
  return shape('svg', { viewBox: '-5 -5 110 110', class: 'small', 'aria-hidden': 'true' }, ...strokesOf(drawing));
}
