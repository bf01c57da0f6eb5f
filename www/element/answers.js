// @ts-check
import { Freshness } from './freshness.js';
import { LiveClassifier } from './live-classifier.js';
import { Loader } from './loader.js';
import { topOf } from './model/answer.js';

/**
 * @typedef {object} Listener whom it tells of what comes
 * @property {() => import('../index.js').LoadOptions & { steps?: number }} settings
 * @property {(type: string, detail?: unknown) => void} emit
 * @property {() => void} render shows what has changed
 */

/** Loads a classifier, lets it follow what the model holds, and tells of its answers by events. */
export class Answers {
  #model;
  #status;
  #listener;
  #live = new LiveClassifier({
    read: () => {
      this.#freshness.ask();
      return this.#model.task(this.#listener.settings().steps);
    },
    isComplete: (part) => this.#model.isComplete(part),
    onAdapt: (result) => {
      this.#status.recover();
      this.#listener.emit('adapt', result);
    },
    onClassify: (result) => this.#take(result),
    onDone: () => {
      if (this.isReady) return;
      this.isReady = true;
      this.#listener.emit('ready');
      this.#beReady();
    },
    onError: (error) => {
      this.#status.forget();
      this.fail(error);
    },
  });
  #loader = new Loader(() => this.#listener.render());
  #freshness = new Freshness();
  /** The value that a page could read at the last `input`. */
  #heard = '';
  isReady = false;
  #beReady = () => {};
  /**
   * Settles when the first answer can come.
   * @type {Promise<void>}
   */
  ready = new Promise((resolve) => {
    this.#beReady = resolve;
  });

  /**
   * @param {import('./model/model.js').SketchModel} model
   * @param {import('./status.js').Status} status
   * @param {Listener} listener
   */
  constructor(model, status, listener) {
    this.#model = model;
    this.#status = status;
    this.#listener = listener;
  }

  get isLoading() {
    return this.#loader.isLoading;
  }

  /** Copies, with the current labels; null while something is missing, or the answer is to what was there before. */
  get current() {
    return this.#freshness.isFresh ? this.shown : null;
  }

  /** Those to be seen, which stay until the next ones come. */
  get shown() {
    return this.#status.predictions(this.#model.labels);
  }

  /** The most likely label; empty: there is none yet. */
  get top() {
    return topOf(this.current)?.label ?? '';
  }

  /** A form gets no answer for a drawing that the user did not make. */
  get value() {
    return this.#model.hasSampleInput ? '' : this.top;
  }

  /** Loads a classifier; the one before is used until then, and further if loading fails. */
  async load() {
    try {
      const loading = this.#loader.load(this.#listener.settings);
      this.#listener.render();
      const classifier = await loading;
      if (!classifier) return;
      this.#status.recover();
      this.#listener.render();
      await this.#live.use(classifier);
    } catch (error) {
      this.fail(error);
    }
  }

  unload() {
    this.#loader.cancel();
    this.#live.use(undefined);
  }

  /** What was answered is not what the cells hold any more. */
  outdate() {
    this.#freshness.change();
    this.#listener.render();
  }

  /** Asks for an answer to what the cells hold now. @param {{ mustAdapt?: boolean }} [what] */
  update({ mustAdapt = false } = {}) {
    if (this.#model.missing.length > 0) this.#status.forget();
    this.outdate();
    this.#live.update({ supportChanged: this.#model.takeSupportChange() || mustAdapt });
    if (this.#loader.hasFailed) this.load();
  }

  /** Asks for one to the stroke under the pen. @param {number} index its cell */
  followPen(index) {
    this.#live.update({ supportChanged: index < this.#model.ways });
    this.#tellOfInput();
  }

  /** Tells of a change by the user. */
  tellOfEdit() {
    this.#tellOfInput();
    this.#freshness.edit();
    this.settle();
  }

  #tellOfInput() {
    this.#heard = this.top;
    this.#listener.emit('input');
  }

  /** Tells of another value, once the pen is lifted and the answer to what the user did is there. */
  settle() {
    const { missing, isDrawing } = this.#model;
    const isDone = this.#freshness.isFresh || missing.length > 0 || this.#status.error;
    if (!isDone || isDrawing) return;
    const { isEdited } = this.#freshness;
    const isNews = this.#freshness.settle(this.value);
    // What binds a variable to the value, as v-model of Vue does, reads it at `input`: until now there was none.
    if (isEdited && this.#heard !== this.top) this.#tellOfInput();
    if (isNews) this.#listener.emit('change');
  }

  /** @param {unknown} error */
  fail(error) {
    const { code, message } = this.#status.fail(error);
    this.#listener.render();
    this.#listener.emit('reptile-error', { code, message });
    this.settle();
  }

  /** @param {import('../index.js').ClassifyResult} result */
  #take(result) {
    // The number of labels may have changed since the request.
    if (result.predictions.length !== this.#model.ways) return;
    this.#freshness.answer();
    this.#status.answer(result);
    this.#listener.render();
    this.#listener.emit('predict', { ...result, predictions: this.shown });
    this.settle();
  }
}
