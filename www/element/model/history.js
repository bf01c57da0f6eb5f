// @ts-check

/** @typedef {import('./drawings.js').Drawings} Drawings */

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
