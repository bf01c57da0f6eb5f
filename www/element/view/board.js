// @ts-check
import { Announcer } from '../../shared/announcer.js';
import { create, enable, write } from '../../shared/dom.js';
import { Cell } from './cell.js';
import { dress } from './sheet.js';

/**
 * @typedef {'editAll' | 'eraseAll' | 'undo' | 'redo'} Command
 * @typedef {(isInput: boolean, index: number) => import('./cell.js').CellEvents} EventsOf
 */

/** The shadow tree: the cells in the order of the labels, the input, the commands, the status. */
export class Board {
  #examples = create('div', { className: 'examples' });
  #gap = create('div', { className: 'gap' });
  #status = create('p', { className: 'status', part: 'status' });
  #announcer;
  #commands;
  #strings;
  #shadow;
  #eventsOf;
  frame = create('div', { className: 'frame' });
  /** @type {Cell[]} */
  examples = [];
  /** @type {Cell} */
  input;

  /**
   * @param {ShadowRoot} shadow
   * @param {import('../../index.js').SketchStrings} strings which may change
   * @param {EventsOf} eventsOf
   * @param {(command: Command) => void} onCommand
   */
  constructor(shadow, strings, eventsOf, onCommand) {
    this.#shadow = shadow;
    this.#eventsOf = eventsOf;
    this.#strings = strings;
    const button = (/** @type {Command} */ command) => {
      const made = create('button', { part: 'button', type: 'button' });
      made.addEventListener('click', () => onCommand(command));
      return made;
    };
    this.#commands = {
      editAll: button('editAll'),
      eraseAll: button('eraseAll'),
      undo: button('undo'),
      redo: button('redo'),
    };
    this.#commands.editAll.classList.add('main');
    const heard = create('p', { className: 'heard' });
    heard.setAttribute('role', 'status');
    this.#announcer = new Announcer(heard);
    const all = create('div', { className: 'all' });
    all.append(...Object.values(this.#commands));
    const foot = create('div', { className: 'foot' });
    foot.append(all, this.#status, heard);
    this.input = new Cell(true, strings, this.#eventsOf(true, -1));
    const board = create('div', { className: 'board' });
    board.append(this.#examples, this.input.root, this.#gap);
    const body = create('div', { className: 'body' });
    body.append(board, foot);
    this.frame.append(body);
    shadow.append(this.frame);
    this.setStrings([]);
  }

  /** To be called when the strings have changed. @param {string[]} labels */
  setStrings(labels) {
    for (const [name, button] of Object.entries(this.#commands)) {
      const command = /** @type {Command} */ (name);
      Object.assign(button, { textContent: this.#strings[command], title: this.#strings[`${command}Title`] });
    }
    this.cells.forEach((cell, i) => cell.setStrings(labels[i] ?? ''));
  }

  /** All cells, the input last. */
  get cells() {
    return [...this.examples, this.input];
  }

  connect() {
    dress(this.#shadow);
    for (const cell of this.cells) cell.pad.connect();
  }

  disconnect() {
    for (const cell of this.cells) cell.pad.disconnect();
  }

  /** Ends the strokes under the pens. */
  liftPens() {
    for (const cell of this.cells) cell.pad.end();
  }

  /** @param {boolean} isDisabled */
  setDisabled(isDisabled) {
    for (const cell of this.cells) cell.setDisabled(isDisabled);
  }

  /**
   * @param {string[]} names
   * @param {string[]} labels
   */
  setLabels(names, labels) {
    this.#resize(names.length);
    this.examples.forEach((cell, i) => cell.setLabel(names[i], labels[i]));
  }

  /**
   * @param {import('../model/model.js').SketchModel} model
   * @param {number} open the cell that is drawn larger; -1: none
   * @param {number} large the one that is large where there is room for one
   */
  showDrawings(model, open, large) {
    const { missing, outdated } = model;
    const [next] = [...missing, ...outdated];
    // Of no element with others inside: all of them would get new styles.
    this.#gap.style.setProperty('--_large', String(large));
    this.cells.forEach((cell, i) => {
      cell.setDrawing(model.shown(i), model.count(i));
      cell.setNext(next === i, outdated.includes(i));
      cell.setOpen(open === i);
      cell.root.classList.toggle('large', large === i);
    });
  }

  /**
   * @param {import('../model/history.js').History} history
   * @param {boolean} isDisabled
   */
  setCommands(history, isDisabled) {
    const { editAll, eraseAll, undo, redo } = this.#commands;
    enable([
      [redo, !isDisabled && history.canRedo],
      [undo, !isDisabled && history.canUndo],
      [eraseAll, !isDisabled],
      [editAll, !isDisabled],
    ]);
  }

  /**
   * @param {import('../../index.js').Prediction[] | null} predictions null while there are none
   * @param {import('../../index.js').Prediction | undefined} winner one of them, if there is one
   * @param {string} answer in words
   */
  showPredictions(predictions, winner, answer) {
    this.examples.forEach((cell, i) => {
      const prediction = predictions?.[i];
      cell.setProbability(prediction?.probability, winner !== undefined && prediction === winner);
    });
    this.input.setAnswer(answer);
  }

  /**
   * @param {string} text
   * @param {boolean} isError
   */
  say(text, isError) {
    write(this.#status, text);
    this.#status.classList.toggle('error', isError);
    this.#announcer.say(text);
  }

  /** @param {number} ways */
  #resize(ways) {
    if (this.examples.length === ways) return;
    while (this.examples.length > ways) {
      const cell = /** @type {Cell} */ (this.examples.pop());
      // The model has dropped the stroke of this cell already.
      cell.pad.drop();
      cell.pad.disconnect();
      cell.root.remove();
    }
    while (this.examples.length < ways) {
      const cell = new Cell(false, this.#strings, this.#eventsOf(false, this.examples.length));
      this.examples.push(cell);
      this.#examples.append(cell.root);
      cell.pad.connect();
    }
    this.frame.style.setProperty('--_columns', String(columnsOf(ways, 5)));
    this.frame.style.setProperty('--_columns-narrow', String(columnsOf(ways + 1, 5)));
    this.cells.forEach(({ root }, i) => root.style.setProperty('--_index', String(i)));
  }
}

/**
 * The number of columns for rows that are about equally full; up to four cells are one row.
 * @param {number} ways
 * @param {number} most
 */
function columnsOf(ways, most) {
  const rows = ways > 4 ? Math.ceil(ways / most) : 1;
  return Math.ceil(ways / rows);
}
