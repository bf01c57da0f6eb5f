// @ts-check
import { codeOf, messageOf, ReptileError } from '../classifier/errors.js';
import { answerOf, toPercent, topOf } from './model/answer.js';

/**
 * @typedef {import('./model/model.js').SketchModel} SketchModel
 * @typedef {import('../index.js').Prediction} Prediction
 */

const ALL = ['both', 'all three', 'all four', 'all five', 'all six'];
/** From here on an answer is given with doubt. */
const HARDLY_LIKE = 0.8;

/** @param {number} ways */
const inAll = (ways) => ALL[ways - 2] ?? 'every cell';

/** The latest answer, and what went wrong since. */
export class Status {
  /** @type {number[] | null} */
  #probabilities = null;
  #unlike = 0;
  /** @type {ReptileError | undefined} */
  #error;
  /** Why other labels were refused, until some are not. @type {ReptileError | undefined} */
  #refusal;

  /** Of how many labels the answer is; 0 without one. */
  get ways() {
    return this.#probabilities?.length ?? 0;
  }

  get error() {
    return this.#error ?? this.#refusal;
  }

  /** @param {import('../index.js').ClassifyResult} result */
  answer({ predictions, unlike }) {
    this.#error = undefined;
    this.#probabilities = predictions.map(({ probability }) => probability);
    this.#unlike = unlike;
  }

  /** Nothing is known any more. */
  forget() {
    this.#probabilities = null;
  }

  /** @param {unknown} error */
  fail(error) {
    this.#error = new ReptileError(codeOf(error) ?? 'bad-setting', messageOf(error), error);
    return this.#error;
  }

  /** Nothing is wrong any more, unless it is the labels. */
  recover() {
    this.#error = undefined;
  }

  /** @param {boolean} areRight the labels; if not, they are what went wrong last */
  judgeLabels(areRight) {
    if (areRight && this.#error === this.#refusal) this.#error = undefined;
    this.#refusal = areRight ? undefined : this.#error;
  }

  /**
   * @param {string[]} labels
   * @returns {Prediction[] | null} copies
   */
  predictions(labels) {
    return this.#probabilities?.map((probability, i) => ({ label: labels[i], probability })) ?? null;
  }

  /**
   * What there is to say.
   * @param {SketchModel} model
   * @param {boolean} isLoading
   */
  tell(model, isLoading) {
    return this.error?.message ?? tell(model, this.predictions(model.labels), this.#unlike, isLoading);
  }
}

/**
 * What there is to say about what the element holds.
 *
 * @param {SketchModel} model
 * @param {Prediction[] | null} predictions
 * @param {number} unlike how unlike all examples the last drawing is
 * @param {boolean} isLoading
 */
function tell(model, predictions, unlike, isLoading) {
  if (model.missing.length > 0) return tellMissing(model);
  if (!predictions) return isLoading ? 'Loading the network …' : 'Learning …';
  const top = topOf(predictions);
  const doubt = unlike > HARDLY_LIKE ? ', but is hardly like any of them' : '';
  const result = top
    ? `This looks like ${answerOf(model, predictions)} (${toPercent(top.probability)})${doubt}.`
    : 'No idea: all are equally likely.';
  if (model.isWorkedExample) return `${result} An example: draw over any of it.`;
  return model.hasSampleInput ? `${result} The last drawing is still ours: draw over it.` : result;
}

/**
 * What is still needed before anything can be learned and classified.
 * @param {SketchModel} model
 */
function tellMissing({ names, labels, ways, missing }) {
  const empty = missing.filter((index) => index < ways).map((i) => names[i] || `cell ${labels[i]}`);
  if (empty.length === 0) return 'Now draw one of them again, in the last cell.';
  if (empty.length === ways) return `Draw a symbol in ${inAll(ways)} first.`;
  return `Draw in ${inAll(ways)} first: ${listed(empty)} ${empty.length > 1 ? 'are' : 'is'} empty.`;
}

/** @param {string[]} words */
function listed(words) {
  const last = words[words.length - 1];
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last;
}
