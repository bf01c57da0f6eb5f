// @ts-check
import { codeOf, messageOf, ReptileError } from '../classifier/errors.js';
import { MOST_LOSSES } from '../classifier/worker-lost.js';
import { Latest } from '../shared/latest.js';

/**
 * @typedef {import('../classifier/classifier.js').SketchClassifier} SketchClassifier
 * @typedef {import('./model/model.js').Task} Task
 *
 * @typedef {object} LiveEvents
 * @property {() => Task} read
 * @property {(part: 'examples' | 'input') => boolean} isComplete
 * @property {(result: import('../index.js').AdaptResult) => void} onAdapt
 * @property {(result: import('../index.js').ClassifyResult) => void} onClassify
 * @property {() => void} onDone all is up to date
 * @property {(error: ReptileError) => void} onError
 */

/** Keeps the result up to date with the model: adapts where the examples have changed, and classifies the input. */
export class LiveClassifier {
  #events;
  /** @type {SketchClassifier | undefined} */
  #classifier;
  #mustAdapt = true;
  /** Workers lost since the last answer. */
  #losses = 0;
  #latest = new Latest(() => this.#compute());

  /** @param {LiveEvents} events */
  constructor(events) {
    this.#events = events;
  }

  /**
   * Replaces the classifier, and disposes of the one before.
   * @param {SketchClassifier | undefined} classifier
   */
  use(classifier) {
    const before = this.#classifier;
    this.#classifier = classifier;
    before?.dispose();
    return this.update({ supportChanged: true });
  }

  /**
   * @param {{ supportChanged: boolean }} what
   * @returns {Promise<void>} settles when the answer is up to date
   */
  update({ supportChanged }) {
    this.#mustAdapt ||= supportChanged;
    return this.#latest.update();
  }

  async #compute() {
    if (!this.#classifier) return;
    try {
      await this.#round(this.#classifier);
      this.#losses = 0;
      this.#events.onDone();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {SketchClassifier} classifier */
  async #round(classifier) {
    const { examples, input, steps } = this.#events.read();
    if (!examples) return;
    const { learned, answer } = this.#mustAdapt
      ? await this.#adapt(classifier, examples, input, steps)
      : { learned: undefined, answer: input && (await classifier.classify(input)) };
    // If something was erased meanwhile, there is no result to report.
    const { isComplete, onAdapt, onClassify } = this.#events;
    if (learned && isComplete('examples')) onAdapt(learned);
    if (answer && isComplete('examples') && isComplete('input')) onClassify(answer);
  }

  /**
   * @param {SketchClassifier} classifier
   * @param {import('../index.js').Example[]} examples
   * @param {import('../index.js').Drawing | undefined} input
   * @param {number | undefined} steps
   */
  async #adapt(classifier, examples, input, steps) {
    this.#mustAdapt = false;
    try {
      if (input) return await classifier.adaptAndClassify(examples, input, steps);
      return { learned: await classifier.adapt(examples, { steps }), answer: undefined };
    } catch (error) {
      this.#mustAdapt = true;
      throw error;
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    const code = codeOf(error) ?? 'worker-lost';
    // This classifier was replaced.
    if (code === 'disposed') return;
    // Where the next worker answers, nobody need know.
    if (code === 'worker-lost' && this.#losses < MOST_LOSSES) {
      this.#losses += 1;
      this.update({ supportChanged: true });
      return;
    }
    this.#events.onError(new ReptileError(code, messageOf(error), error));
  }
}
