// @ts-check
import { isList } from '../../classifier/drawing.js';
import { ReptileError } from '../../classifier/errors.js';
import { copyOf, fitToCell } from './fit.js';
import { checkNames } from './labels.js';

/** @typedef {import('./drawings.js').Drawings} Drawings */

/**
 * What the cells hold, as `toJSON` returns it.
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
 * Checks what `toJSON` returned.
 * @param {unknown} data
 * @returns {Drawings}
 */
export function fromData(data) {
  if (typeof data === 'string') throw new ReptileError('bad-setting', 'fromJSON takes what toJSON gives, not its text: JSON.parse it.');
  const { labels, examples, input } = /** @type {Record<string, unknown>} */ (data ?? {});
  const names = checkNames(labels);
  if (!isList(examples) || examples.length !== names.length) {
    throw new ReptileError('bad-setting', 'There must be a list of examples for each label.');
  }
  const fitted = Array.from(examples).map((shots) => {
    if (!isList(shots)) throw new ReptileError('bad-setting', 'Each list of examples must hold drawings.');
    const drawings = [];
    // Of what only claims to be long, the first one is refused.
    for (let i = 0; i < shots.length; i++) drawings.push(fitToCell(shots[i]));
    return drawings.filter((shot) => shot.length > 0);
  });
  return { names, examples: fitted, input: fitToCell(input ?? []) };
}

/**
 * What a browser keeps of a form.
 * @param {string[]} labels
 * @param {Drawings} drawings
 * @param {number[]} samples the cells that hold untouched samples
 */
export const stateOf = (labels, drawings, samples) => JSON.stringify({ ...toData(labels, drawings), samples });

/**
 * What `stateOf` made; nothing, where that is of another version, or not ours.
 * @param {string} state
 * @returns {{ drawings?: Drawings, samples: number[] }}
 */
export function stateIn(state) {
  try {
    const { samples, ...data } = JSON.parse(state);
    return { drawings: fromData(data), samples: Array.from(samples) };
  } catch {
    return { samples: [] };
  }
}
