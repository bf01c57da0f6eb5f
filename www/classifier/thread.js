// @ts-check
import { Engine } from './engine.js';
import { messageOf, ReptileError } from './errors.js';
import { toFailure } from './protocol.js';
import { wasmFrom } from './source.js';
import { lostError } from './worker-client.js';

/** @typedef {import('./source.js').Source} Source */

/** One for each wasm: an instance in this thread cannot be freed, so it stays for the next classifier. @type {Map<unknown, Thread>} */
const threads = new Map();

/** How many copies of the glue were imported: each holds one wasm instance. */
let copies = 0;
/** Those whose instance did not start. @type {import('./engine.js').Glue[]} */
const spare = [];

/** A wasm instance in this thread. */
export class Thread {
  #isBroken = false;
  /** @type {Promise<Engine>} */
  #engine;
  #key;

  /** @param {Source} wasm */
  static of(wasm) {
    const key = wasm instanceof URL ? wasm.href : wasm;
    const thread = threads.get(key) ?? new Thread(wasm, key);
    threads.set(key, thread);
    return thread;
  }

  /**
   * @param {Source} wasm
   * @param {unknown} key
   */
  constructor(wasm, key) {
    this.#key = key;
    this.#engine = start(wasm);
    /**
     * Settles when requests can be made.
     * @type {Promise<unknown>}
     */
    this.ready = this.#engine;
    this.ready.catch(() => this.#forget());
  }

  /**
   * @param {import('./protocol.js').Request} request
   * @returns {Promise<import('./protocol.js').Answer>}
   */
  async ask(request) {
    const engine = await this.#engine;
    // Between two requests the page gets its turn.
    if (globalThis.document) await new Promise((done) => setTimeout(done));
    if (this.#isBroken) throw lostError('the wasm has crashed');
    const startMs = performance.now();
    try {
      return { value: engine.answer(request), elapsedMs: performance.now() - startMs };
    } catch (cause) {
      const { code, message } = toFailure(cause);
      if (code) throw new ReptileError(code, message);
      // After a trap the whole instance is unusable, with the learners of other classifiers.
      this.#isBroken = true;
      this.#forget();
      throw lostError(message);
    }
  }

  #forget() {
    if (threads.get(this.#key) === this) threads.delete(this.#key);
  }
}

/** @param {Source} wasm */
async function start(wasm) {
  const fetched = wasmFrom(wasm);
  // Its failure is met below.
  fetched.catch(() => {});
  const glue = spare.pop() ?? (await importGlue(copies++).catch((error) => {
    throw new ReptileError('load-failed', `A script cannot be loaded: ${messageOf(error)}`, error);
  }));
  try {
    return await Engine.start(glue, await fetched);
  } catch (error) {
    spare.push(glue);
    throw error;
  }
}

/**
 * @param {number} copy a new number where an instance was lost, or for another wasm
 * @returns {Promise<import('./engine.js').Glue>}
 */
function importGlue(copy) {
  if (copy === 0) return import('./reptile_sketch.js');
  const { href } = new URL(`./reptile_sketch.js?copy=${copy}`, import.meta.url);
  return import(/* webpackIgnore: true */ /* @vite-ignore */ href);
}
