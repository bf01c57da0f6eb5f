// @ts-check
import { ReptileError } from '../../classifier/errors.js';
import { shown, textOf } from '../../classifier/kind.js';
import { fromData, stateIn, stateOf, toData } from './data.js';
import { cellsOf, emptyDrawings, missingFrom, shotsIn, shownIn, withShots, withShown } from './drawings.js';
import { rubbed } from './eraser.js';
import { copyOf, fitToCell } from './fit.js';
import { History } from './history.js';
import { areSame, checkNames, labelsOf } from './labels.js';
import { LiveStroke } from './stroke.js';
import { WorkedExample } from './worked-example.js';

/**
 * @typedef {import('./fit.js').CellDrawing} CellDrawing
 * @typedef {object} Task what to learn and what to classify, at this moment
 * @property {import('../../index.js').Example[] | undefined} examples undefined while one is missing
 * @property {import('../../index.js').Drawing | undefined} input
 * @property {number | undefined} steps
 */

/**
 * What the element holds: names, drawings, and the strokes under the pen. It knows nothing of how they look.
 * Cells are numbered in the order of the labels; the input comes last, so its number is the number of labels.
 *
 * A stroke under the pen is not in the history yet. It ends when the pen lifts, when its cell is cleared, or when
 * its cell goes; whatever else changes, it stays, on top of what its cell then holds.
 */
export class SketchModel {
  history = new History(emptyDrawings(['', '', '']));
  /** The strokes under the pen, by cell. @type {Map<number, LiveStroke>} */
  #strokes = new Map();
  #worked = new WorkedExample();
  /** Drawings that the next stroke in their cell replaces, because the user wants to draw them anew. */
  #outdated = new WeakSet();
  /** @type {unknown} */
  #support;
  /** What was saved last, and as what. @type {{ now?: unknown, text: string }} */
  #saved = { text: '' };
  /** A state that waits for its number of cells. */
  #kept = '';

  get names() {
    return [...this.history.now.names];
  }

  get labels() {
    return labelsOf(this.names);
  }

  get ways() {
    return this.history.now.names.length;
  }

