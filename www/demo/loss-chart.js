// @ts-check
import { set, write } from '../shared/dom.js';
import { line, shape, text } from '../shared/svg.js';

const BOX = { left: 40, right: 312, top: 10, bottom: 126 };
/** The losses that have a line, from top to bottom, and how they are written; what is beyond is drawn at the edge. */
const LINES = /** @type {const} */ ([[100, '100'], [1, '1'], [1e-2, '0.01'], [1e-4, '10⁻⁴'], [1e-6, '10⁻⁶']]);
/** Beyond this many steps the dots would touch. */
const MOST_DOTS = 25;

/** @param {number} loss where it is drawn: on a logarithmic scale, since the first step takes most of it */
function heightOf(loss) {
  const [highest, lowest] = [LINES[0], LINES[LINES.length - 1]].map(([edge]) => Math.log10(edge));
  const part = (highest - Math.log10(loss)) / (highest - lowest);
  return BOX.top + (BOX.bottom - BOX.top) * Math.min(Math.max(part, 0), 1);
}

/** The loss over the inner steps, drawn anew at most once a frame. */
export class LossChart {
  #svg;
  #frame = 0;
  /** @type {ArrayLike<number>} */
  #losses = [];
  /** @type {ArrayLike<number> | undefined} */
  #ghost;
  // What changes while a pen moves; elements made anew for each frame would cost more than all the rest.
  #steps = text(BOX.right, 145, 'end', '');
  #ghostCurve = shape('polyline', { class: 'ghost' });
  #curve = shape('polyline', { class: 'curve' });
  #dots = shape('path', { class: 'dots' });
  #all = [
    ...LINES.flatMap(([loss, written]) => [
      line({ class: 'axis', x1: BOX.left, x2: BOX.right, y1: heightOf(loss), y2: heightOf(loss) }),
      text(BOX.left - 6, heightOf(loss) + 4, 'end', written),
    ]),
    text(BOX.left, 145, 'start', 'before'),
    this.#steps,
    this.#ghostCurve,
    this.#curve,
    this.#dots,
  ];

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
    /** @param {number} loss @param {number} step */
    const point = (loss, step) => {
      const x = BOX.left + ((BOX.right - BOX.left) * step) / Math.max(1, steps);
      return `${x},${heightOf(loss)}`;
    };
    const points = losses.map(point);
    write(this.#steps, steps === 1 ? 'after 1 step' : `after ${steps} steps`);
    set(this.#ghostCurve, 'points', ghost.map(point).join(' '));
    set(this.#curve, 'points', points.join(' '));
    // Lines of no length, whose round caps are all that there is to be seen.
    set(this.#dots, 'd', steps > MOST_DOTS ? '' : points.map((at) => `M${at}h0`).join(''));
    if (!this.#svg.hasChildNodes()) this.#svg.append(...this.#all);
    const [first, last] = [losses[0], losses[steps]].map((loss) => String(Number(loss.toPrecision(2))));
    const said = steps === 0 ? `Loss ${first}, no step taken` : `Loss from ${first} to ${last} in ${steps} steps`;
    this.#svg.setAttribute('aria-label', said);
  }
}
