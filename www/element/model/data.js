// @ts-check
import { isList } from '../../classifier/drawing.js';
import { ReptileError } from '../../classifier/errors.js';
import { copyOf, fitToCell } from './fit.js';
import { checkNames } from './labels.js';

/** @typedef {import('./history.js').Drawings} Drawings */

/**
 * What the cells hold, for `toJSON`.
 * @param {string[]} labels
 * @param {Drawings} drawings
 * @returns {import('../../index.js').SketchData}
 */
export function toData(labels, { examples, input }) {
  return {
    labels,
    examples: examples.map((shots) => shots.filter((shot) => shot.length > 0).map(copyOf)),
    input: copyOf(input),
  };
}

/**
 * The way back, checked.
 * @param {unknown} data
 * @returns {{ names: string[], drawings: Drawings }}
 */
export function fromData(data) {
  const { labels, examples, input } = /** @type {Record<string, unknown>} */ (data ?? {});
  const names = checkNames(labels);
  if (!isList(examples) || examples.length !== names.length) {
    throw new ReptileError('bad-setting', 'There is a list of examples for each label.');
  }
  const fitted = Array.from(examples, (shots) => {
    if (!isList(shots)) throw new ReptileError('bad-setting', 'Examples are lists of drawings.');
    return Array.from(shots, fitToCell).filter((shot) => shot.length > 0);
  });
  return { names, drawings: { examples: fitted, input: fitToCell(input ?? []) } };
}
