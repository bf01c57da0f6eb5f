// @ts-check
import { SAMPLES } from './model/samples.js';

/** @typedef {import('./controller.js').Controller} Controller */

/** What the user does by pen, keys and buttons. */
export class Edits {
  #controller;
  #model;
  #answers;
  /** The cell that is open; -1: none. */
  open = -1;
  /** The cell that the user has turned to; -1: the next one to draw in. */
  chosen = -1;

  /** @param {Controller} controller */
  constructor(controller) {
    this.#controller = controller;
    this.#model = controller.model;
    this.#answers = controller.answers;
  }

  /**
   * @param {() => number} at the cell's number, which changes with the number of labels
   * @returns {import('./view/cell.js').CellEvents}
   */
  eventsOf(at) {
    const [model, answers, controller] = [this.#model, this.#answers, this.#controller];
    return {
      onStart: (point, dotSize) => {
        if (controller.isDisabled) return false;
        controller.note('');
        this.chosen = at();
        model.startStroke(at(), point, dotSize);
        answers.outdate();
        answers.followPen(at());
        return true;
      },
      onMove: (points) => {
        if (!model.extendStroke(at(), points)) return false;
        answers.followPen(at());
        return true;
      },
      onEnd: () => {
        if (model.endStroke(at())) this.#finish();
      },
      onWithdraw: () => {
        model.dropStroke(at());
        this.#finish();
      },
      onRub: (points) => {
        if (controller.isDisabled) return false;
        if (model.rub(at(), points)) this.#finish();
        return true;
      },
      onSelect: () => {
        this.chosen = at();
        controller.render();
      },
      onSample: (sample) => this.#putSample(at(), sample),
      onErase: () => this.#change(() => model.clear(at())),
      onOpen: () => this.#toggle(at()),
      onRename: (name) => {
        this.#change(() => controller.renameCell(at(), name));
        // Where it was refused, the cell shows its name from before.
        controller.resize();
      },
    };
  }

  /** @returns {import('./view/keys.js').KeyActions} */
  get keys() {
    return {
      erase: (index) => this.#change(() => this.#model.clear(index)),
      sample: (index, sample) => {
        const [name, { strings }] = [Object.keys(SAMPLES)[sample], this.#controller];
        if (name) this.#putSample(index, name, strings.sampleByKey(strings.sampleName(name)));
      },
      isOpen: () => this.open >= 0,
      toggle: (index) => this.#toggle(index),
      command: (command) => this.command(command),
    };
  }

  /** @param {import('./view/board.js').Command} command */
  command(command) {
    const controller = this.#controller;
    if (command === 'undo' || command === 'redo') return this.#change(() => controller.step(command));
    this.#toggle(-1);
    this.chosen = -1;
    if (command === 'eraseAll') {
      const isEmpty = this.#model.missing.length > this.#model.ways;
      return this.#change(() => this.#model.clearAll(), isEmpty ? '' : controller.strings.erasedAll);
    }
    if (!controller.isDisabled) controller.attempt(() => this.#model.redrawAll());
    controller.canvas(0).focus();
  }

  /** Pages are told of it by `input`. @param {() => unknown} change @param {string} [note] for the status */
  #change(change, note) {
    const { isDisabled } = this.#controller;
    if (!isDisabled && this.#controller.attempt(change, note, { isByHand: true })) this.#answers.tellOfEdit();
  }

  /** Of a stroke. */
  #finish() {
    this.#answers.update();
    this.#answers.tellOfEdit();
  }

  /** @param {number} index @param {string | undefined} sample its name @param {string} [note] */
  #putSample(index, sample, note) {
    if (sample) this.#change(() => this.#model.putSample(index, sample), note);
  }

  /** @param {number} index the cell to open, or to close again; -1: none */
  #toggle(index) {
    const before = this.open;
    this.open = index === before || this.#controller.isDisabled ? -1 : index;
    if (this.open >= 0) this.#model.keepSample(index);
    this.#controller.render();
    const focused = this.open < 0 ? before : index;
    if (focused >= 0) this.#controller.canvas(focused)?.focus({ preventScroll: this.open < 0 });
  }
}
