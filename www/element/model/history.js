// @ts-check

/**
 * @typedef {import('./fit.js').CellDrawing} CellDrawing
 * @typedef {object} Drawings what all cells hold and are called; never changed in place
 * @property {readonly string[]} names as `checkNames` gives them
 * @property {readonly (readonly CellDrawing[])[]} examples for each label its drawings, the shown one first
 * @property {CellDrawing} input
 */

const DEPTH = 200;

/** What the cells hold and are called, with undo and redo. */
export class History {
  /** @type {Drawings[]} */
  #past = [];
  /** @type {Drawings[]} */
  #future = [];

  /** @param {Drawings} now */
  constructor(now) {
    this.now = now;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** @param {Drawings} next */
  commit(next) {
    this.#past.push(this.now);
    if (this.#past.length > DEPTH) this.#past.shift();
    this.#future = [];
    this.now = next;
  }

  undo() {
    const before = this.#past.pop();
    if (!before) return false;
    this.#future.push(this.now);
    this.now = before;
    return true;
  }

  redo() {
    const after = this.#future.pop();
    if (!after) return false;
    this.#past.push(this.now);
    this.now = after;
    return true;
  }

  /**
   * Gives the cells these names in all states, and adds or removes cells at the end for it.
   * @param {string[]} names
   */
  rename(names) {
    /** @param {Drawings} drawings */
    const renamed = ({ examples, input }) => ({
      names,
      // The same list where it has the right length, so that a new name needs no new learning.
      examples: examples.length === names.length ? examples : names.map((_, i) => examples[i] ?? []),
      input,
    });
    this.now = renamed(this.now);
    this.#past = this.#past.map(renamed);
    this.#future = this.#future.map(renamed);
  }
}

/**
 * @param {Drawings} drawings
 * @param {number} index a label's, or past the last one the input's
 * @param {CellDrawing} shown
 * @returns {Drawings}
 */
export function withDrawing(drawings, index, shown) {
  const { examples } = drawings;
  if (index === examples.length) return { ...drawings, input: shown };
  return { ...drawings, examples: examples.map((shots, i) => (i === index ? [shown, ...shots.slice(1)] : shots)) };
}

/**
 * @param {Drawings} drawings
 * @param {number} index
 * @returns {CellDrawing}
 */
export function shownIn({ examples, input }, index) {
  return index === examples.length ? input : (examples[index][0] ?? []);
}

/**
 * @param {Drawings} drawings
 * @returns {number[]} the cells without a drawing, the input's as the number of the labels
 */
export function missingFrom(drawings) {
  const cells = [...drawings.examples.keys(), drawings.examples.length];
  return cells.filter((index) => shownIn(drawings, index).length === 0);
}

/**
 * @param {readonly string[]} names
 * @returns {Drawings}
 */
export function emptyDrawings(names) {
  return { names, examples: names.map(() => []), input: [] };
}
