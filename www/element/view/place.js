// @ts-check
import { create } from '../../shared/dom.js';
import { CELL } from '../model/fit.js';
import { unseenZoomOf } from './zoom.js';

/** The corners of a canvas, in percent of its width and height. */
const CORNERS = [[0, 0], [100, 0], [0, 100], [100, 100]];

/**
 * Where points of the viewport lie on a canvas, however the page around it is scrolled, scaled, turned, skewed, mirrored or
 * seen in perspective: a rectangle around a turned canvas does not tell, but the corners do.
 */
export class Place {
  #canvas;
  /** Empty, so that their rectangles are points. */
  #corners;

  /** @param {HTMLCanvasElement} canvas fills its parent, which is positioned */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#corners = CORNERS.map(([x, y]) => {
      const corner = create('i', {});
      Object.assign(corner.style, { position: 'absolute', left: `${x}%`, top: `${y}%` });
      return corner;
    });
    canvas.after(...this.#corners);
  }

  /**
   * @param {{ clientX: number, clientY: number }[]} points
   * @returns {number[]} x, y, x, y in cell units, within the cell; none where nothing can be seen of the canvas
   */
  toCell(points) {
    const scale = unseenZoomOf(this.#canvas);
    const content = this.#content();
    const [origin, ...others] = this.#corners.map((corner) => scaled(corner.getBoundingClientRect(), scale));
    const [[ax, ay], [bx, by], [cx, cy]] = others.map(({ left, top }) => [left - origin.left, top - origin.top]);
    // A projective map of the square to the corners (Heckbert 1989): g and h are 0 without perspective.
    const g = area(cx - ax - bx, cy - ay - by, bx - cx, by - cy) / area(ax - cx, ay - cy, bx - cx, by - cy);
    const h = area(ax - cx, ay - cy, cx - ax - bx, cy - ay - by) / area(ax - cx, ay - cy, bx - cx, by - cy);
    return points.flatMap(({ clientX, clientY }) => {
      const [x, y] = [clientX - origin.left, clientY - origin.top];
      const [px, py] = [ax + g * (ax - x), ay + g * (ay - y)];
      const [qx, qy] = [bx + h * (bx - x), by + h * (by - y)];
      const size = area(px, py, qx, qy);
      const point = [area(x, y, qx, qy) / size, area(px, py, x, y) / size];
      return point.every(Number.isFinite) ? point.map((part, i) => within((part - content[i].from) / content[i].size)) : [];
    });
  }

  /** Where the drawing lies in what the canvas fills, in parts of it: a page may give `::part(canvas)` a border or another size. */
  #content() {
    const canvas = this.#canvas;
    const { parentElement: around, offsetLeft, offsetTop, offsetWidth, offsetHeight, clientLeft, clientTop } = canvas;
    const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(canvas);
    return [
      axis(around?.clientWidth, { at: offsetLeft, size: offsetWidth, border: clientLeft, inner: canvas.clientWidth, paddings: [paddingLeft, paddingRight] }),
      axis(around?.clientHeight, { at: offsetTop, size: offsetHeight, border: clientTop, inner: canvas.clientHeight, paddings: [paddingTop, paddingBottom] }),
    ];
  }
}

/**
 * @param {number | undefined} whole
 * @param {{ at: number, size: number, border: number, inner: number, paddings: string[] }} box in whole pixels but for the paddings
 */
function axis(whole, { at, size, border, inner, paddings }) {
  const [before, after] = paddings.map((padding) => parseFloat(padding) || 0);
  const left = inner - before - after;
  // Most often it fills all of it, and whole pixels would be less exact.
  const fills = at === 0 && border === 0 && Math.abs(size - (whole ?? 0)) <= 1 && before + after === 0;
  return fills || !whole || left <= 0 ? { from: 0, size: 1 } : { from: (at + border + before) / whole, size: left / whole };
}

/** @param {{ left: number, top: number }} point @param {number} scale */
const scaled = ({ left, top }, scale) => ({ left: scale * left, top: scale * top });

/** That of the parallelogram of two vectors. @param {number} ax @param {number} ay @param {number} bx @param {number} by */
const area = (ax, ay, bx, by) => ax * by - bx * ay;

/** @param {number} part */
const within = (part) => Math.min(1, Math.max(0, part)) * CELL;
