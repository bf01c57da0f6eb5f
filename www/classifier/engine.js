// @ts-check
import { messageOf, ReptileError } from './errors.js';
import { makeGlue } from './glue.js';

/**
 * @typedef {ReturnType<typeof makeGlue>} Glue what wasm-bindgen made
 * @typedef {import('./drawing.js').PackedDrawing} PackedDrawing
 * @typedef {import('./protocol.js').Start} Start
 * @typedef {import('./protocol.js').Task} Task
 */

/** Above so many pixels a bitmap is read in an instance of its own. */
const LARGE_PX = 2 ** 20;

/** The operations of any number of learners in one wasm instance, in a worker or in the page's own thread. */
export class Engine {
  /** @type {Glue} */
  #glue;
  /** @type {Map<number, import('./reptile_sketch.js').Learner>} */
  #learners = new Map();
  #module;

  /** @param {Glue} glue @param {WebAssembly.Module} module what its instance was made of */
  constructor(glue, module) {
    this.#glue = glue;
    this.#module = module;
  }

  /** @param {import('./source.js').Wasm} wasm */
  static async start(wasm) {
    const glue = makeGlue();
    try {
      return new Engine(glue, await glue.start(wasm));
    } catch (error) {
      throw new ReptileError('load-failed', `Cannot start the wasm: ${messageOf(error)}`, error);
    }
  }

  /** @param {import('./protocol.js').Request} request */
  answer(request) {
    const steps = this.steps(request);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /**
   * Answers, and rests after each inner step.
   * @param {import('./protocol.js').Request} request
   * @returns {Generator<void, any>}
   */
  *steps({ learner, op, argument }) {
    const answer = /** @type {any} */ (this[op](learner, /** @type {any} */ (argument)));
    return op.startsWith('adapt') ? yield* answer : answer;
  }

  /**
   * @param {number} learner
   * @param {Start} start
   */
  open(learner, { init, weights, seed }) {
    const { Learner, freshSeed } = this.#glue;
    if (init === 'random') {
      seed ??= freshSeed();
      this.#learners.set(learner, Learner.random(seed));
      return seed;
    }
    this.#learners.set(learner, weights ? Learner.fromWeights(weights) : Learner.pretrained());
  }

  /**
   * @param {number} learner
   * @param {Task} task
   * @returns {Generator<void, Float32Array>}
   */
  *adapt(learner, { drawings, classes, steps }) {
    /** @type {import('./reptile_sketch.js').Sketch[]} */
    const sketches = [];
    try {
      for (const drawing of drawings) sketches.push(this.#sketch(drawing));
    } catch (error) {
      for (const sketch of sketches) sketch.free();
      throw error;
    }
    this.#learner(learner).begin(sketches, classes, steps);
    for (;;) {
      // It may have been closed meanwhile.
      const losses = this.#learner(learner).step();
      if (losses) return losses;
      yield;
    }
  }

  /** @param {number} learner */
  revert(learner) {
    this.#learner(learner).revert();
  }

  /**
   * @param {number} learner
   * @param {PackedDrawing} drawing
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
   * Both operations, and how long the first took.
   * @param {number} learner
   * @param {Task & { query: PackedDrawing }} task
   * @returns {Generator<void, import('./protocol.js').Both>}
   */
  *adaptAndClassify(learner, { query, ...task }) {
    // Read before anything is learned: a drawing that is refused changes nothing.
    const sketch = this.#sketch(query);
    try {
      const startMs = performance.now();
      const losses = yield* this.adapt(learner, task);
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
    if ('values' in drawing) return Sketch.strokes(drawing.values, drawing.lengths);
    const image = /** @type {ImageData} */ (drawing);
    const aside = image.width * image.height > LARGE_PX && this.#aside();
    return aside ? Sketch.ofPixels(aside.bitmap(image).pixels()) : Sketch.bitmap(image);
  }

  /**
   * Where to read a large bitmap: the memory of an instance never shrinks, but that of one which is dropped is freed.
   * @returns {Glue['Sketch'] | undefined} undefined where the engine does not start one at once
   */
  #aside() {
    const glue = makeGlue();
    try {
      glue.startAtOnce(this.#module);
      return glue.Sketch;
    } catch {
      return undefined;
    }
  }
}
