// @ts-check
import { codeOf, messageOf, ReptileError } from './errors.js';

/**
 * @typedef {typeof import('./reptile_sketch.js')} Glue what wasm-bindgen made
 * @typedef {import('./drawing.js').PackedDrawing} PackedDrawing
 * @typedef {{ weights?: Uint8Array, seed?: number }} Start neither: the embedded weights
 * @typedef {{ drawings: PackedDrawing[], classes: Uint32Array, steps?: number }} Task
 */

/** The operations over wasm, for any number of learners; the same in the worker and without one. */
export class Engine {
  /** @type {Glue} */
  #glue;
  /** @type {Map<number, import('./reptile_sketch.js').Learner>} */
  #learners = new Map();

  /** @param {Glue} glue */
  constructor(glue) {
    this.#glue = glue;
  }

  /**
   * @param {Glue} glue
   * @param {WebAssembly.Module} module
   */
  static async start(glue, module) {
    try {
      await glue.default({ module_or_path: module });
    } catch (error) {
      throw new ReptileError('load-failed', `Cannot start the wasm: ${messageOf(error)}`, error);
    }
    return new Engine(glue);
  }

  /**
   * @param {number} learner
   * @param {Start} start
   */
  open(learner, { weights, seed }) {
    const { Learner } = this.#glue;
    if (weights) this.#learners.set(learner, Learner.fromWeights(weights));
    else if (seed !== undefined) this.#learners.set(learner, Learner.random(seed));
    else this.#learners.set(learner, Learner.pretrained());
  }

  /**
   * @param {number} learner
   * @param {Task} task
   */
  adapt(learner, { drawings, classes, steps }) {
    /** @type {import('./reptile_sketch.js').Sketch[]} */
    const sketches = [];
    try {
      for (const drawing of drawings) sketches.push(this.#sketch(drawing));
    } catch (error) {
      for (const sketch of sketches) sketch.free();
      throw error;
    }
    return this.#learner(learner).adapt(sketches, classes, steps);
  }

  /** @param {number} learner */
  revert(learner) {
    this.#learner(learner).revert();
  }

  /**
   * @param {number} learner
   * @param {PackedDrawing} drawing
   * @returns {Float32Array} a probability for each class, then how unlike all of them it is
   */
  classify(learner, drawing) {
    const sketch = this.#sketch(drawing);
    try {
      return this.#learner(learner).classify(sketch);
    } finally {
      sketch.free();
    }
  }

  /**
   * Both, and how long the first took.
   * @param {number} learner
   * @param {Task & { query: PackedDrawing }} task
   */
  adaptAndClassify(learner, { query, ...task }) {
    // Before anything is learned: a drawing that cannot be read leaves all as it was.
    const sketch = this.#sketch(query);
    try {
      const startMs = performance.now();
      const losses = this.adapt(learner, task);
      const adaptMs = performance.now() - startMs;
      return { losses, adaptMs, answer: this.#learner(learner).classify(sketch) };
    } finally {
      sketch.free();
    }
  }

  /**
   * @param {number} _learner
   * @param {PackedDrawing} drawing
   */
  rasterize(_learner, drawing) {
    const sketch = this.#sketch(drawing);
    const pixels = sketch.pixels();
    sketch.free();
    return pixels;
  }

  /** @param {number} learner */
  close(learner) {
    this.#learners.get(learner)?.free();
    this.#learners.delete(learner);
  }

  /** @param {number} learner */
  #learner(learner) {
    const found = this.#learners.get(learner);
    if (!found) throw new ReptileError('disposed', 'This learner was disposed of.');
    return found;
  }

  /** @param {PackedDrawing} drawing */
  #sketch(drawing) {
    const { Sketch } = this.#glue;
    return 'values' in drawing
      ? Sketch.strokes(drawing.values, drawing.lengths)
      : Sketch.bitmap(drawing.rgba, drawing.width, drawing.height);
  }
}

/**
 * @typedef {{ learner: number, op: 'open' | 'adapt' | 'revert' | 'classify' | 'adaptAndClassify'
 *   | 'rasterize' | 'close', argument?: any }} Request
 * @typedef {{ value: any, elapsedMs: number }} Answer
 * @typedef {{ code?: import('../index.js').ReptileErrorCode, message: string }} Failure no code: a trap
 */

/**
 * @param {Engine} engine
 * @param {Request} request
 * @param {number} receivedMs
 * @returns {Answer}
 */
export function answer(engine, { learner, op, argument }, receivedMs) {
  const value = engine[op](learner, argument);
  return { value, elapsedMs: performance.now() - receivedMs };
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
export function failure(error) {
  return { code: codeOf(error), message: messageOf(error) };
}
