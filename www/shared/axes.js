// @ts-check
import { clamp, readable } from './numbers.js';
import { line, shape, text } from './svg.js';

/**
 * @typedef {object} Scale
 * @property {[number, number]} from the ends of the data
 * @property {[number, number]} to the ends in pixels
 * @property {boolean} [isLog]
 */

/** Converts data to pixels, and draws grid lines, ticks and labels. */
export class Axes {
  #x;
  #y;

  /**
   * @param {Scale} x
   * @param {Scale} y
   */
  constructor(x, y) {
    this.#x = x;
    this.#y = y;
  }

  /** @param {number} value */
  x(value) {
    return place(this.#x, value);
  }

  /** @param {number} value */
  y(value) {
    return place(this.#y, value);
  }

  /**
   * The points of a polyline, without those that are not finite.
   * @param {ArrayLike<number>} xs
   * @param {ArrayLike<number>} ys
   */
  corners(xs, ys) {
    const corners = [];
    for (let i = 0; i < ys.length; i++) {
      if (Number.isFinite(ys[i])) corners.push(`${short(this.x(xs[i]))},${short(this.y(ys[i]))}`);
    }
    return corners.join(' ');
  }

  /** Every tick, or every second one, and so on, so that their numbers do not touch. @param {number[]} ticks */
  #roomy(ticks) {
    const widest = DIGIT * (1 + Math.max(...ticks.map((value) => readable(value).length)));
    const gap = ticks.length > 1 ? Math.abs(this.x(ticks[1]) - this.x(ticks[0])) : widest;
    // The last number may end at its tick, where the others have their middle.
    const stride = Math.ceil((1.5 * widest) / gap);
    return ticks.filter((_, i) => i % Math.max(1, stride) === 0);
  }

  /**
   * @param {number[]} xTicks
   * @param {number[]} yTicks
   * @param {{ x: string, y: string }} labels
   * @param {(value: number) => string} [write] how the ticks of y are written
   */
  frame(xTicks, yTicks, labels, write = readable) {
    const { to: [left, right] } = this.#x;
    const { to: [bottom, top] } = this.#y;
    const shapes = yTicks.flatMap((value) => [
      line({ class: 'grid', x1: left, x2: right, y1: short(this.y(value)), y2: short(this.y(value)) }),
      text(left - 6, short(this.y(value) + 4), 'end', write(value)),
    ]);
    for (const value of this.#roomy(xTicks)) {
      const anchor = this.x(value) > right - 12 ? 'end' : 'middle';
      shapes.push(text(short(this.x(value)), bottom + 16, anchor, readable(value)));
    }
    shapes.push(text((left + right) / 2, bottom + 32, 'middle', labels.x), text(2, Math.max(11, top - 11), 'start', labels.y));
    return shape('g', { class: 'axes' }, ...shapes);
  }
}

/** The width of a digit in pixels, at most: text cannot be measured before it is drawn. */
const DIGIT = 8;

/**
 * @param {Scale} scale
 * @param {number} value
 */
function place({ from: [low, high], to: [start, end], isLog }, value) {
  const share = isLog
    ? Math.log(clamp(value, Math.min(low, high), Math.max(low, high)) / low) / Math.log(high / low)
    : (value - low) / (high - low);
  return start + share * (end - start);
}

/** @param {number} value */
const short = (value) => Math.round(value * 10) / 10;

/**
 * About four round numbers from 0 up to the highest.
 * @param {number} highest
 */
export function ticksUpTo(highest) {
  const rough = highest / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 5, 10].find((factor) => factor * unit >= rough) ?? 10);
  return Array.from({ length: Math.floor(highest / step + 1e-9) + 1 }, (_, i) => i * step);
}

/**
 * The ends of a logarithmic scale for some numbers, and its ticks: powers of ten, or, where those would be few,
 * 1, 2, 5, 10, 20, …
 *
 * @param {number[]} values those that are not positive are ignored
 * @returns {{ ends: [number, number], ticks: number[] }}
 */
export function logTicks(values) {
  const good = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.max(1e-6, Math.min(...good, 1));
  const high = Math.min(1e6, Math.max(...good, 2 * low));
  const factors = high / low > 300 ? [1] : [1, 2, 5];
  const all = [];
  for (let power = -7; power <= 7; power++) all.push(...factors.map((factor) => Number(`${factor}e${power}`)));
  const first = all.findLastIndex((tick) => tick <= low);
  const last = all.findIndex((tick) => tick >= high);
  return { ends: [all[first], all[last]], ticks: all.slice(first, last + 1) };
}
