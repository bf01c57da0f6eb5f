// @ts-check
import { messageOf, ReptileError } from './errors.js';
import { toFailure } from './protocol.js';
import { wasmFrom } from './source.js';
import { served } from './unbundled.js';
import { lostError } from './worker-lost.js';

/** @typedef {import('./source.js').Source} Source */

/** One for each wasm: an instance in this thread cannot be freed, so it stays for the next classifier. @type {Map<unknown, Thread>} */
const threads = new Map();

/** A wasm instance in this thread. */
export class Thread {
  #isBroken = false;
  /** @type {Promise<import('./engine.js').Engine>} */
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
    let startMs = NaN;
    try {
      for (const steps = engine.steps(request); ;) {
        // Between two requests, and two inner steps, the page gets its turn.
        if (globalThis.document) await nextTask();
        if (this.#isBroken) throw lostError('the wasm has crashed');
        startMs ||= performance.now();
        const { done, value } = steps.next();
        if (done) return { value, elapsedMs: performance.now() - startMs };
      }
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

/** Without the four milliseconds that browsers let a timer wait which a timer has set. @returns {Promise<void>} */
function nextTask() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(undefined);
  });
}

/** @typedef {Pick<typeof import('./engine.js'), 'Engine'>} Computing */

/** What computes, where it came together with the rest. @type {Promise<Computing> | undefined} */
let given;

/** @param {Computing} computing */
export function giveEngine(computing) {
  given = Promise.resolve(computing);
}

/** Loads what computes; without a request, once it was loaded. @returns {Promise<Computing>} */
export function importEngine() {
  const home = served();
  // A variable, so that no bundler looks for it.
  const script = `${home}/dist/engine.js`;
  return given ?? (home ? import(/* webpackIgnore: true */ /* @vite-ignore */ script) : import('./engine.js'));
}

/** @param {Source} wasm */
async function start(wasm) {
  const importing = importEngine().catch((error) => {
    throw new ReptileError('load-failed', `a script cannot be loaded: ${messageOf(error)}`, error);
  });
  const [bytes, { Engine }] = await Promise.all([wasmFrom(wasm), importing]);
  return Engine.start(bytes);
}
