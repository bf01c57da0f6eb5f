// @ts-check

/** @typedef {import('../../index.js').Prediction} Prediction */

/** Two probabilities that differ by less count as equal. */
const TIE = 1e-6;
/** A label that has this share of the top one's probability is about as likely. */
const CLOSE = 0.9;

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
 * The labels that are about as likely as the top one, and it among them, in the order of the cells: more than one are a
 * tie to a reader, whatever is behind the decimal point.
 * @param {Prediction[]} predictions
 */
export function contendersOf(predictions) {
  const most = Math.max(...predictions.map(({ probability }) => probability));
  return predictions.filter(({ probability }) => probability >= CLOSE * most);
}

/**
 * The label that the drawing is taken for; undefined where several are about as likely, or it is like none of them.
 * @param {Prediction[] | null} predictions
 * @param {import('../../index.js').Confidence} confidence
 */
export function winnerOf(predictions, confidence) {
  if (!predictions || confidence === 'unlike') return undefined;
  const contenders = contendersOf(predictions);
  return contenders.length === 1 ? contenders[0] : undefined;
}
