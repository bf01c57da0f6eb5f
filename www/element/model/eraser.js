// @ts-check

/** How near the eraser of a pen comes to a stroke that it takes, in cell units. */
const RADIUS = 4;

/**
 * @typedef {import('./fit.js').CellDrawing} CellDrawing
 * @typedef {readonly [ax: number, ay: number, bx: number, by: number]} Line
 */

/**
 * What an eraser leaves: it takes each stroke that it touches, as a whole.
 *
 * @param {CellDrawing} drawing
 * @param {readonly number[]} path of the eraser, as x, y, x, y
 * @returns {CellDrawing} the same where it touches none
 */
export function rubbed(drawing, path) {
  const left = drawing.filter((stroke) => !touch(linesOf(stroke), linesOf(path)));
  return left.length < drawing.length ? left : drawing;
}

/** @param {Line[]} stroke @param {Line[]} path */
function touch(stroke, path) {
  return path.some((a) => stroke.some((b) => cross(a, b) || gap(a, b) < RADIUS));
}

/** A dot is a line of length 0. @param {readonly number[]} points @returns {Line[]} */
function linesOf(points) {
  if (points.length === 2) return [[points[0], points[1], points[0], points[1]]];
  return [...Array(points.length / 2 - 1)].map((_, i) =>
    /** @type {any} */ (points.slice(2 * i, 2 * i + 4)));
}

/** @param {Line} a @param {Line} b */
function cross(a, b) {
  return side(a, b[0], b[1]) * side(a, b[2], b[3]) < 0 && side(b, a[0], a[1]) * side(b, a[2], a[3]) < 0;
}

/** On which side of a line a point lies. @param {Line} line @param {number} x @param {number} y */
function side([ax, ay, bx, by], x, y) {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

/** The distance of two lines that do not cross. @param {Line} a @param {Line} b */
function gap(a, b) {
  return Math.min(
    distance(a, b[0], b[1]), distance(a, b[2], b[3]), distance(b, a[0], a[1]), distance(b, a[2], a[3]),
  );
}

/** @param {Line} line @param {number} x @param {number} y */
function distance([ax, ay, bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
