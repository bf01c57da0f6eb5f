// @ts-check
import { create, set, write } from '../../shared/dom.js';
import { toPercent } from '../model/answer.js';
import { SAMPLES } from '../model/samples.js';
import { Pad } from './pad.js';

/**
 * @typedef {object} OwnEvents
 * @property {(sample: string) => void} onSample
 * @property {() => void} onErase
 * @property {() => void} onOpen
 * @property {(name: string) => void} onRename
 *
 * @typedef {import('./pen.js').PenEvents & OwnEvents} CellEvents
 */

/** The view of one cell: a name, a pad, a bar and the buttons. */
export class Cell {
  root = create('div', { className: 'cell', part: 'cell' });
  canvas = create('canvas', { part: 'canvas', tabIndex: 0 });
  #hint = create('span', { className: 'hint', textContent: 'Draw here' });
  #name = create('input', { className: 'name', maxLength: 40, spellcheck: false, autocomplete: 'off' });
  #title = create('span', { className: 'name', textContent: 'Which one?' });
  #samples = create('select', { title: 'Put a sample drawing here, or press a digit in the cell' });
  #bar = create('meter', { part: 'bar', min: 0, max: 1, value: 0 });
  #answer = create('span', { className: 'answer' });
  #percent = create('span', { className: 'percent', textContent: '–' });
  #shots = create('span', { className: 'shots', hidden: true });
  #edit = create('button', { part: 'button', type: 'button' });
  #erase = create('button', { part: 'button', type: 'button', textContent: 'Erase' });

  /**
   * @param {boolean} isInput the input has no label of its own, and an answer instead of a bar
   * @param {CellEvents} events
   */
  constructor(isInput, events) {
    this.isInput = isInput;
    this.root.classList.toggle('input', isInput);
    this.root.setAttribute('role', 'group');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-keyshortcuts', 'Delete Control+Z Control+Y 1 2 3 4 5 6 7 8 9 0');
    this.#samples.append(
      create('option', { textContent: 'Sample…', value: '' }),
      ...Object.keys(SAMPLES).map((name, i) => create('option', { textContent: `${name} (key ${(i + 1) % 10})`, value: name })),
    );
    const samples = create('span', { className: 'samples' });
    samples.append(create('span', { textContent: 'Sample' }), this.#samples);
    const head = create('div', { className: 'head' });
    head.append(isInput ? this.#title : this.#name, samples);
    const paper = create('div', { className: 'paper' });
    paper.append(this.canvas, this.#hint, this.#shots);
    const result = create('div', { className: 'result' });
    result.append(...(isInput ? [this.#answer] : [this.#bar, this.#percent]));
    const tools = create('div', { className: 'tools' });
    tools.append(this.#edit, this.#erase);
    this.root.append(head, paper, result, tools);

    this.pad = new Pad(this.canvas, events);
    this.#edit.addEventListener('click', events.onOpen);
    this.#erase.addEventListener('click', events.onErase);
    this.#name.addEventListener('change', () => events.onRename(this.#name.value.trim()));
    this.#name.addEventListener('keydown', ({ key }) => key === 'Enter' && this.#name.blur());
    this.#samples.addEventListener('change', () => {
      events.onSample(this.#samples.value);
      this.#samples.value = '';
    });
    this.setOpen(false);
  }

  /**
   * @param {string} name as written by the user; empty: none yet
   * @param {string} label what the cell is called
   */
  setLabel(name, label) {
    this.#name.value = name;
    this.#name.placeholder = label;
    this.#name.title = 'Write a name here';
    this.#name.setAttribute('aria-label', `Label of example ${label}`);
    this.what = this.isInput ? 'the drawing to classify' : `example ${label}`;
    this.root.setAttribute('aria-label', this.what);
    this.#samples.setAttribute('aria-label', `Put a sample drawing in ${this.what}`);
    this.#bar.setAttribute('aria-label', `Probability of ${label}`);
    this.#erase.title = `Erase ${this.what}`;
  }

  /**
   * @param {import('../model/fit.js').CellDrawing} drawing
   * @param {number} shots
   */
  setDrawing(drawing, shots) {
    this.pad.show(drawing);
    this.#shots.hidden = shots < 2;
    write(this.#shots, `${shots} drawings`);
    const isEmpty = drawing.length === 0;
    this.#hint.hidden = !isEmpty;
    set(this.canvas, 'aria-label', `${this.what}: ${isEmpty ? 'empty' : 'drawn'}`);
  }

  /**
   * @param {boolean} isNext the cell to draw in now
   * @param {boolean} isOutdated whether the next stroke replaces the drawing
   */
  setNext(isNext, isOutdated) {
    this.root.classList.toggle('next', isNext);
    this.root.classList.toggle('outdated', isOutdated);
  }

  /**
   * @param {number | undefined} probability
   * @param {boolean} isTop
   */
  setProbability(probability, isTop) {
    const text = probability === undefined ? '–' : toPercent(probability);
    const value = probability ?? 0;
    if (this.#bar.value !== value) {
      this.#bar.value = value;
      this.#bar.style.setProperty('--_share', `${100 * value}%`);
    }
    write(this.#bar, text);
    set(this.#bar, 'aria-valuetext', probability === undefined ? 'not known yet' : text);
    write(this.#percent, text);
    this.root.classList.toggle('top', isTop);
  }

  /** @param {string} text empty: none */
  setAnswer(text) {
    write(this.#answer, text);
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    this.root.classList.toggle('open', isOpen);
    write(this.#edit, isOpen ? 'Done' : 'Edit');
    this.#edit.title = isOpen ? 'Back to the small size' : 'Draw larger';
    set(this.#edit, 'aria-expanded', String(isOpen));
  }

  /** @param {boolean} isDisabled */
  setDisabled(isDisabled) {
    for (const control of [this.#name, this.#samples, this.#edit, this.#erase]) {
      control.disabled = isDisabled;
    }
    this.canvas.tabIndex = isDisabled ? -1 : 0;
    this.canvas.setAttribute('aria-disabled', String(isDisabled));
  }
}
