// @ts-check

/** The longest side that an image is read with. */
const LONGEST_PX = 4096;

/**
 * A copy of an image, with its pixels averaged where it has more than can be read: a copy of all of them first would fill
 * the memory.
 *
 * @param {ArrayLike<number>} data RGBA
 * @param {number} width
 * @param {number} height
 * @param {number} unit by what its numbers are to be multiplied, to be 0 to 255
 * @returns {import('./drawing.js').PackedBitmap}
 */
export function reduced(data, width, height, unit) {
  const factor = Math.ceil(Math.max(width, height) / LONGEST_PX);
  if (factor === 1) {
    // `from` would make a list of millions of numbers first, for which a tab may not have the memory.
    const copy = new Uint8ClampedArray(data);
    if (unit !== 1) for (let i = 0; i < copy.length; i++) copy[i] = unit * data[i];
    return { data: copy, width, height };
  }
  const [across, down] = [width, height].map((side) => Math.ceil(side / factor));
  const small = new Uint8ClampedArray(across * down * 4);
  for (let y = 0; y < down; y++) {
    const rows = Math.min(factor, height - y * factor);
    const sums = sumsOf(data, { width, rows, factor, start: y * factor * width * 4 });
    for (let x = 0; x < across; x++) {
      const at = 4 * (y * across + x);
      const alpha = sums[4 * x + 3];
      // What is transparent has no share in the colour.
      for (let i = 0; i < 3; i++) small[at + i] = alpha > 0 ? (unit * sums[4 * x + i]) / alpha : 0;
      small[at + 3] = (unit * alpha) / (rows * Math.min(factor, width - x * factor));
    }
  }
  return { data: small, width: across, height: down };
}

/**
 * For each of the pixels that a few rows become: red, green and blue, each by alpha, and alpha.
 *
 * @param {ArrayLike<number>} data
 * @param {{ width: number, rows: number, factor: number, start: number }} where
 */
function sumsOf(data, { width, rows, factor, start }) {
  const sums = new Float64Array(4 * Math.ceil(width / factor));
  for (let row = 0, from = start; row < rows; row++) {
    for (let x = 0; x < width; x++, from += 4) {
      const to = 4 * Math.floor(x / factor);
      const alpha = data[from + 3];
      for (let i = 0; i < 3; i++) sums[to + i] += alpha * data[from + i];
      sums[to + 3] += alpha;
    }
  }
  return sums;
}
