// @ts-check
import { drawnAgain, QUERY, SAMPLES, samplesFor } from './samples.js';

/** @typedef {import('./fit.js').CellDrawing} CellDrawing */

/** The sample drawings that the element puts in its own cells, and which of them the user has not touched yet. */
export class WorkedExample {
  /**
   * The first stroke in a cell with one of these replaces it.
   * @type {WeakSet<CellDrawing>}
   */
  #untouched = new WeakSet();
  #timesSampled = 0;

  /**
   * @param {string[]} labels
   * @returns {Pick<import('./drawings.js').Drawings, 'examples' | 'input'>}
   */
  drawingsFor(labels) {
    const samples = samplesFor(labels);
    const house = samples.indexOf(SAMPLES.house);
    const input = house < 0 ? drawnAgain(samples[0], 1) : QUERY;
    for (const drawing of [...samples, input]) this.#untouched.add(drawing);
    // A user who asks for one of these samples gets another drawing of it.
    this.#timesSampled = 1;
    return { examples: samples.map((drawing) => [drawing]), input };
  }

  /** @param {CellDrawing} drawing */
  isUntouched(drawing) {
    return this.#untouched.has(drawing);
  }

  /**
   * @param {import('./drawings.js').Drawings} drawings
   * @returns {import('./drawings.js').Drawings} the same, where a sample was untouched an empty cell
   */
  without({ names, examples, input }) {
    return {
      names,
      examples: examples.map((shots) => (shots.some((shot) => this.isUntouched(shot)) ? [] : shots)),
      input: this.isUntouched(input) ? [] : input,
    };
  }

  /** @param {CellDrawing} sample that nobody has touched yet */
  claim(sample) {
    this.#untouched.add(sample);
  }

  /** Makes a sample the user's own: strokes are then added to it. @param {CellDrawing} drawing */
  keep(drawing) {
    this.#untouched.delete(drawing);
  }

  /** A sample that the user asked for: each time another drawing. @param {string} name */
  sample(name) {
    return drawnAgain(SAMPLES[name], this.#timesSampled++);
  }
}
