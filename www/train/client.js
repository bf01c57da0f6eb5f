// @ts-check
import { ReptileError } from '../classifier/errors.js';
import { readBytes } from '../classifier/source.js';
import { WorkerClient } from '../classifier/worker-client.js';
import { TRAINING_MS } from '../classifier/worker-lost.js';

/** @typedef {import('./protocol.js').Operations} Operations */

/** The worker that trains, and that has other people's hands; it starts with the first question. */
export class Trainer {
  /** @type {WorkerClient | undefined} */
  #worker;

  /**
   * @template {keyof Operations} K
   * @param {K} op
   * @param {Parameters<Operations[K]>[0]} argument
   * @returns {Promise<ReturnType<Operations[K]>>}
   */
  async ask(op, argument) {
    if (!this.#worker || this.#worker.isLost) this.#worker = start();
    // To read files takes as long as it takes.
    const how = op === 'begin' ? {} : { patienceMs: TRAINING_MS };
    const answer = await this.#worker.ask({ op, argument }, how).catch((error) => {
      // Visitors read it, and the page itself was loaded.
      throw error.code === 'load-failed'
        ? new ReptileError('load-failed', 'What this part needs does not load: there may be no network. Try again.', error) : error;
    });
    return /** @type {ReturnType<Operations[K]>} */ (answer.value);
  }

  /** Whether what it was asked before is still known to it. */
  get isLost() {
    return !this.#worker || this.#worker.isLost;
  }

  /** Ends the worker, and what it does. */
  close() {
    this.#worker?.close(new ReptileError('aborted', 'The training was stopped.'));
  }
}

function start() {
  const wasm = readBytes(new URL('./reptile_train_bg.wasm', import.meta.url), 'wasm');
  // A failure is reported by the requests.
  wasm.catch(() => {});
  return new WorkerClient(new Worker(new URL('./train-worker.js', import.meta.url), { type: 'module' }), wasm);
}
