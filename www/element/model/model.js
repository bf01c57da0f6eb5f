// @ts-check
import { checkNames, labelsOf } from '../attributes.js';
import { ReptileError } from '../../classifier/errors.js';
import { copyOf, fitToCell } from './fit.js';
import { emptyDrawings, History, missingFrom, shownIn, withDrawing } from './history.js';
import { drawnAgain, QUERY, SAMPLES, samplesFor } from './samples.js';
import { fromData, toData } from './data.js';

/**
 * @typedef {import('./fit.js').CellDrawing} CellDrawing
 * @typedef {() => number[] | undefined} LiveStroke the points so far
 */

/**
 * What the element holds, without how it looks: names, drawings, and the strokes under the pen.
 * Cells are counted in the order of the labels; the input's number is that of the labels.
 */
export class SketchModel {
  names = ['', '', ''];
  history = new History(emptyDrawings(3));
  /** @type {Map<number, LiveStroke>} */
  #live = new Map();
  /**
   * Samples that nobody has drawn on: the first stroke replaces them.
   * @type {WeakSet<CellDrawing>}
   */
  #untouched = new WeakSet();
  #isSample = (/** @type {number} */ index) => this.#untouched.has(shownIn(this.history.now, index));
  #timesSampled = 0;
  /** @type {unknown} */
  #support;

  get labels() {
    return labelsOf(this.names);
  }

  get ways() {
    return this.names.length;
  }

  /** The cells without a drawing. */
  get missing() {
    return missingFrom(this.history.now).filter((index) => !this.#live.has(index));
  }

  /** Whether nobody has drawn anything yet: all of it is what it came with. */
  get isWorkedExample() {
    return this.#live.size === 0 && this.#cells.every((index) => this.#isSample(index));
  }

  /** Whether the input is the sample that it came with, whatever the examples are. */
  get hasSampleInput() {
    return this.#isSample(this.ways) && !this.#live.has(this.ways);
  }

  /** Whether the examples are others than at the last call. */
  takeSupportChange() {
    const { examples } = this.history.now;
    const isNew = examples !== this.#support || [...this.#live.keys()].some((i) => i < this.ways);
    this.#support = examples;
    return isNew;
  }

  /** @param {unknown} names whether the cells have just these; labels may hold commas */
  isNamed(names) {
    return JSON.stringify(names) === JSON.stringify(this.names);
  }

  get #cells() {
    return [...this.names.keys(), this.ways];
  }

  /** @param {unknown} names */
  rename(names) {
    const { ways } = this;
    this.names = checkNames(names);
    if (ways !== this.ways) this.history.resize(this.ways);
  }

  /**
   * The same, and a worked example that nobody has touched becomes one of these labels.
   * @param {unknown} names
   */
  relabel(names) {
    const { isWorkedExample } = this;
    this.rename(names);
    if (!isWorkedExample) return;
    this.history.now = emptyDrawings(this.ways);
    this.showWorkedExample();
  }

  /** @param {'examples' | 'input'} part */
  isComplete(part) {
    return !this.missing.some((index) => (part === 'input') === (index === this.ways));
  }

  /**
   * @param {number | undefined} steps
   * @returns {import('../live-classifier.js').Task}
   */
  task(steps) {
    // Cells are told apart by number, so that a new name needs no new learning.
    const examples = this.names.flatMap((_, i) =>
      this.#shots(i).map((drawing) => ({ label: String(i), drawing: /** @type {any} */ (drawing) })),
    );
    const [input] = this.#shots(this.ways);
    return {
      examples: this.isComplete('examples') ? examples : undefined,
      input: this.isComplete('input') ? /** @type {any} */ (input) : undefined,
      steps,
    };
  }

  /**
   * @param {number} index
   * @param {LiveStroke} live
   * @returns {CellDrawing} what the stroke is added to
   */
  startStroke(index, live) {
    this.#live.set(index, live);
    return this.#base(index);
  }

