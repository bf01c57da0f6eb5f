// Drawings for the tests, in units of the cell (0 to 100), as `{ name: (hand) => Drawing }`.
// A "hand" is a number: the same symbol by another hand is slightly rotated, moved, scaled and distorted,
// so that the query is never the support drawing. Nothing here is random.

/** The strokes of one symbol without distortion; each stroke is a list of corners. */
const corners = {
  circle: [arc(50, 50, 34, -90, 270)],
  cross: [[[20, 20], [80, 80]], [[80, 20], [20, 80]]],
  zigzag: [[[12, 30], [32, 72], [50, 30], [68, 72], [88, 30]]],
  triangle: [[[50, 16], [84, 80], [16, 80], [50, 16]]],
  square: [[[20, 20], [80, 20], [80, 80], [20, 80], [20, 20]]],
  tee: [[[15, 20], [85, 20]], [[50, 20], [50, 86]]],
  spiral: [Array.from({ length: 40 }, (_, i) => polar(50, 50, 4 + i * 0.85, i * 24))],
  ladder: [[[30, 12], [30, 88]], [[70, 12], [70, 88]], [[30, 35], [70, 35]], [[30, 65], [70, 65]]],
  arrow: [[[12, 50], [88, 50]], [[62, 24], [88, 50], [62, 76]]],
  eight: [[...arc(50, 31, 17, 90, -270), ...arc(50, 67, 19, -90, 270)]],
  hook: [[[35, 12], [35, 60], ...arc(53, 60, 18, 180, 0)]],
  equals: [[[16, 36], [84, 36]], [[16, 64], [84, 64]]],
  target: [arc(50, 50, 36, 0, 360), arc(50, 50, 10, 0, 360)],
  house: [[[20, 48], [20, 86], [80, 86], [80, 48]], [[10, 52], [50, 14], [90, 52]]],
  hourglass: [[[20, 15], [80, 15], [20, 85], [80, 85], [20, 15]]],
  wave: [Array.from({ length: 31 }, (_, i) => [8 + i * 2.8, 50 - 24 * Math.sin(i * 0.42)])],
  fork: [[[50, 88], [50, 14]], [[24, 14], [24, 40], [50, 56], [76, 40], [76, 14]]],
  stairs: [[[12, 86], [12, 62], [38, 62], [38, 38], [64, 38], [64, 14], [88, 14]]],
  plus: [[[50, 14], [50, 86]], [[14, 50], [86, 50]]],
  crescent: [[...arc(50, 50, 36, -60, -300), ...arc(66, 50, 28, -240, -120)]],
};

export const names = Object.keys(corners);

/**
 * One symbol as one hand draws it.
 *
 * @param {string} name one of `names`
 * @param {number} [hand] 0 is the plain symbol
 * @returns {number[][]} strokes, each `[x0, y0, x1, y1, ...]`
 */
export function symbol(name, hand = 0) {
  const turn = 0.09 * Math.sin(hand * 2.1);
  const size = 1 - 0.12 * Math.abs(Math.sin(hand * 1.3));
  const wide = 1 - 0.1 * Math.abs(Math.sin(hand * 0.7));
  return corners[name].map((stroke, s) =>
    along(stroke).flatMap(([x, y], i) => {
      const shake = hand === 0 ? 0 : 1.2;
      const u = (x - 50) * size * wide + shake * Math.sin(i * 0.9 + s + hand);
      const v = (y - 50) * size + shake * Math.cos(i * 0.7 + s * 2 + hand);
      return [
        round(50 + u * Math.cos(turn) - v * Math.sin(turn) + 2 * Math.sin(hand * 3.7)),
        round(50 + u * Math.sin(turn) + v * Math.cos(turn) + 2 * Math.sin(hand * 4.1)),
      ];
    }),
  );
}

/** A drawing with every coordinate scaled and moved. */
export function scaled(drawing, factor, offset = 0) {
  return drawing.map((stroke) => stroke.map((value) => value * factor + offset));
}

/** Points every 8 units or so, as a pen gives them. */
function along(stroke) {
  const points = [stroke[0]];
  for (let i = 1; i < stroke.length; i++) {
    const [[x0, y0], [x1, y1]] = [stroke[i - 1], stroke[i]];
    const pieces = Math.max(1, Math.round(Math.hypot(x1 - x0, y1 - y0) / 8));
    for (let k = 1; k <= pieces; k++) points.push([x0 + ((x1 - x0) * k) / pieces, y0 + ((y1 - y0) * k) / pieces]);
  }
  return points;
}

function arc(x, y, radius, from, to) {
  return Array.from({ length: 19 }, (_, i) => polar(x, y, radius, from + ((to - from) * i) / 18));
}

function polar(x, y, radius, degrees) {
  const angle = (degrees * Math.PI) / 180;
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
}

function round(value) {
  return Math.round(value * 100) / 100;
}
