// @ts-check
import { create, set, write } from '../../shared/dom.js';
import { SAMPLES } from '../model/samples.js';
import { Pad } from './pad.js';

/**
 * @typedef {object} OwnEvents
 * @property {(sample: string) => void} onSample
 * @property {() => void} onErase
 * @property {() => void} onSelect it is the one to be used now
 * @property {() => void} onOpen
 * @property {(name: string) => void} onRename
 *
 * @typedef {import('./pen.js').PenEvents & OwnEvents} CellEvents
 */

/** From so near a number jumps to its end: the small changes of a moving pen are shown at once. */
const NEAR = 0.03;
const CALM = '(prefers-reduced-motion: reduce)';

/** The view of one cell: a name, a pad, a bar and the buttons. */
export class Cell {
  root = create('div', { className: 'cell', part: 'cell' });
  canvas = create('canvas', { part: 'canvas', tabIndex: 0 });
  #hint = create('span', { className: 'hint' });
  #name = create('input', { className: 'name', maxLength: 40, spellcheck: false, autocomplete: 'off' });
  #title = create('span', { className: 'name' });
  #sample = create('span', {});
  #samples = create('select', {});
  #bar = create('meter', { part: 'bar', min: 0, max: 1, value: 0 });
  #answer = create('span', { className: 'answer' });
  /** The meter says the same. */
  #percent = create('span', { className: 'percent', ariaHidden: 'true' });
  /** What bar and number show now, on their way to the probability. */
  #share = 0;
  #frame = 0;
  #shots = create('span', { className: 'shots', hidden: true });
  #edit = create('button', { part: 'button', type: 'button' });
  #erase = create('button', { part: 'button', type: 'button', });

  #strings;
  /** What it is called, for a screen reader. */
  #what = '';

  /**
   * @param {boolean} isInput the input has no label of its own, and an answer instead of a bar
   * @param {import('../../index.js').SketchStrings} strings which may change
   * @param {CellEvents} events
   */
  constructor(isInput, strings, events) {
    this.isInput = isInput;
    this.#strings = strings;
    this.root.classList.toggle('input', isInput);
    this.root.setAttribute('role', 'group');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-keyshortcuts', 'Delete Control+Z Control+Y 1 2 3 4 5 6 7 8 9 0');
    this.#samples.append(...['', ...Object.keys(SAMPLES)].map((value) => create('option', { value })));
    const samples = create('span', { className: 'samples' });
    samples.append(this.#sample, this.#samples);
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
    for (const type of ['focusin', 'click']) this.root.addEventListener(type, events.onSelect);
    this.#name.addEventListener('change', () => events.onRename(this.#name.value.trim()));
    // Enter also ends the composition of a Japanese or Chinese word, which WebKit tells by the key's number alone.
    this.#name.addEventListener('keydown', ({ key, isComposing, keyCode }) =>
      key === 'Enter' && !isComposing && keyCode !== 229 && this.#name.blur());
    this.#samples.addEventListener('change', () => {
      events.onSample(this.#samples.value);
      this.#samples.value = '';
    });
    this.setOpen(false);
    this.setStrings('');
  }

  /**
   * @param {string} name as written by the user; empty: none yet
   * @param {string} label what the cell is called
   */
  setLabel(name, label) {
    this.#name.value = name;
    this.#name.placeholder = label;
    this.setStrings(label);
  }

  /** To be called when the strings or the label have changed. @param {string} label what the cell is called */
  setStrings(label) {
    const strings = this.#strings;
    this.#what = this.isInput ? strings.input : strings.example(label);
    write(this.#hint, strings.drawHere);
    write(this.#title, strings.question);
    write(this.#sample, strings.sample);
    write(this.#erase, strings.erase);
    this.#name.title = strings.nameTitle;
    this.#samples.title = strings.sampleTitle;
    this.#erase.title = strings.eraseTitle(this.#what);
    const labels = [strings.nameLabel(label), this.#what, strings.sampleLabel(this.#what), strings.barLabel(label)];
    [this.#name, this.root, this.#samples, this.#bar].forEach((element, i) => set(element, 'aria-label', labels[i]));
    [...this.#samples.options].forEach((option, i) => {
      write(option, i === 0 ? `${strings.sample}…` : strings.sampleOption(strings.sampleName(option.value), String(i % 10)));
    });
  }

  /**
   * @param {import('../model/fit.js').CellDrawing} drawing
   * @param {number} shots
   */
  setDrawing(drawing, shots) {
    this.pad.show(drawing);
    this.#shots.hidden = shots < 2;
    write(this.#shots, this.#strings.shots(shots));
    const isEmpty = drawing.length === 0;
    this.#hint.hidden = !isEmpty;
    set(this.canvas, 'aria-label', this.#strings.canvas(this.#what, isEmpty));
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
    const value = probability ?? 0;
    if (this.#bar.value !== value) this.#bar.value = value;
    this.#approach(probability);
    const text = probability === undefined ? this.#strings.unknown : this.#strings.percent(probability);
    write(this.#bar, text);
    set(this.#bar, 'aria-valuetext', text);
    this.root.classList.toggle('top', isTop);
  }

  /** Brings bar and number nearer to the probability, frame by frame where motion is welcome. @param {number} [probability] */
  #approach(probability) {
    // Simulated documents may have no frames.
    const view = this.canvas.ownerDocument.defaultView;
    view?.cancelAnimationFrame?.(this.#frame);
    const gap = (probability ?? 0) - this.#share;
    // A browser lays out the page to answer the question, so it is asked once on the way.
    const isThere = probability === undefined || Math.abs(gap) < NEAR || (!this.#frame && view?.matchMedia(CALM).matches);
    this.#share += isThere ? gap : gap / 4;
    if (gap) this.#bar.style.setProperty('--_share', `${100 * this.#share}%`);
    write(this.#percent, probability === undefined ? '–' : this.#strings.percent(this.#share));
    this.#frame = isThere || !view ? 0 : view.requestAnimationFrame(() => this.#approach(probability));
  }

  /** @param {string} text empty: none */
  setAnswer(text) {
    write(this.#answer, text);
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    this.root.classList.toggle('open', isOpen);
    const { done, doneTitle, edit, editTitle } = this.#strings;
    write(this.#edit, isOpen ? done : edit);
    this.#edit.title = isOpen ? doneTitle : editTitle;
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