  /**
   * @param {number} index
   * @param {number[]} stroke
   * @returns {CellDrawing} with the stroke
   */
  endStroke(index, stroke) {
    this.#live.delete(index);
    const drawing = [...this.#base(index), stroke];
    this.#show(index, drawing);
    return drawing;
  }

  /**
   * @param {number} index
   * @returns {number[][]} a copy, with what is under the pen
   */
  copy(index) {
    return copyOf(this.#shots(index)[0] ?? []);
  }

  /** Makes a sample the user's own: strokes are then added to it. @param {number} index */
  keepSample(index) {
    this.#untouched.delete(shownIn(this.history.now, index));
  }

  /** @param {number} index @param {unknown} drawing */
  set(index, drawing) {
    const fitted = fitToCell(drawing);
    if (index === this.ways) return this.#show(index, fitted);
    const { examples, input } = this.history.now;
    const shots = fitted.length > 0 ? [fitted] : [];
    this.history.commit({ examples: examples.with(this.checkIndex(index), shots), input });
  }

  /** @param {number} index @param {unknown} drawing */
  add(index, drawing) {
    const fitted = fitToCell(drawing);
    if (fitted.length === 0) throw new ReptileError('empty-drawing', 'The drawing has no point.');
    const { examples, input } = this.history.now;
    const shots = examples[this.checkIndex(index)].filter((shot) => shot.length > 0);
    this.history.commit({ examples: examples.with(index, [...shots, fitted]), input });
  }

  /** @param {number} index */
  clear(index) {
    if (this.shotsIn(index) > 0) this.set(index, []);
  }

  clearAll() {
    if (missingFrom(this.history.now).length <= this.ways) this.history.commit(emptyDrawings(this.ways));
  }

  /** @param {number} index @param {string} name */
  putSample(index, name) {
    this.set(index, drawnAgain(SAMPLES[name], this.#timesSampled++));
  }

  showWorkedExample() {
    if (this.history.canUndo || missingFrom(this.history.now).length <= this.ways) return;
    const samples = samplesFor(this.labels);
    const house = samples.indexOf(SAMPLES.house);
    const input = house < 0 ? drawnAgain(samples[0], 1) : QUERY;
    for (const drawing of [...samples, input]) this.#untouched.add(drawing);
    this.history.now = { examples: samples.map((drawing) => [drawing]), input };
    // Who asks for one of them gets another drawing of it.
    this.#timesSampled = 1;
  }

  /** A page that brings examples of its own wants none of ours among them. */
  dropWorkedExample() {
    if (!this.#cells.some((index) => this.#isSample(index))) return;
    const { examples, input } = this.history.now;
    this.history.now = {
      examples: examples.map((shots, i) => (this.#isSample(i) ? [] : shots)),
      input: this.#isSample(this.ways) ? [] : input,
    };
  }

  /** @param {number} index */
  shotsIn(index) {
    const { examples, input } = this.history.now;
    return (index === this.ways ? [input] : examples[index]).filter((shot) => shot.length).length;
  }

  toJSON() {
    return toData(this.labels, this.history.now);
  }

  /** @param {unknown} data as `toJSON` made it */
  fromJSON(data) {
    const { names, drawings } = fromData(data);
    // Undoing would put what was drawn for other labels among these.
    if (this.isNamed(names)) this.history.commit(drawings);
    else this.history = new History(drawings);
    this.names = names;
  }

  /** @param {number} index */
  checkIndex(index) {
    if (this.names[index] !== undefined) return index;
    throw new ReptileError('bad-setting', `There is no example ${index}.`);
  }

  /** @param {number} index */
  #base(index) {
    return this.#isSample(index) ? [] : shownIn(this.history.now, index);
  }

  /**
   * @param {number} index
   * @param {CellDrawing} drawing
   */
  #show(index, drawing) {
    this.history.commit(withDrawing(this.history.now, index, drawing));
  }

  /** @param {number} index */
  #shots(index) {
    const { examples, input } = this.history.now;
    const shots = index === this.ways ? [input] : examples[index];
    const live = this.#live.get(index)?.();
    return live ? [[...this.#base(index), live], ...shots.slice(1)] : shots;
  }
}
