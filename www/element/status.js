// @ts-check
import { codeOf, messageOf, ReptileError } from '../classifier/errors.js';
import { contendersOf, inWords, toPercent } from './model/answer.js';

/**
 * @typedef {import('./model/model.js').SketchModel} SketchModel
 * @typedef {import('../index.js').Prediction} Prediction
 */

const ALL = ['both', 'all three', 'all four', 'all five', 'all six'];

/** @param {number} ways */
const inAll = (ways) => ALL[ways - 2] ?? 'every cell';

/** The latest result, the last error since, and the sentence that tells the user about them. */
export class Status {
  /** @type {number[] | null} */
  #probabilities = null;
  /** @type {import('../index.js').Confidence} */
  #confidence = 'unsure';
  /** @type {ReptileError | undefined} */
  #error;
  /** What the last command did, in words. */
  #note = '';
  /** Why labels were refused, until valid ones are set. @type {ReptileError | undefined} */
  #refusal;

  /** The number of labels of the latest result; 0 without one. */
  get ways() {
    return this.#probabilities?.length ?? 0;
  }

  get error() {
    return this.#error ?? this.#refusal;
  }

  /** How far the latest result can be trusted. */
  get confidence() {
    return this.#confidence;
  }

  /** @param {import('../index.js').ClassifyResult} result */
  answer({ predictions, confidence }) {
    this.#error = undefined;
    this.#probabilities = predictions.map(({ probability }) => probability);
    this.#confidence = confidence;
  }

  /** Drops the result. */
  forget() {
    this.#probabilities = null;
  }

  /** @param {unknown} error */
  fail(error) {
    this.#error = new ReptileError(codeOf(error) ?? 'bad-setting', messageOf(error), error);
    return this.#error;
  }

  /** Drops the error, unless it is about the labels. */
  recover() {
    this.#error = undefined;
  }

  /** Says what a command did, until the next change. @param {string} text */
  note(text) {
    this.#note = text;
  }

  /** @param {boolean} areRight whether the labels are valid; if not, the last error says why */
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
   * What the status line says.
   * @param {SketchModel} model
   * @param {boolean} isLoading
   */
  tell(model, isLoading) {
    const { error } = this;
    if (error) return error.message;
    const told = tell(model, this.predictions(model.labels), this.#confidence, isLoading);
    return [this.#note, told].filter(Boolean).join(' ');
  }
}

/**
 * What the status line says where nothing is wrong.
 *
 * @param {SketchModel} model
 * @param {Prediction[] | null} predictions
 * @param {import('../index.js').Confidence} confidence how far the result can be trusted
 * @param {boolean} isLoading
 */
function tell(model, predictions, confidence, isLoading) {
  if (model.missing.length > 0) return tellMissing(model);
  if (!predictions) return isLoading ? 'Loading the network …' : 'Learning …';
  const result = tellAnswer(model, predictions, confidence);
  const [first] = model.outdated;
  if (first !== undefined) {
    const which = first === model.ways ? 'the last drawing' : inWords(model, model.labels[first]);
    return `${result} Now draw ${which} anew: your stroke replaces what is there, and Undo brings it back.`;
  }
  if (model.isWorkedExample) return `${result} An example: draw over any of it.`;
  return model.hasSampleInput ? `${result} The last drawing is still a sample: draw over it.` : result;
}

/**
 * @param {SketchModel} model
 * @param {Prediction[]} predictions
 * @param {import('../index.js').Confidence} confidence
 */
function tellAnswer(model, predictions, confidence) {
  const contenders = contendersOf(predictions);
  if (contenders.length === predictions.length) return 'All labels are about equally likely.';
  const doubt = confidence === 'unlike' ? ', but is hardly like any of them' : '';
  const words = contenders.map(({ label }) => inWords(model, label));
  const shares = contenders.map(({ probability }) => toPercent(probability));
  if (contenders.length > 1) {
    const each = new Set(shares).size > 1 ? listed(shares) : `${shares[0]} each`;
    return `This may be ${listed(words, 'or')} (${each})${doubt}.`;
  }
  return `${confidence === 'unsure' ? 'This may be' : 'This looks like'} ${words[0]} (${shares[0]})${doubt}.`;
}

/**
 * Which cells still have to be drawn in.
 * @param {SketchModel} model
 */
function tellMissing({ names, labels, ways, missing }) {
  const empty = missing.filter((index) => index < ways).map((i) => names[i] || `cell ${labels[i]}`);
  if (empty.length === 0) return 'Now draw one of them again, in the last cell.';
  if (empty.length === ways) return `Draw a symbol in ${inAll(ways)} first.`;
  return `Draw in ${inAll(ways)} first: ${listed(empty)} ${empty.length > 1 ? 'are' : 'is'} empty.`;
}

/** @param {string[]} words @param {string} [link] between the last two */
function listed(words, link = 'and') {
  const last = words[words.length - 1];
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} ${link} ${last}` : last;
}
