// @ts-check
import { Axes, logTicks } from '../figures/axes.js';
import { Figure } from '../figures/figure.js';
import { legend } from '../figures/legend.js';
import { readable } from '../figures/numbers.js';
import { line, shape } from '../../shared/svg.js';

/**
 * @typedef {object} Line
 * @property {string} name its class
 * @property {string} title
 * @property {ArrayLike<number>} xs
 * @property {ArrayLike<number>} losses
 */

/** Losses on a logarithmic scale: a line for each start. */
export class LossLines {
  #svg;
  #read;
  #label;
  #figure;

  /**
   * @param {SVGSVGElement} svg
   * @param {string} label of the x axis
   * @param {() => { lines: Line[], ticks: number[], end: number, mark?: number }} read what to
   *   draw; the x axis goes from 0 to `end`
   */
  constructor(svg, label, read) {
    this.#svg = svg;
    this.#label = label;
    this.#read = read;
    this.#figure = new Figure(svg, (width) => Math.min(260, Math.max(200, 0.4 * width)), (width, height) =>
      this.#draw(width, height));
  }

  redraw() {
    this.#figure.redraw();
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #draw(width, height) {
    const { lines, ticks, end, mark } = this.#read();
    const { ends, ticks: heights } = logTicks(lines.flatMap(({ losses }) => Array.from(losses)));
    const axes = new Axes(
      { from: [0, end], to: [52, width - 12] },
      { from: ends, to: [height - 40, 24], isLog: true },
    );
    this.#svg.replaceChildren(
      axes.frame(ticks, heights, { x: this.#label, y: 'loss' }),
      legend(lines, width - 12),
      ...(mark === undefined ? [] : [
        line({ class: 'mark', x1: axes.x(mark), x2: axes.x(mark), y1: 24, y2: height - 40 }),
      ]),
      ...[...lines].reverse().map(({ name, xs, losses }) =>
        shape('polyline', { class: `curve ${name}`, points: axes.corners(xs, losses) })),
    );
    const told = lines.filter(({ losses }) => losses.length > 0).map(({ title, losses }) =>
      `${title} from ${readable(losses[0])} to ${readable(losses[losses.length - 1])}`);
    this.#svg.setAttribute('aria-label', told.length ? `Loss over ${this.#label}: ${told.join('; ')}.` : 'No loss yet.');
  }
}
