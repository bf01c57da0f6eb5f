// @ts-check
import { Axes, ticksUpTo } from '../shared/axes.js';
import { Figure } from '../shared/figure.js';
import { shape } from '../shared/svg.js';

/** A live curve of an accuracy over tasks. */
export class AccuracyCurve {
  root = /** @type {SVGSVGElement} */ (shape('svg', { class: 'curve-of', role: 'img', 'aria-label': 'No accuracy yet.' }));
  /** @type {number[]} */
  #tasks = [];
  /** @type {number[]} */
  #percents = [];
  #planned;
  #figure = new Figure(this.root, (width) => Math.min(260, Math.max(170, 0.35 * width)), () => this.#draw());

  /** @param {number} planned how many tasks the axis begins with */
  constructor(planned) {
    this.#planned = planned;
  }

  clear() {
    this.#tasks = [];
    this.#percents = [];
    this.#figure.redraw();
    this.root.setAttribute('aria-label', 'No accuracy yet.');
  }

  /** What it shows. @returns {[tasks: number, accuracy: number][]} */
  get measured() {
    return this.#tasks.map((tasks, i) => [tasks, this.#percents[i] / 100]);
  }

  /** @param {number} tasks @param {number} accuracy @param {number} planned */
  add(tasks, accuracy, planned) {
    this.#tasks.push(tasks);
    this.#percents.push(100 * accuracy);
    this.#planned = planned;
    this.root.setAttribute('aria-label',
      `Accuracy on unseen alphabets, from ${this.#percents[0].toFixed(0)}% to ${this.#percents.at(-1)?.toFixed(0)}% after ${tasks} tasks.`);
    this.#figure.redraw();
  }

  #draw() {
    const { width, height } = this.#figure;
    const axes = new Axes({ from: [0, this.#planned], to: [52, width - 12] }, { from: [30, 100], to: [height - 40, 24] });
    this.root.replaceChildren(
      axes.frame(ticksUpTo(this.#planned), [40, 60, 80, 100], { x: 'tasks', y: 'right answers, in %' }),
      shape('polyline', { class: 'accuracy', points: axes.corners(this.#tasks, this.#percents.map((value) => Math.max(30, value))) }),
    );
  }
}
