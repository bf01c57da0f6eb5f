// @ts-check
import { ReptileError } from '../../classifier/errors.js';
import { WAYS } from '../../classifier/support.js';

/**
 * Cells without a name are called by their number.
 * @param {string[]} names
 */
export const labelsOf = (names) => names.map((name, i) => name || String(i + 1));

/**
 * @param {unknown} names
 * @returns {string[]} trimmed
 */
export function checkNames(names) {
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string')) {
    throw new ReptileError('bad-setting', 'Labels are an array of strings.');
  }
  if (names.length < WAYS.min || names.length > WAYS.max) {
    throw new ReptileError('bad-setting', `There are ${WAYS.min} to ${WAYS.max} labels.`);
  }
  // Its own number is what a cell without a name is called.
  const trimmed = names.map((name, i) => (name.trim() === String(i + 1) ? '' : name.trim()));
  if (new Set(labelsOf(trimmed)).size < names.length) {
    throw new ReptileError('bad-setting', 'Two cells cannot have the same label.');
  }
  return trimmed;
}
