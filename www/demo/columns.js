// @ts-check
import { create } from '../shared/dom.js';
import { shape, strokesOf } from '../shared/svg.js';

/** Drawings that fall into the column of what they are taken for, and the score. */
export class Columns {
  root = create('div', { className: 'columns' });
  score = 0;
  #count = 0;
  #people = { right: 0, count: 0 };
  #title = '';
  #heading = create('span', {});
  #note = create('p', { className: 'note' });
  #score = create('b', { className: 'score' });
  #lists = create('div', { className: 'lists' });
  /** @type {HTMLElement[]} */
  #columns = [];
  /** @type {string[]} */
  #labels = [];

  constructor() {
    const head = create('h3', {});
    head.append(this.#heading, this.#score);
    this.root.append(head, this.#note, this.#lists);
  }

  /** @param {string} title @param {string} note @param {string[]} labels @param {number[][][]} examples */
  clear(title, note, labels, examples) {
    this.#title = title;
    this.#heading.textContent = `${title}: `;
    this.#note.textContent = note;
    this.score = 0;
    this.#count = 0;
    this.#people = { right: 0, count: 0 };
    this.#labels = labels;
    this.#columns = labels.map(() => create('div', { className: 'fallen' }));
    this.#lists.replaceChildren(...labels.map((label, i) => {
      const column = create('div', { className: 'column' });
      const own = create('div', { className: 'own' });
      own.append(picture(examples[i], ''), create('span', { textContent: label }));
      column.append(own, this.#columns[i]);
      return column;
    }));
    this.#tell();
  }

  /**
   * @param {number[][]} drawing
   * @param {number} truth
   * @param {number} taken
   * @param {boolean} [isHuman]
   */
  drop(drawing, truth, taken, isHuman = false) {
    const isRight = truth === taken;
    if (isHuman) {
      this.#people.count++;
      if (isRight) this.#people.right++;
    } else {
      this.#count++;
      if (isRight) this.score++;
    }
    const name = `${isRight ? 'right' : 'wrong'}${isHuman ? ' human' : ''}`;
    const label = isRight ? 'right' : `wrong, it is ${this.#labels[truth]}`;
    this.#columns[taken].append(picture(drawing, name, label));
    this.#tell();
  }

  #tell() {
    const { right, count } = this.#people;
    const people = count > 0 ? `, people ${right} of ${count}` : '';
    this.#score.textContent = `${this.score} of ${this.#count}${people}`;
    this.#lists.setAttribute('aria-label', `${this.#title}: ${this.#score.textContent}`);
  }
}

/** @param {number[][]} drawing @param {string} name @param {string} [label] */
function picture(drawing, name, label) {
  const along = (/** @type {number} */ axis) => drawing.flat().filter((_, i) => i % 2 === axis);
  const [x, y] = [0, 1].map((axis) => [Math.min(...along(axis)), Math.max(...along(axis))]);
  const side = 1.3 * Math.max(x[1] - x[0], y[1] - y[0], 1);
  const box = [(x[0] + x[1] - side) / 2, (y[0] + y[1] - side) / 2, side, side].map((value) => value.toFixed(1)).join(' ');
  /** @type {Record<string, string>} */
  const reading = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' };
  return shape('svg', { viewBox: box, class: `mini ${name}`, ...reading },
    ...strokesOf(drawing, { 'vector-effect': 'non-scaling-stroke' }));
}