  /** The cells without a drawing. */
  get missing() {
    return missingFrom(this.history.now).filter((index) => !this.#strokes.has(index));
  }

  /** The cells that the user wants to draw anew, and has not yet. */
  get outdated() {
    return this.#cells.filter((index) => this.#outdated.has(shownIn(this.history.now, index)) && !this.#strokes.has(index));
  }

  /** Whether all cells hold the samples that the element came with, and the user has drawn nothing yet. */
  get isWorkedExample() {
    return this.#strokes.size === 0 && this.#cells.every((index) => this.#isSample(index));
  }

  /** Whether the input is still the sample that the element came with, whatever the examples are. */
  get hasSampleInput() {
    return this.#isSample(this.ways) && !this.#strokes.has(this.ways);
  }

  get isDrawing() {
    return this.#strokes.size > 0;
  }

  /** Whether the examples have changed since the last call. */
  takeSupportChange() {
    const { examples } = this.history.now;
    const isNew = examples !== this.#support || [...this.#strokes.keys()].some((i) => i < this.ways);
    this.#support = examples;
    return isNew;
  }

  /** Whether the cells have exactly these names. @param {unknown} names */
  isNamed(names) {
    return areSame(names, this.names);
  }

  /** What a page says that the cells are called: undo does not take it back. @param {unknown} names */
  rename(names) {
    const { ways } = this;
    this.history.rename(checkNames(names));
    if (ways === this.ways) return;
    const input = this.#strokes.get(ways);
    for (const index of this.#strokes.keys()) if (index >= Math.min(ways, this.ways)) this.#strokes.delete(index);
    if (input) this.#strokes.set(this.ways, input);
  }

  /**
   * Renames, and replaces an untouched worked example by one for these labels.
   * @param {unknown} names
   */
  relabel(names) {
    const { isWorkedExample } = this;
    this.rename(names);
    const isRestored = this.#kept && !this.history.canUndo && this.restore(this.#kept);
    if (isRestored || !isWorkedExample || this.history.canUndo) return;
    this.history.now = emptyDrawings(this.history.now.names);
    this.showWorkedExample();
  }

  /** What a user calls a cell. @param {number} index @param {string} name */
  renameCell(index, name) {
    const names = checkNames(this.names.with(index, name));
    if (!this.isNamed(names)) this.history.commit({ ...this.history.now, names });
  }

  /** @param {'examples' | 'input'} part */
  isComplete(part) {
    return !this.missing.some((index) => (part === 'input') === (index === this.ways));
  }

  /**
   * @param {number | undefined} steps
   * @returns {Task}
   */
  task(steps) {
    // The number of a cell is its label here, so that a new name needs no new learning.
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

  /** @param {number} index @param {[x: number, y: number]} point @param {number} dotSize as `LiveStroke` has it */
  startStroke(index, [x, y], dotSize) {
    this.#strokes.set(index, new LiveStroke(x, y, dotSize));
  }

  /**
   * @param {number} index
   * @param {number[]} points as x, y, x, y
   * @returns {boolean} whether the stroke is still there
   */
  extendStroke(index, points) {
    const stroke = this.#strokes.get(index);
    for (let i = 0; i < points.length; i += 2) stroke?.add(points[i], points[i + 1]);
    return stroke !== undefined;
  }

  /** @param {number} index @returns {boolean} whether the stroke was still there */
  endStroke(index) {
    const stroke = this.#strokes.get(index);
    if (!stroke) return false;
    this.dropStroke(index);
    this.history.commit(withShown(this.history.now, index, [...this.#base(index), stroke.finished]));
    return true;
  }

  /** As if it had never been. @param {number} index */
  dropStroke(index) {
    this.#strokes.delete(index);
  }

  /** Takes the strokes that an eraser touches. @param {number} index @param {number[]} path as x, y, x, y */
  rub(index, path) {
    const before = shownIn(this.history.now, index);
    const after = rubbed(before, path);
    if (after !== before) this.history.commit(withShown(this.history.now, index, after));
    return after !== before;
  }

  /**
   * What a cell shows, with the stroke under the pen, which grows. Strokes can be told apart by identity.
   * @param {number} index
   * @returns {CellDrawing}
   */
  shown(index) {
    return this.#shots(index)[0] ?? [];
  }

  /** As a cell shows it, but a copy. @param {number} index */
  copy(index) {
    return copyOf(this.shown(index));
  }

  /** Makes a sample the user's own: strokes are then added to it. @param {number} index */
  keepSample(index) {
    if (this.#strokes.has(index)) return;
    this.#worked.keep(shownIn(this.history.now, index));
    this.#outdated.delete(shownIn(this.history.now, index));
  }

  /** Lets the next stroke in each cell replace what is there; until then it stays. */
  redrawAll() {
    const cells = this.#cells.filter((index) => !this.#strokes.has(index));
    for (const drawing of cells.map((index) => shownIn(this.history.now, index))) {
      if (drawing.length > 0) this.#outdated.add(drawing);
    }
  }

  /** @param {number} index @param {unknown} drawing */
  set(index, drawing) {
    const fitted = fitToCell(drawing);
    this.history.commit(withShots(this.history.now, index, fitted.length > 0 ? [fitted] : []));
    if (fitted.length === 0) this.#strokes.delete(index);
  }

  /** @param {number} index @param {unknown} drawing */
  add(index, drawing) {
    const fitted = fitToCell(drawing);
    if (fitted.length === 0) throw new ReptileError('empty-drawing', 'The drawing has no point.');
    const { now } = this.history;
    const shots = shotsIn(now, index).filter((shot) => shot.length > 0);
    this.history.commit(withShots(now, index, [...shots, fitted]));
  }

  /** @param {number} index */
  clear(index) {
    if (this.count(index) > 0) this.set(index, []);
    this.#strokes.delete(index);
  }

  clearAll() {
    this.#strokes.clear();
    const { now } = this.history;
    if (missingFrom(now).length <= this.ways) this.history.commit(emptyDrawings(now.names));
  }

  /** @param {number} index @param {string} name */
  putSample(index, name) {
    this.set(index, this.#worked.sample(name));
  }

  showWorkedExample() {
    if (this.history.canUndo || missingFrom(this.history.now).length <= this.ways) return;
    this.history.now = { ...this.history.now, ...this.#worked.drawingsFor(this.labels) };
  }

  /** A page that sets examples of its own does not want our samples among them. */
  dropWorkedExample() {
    this.history.now = this.#worked.without(this.history.now);
  }

  /** How many drawings a cell holds. @param {number} index */
  count(index) {
    return shotsIn(this.history.now, index).filter((shot) => shot.length > 0).length;
  }

  toJSON() {
    return toData(this.labels, this.history.now);
  }

  /** Clears every cell, and fills it anew. @param {unknown} data as `toJSON` made it */
  fromJSON(data) {
    const drawings = fromData(data);
    this.#strokes.clear();
    // Undo would mix drawings for the earlier labels with these.
    if (this.isNamed(drawings.names)) this.history.commit(drawings);
    else this.history = new History(drawings);
  }

  /** What a browser keeps of a form: the drawings, but not the stroke under the pen, and which are samples. */
  get state() {
    const { now } = this.history;
    if (this.#saved.now !== now) {
      const samples = this.#cells.filter((index) => this.#isSample(index));
      this.#saved = { now, text: stateOf(this.labels, now, samples) };
    }
    return this.#saved.text;
  }

  /**
   * Nothing comes before it: undo stops there. State for another number of cells waits for a script of the page that sets
   * these labels.
   * @param {string} state
   * @returns {boolean} whether it is restored
   */
  restore(state) {
    const { drawings, samples } = stateIn(state);
    const isForOthers = drawings !== undefined && drawings.names.length !== this.ways;
    this.#kept = isForOthers ? state : '';
    if (isForOthers || !drawings) return false;
    this.#strokes.clear();
    this.history = new History(drawings);
    for (const index of this.#cells) if (samples.includes(index)) this.#worked.claim(shownIn(drawings, index));
    return true;
  }

  /** @param {number} index a page may have read it from an attribute, as a text */
  checkIndex(index) {
    if (Object.keys(this.names).includes(textOf(index))) return Number(index);
    throw new ReptileError('bad-setting', `There is no example ${shown(index)}.`);
  }

  /** Takes over what another one holds, but not how it came to that. @param {SketchModel} other */
  copyFrom(other) {
    this.history = new History(other.history.now);
    for (const index of other.#cells) {
      if (other.#isSample(index)) this.#worked.claim(shownIn(other.history.now, index));
    }
  }

  get #cells() {
    return cellsOf(this.history.now);
  }

  /** @param {number} index */
  #isSample(index) {
    return this.#worked.isUntouched(shownIn(this.history.now, index));
  }

  /** What a stroke in a cell is added to. @param {number} index */
  #base(index) {
    const shown = shownIn(this.history.now, index);
    return this.#isSample(index) || this.#outdated.has(shown) ? [] : shown;
  }

  /** @param {number} index */
  #shots(index) {
    const shots = shotsIn(this.history.now, index);
    const stroke = this.#strokes.get(index);
    return stroke ? [[...this.#base(index), stroke.points], ...shots.slice(1)] : shots;
  }
}
