// @ts-check
import { create } from '../../shared/dom.js';
import { CELL } from '../model/fit.js';

/** Three corners of a canvas, in parts of its width and height. */
const CORNERS = [[0, 0], [1, 0], [0, 1]];

/**
 * Where points of the viewport lie on a canvas, however the page around it is scrolled, scaled, turned, skewed or
 * mirrored: a rectangle around a turned canvas does not tell, but the corners do.
 */
export class Place {
  /** Of no size, so that their rectangles are points. */
  #corners;

  /** @param {HTMLCanvasElement} canvas fills its parent, which is positioned */
  constructor(canvas) {
    this.#corners = CORNERS.map(([x, y]) => {
      const corner = create('i', { ariaHidden: 'true' });
      const { style } = corner;
      Object.assign(style, { position: 'absolute', left: `${100 * x}%`, top: `${100 * y}%`, width: 0, height: 0 });
      style.pointerEvents = 'none';
      return corner;
    });
    canvas.after(...this.#corners);
  }

  /**
   * @param {{ clientX: number, clientY: number }[]} points
   * @returns {number[]} x, y, x, y in cell units, within the cell
   */
  toCell(points) {
    const [origin, right, below] = this.#corners.map((corner) => corner.getBoundingClientRect());
    const [ax, ay] = [right.left - origin.left, right.top - origin.top];
    const [bx, by] = [below.left - origin.left, below.top - origin.top];
    const area = ax * by - ay * bx;
    return points.flatMap(({ clientX, clientY }) => {
      const [x, y] = [clientX - origin.left, clientY - origin.top];
      return [within(((x * by - y * bx) / area) * CELL), within(((ax * y - ay * x) / area) * CELL)];
    });
  }
}

/** Nothing can be seen of a canvas without an area: its points are in the middle. @param {number} value */
const within = (value) => (Number.isFinite(value) ? Math.min(CELL, Math.max(0, value)) : CELL / 2);
