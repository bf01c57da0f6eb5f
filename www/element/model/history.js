// @ts-check

/**
 * @typedef {import('./fit.js').CellDrawing} CellDrawing
 * @typedef {object} Drawings what all cells hold; never changed in place
 * @property {readonly (readonly CellDrawing[])[]} examples for each label its drawings, the shown one first
 * @property {CellDrawing} input
 */

const DEPTH = 200;

/** What the cells hold, with undo and redo. */
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
   * For another number of labels: adds or removes cells at the end, in all states.
   * @param {number} ways
   */
  resize(ways) {
    /** @param {Drawings} drawings */
    const resized = ({ examples, input }) => ({
      examples: Array.from({ length: ways }, (_, i) => examples[i] ?? []),
      input,
    });
    this.now = resized(this.now);
    this.#past = this.#past.map(resized);
    this.#future = this.#future.map(resized);
  }
}

/**
 * @param {Drawings} drawings
 * @param {number} index a label's, or past the last one the input's
 * @param {CellDrawing} shown
 * @returns {Drawings}
 */
export function withDrawing({ examples, input }, index, shown) {
  if (index === examples.length) return { examples, input: shown };
  return {
    examples: examples.map((shots, i) => (i === index ? [shown, ...shots.slice(1)] : shots)),
    input,
  };
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
 * @param {number} ways
 * @returns {Drawings}
 */
export function emptyDrawings(ways) {
  return { examples: Array.from({ length: ways }, () => []), input: [] };
}
