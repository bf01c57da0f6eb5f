// @ts-check
import { ReptileError } from '../../classifier/errors.js';
import { WAYS } from '../../classifier/support-set.js';

/**
 * The label of each cell: its name, or its number if it has none.
 * @param {readonly string[]} names
 */
export const labelsOf = (names) => names.map((name, i) => name || String(i + 1));

/**
 * The names that a page gives: an array, or a text with commas, as frameworks set the property for an attribute.
 * @param {string[] | string | null | undefined} given none, as in a template without a value: three cells without names
 * @returns {string[]} not checked yet
 */
export function namesIn(given) {
  const names = given ?? '';
  if (typeof names !== 'string') return names;
  return names.trim() ? names.split(',') : ['', '', ''];
}

/** @param {unknown} given @param {readonly string[]} names */
export const areSame = (given, names) =>
  Array.isArray(given) && given.length === names.length && names.every((name, i) => name === given[i]);

/**
 * @param {unknown} names
 * @returns {string[]} trimmed
 */
export function checkNames(names) {
  // What is left out of a list is none of its items to most methods, and no name to us.
  if (!Array.isArray(names) || Array.from(names).some((name) => typeof name !== 'string')) {
    throw new ReptileError('bad-setting', 'Labels must be an array of strings, or a string with commas.');
  }
  if (names.length < WAYS.min || names.length > WAYS.max) {
    throw new ReptileError('bad-setting', `There must be ${WAYS.min} to ${WAYS.max} labels, not ${names.length}.`);
  }
  // A cell without a name has its number as label, so a name that is the cell's own number is no name.
  const trimmed = names.map((name, i) => (name.trim() === String(i + 1) ? '' : name.trim()));
  if (new Set(labelsOf(trimmed)).size < names.length) {
    throw new ReptileError('bad-setting', 'Two cells cannot have the same label.');
  }
  return trimmed;
}
