// @ts-check
import { Course } from './course.js';
import { LiveClassifier } from './live-classifier.js';
import { Loader } from './loader.js';
import { topOf, winnerOf } from './model/answer.js';
import { SketchModel } from './model/model.js';
import { SAMPLES } from './model/samples.js';
import { Status } from './status.js';
import { stringsWith } from './strings.js';
import { Board } from './view/board.js';
import { followKeys } from './view/keys.js';

/**
 * @typedef {object} Owner the element
 * @property {() => import('../index.js').LoadOptions & { steps?: number }} settings
 * @property {(type: string, detail?: unknown) => void} emit
 * @property {(names: string[]) => void} onRename
 * @property {(label: string, none: { why: string, anchor: HTMLElement }) => void} onValue the value for a form, or why
 *   there is none, and which part of the element is about that
 */

/** Connects the model, the views, and the classifier that follows the pen. */
export class Controller {
  model = new SketchModel();
  #strings = stringsWith({});
  #status = new Status(this.#strings);
  #owner;
  #board;
  #live = new LiveClassifier({
    read: () => {
      this.#course.ask();
      return this.model.task(this.#owner.settings().steps);
    },
    isComplete: (part) => this.model.isComplete(part),
    onAdapt: (result) => {
      this.#status.recover();
      this.#owner.emit('adapt', result);
    },
    onClassify: (result) => this.#take(result),
    onDone: () => {
      if (this.#isReady) return;
      this.#isReady = true;
      this.#owner.emit('ready');
      this.#beReady();
    },
    onError: (error) => {
      this.#status.forget();
      this.fail(error);
    },
  });
  #isReady = false;
  #course = new Course();
  #beReady = () => {};
  /**
   * Settles when the first answer can come.
   * @type {Promise<void>}
   */
  ready = new Promise((resolve) => {
    this.#beReady = resolve;
  });
  #isDisabled = false;
  #loader = new Loader(() => this.#render());
  #open = -1;
  /** The cell that the user has turned to; -1: the next one to draw in. */
  #chosen = -1;

