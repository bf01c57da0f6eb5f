// @ts-check
import { copyOfStrokes, isList, pack } from '../../classifier/drawing.js';
import { reading, ReptileError } from '../../classifier/errors.js';

/**
 * A drawing in units of the cell, 0 to 100. It is never changed in place, so that views and the history can compare
 * drawings by identity.
 * @typedef {readonly (readonly number[])[]} CellDrawing
 */

export const CELL = 100;
const MARGIN = 10;

/**
 * A checked copy in cell units. A drawing that lies within the cell keeps its place and size; another is scaled to
 * fit.
 *
 * @param {unknown} drawing strokes; without any point: an empty cell
 * @returns {CellDrawing}
 */
export function fitToCell(drawing) {
  const strokes = reading('bad-point', () => (isList(drawing) ? copyOfStrokes(drawing) : refuse(drawing)));
  if (strokes.length === 0) return [];
  const box = boundsOf(strokes);
  if (box.left >= 0 && box.top >= 0 && box.right <= CELL && box.bottom <= CELL) return strokes;
  const side = Math.max(box.right - box.left, box.bottom - box.top);
  // Of a side that is hardly more than 0 it would be infinite.
  const scale = side > 0 ? Math.min((CELL - 2 * MARGIN) / side, Number.MAX_VALUE) : 1;
  const x = (box.left + box.right) / 2;
  const y = (box.top + box.bottom) / 2;
  return strokes.map((stroke) =>
    stroke.map((value, i) => CELL / 2 + (value - (i % 2 === 0 ? x : y)) * scale),
  );
}

/** @param {unknown} drawing no strokes @returns {never} */
function refuse(drawing) {
  pack(drawing);
  throw new ReptileError('bad-point', 'A cell holds strokes, not a bitmap.');
}

/**
 * @param {CellDrawing} drawing
 * @returns {number[][]}
 */
export const copyOf = (drawing) => drawing.map((stroke) => stroke.slice());

/** @param {number[][]} strokes */
function boundsOf(strokes) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const stroke of strokes) {
    for (let i = 0; i < stroke.length; i += 2) {
      box.left = Math.min(box.left, stroke[i]);
      box.right = Math.max(box.right, stroke[i]);
      box.top = Math.min(box.top, stroke[i + 1]);
      box.bottom = Math.max(box.bottom, stroke[i + 1]);
    }
  }
  return box;
}
