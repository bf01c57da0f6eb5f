// @ts-check

/** @typedef {import('./fit.js').CellDrawing} CellDrawing */

/**
 * Sample drawings, made for this project: for the worked example, and for people who cannot draw.
 * @type {Record<string, CellDrawing>}
 */
export const SAMPLES = {
  // No label names what objects have of themselves, as `constructor`.
  __proto__: /** @type {any} */ (null),
  fish: [
    curve(74, 36, 58, 28, 38, 28, 19, 42, 11, 51, 20, 62, 38, 73, 56, 73, 74, 64),
    [74, 36, 88, 24, 84, 50, 89, 77, 74, 64],
    arc(25, 47, 1.3, 1.3),
    curve(40, 34, 46, 44, 46, 56, 40, 67),
  ],
  house: [
    [22, 46, 21, 86, 79, 87, 78, 45],
    [11, 52, 50, 15, 89, 53],
    [43, 86, 43, 62, 58, 62, 58, 87],
  ],
  star: [[50, 10, 62, 39, 91, 40, 67, 58, 77, 89, 50, 70, 24, 89, 33, 58, 9, 40, 39, 39, 50, 10]],
  cat: [
    [22, 52, 20, 16, 39, 31, 62, 31, 80, 15, 79, 52],
    curve(22, 52, 26, 74, 50, 87, 74, 74, 79, 52),
    arc(38, 51, 2, 3),
    arc(62, 51, 2, 3),
    [46, 63, 54, 63, 50, 68, 46, 63],
    [30, 64, 8, 60],
    [30, 69, 9, 73],
    [70, 64, 92, 60],
    [70, 69, 91, 73],
  ],
  dog: [
    curve(34, 22, 50, 17, 66, 22, 72, 44, 66, 72, 50, 86, 34, 72, 28, 44, 34, 22),
    curve(34, 22, 18, 26, 12, 46, 16, 62, 25, 58, 29, 40),
    curve(66, 22, 82, 26, 88, 46, 84, 62, 75, 58, 71, 40),
    arc(42, 42, 1.3, 1.3),
    arc(58, 42, 1.3, 1.3),
    arc(50, 60, 6, 4),
    curve(50, 64, 50, 70, 43, 73),
  ],
  tree: [
    [44, 62, 43, 90, 57, 90, 56, 62],
    curve(44, 63, 24, 66, 14, 52, 24, 40, 26, 22, 46, 16, 64, 14, 76, 28, 78, 42, 87, 54, 76, 66, 56, 63),
  ],
  sun: [
    arc(50, 50, 19, 19),
    [50, 22, 50, 8],
    [50, 78, 50, 92],
    [22, 50, 8, 50],
    [78, 50, 92, 50],
    [30, 30, 20, 20],
    [70, 30, 80, 20],
    [30, 70, 20, 80],
    [70, 70, 80, 80],
  ],
  cup: [
    [18, 28, 24, 82, 62, 82, 68, 28],
    arc(43, 28, 25, 6),
    curve(67, 40, 84, 36, 90, 50, 82, 64, 64, 66),
  ],
  key: [arc(28, 34, 17, 17), [40, 46, 86, 88], [72, 75, 83, 63], [60, 64, 69, 54]],
  flower: [
    arc(50, 32, 7, 7),
    curve(46, 26, 40, 10, 50, 4, 60, 10, 54, 26),
    curve(56, 28, 72, 20, 80, 30, 74, 40, 57, 35),
    curve(53, 39, 62, 52, 52, 60, 43, 54, 46, 38),
    curve(43, 35, 28, 42, 20, 33, 26, 22, 44, 28),
    curve(50, 60, 52, 76, 49, 96),
    curve(51, 84, 62, 70, 74, 72, 66, 84, 51, 86),
  ],
};

/**
 * The fourth drawing of the worked example: a house drawn another way, and tilted.
 */
export const QUERY = [
  [27, 53, 45, 89, 90, 76, 69, 39],
  [21, 61, 33, 19, 81, 43],
  [62, 84, 50, 62, 62, 59, 74, 81],
];

/**
 * The samples of a worked example: a label that names a sample gets that one, the others get the rest in order.
 *
 * @param {string[]} labels
 * @returns {CellDrawing[]}
 */
export function samplesFor(labels) {
  const names = Object.keys(SAMPLES);
  const left = names.filter((name) => !labels.includes(name));
  // With more labels than samples, the samples come once more, upside down.
  const others = [...left.map((name) => SAMPLES[name]), ...names.map((name) => flip(SAMPLES[name]))];
  return labels.map((label) => SAMPLES[label] ?? /** @type {CellDrawing} */ (others.shift()));
}

/**
 * A variation of a drawing, so that the same sample in two cells is not the same drawing.
 *
 * @param {CellDrawing} drawing
 * @param {number} time how many times it was drawn before
 * @returns {CellDrawing}
 */
export function drawnAgain(drawing, time) {
  if (time === 0) return drawing;
  const turn = 0.16 * Math.sin(time * 2.4);
  const narrow = 0.86 + 0.08 * Math.cos(time * 1.7);
  return drawing.map((stroke) => {
    const again = [];
    for (let i = 0; i < stroke.length; i += 2) {
      const x = (stroke[i] - 50) * narrow;
      const y = (stroke[i + 1] - 50) * 0.9;
      const wave = 1.2 * Math.sin(stroke[i] / 9 + time);
      again.push(50 + x * Math.cos(turn) - y * Math.sin(turn) + wave);
      again.push(50 + x * Math.sin(turn) + y * Math.cos(turn) - wave);
    }
    return again;
  });
}

/** @param {CellDrawing} drawing */
function flip(drawing) {
  return drawing.map((stroke) => stroke.map((value, i) => (i % 2 === 0 ? value : 100 - value)));
}

/**
 * A Catmull-Rom curve through points.
 * @param {...number} through as x, y, x, y
 */
function curve(...through) {
  const count = through.length / 2;
  /** @param {number} i @param {number} axis */
  const at = (i, axis) => through[2 * Math.min(count - 1, Math.max(0, i)) + axis];
  const points = [];
  for (let i = 0; i < count - 1; i++) {
    for (let t = 0; t < 1; t += 0.2) {
      for (const axis of [0, 1]) {
        const [a, b, c, d] = [i - 1, i, i + 1, i + 2].map((k) => at(k, axis));
        const bend = (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3;
        points.push(Math.round((b + ((c - a) * t + bend) / 2) * 10) / 10);
      }
    }
  }
  return [...points, at(count - 1, 0), at(count - 1, 1)];
}

/**
 * An oval.
 * @param {number} x
 * @param {number} y
 * @param {number} width half of it
 * @param {number} height half of it
 */
function arc(x, y, width, height) {
  const points = [];
  for (let step = 0; step <= 20; step++) {
    const angle = (step / 20) * 2 * Math.PI - 1.2;
    points.push(x + width * Math.cos(angle), y + height * Math.sin(angle));
  }
  return points;
}
