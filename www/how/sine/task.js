// @ts-check
import { clamp } from '../../shared/numbers.js';

/** The limits for points and amplitudes: a little wider than those of the task distribution. */
export const SPAN = { x: 5, amplitude: 5, y: 6 };
const TURN = 2 * Math.PI;
/** How many points a held-out task has. */
const POINTS = 10;

/** The wave `amplitude sin(x + phase)`, and ten of its points, which can be moved off the wave. */
export class Task extends EventTarget {
  /** The number of the held-out task that it was at first. */
  number = 0;
  amplitude = 1;
  phase = 0;
  /** @type {{ x: number, y: number | null }[]} null: on the wave */
  #points = [];

  /** @param {{ number: number, amplitude: number, phase: number, inputs: Float32Array }} task */
  become({ number, amplitude, phase, inputs }) {
    this.number = number;
    this.amplitude = amplitude;
    this.phase = phase;
    this.#points = Array.from(inputs, (x) => ({ x, y: null }));
    this.#changed();
  }

  /** Everything, as plain data. */
  get state() {
    const { number, amplitude, phase } = this;
    return { number, amplitude, phase, points: this.#points.map(({ x, y }) => [x, y]) };
  }

  /**
   * Becomes what `state` gave.
   * @param {any} state of unknown origin
   * @returns {boolean} whether it was one
   */
  restore(state) {
    const { number, amplitude, phase, points } = Object(state);
    const isPoint = (/** @type {unknown} */ point) =>
      Array.isArray(point) && point.length === 2 && Number.isFinite(point[0]) && (point[1] === null || Number.isFinite(point[1]));
    if (![number, amplitude, phase].every(Number.isFinite)) return false;
    if (!Array.isArray(points) || points.length !== POINTS || !points.every(isPoint)) return false;
    this.number = Math.max(0, Math.round(number));
    this.bend(amplitude, phase);
    this.#points = points.map(([x, y]) => ({
      x: clamp(x, -SPAN.x, SPAN.x), y: y === null ? null : clamp(y, -SPAN.y, SPAN.y),
    }));
    this.#changed();
    return true;
  }

  get isOnWave() {
    return this.#points.every(({ y }) => y === null);
  }

  /** @returns {[number, number][]} */
  get points() {
    return this.#points.map(({ x, y }) => [x, y ?? this.value(x)]);
  }

  /** @param {number} x */
  value(x) {
    return this.amplitude * Math.sin(x + this.phase);
  }

  /**
   * Becomes another wave; all points lie on it.
   * @param {number} amplitude
   * @param {number} phase any; it is taken modulo a turn
   */
  bend(amplitude, phase) {
    this.amplitude = clamp(amplitude, 0, SPAN.amplitude);
    this.phase = ((phase % TURN) + TURN) % TURN;
    this.straighten();
  }

  /**
   * @param {number} index
   * @param {[number, number]} to
   */
  movePoint(index, [x, y]) {
    this.#points[index] = { x: clamp(x, -SPAN.x, SPAN.x), y: clamp(y, -SPAN.y, SPAN.y) };
    this.#changed();
  }

  /** Puts all points back on the wave. */
  straighten() {
    this.#points = this.#points.map(({ x }) => ({ x, y: null }));
    this.#changed();
  }

  /** @returns {import('../lab/protocol.js').Task} */
  toMessage() {
    const [inputs, targets] = [0, 1].map((i) => Float32Array.from(this.points, (point) => point[i]));
    return { amplitude: this.amplitude, phase: this.phase, inputs, targets };
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
