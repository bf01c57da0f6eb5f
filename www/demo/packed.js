// @ts-check

/** Points are kept to a hundredth of a unit, of which a cell has 100. */
const FINE = 100;

/**
 * Drawings as small whole numbers, which deflate well: the first point of a stroke, then the way from each to the next.
 * @param {import('../index.js').SketchData} data
 */
export const pack = ({ labels, examples, input }) => ({
  labels,
  examples: examples.map((shots) => shots.map((drawing) => drawing.map(toWays))),
  input: input.map(toWays),
});

/**
 * Of `pack`. What it cannot make sense of it leaves to the element, which checks everything.
 * @param {any} packed
 * @returns {import('../index.js').SketchData}
 */
export const unpack = ({ labels, examples, input }) => ({
  labels,
  examples: examples.map((/** @type {number[][][]} */ shots) => shots.map((drawing) => drawing.map(fromWays))),
  input: input.map(fromWays),
});

/** @param {number[]} stroke */
function toWays(stroke) {
  const whole = stroke.map((value) => Math.round(value * FINE));
  return whole.map((value, i) => (i < 2 ? value : value - whole[i - 2]));
}

/** @param {number[]} ways */
function fromWays(ways) {
  /** @type {number[]} */
  const whole = [];
  ways.forEach((way, i) => whole.push(i < 2 ? way : whole[i - 2] + way));
  return whole.map((value) => value / FINE);
}
