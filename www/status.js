// @ts-check
import { toPercent } from './cell.js';

const NUMBERS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** Closer than this, two probabilities are called equal. */
const TIE = 1e-6;

/**
 * @param {number} ways
 */
const inAll = (ways) => (ways - 2 < NUMBERS.length ? `all ${NUMBERS[ways - 2]}` : 'every cell');

/**
 * What is still needed before anything can be learned and classified.
 *
 * @param {string[]} labels
 * @param {number[]} missing
 */
export function tellMissing(labels, missing) {
  const empty = missing.filter((index) => index < labels.length).map((index) => labels[index]);
  if (empty.length === 0) return 'Now draw one of them again, in the last cell.';
  const all = inAll(labels.length);
  if (empty.length === labels.length) return `Draw one symbol in ${all} first.`;
  return `Draw in ${all} first: ${listed(empty)} ${empty.length > 1 ? 'are' : 'is'} empty.`;
}

/**
 * @param {import('./index.js').Prediction[]} predictions
 * @param {boolean} isWorked whether the drawings are the ones the element came with
 */
export function tellResult(predictions, isWorked) {
  const top = topOf(predictions);
  const what = top
    ? `This looks like ${top.label} (${toPercent(top.probability)}).`
    : 'No idea: all are equally likely.';
  return isWorked ? `${what} An example: draw over any of it.` : what;
}

/**
 * @param {import('./index.js').Prediction[]} predictions
 * @returns {import('./index.js').Prediction | undefined} undefined where the first two are equal
 */
export function topOf(predictions) {
  const [first, second] = [...predictions].sort((a, b) => b.probability - a.probability);
  return first.probability - second.probability > TIE ? first : undefined;
}

/** @param {string[]} words */
function listed(words) {
  const last = words[words.length - 1];
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last;
}
