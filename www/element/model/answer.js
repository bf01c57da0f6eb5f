// @ts-check

/** @typedef {import('../../index.js').Prediction} Prediction */

/** Two probabilities that differ by less count as equal. */
const TIE = 1e-6;

/**
 * @param {Prediction[] | null} predictions
 * @returns {Prediction | undefined} undefined where the first two are equal
 */
export function topOf(predictions) {
  if (!predictions) return undefined;
  const [first, second] = [...predictions].sort((a, b) => b.probability - a.probability);
  return first.probability - second.probability > TIE ? first : undefined;
}

/**
 * The top label in words.
 * @param {{ names: string[] }} model
 * @param {Prediction[] | null} predictions
 */
export function answerOf({ names }, predictions) {
  const top = topOf(predictions);
  if (!top) return '';
  return names.includes(top.label) ? top.label : `drawing ${top.label}`;
}

/** @param {number} probability */
export const toPercent = (probability) => `${Math.round(probability * 100)}%`;
