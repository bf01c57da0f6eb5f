// @ts-check
import { reading, ReptileError } from './errors.js';
import { kindOf, shown } from './kind.js';
import { reduced } from './reduced.js';

/**
 * A drawing as it is passed to wasm: the values of all strokes in one array, and the number of values of each stroke;
 * or what an ImageData holds.
 * @typedef {{ values: Float32Array, lengths: Uint32Array }} PackedStrokes
 * @typedef {{ data: Uint8ClampedArray, width: number, height: number }} PackedBitmap
 * @typedef {PackedStrokes | PackedBitmap} PackedDrawing
 */

/**
 * A checked copy of a drawing: the caller may change the original as soon as this returns.
 *
 * @param {unknown} drawing strokes, or a bitmap (recognised by `data`, `width`, `height`)
 * @returns {PackedDrawing}
 */
export const pack = (drawing) =>
  reading('bad-point', () => (isList(drawing) ? packStrokes(copyOfStrokes(drawing)) : reading('bad-image', () => packImage(drawing))));

/**
 * @param {unknown} drawing
 * @returns {PackedBitmap}
 */
function packImage(drawing) {
  if (typeof drawing === 'object' && drawing !== null) {
    const { data, width, height } = /** @type {Record<string, unknown>} */ (drawing);
    if (data !== undefined && width !== undefined && height !== undefined) {
      return packBitmap(data, width, height);
    }
    if (data !== undefined || width !== undefined || height !== undefined) {
      throw new ReptileError('bad-image', 'A bitmap needs data, width and height, as getImageData() of a canvas gives them.');
    }
  }
  throw new ReptileError('bad-point', 'A drawing must be an array of strokes, [[x0, y0, x1, y1, ...], ...], or a bitmap, as getImageData() of a canvas gives it.');
}

/**
 * @param {unknown} value
 * @returns {value is ArrayLike<unknown>}
 */
export function isList(value) {
  if (Array.isArray(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { length } = /** @type {{ length?: unknown }} */ (value);
  return typeof length === 'number' && Number.isInteger(length) && length >= 0;
}

/**
 * Each value is read once: what computes it may say another thing the next time.
 * @param {ArrayLike<unknown>} strokes
 * @returns {number[][]} checked, and none of them empty
 */
export function copyOfStrokes(strokes) {
  const drawn = [];
  for (let i = 0; i < strokes.length; i++) {
    const stroke = copyOfStroke(strokes[i], i);
    if (stroke.length > 0) drawn.push(stroke);
  }
  return drawn;
}

/**
 * @param {number[][]} drawn
 * @returns {PackedStrokes}
 */
function packStrokes(drawn) {
  let total = 0;
  for (const { length } of drawn) total += length;
  if (total === 0) throw new ReptileError('empty-drawing', 'The drawing has no point.');
  // wasm takes 32-bit floats: far from 0, as on a map or along a time, they would be too coarse.
  const middle = [0, 1].map((axis) => middleOf(drawn, axis));
  const values = new Float32Array(total);
  let at = 0;
  for (const stroke of drawn) {
    for (let i = 0; i < stroke.length; i++) values[at++] = stroke[i] - middle[i % 2];
  }
  return { values, lengths: Uint32Array.from(drawn, (stroke) => stroke.length) };
}

/**
 * @param {number[][]} strokes
 * @param {number} axis 0: x, 1: y
 */
function middleOf(strokes, axis) {
  let [low, high] = [Infinity, -Infinity];
  for (const stroke of strokes) {
    for (let i = axis; i < stroke.length; i += 2) {
      low = Math.min(low, stroke[i]);
      high = Math.max(high, stroke[i]);
    }
  }
  return (low + high) / 2;
}

/**
 * @param {unknown} stroke
 * @param {number} index
 * @returns {number[]}
 */
function copyOfStroke(stroke, index) {
  if (!isList(stroke)) {
    throw new ReptileError('bad-point', `Stroke ${index} is not an array [x0, y0, x1, y1, ...].`);
  }
  const { length } = stroke;
  if (length % 2 !== 0) {
    throw new ReptileError('bad-point', `Stroke ${index} ends with half a point.`);
  }
  const copy = [];
  for (let i = 0; i < length; i++) {
    const value = stroke[i];
    // wasm takes 32-bit floats: a larger number would become infinite.
    if (typeof value !== 'number' || !Number.isFinite(Math.fround(value))) {
      throw new ReptileError('bad-point', `Stroke ${index} must be finite numbers, x0, y0, x1, y1, ...; one is ${shown(value)}.`);
    }
    copy.push(value);
  }
  return copy;
}

/**
 * @param {unknown} data
 * @param {unknown} width
 * @param {unknown} height
 * @returns {PackedBitmap}
 */
function packBitmap(data, width, height) {
  if (!isSide(width) || !isSide(height)) {
    throw new ReptileError('bad-image', `A bitmap is ${shown(width)} by ${shown(height)}; its sides must be whole numbers above 0.`);
  }
  if (!isList(data) || data.length !== width * height * 4) {
    throw new ReptileError('bad-image', 'A bitmap must have 4 values (RGBA) for each pixel.');
  }
  const kind = kindOf(data);
  if (!/^(Uint8|Uint8Clamped|Float16)Array$/.test(kind)) {
    let most = 0;
    for (let i = 0; i < data.length; i++) {
      const value = data[i];
      if (typeof value !== 'number' || !(value >= 0 && value <= 255)) {
        throw new ReptileError('bad-image', `A value of the bitmap is ${shown(value)}; it must be from 0 to 255.`);
      }
      most = Math.max(most, value);
    }
    if (most > 0 && most <= 1) {
      throw new ReptileError('bad-image', `The largest value of the bitmap is ${most}; they must be from 0 to 255.`);
    }
  }
  // An ImageData of such numbers has them from 0 to 1, and beyond for colours that not every screen has.
  return reduced(/** @type {ArrayLike<number>} */ (data), width, height, kind === 'Float16Array' ? 255 : 1);
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isSide(value) {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

/**
 * The buffers of a packed drawing, to be transferred instead of copied.
 * @param {PackedDrawing} packed
 * @returns {ArrayBuffer[]}
 */
export function buffersOf(packed) {
  const arrays = 'values' in packed ? [packed.values, packed.lengths] : [packed.data];
  return arrays.map((array) => /** @type {ArrayBuffer} */ (array.buffer));
}
