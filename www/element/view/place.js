// @ts-check
import { create } from '../../shared/dom.js';
import { CELL } from '../model/fit.js';

/** The corners of a canvas, in parts of its width and height. */
const CORNERS = [[0, 0], [1, 0], [0, 1], [1, 1]];

/**
 * Where points of the viewport lie on a canvas, however the page around it is scrolled, scaled, turned, skewed, mirrored or
 * seen in perspective: a rectangle around a turned canvas does not tell, but the corners do.
 */
export class Place {
  /** Empty, so that their rectangles are points. */
  #corners;

  /** @param {HTMLCanvasElement} canvas fills its parent, which is positioned */
  constructor(canvas) {
    this.#corners = CORNERS.map(([x, y]) => {
      const corner = create('i', {});
      Object.assign(corner.style, { position: 'absolute', left: `${100 * x}%`, top: `${100 * y}%` });
      return corner;
    });
    canvas.after(...this.#corners);
  }

  /**
   * @param {{ clientX: number, clientY: number }[]} points
   * @returns {number[]} x, y, x, y in cell units, within the cell; none where nothing can be seen of the canvas
   */
  toCell(points) {
    const [origin, ...others] = this.#corners.map((corner) => corner.getBoundingClientRect());
    const [[ax, ay], [bx, by], [cx, cy]] = others.map(({ left, top }) => [left - origin.left, top - origin.top]);
    // A projective map of the square to the corners (Heckbert 1989): g and h are 0 without perspective.
    const [ux, uy, vx, vy] = [ax - cx, ay - cy, bx - cx, by - cy];
    const [sx, sy] = [cx - ax - bx, cy - ay - by];
    const area = ux * vy - vx * uy;
    const [g, h] = [(sx * vy - vx * sy) / area, (ux * sy - sx * uy) / area];
    return points.flatMap(({ clientX, clientY }) => {
      const [x, y] = [clientX - origin.left, clientY - origin.top];
      const [px, py] = [ax + g * (ax - x), ay + g * (ay - y)];
      const [qx, qy] = [bx + h * (bx - x), by + h * (by - y)];
      const size = px * qy - qx * py;
      const point = [(x * qy - qx * y) / size, (px * y - x * py) / size];
      return point.every(Number.isFinite) ? point.map(within) : [];
    });
  }
}

/** @param {number} part */
const within = (part) => Math.min(1, Math.max(0, part)) * CELL;
