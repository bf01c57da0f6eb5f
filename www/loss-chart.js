// @ts-check
import { line, shape, text } from './svg.js';

const BOX = { left: 34, right: 312, top: 10, bottom: 126 };
/** Beyond this many steps the dots would touch. */
const MOST_DOTS = 25;

/** The loss over the inner steps, drawn anew at most once a frame. */
export class LossChart {
  #svg;
  #frame = 0;
  /** @type {ArrayLike<number>} */
  #losses = [];
  /** @type {ArrayLike<number> | undefined} */
  #ghost;

  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.#svg = svg;
  }

  /**
   * @param {ArrayLike<number>} losses before each step, and after the last; none: an empty chart
   * @param {ArrayLike<number>} [ghost] of the other start, to compare
   */
  show(losses, ghost) {
    this.#losses = losses;
    this.#ghost = ghost;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const losses = Array.from(this.#losses);
    if (losses.length === 0) {
      this.#svg.replaceChildren();
      this.#svg.setAttribute('aria-label', 'No loss yet');
      return;
    }
    const ghost = Array.from(this.#ghost ?? []);
    const steps = losses.length - 1;
    const highest = Math.max(...losses, ...ghost, 0.1);
    /** @param {number} step */
    const x = (step) => BOX.left + ((BOX.right - BOX.left) * step) / Math.max(1, steps);
    /** @param {number} loss */
    const y = (loss) => BOX.bottom - ((BOX.bottom - BOX.top) * loss) / highest;
    /** @param {number[]} values */
    const path = (values) => values.map((loss, step) => `${x(step)},${y(loss)}`).join(' ');

    const shapes = [
      line({ class: 'axis', x1: BOX.left, x2: BOX.right, y1: BOX.bottom, y2: BOX.bottom }),
      line({ class: 'axis', x1: BOX.left, x2: BOX.right, y1: BOX.top, y2: BOX.top }),
      text(BOX.left - 6, BOX.top + 4, 'end', highest.toFixed(2)),
      text(BOX.left - 6, BOX.bottom + 4, 'end', '0'),
      text(BOX.left, 145, 'start', 'before'),
      text(BOX.right, 145, 'end', steps === 1 ? 'after 1 step' : `after ${steps} steps`),
      shape('polyline', { class: 'ghost', points: path(ghost) }),
      shape('polyline', { class: 'curve', points: path(losses) }),
    ];
    if (steps <= MOST_DOTS) {
      losses.forEach((loss, step) => shapes.push(shape('circle', { cx: x(step), cy: y(loss), r: 3 })));
    }
    this.#svg.replaceChildren(...shapes);
    const [first, last] = [losses[0], losses[steps]].map((loss) => loss.toFixed(3));
    this.#svg.setAttribute(
      'aria-label',
      steps === 0 ? `Loss ${first}, no step taken` : `Loss from ${first} to ${last} in ${steps} steps`,
    );
  }
}