  /**
   * @param {ShadowRoot} shadow
   * @param {Owner} owner
   */
  constructor(shadow, owner) {
    this.#owner = owner;
    this.#board = new Board(
      shadow,
      this.#strings,
      (isInput, index) => this.#cellEvents(() => (isInput ? this.model.ways : index)),
      (command) => this.#command(command),
    );
    followKeys(shadow, this.#board, {
      erase: (index) => this.#byHand(() => this.model.clear(index)),
      sample: (index, sample) => {
        const name = Object.keys(SAMPLES)[sample];
        if (name) this.#putSample(index, name, this.#strings.sampleByKey(this.#strings.sampleName(name)));
      },
      isOpen: () => this.#open >= 0,
      toggle: (index) => this.#toggle(index),
      command: (command) => this.#command(command),
    });
    this.resize();
  }

  get strings() {
    return { ...this.#strings };
  }

  /** @param {unknown} given texts in place of the English ones */
  speak(given) {
    try {
      Object.assign(this.#strings, stringsWith(given));
    } catch (error) {
      return this.fail(error);
    }
    this.#board.setStrings(this.model.labels);
    this.#render();
  }

  /** Copies, with the current labels; null while something is missing, or the answer is to what was there before. */
  get predictions() {
    return this.#course.isAnswered ? this.#shown : null;
  }

  /** Those to be seen, which stay until the next ones come. */
  get #shown() {
    return this.#status.predictions(this.model.labels);
  }

  /** A form gets no answer for a drawing that the user did not make. */
  get #value() {
    return this.model.hasSampleInput ? '' : (topOf(this.predictions)?.label ?? '');
  }

  /** @param {{ isBlank: boolean }} how */
  connect({ isBlank }) {
    this.#board.connect();
    if (!this.#isReady && !isBlank) this.model.showWorkedExample();
    this.update();
  }

  disconnect() {
    this.#board.disconnect();
  }

  /** Ends the strokes under the pens: outside of their page they get no more events. */
  liftPens() {
    this.#board.liftPens();
  }

  /** To be called when it has left the page, and was not only moved in it. */
  unload() {
    this.liftPens();
    this.#loader.cancel();
    this.#live.use(undefined);
  }

  /** Loads a classifier; the one before is used until then, and further if loading fails. */
  async load() {
    try {
      const loading = this.#loader.load(this.#owner.settings);
      this.#render();
      const classifier = await loading;
      if (!classifier) return;
      this.#status.recover();
      this.#render();
      await this.#live.use(classifier);
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {boolean} isDisabled */
  disable(isDisabled) {
    this.#isDisabled = isDisabled;
    this.#board.setDisabled(isDisabled);
    this.#render();
  }

  /** Puts the keyboard where there is something to draw. @param {FocusOptions} [options] */
  focus(options) {
    if (!this.#isDisabled) this.#canvas(this.#next).focus(options);
  }

  /** The first cell without a drawing, or the input. */
  get #next() {
    const { missing, ways } = this.model;
    return missing[0] ?? ways;
  }

  /** @param {number} index */
  #canvas(index) {
    return this.#board.cells[index].canvas;
  }

  makeRoom() {
    if (!this.#isReady) this.model.dropWorkedExample();
  }

  /**
   * Changes the model and updates everything else, or reports why it cannot be.
   * @param {() => unknown} change
   * @param {string} [note] for the status: what it did
   * @param {{ isByHand?: boolean }} [by]
   */
  attempt(change, note = '', { isByHand = false } = {}) {
    try {
      change();
      if (!isByHand && !this.model.isDrawing) this.#chosen = -1;
      this.#status.recover();
      this.#status.note(note);
      this.update();
      if (!isByHand) this.#settle();
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  /** Refused labels stay in the status until valid ones are set. @param {string[]} names */
  relabel(names) {
    const isDone = this.model.isNamed(names) || this.attempt(() => {
      this.model.relabel(names);
      this.resize();
    });
    this.#status.judgeLabels(isDone);
    this.#render();
    return isDone;
  }

  /** To be called after a change of the number or the names of the labels. */
  resize() {
    const { names, labels, ways } = this.model;
    if (this.#status.ways !== ways) this.#status.forget();
    this.#board.setLabels(names, labels);
    this.#board.setDisabled(this.#isDisabled);
  }

  /** @param {{ mustAdapt?: boolean }} [what] */
  update({ mustAdapt = false } = {}) {
    this.#course.change();
    if (this.model.missing.length > 0) this.#status.forget();
    this.#render();
    this.#live.update({ supportChanged: this.model.takeSupportChange() || mustAdapt });
    if (this.#loader.hasFailed) this.load();
  }

  /** @param {unknown} error */
  fail(error) {
    const { code, message } = this.#status.fail(error);
    this.#render();
    this.#owner.emit('reptile-error', { code, message });
    this.#settle();
  }

  /** @param {'undo' | 'redo'} way */
  travel(way) {
    this.attempt(() => this.#step(way));
  }

  /** One step back or forward; the names of the cells go with it. @param {'undo' | 'redo'} way */
  #step(way) {
    this.model.history[way]();
    this.#showNames();
  }

  /** A change by the user, which pages are told of by `input`. @param {() => unknown} change @param {string} [note] */
  #byHand(change, note) {
    if (!this.#isDisabled && this.attempt(change, note, { isByHand: true })) this.#afterEdit();
  }

  /** @param {import('./view/board.js').Command} command */
  #command(command) {
    if (command === 'undo' || command === 'redo') return this.#byHand(() => this.#step(command));
    this.#toggle(-1);
    this.#chosen = -1;
    if (command === 'eraseAll') {
      const isEmpty = this.model.missing.length > this.model.ways;
      return this.#byHand(() => this.model.clearAll(), isEmpty ? '' : this.#strings.erasedAll);
    }
    if (!this.#isDisabled) this.attempt(() => this.model.redrawAll());
    this.#canvas(0).focus();
  }

  /**
   * @param {() => number} at
   * @returns {import('./view/cell.js').CellEvents}
   */
  #cellEvents(at) {
    return {
      onStart: (point, dotSize) => {
        if (this.#isDisabled) return false;
        this.#status.recover();
        this.#status.note('');
        this.#chosen = at();
        this.model.startStroke(at(), point, dotSize);
        this.#course.change();
        this.#render();
        this.#followPen(at());
        return true;
      },
      onMove: (points) => {
        if (!this.model.extendStroke(at(), points)) return false;
        this.#followPen(at());
        return true;
      },
      onEnd: () => {
        if (this.model.endStroke(at())) this.#tellOfInput();
      },
      onWithdraw: () => {
        this.model.dropStroke(at());
        this.#tellOfInput();
      },
      onRub: (points) => {
        if (this.#isDisabled) return false;
        if (this.model.rub(at(), points)) this.#tellOfInput();
        return true;
      },
      onSelect: () => {
        this.#chosen = at();
        this.#render();
      },
      onSample: (sample) => this.#putSample(at(), sample),
      onErase: () => this.#byHand(() => this.model.clear(at())),
      onOpen: () => this.#toggle(at()),
      onRename: (name) => {
        this.#byHand(() => {
          this.model.renameCell(at(), name);
          this.#status.judgeLabels(true);
          this.#showNames();
        });
        // Where it was refused, the cell shows its name from before.
        this.resize();
      },
    };
  }

  #showNames() {
    this.resize();
    this.#owner.onRename(this.model.names);
  }

  #tellOfInput() {
    this.update();
    this.#afterEdit();
  }

  #afterEdit() {
    this.#owner.emit('input');
    this.#course.edit();
    this.#settle();
  }

  /** Tells of another value by `change`, once the pen is lifted and the answer to what the user did is there. */
  #settle() {
    const { missing, isDrawing } = this.model;
    const isDone = this.#course.isAnswered || missing.length > 0 || this.#status.error;
    if (isDone && !isDrawing && this.#course.settle(this.#value)) this.#owner.emit('change');
  }

  /** @param {number} index */
  #followPen(index) {
    this.#live.update({ supportChanged: index < this.model.ways });
    this.#owner.emit('input');
  }

  /** @param {number} index @param {string | undefined} sample its name @param {string} [note] */
  #putSample(index, sample, note) {
    if (sample) this.#byHand(() => this.model.putSample(index, sample), note);
  }

  /** @param {number} index the cell to open, or to close again; -1: none */
  #toggle(index) {
    const before = this.#open;
    this.#open = index === before || this.#isDisabled ? -1 : index;
    if (this.#open >= 0) this.model.keepSample(index);
    this.#render();
    const focused = this.#open < 0 ? before : index;
    this.#board.cells[focused]?.canvas.focus({ preventScroll: this.#open < 0 });
  }

  /** @param {import('../index.js').ClassifyResult} result */
  #take(result) {
    // The number of labels may have changed since the request.
    if (result.predictions.length !== this.model.ways) return;
    this.#course.answer();
    this.#status.answer(result);
    this.#render();
    this.#owner.emit('predict', { ...result, predictions: this.#shown });
    this.#settle();
  }

  #render() {
    const { model } = this;
    const predictions = this.#shown;
    this.#board.showDrawings(model, this.#open, this.#chosen < 0 ? this.#next : Math.min(this.#chosen, model.ways));
    const { confidence } = this.#status;
    this.#board.showPredictions(predictions, winnerOf(predictions, confidence), this.#status.tellWinner(model));
    this.#board.setCommands(model.history, this.#isDisabled);
    const why = this.#status.tell(model, this.#loader.isLoading);
    this.#board.say(why, this.#status.error !== undefined);
    this.#owner.onValue(this.#value, { why, anchor: this.#canvas(this.#next) });
  }
}
