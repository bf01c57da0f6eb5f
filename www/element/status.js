// @ts-check
import { codeOf, messageOf, ReptileError } from '../classifier/errors.js';
import { loadedPart } from '../classifier/source.js';
import { contendersOf, winnerOf } from './model/answer.js';

/**
 * @typedef {import('./model/model.js').SketchModel} SketchModel
 * @typedef {import('../index.js').Prediction} Prediction
 * @typedef {import('../index.js').SketchStrings} SketchStrings
 */

/** The latest result, the last error since, and the sentence that tells the user about them. */
export class Status {
  #strings;
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

  /** @param {SketchStrings} strings which may change */
  constructor(strings) {
    this.#strings = strings;
  }

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
    if (error) return this.#strings.error(error.code, error.message);
    const told = tell(this.#strings, model, this.predictions(model.labels), this.#confidence, isLoading);
    return this.#strings.sentences([this.#note, ...told].filter(Boolean));
  }

  /**
   * The answer for under the drawing, in a few words; empty: none.
   * @param {SketchModel} model
   */
  tellWinner(model) {
    const predictions = this.predictions(model.labels);
    const winner = winnerOf(predictions, this.#confidence);
    if (winner) return this.#strings.answer(inWords(this.#strings, model, winner.label), this.#confidence);
    return predictions && this.#confidence === 'unlike' ? this.#strings.likeNone : '';
  }
}

/**
 * A label in words.
 * @param {SketchStrings} strings
 * @param {SketchModel} model
 * @param {string} label
 */
const inWords = (strings, { names }, label) => (names.includes(label) ? label : strings.drawing(label));

/**
 * What the status line says where nothing is wrong: sentences.
 *
 * @param {SketchStrings} strings
 * @param {SketchModel} model
 * @param {Prediction[] | null} predictions
 * @param {import('../index.js').Confidence} confidence how far the result can be trusted
 * @param {boolean} isLoading
 */
function tell(strings, model, predictions, confidence, isLoading) {
  const { names, labels, ways, missing } = model;
  if (missing.length > 0) {
    const empty = missing.filter((index) => index < ways).map((i) => names[i] || strings.cell(labels[i]));
    return [strings.missing(empty, ways)];
  }
  if (!predictions) return isLoading ? tellLoading(strings) : [strings.learning];
  const result = tellAnswer(strings, model, predictions, confidence);
  const [first] = model.outdated;
  if (first !== undefined) {
    return [result, strings.redraw(first === ways ? null : inWords(strings, model, labels[first]))];
  }
  if (model.isWorkedExample) return [result, strings.workedExample];
  return [result, model.hasSampleInput ? strings.sampleInput : ''];
}

/** @param {SketchStrings} strings */
function tellLoading(strings) {
  const part = loadedPart();
  return [strings.loading, part === undefined ? '' : strings.percent(part)];
}

/**
 * @param {SketchStrings} strings
 * @param {SketchModel} model
 * @param {Prediction[]} predictions
 * @param {import('../index.js').Confidence} confidence
 */
function tellAnswer(strings, model, predictions, confidence) {
  const contenders = contendersOf(predictions);
  if (contenders.length === predictions.length) return strings.even;
  const words = contenders.map(({ label }) => inWords(strings, model, label));
  return strings.result(words, contenders.map(({ probability }) => strings.percent(probability)), confidence);
}
