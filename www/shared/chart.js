// @ts-check
import { Axes } from './axes.js';
import { set } from './dom.js';
import { Figure } from './figure.js';
import { readable, readablePower } from './numbers.js';
import { line, shape } from './svg.js';

/**
 * @typedef {object} Line
 * @property {string} name its class
 * @property {string} title
 * @property {ArrayLike<number>} xs
 * @property {ArrayLike<number>} losses
 *
 * @typedef {object} Options
 * @property {string} label of the x axis
 * @property {string} unit of the losses, with what they are
 * @property {(width: number) => number} heightOf
 * @property {(lines: Line[], right: number) => SVGElement} [legend] in one row that ends there; without one there is a
 *   dot at each value of the first line
 * @property {(lines: Line[]) => { ends: [number, number], ticks: number[] }} scaleOf the losses; one beyond it is drawn
 *   at its edge
 *
 * @typedef {object} Content the x axis goes from 0 to `end`
 * @property {Line[]} lines the first one above the others
 * @property {number[]} ticks of the x axis
 * @property {number} end
 * @property {number} [mark] a vertical line
 */

/** With more values the dots would touch. */
const MOST_DOTS = 26;
/** On a narrower one the legend and the unit do not fit in one row. */
const WIDE = 400;

/** Losses on a logarithmic scale, a line for each start; drawn at most once a frame. */
export class LossChart {
  #svg;
  #options;
  #read;
  #figure;
  #frame = '';
  // These change with every frame while a pen moves: creating elements each time would cost more than all the rest.
  #mark = line({ class: 'mark' });
  #dots = shape('path', { class: 'dots' });
  /** @type {SVGElement[]} */
  #curves = [];

  /**
   * @param {SVGSVGElement} svg
   * @param {Options} options
   * @param {() => Content} read what to draw
   */
  constructor(svg, options, read) {
    this.#svg = svg;
    this.#options = options;
    this.#read = read;
    this.#figure = new Figure(svg, options.heightOf, (width, height) => this.#draw(width, height));
  }

  redraw() {
    this.#figure.redraw();
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #draw(width, height) {
    const content = this.#read();
    const { lines, end, mark } = content;
    const { legend, scaleOf } = this.#options;
    const scale = scaleOf(lines);
    const top = legend && width < WIDE ? 40 : 24;
    const axes = new Axes(
      { from: [0, end], to: [52, width - 12] },
      { from: scale.ends, to: [height - 40, top], isLog: true },
    );
    this.#drawFrame(axes, content, scale.ticks, width - 12);
    if (mark !== undefined) {
      const at = { x1: axes.x(mark), x2: axes.x(mark), y1: top, y2: height - 40 };
      for (const [name, value] of Object.entries(at)) set(this.#mark, name, String(value));
    }
    const points = lines.map(({ xs, losses }) => axes.corners(xs, losses));
    points.forEach((corners, i) => set(this.#curves[i], 'points', corners));
    const dots = !legend && lines[0].losses.length <= MOST_DOTS ? points[0].split(' ').filter(Boolean) : [];
    // Lines of length 0, of which only the round caps are seen.
    set(this.#dots, 'd', dots.map((at) => `M${at}h0`).join(''));
    set(this.#svg, 'aria-label', this.#tell(lines));
  }

  /**
   * Draws everything that does not change with the losses, if it is not there yet.
   * @param {Axes} axes
   * @param {Content} content
   * @param {number[]} heights
   * @param {number} right
   */
  #drawFrame(axes, { lines, ticks, end, mark }, heights, right) {
    const { width, height } = this.#figure;
    const names = lines.map(({ name, title }) => [name, title]);
    const frame = JSON.stringify([width, height, end, ticks, heights, names, mark === undefined]);
    if (frame === this.#frame) return;
    this.#frame = frame;
    const { label, unit, legend } = this.#options;
    this.#curves = lines.map(({ name }) => shape('polyline', { class: `curve ${name}` }));
    this.#svg.replaceChildren(
      axes.frame(ticks, heights, { x: label, y: unit }, readablePower),
      ...(legend ? [legend(lines, right)] : []),
      ...(mark === undefined ? [] : [this.#mark]),
      ...[...this.#curves].reverse(),
      ...(legend ? [] : [this.#dots]),
    );
  }

  /** @param {Line[]} lines */
  #tell(lines) {
    const told = lines.filter(({ losses }) => losses.length > 0).map(({ title, losses }) =>
      `${title} from ${readable(losses[0])} to ${readable(losses[losses.length - 1])}`);
    return told.length ? `Loss over ${this.#options.label}: ${told.join('; ')}.` : 'No loss yet.';
  }
}
