// @ts-check
import { Answers } from './answers.js';
import { Edits } from './edits.js';
import { winnerOf } from './model/answer.js';
import { SketchModel } from './model/model.js';
import { Status } from './status.js';
import { stringsWith } from './strings.js';
import { keepApart } from './view/apart.js';
import { Board } from './view/board.js';
import { followKeys } from './view/keys.js';

/**
 * @typedef {object} Owner the element
 * @property {() => import('../index.js').LoadOptions & { steps?: number }} settings
 * @property {(type: string, detail?: unknown) => void} emit
 * @property {(label: string, none: { why: string, anchor: HTMLElement }) => void} onValue the value for a form, or why
 *   there is none, and which part of the element is about that
 */

/** Connects the model, what the user does to it, the answers to it, and the views. */
export class Controller {
  model = new SketchModel();
  isDisabled = false;
  #strings = stringsWith({});
  #status = new Status(this.#strings);
  #owner;
  answers;
  #edits;
  #board;

  /**
   * @param {ShadowRoot} shadow
   * @param {Owner} owner
   */
  constructor(shadow, owner) {
    this.#owner = owner;
    const { settings, emit } = owner;
    this.answers = new Answers(this.model, this.#status, { settings, emit, render: () => this.render() });
    this.#edits = new Edits(this);
    this.#board = new Board(
      shadow,
      this.#strings,
      (isInput, index) => this.#edits.eventsOf(() => (isInput ? this.model.ways : index)),
      (command) => this.#edits.command(command),
    );
    followKeys(shadow, this.#board, this.#edits.keys);
    keepApart(shadow);
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
      return this.answers.fail(error);
    }
    this.#board.setStrings(this.model.labels);
    this.render();
  }

  connect() {
    this.#board.connect();
  }

  /** @param {{ isBlank: boolean }} how */
  begin({ isBlank }) {
    if (!this.answers.isReady && !isBlank) this.model.showWorkedExample();
    this.answers.update();
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
    this.answers.unload();
  }

  /** @param {boolean} isDisabled */
  disable(isDisabled) {
    this.isDisabled = isDisabled;
    this.#board.setDisabled(isDisabled);
    this.render();
  }

  /** Puts the keyboard where there is something to draw. @param {FocusOptions} [options] */
  focus(options) {
    if (!this.isDisabled) this.canvas(this.#next).focus(options);
  }

  /** As `autofocus` of a form control does: in a new page, and not from another one. */
  takeFocus() {
    const { activeElement, body } = this.canvas(0).ownerDocument;
    if (!this.answers.isReady && (!activeElement || activeElement === body)) this.focus();
  }

  /** The first cell without a drawing, or the input. */
  get #next() {
    const { missing, ways } = this.model;
    return missing[0] ?? ways;
  }

  /** What is around all that can be seen: a page may leave the element itself without a box. */
  get frame() {
    return this.#board.frame;
  }

  /** @param {number} index */
  canvas(index) {
    return this.#board.cells[index].canvas;
  }

  /** Makes a change in place of our samples, which stay where it is refused. @param {() => unknown} change false: not made */
  makeRoom(change) {
    const { history } = this.model;
    const { now } = history;
    if (!this.answers.isReady) this.model.dropWorkedExample();
    let isMade = false;
    try {
      isMade = change() !== false;
    } finally {
      if (!isMade) history.now = now;
    }
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
      if (!isByHand && !this.model.isDrawing) this.#edits.chosen = -1;
      this.note(note);
      this.answers.update();
      if (!isByHand) this.answers.settle();
      return true;
    } catch (error) {
      this.answers.fail(error);
      return false;
    }
  }

  /** Puts this in the status, in place of what was wrong before. @param {string} text */
  note(text) {
    this.#status.recover();
    this.#status.note(text);
  }

  /** Refused labels stay in the status until valid ones are set. @param {string[]} names */
  relabel(names) {
    const isDone = this.model.isNamed(names) || this.attempt(() => {
      this.model.relabel(names);
      this.resize();
    });
    this.#status.judgeLabels(isDone);
    this.render();
    return isDone;
  }

  /** The user's name for a cell. @param {number} index @param {string} name */
  renameCell(index, name) {
    this.model.renameCell(index, name);
    this.#status.judgeLabels(true);
    this.resize();
  }

  /** @param {'undo' | 'redo'} way */
  travel(way) {
    this.attempt(() => this.step(way));
  }

  /** One step back or forward; the names of the cells go with it. @param {'undo' | 'redo'} way */
  step(way) {
    this.model.history[way]();
    this.resize();
  }

  /** To be called after a change of the number or the names of the labels. */
  resize() {
    const { names, labels, ways } = this.model;
    if (this.#status.ways !== ways) this.#status.forget();
    this.#board.setLabels(names, labels);
    this.#board.setDisabled(this.isDisabled);
  }

  render() {
    const { model, answers } = this;
    const { open, chosen } = this.#edits;
    const predictions = answers.shown;
    this.#board.showDrawings(model, open, chosen < 0 ? this.#next : Math.min(chosen, model.ways));
    const { confidence } = this.#status;
    this.#board.showPredictions(predictions, winnerOf(predictions, confidence), this.#status.tellWinner(model));
    this.#board.setCommands(model.history, this.isDisabled);
    const why = this.#status.tell(model, answers.isLoading);
    this.#board.say(why, this.#status.error !== undefined);
    this.#owner.onValue(answers.value, { why, anchor: this.canvas(this.#next) });
  }
}
