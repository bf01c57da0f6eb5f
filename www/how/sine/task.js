// @ts-check

/** Where points may lie, and how high a wave may be: a little more than tasks are drawn from. */
export const SPAN = { x: 5, amplitude: 5, y: 6 };
const TURN = 2 * Math.PI;

/** The wave `amplitude sin(x + phase)`, and ten points of it, which can be moved off it. */
export class Task extends EventTarget {
  /** Which of the endlessly many held-out tasks it was at first. */
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
   * Another wave; all points lie on it.
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

  /** @returns {import('../lab/lab-worker.js').Task} */
  toMessage() {
    const [inputs, targets] = [0, 1].map((i) => Float32Array.from(this.points, (point) => point[i]));
    return { amplitude: this.amplitude, phase: this.phase, inputs, targets };
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
