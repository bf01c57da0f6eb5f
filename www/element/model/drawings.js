// @ts-check

/**
 * @typedef {import('./fit.js').CellDrawing} CellDrawing
 * @typedef {object} Drawings what all cells hold and are called; never changed in place
 * @property {readonly string[]} names as `checkNames` gives them
 * @property {readonly (readonly CellDrawing[])[]} examples for each label its drawings, the shown one first
 * @property {CellDrawing} input
 */

/**
 * Cells are numbered in the order of the labels; the input comes last, so its number is the number of labels.
 * @param {Drawings} drawings
 */
export const cellsOf = ({ examples }) => [...examples.keys(), examples.length];

/**
 * @param {Drawings} drawings
 * @param {number} index of a cell
 */
export const shotsIn = ({ examples, input }, index) => (index === examples.length ? [input] : examples[index]);

/**
 * @param {Drawings} drawings
 * @param {number} index of a cell
 * @returns {CellDrawing}
 */
export const shownIn = (drawings, index) => shotsIn(drawings, index)[0] ?? [];

/**
 * @param {Drawings} drawings
 * @returns {number[]} the cells without a drawing
 */
export const missingFrom = (drawings) => cellsOf(drawings).filter((index) => shownIn(drawings, index).length === 0);

/**
 * @param {Drawings} drawings
 * @param {number} index of a cell
 * @param {readonly CellDrawing[]} shots all that it holds then; the input is a single one, or none
 * @returns {Drawings}
 */
export function withShots(drawings, index, shots) {
  const { examples } = drawings;
  if (index === examples.length) return { ...drawings, input: shots[0] ?? [] };
  return { ...drawings, examples: examples.with(index, shots) };
}

/**
 * @param {Drawings} drawings
 * @param {number} index of a cell
 * @param {CellDrawing} shown in place of the drawing that it shows
 * @returns {Drawings}
 */
export const withShown = (drawings, index, shown) =>
  withShots(drawings, index, [shown, ...shotsIn(drawings, index).slice(1)]);

/**
 * @param {readonly string[]} names
 * @returns {Drawings}
 */
export const emptyDrawings = (names) => ({ names, examples: names.map(() => []), input: [] });
