// @ts-check
import { ReptileError } from '../../classifier/errors.js';
import { readBytes } from '../../classifier/source.js';
import { WorkerClient } from '../../classifier/worker-client.js';
import { TRAINING_MS } from '../../classifier/worker-lost.js';

/** @typedef {import('./protocol.js').Operations} Operations */

/** The wasm of the figures in workers: one that answers at once, and one for each training. */
export class Lab {
  #wasm = readBytes(new URL('./reptile_sine_bg.wasm', import.meta.url), 'wasm');
  /** @type {WorkerClient | undefined} */
  #worker;

  constructor() {
    // A failure is reported by the requests.
    this.#wasm.catch(() => {});
  }

  /** Settles when there is no more to load. @returns {Promise<unknown>} */
  get ready() {
    return this.#wasm;
  }

  /**
   * @template {keyof Operations} K
   * @param {K} op
   * @param {Parameters<Operations[K]>[0]} argument
   * @returns {Promise<ReturnType<Operations[K]>>}
   */
  async ask(op, argument) {
    if (!this.#worker || this.#worker.isLost) this.#worker = this.#start();
    return (await this.#worker.ask({ op, argument }, { patienceMs: TRAINING_MS })).value;
  }

  /**
   * Trains in a worker of its own, so that it can be stopped at any moment.
   *
   * @param {import('./protocol.js').Order} order
   * @param {(progress: import('./protocol.js').Progress) => void} onProgress
   * @param {AbortSignal} signal
   * @returns {Promise<void>} rejected with the code `aborted` when it was stopped
   */
  async train(order, onProgress, signal) {
    const worker = this.#start();
    const stop = () => worker.close(new ReptileError('aborted', 'The training was stopped.'));
    signal.addEventListener('abort', stop);
    try {
      await worker.ask({ op: 'train', argument: order }, { onReport: onProgress, patienceMs: TRAINING_MS });
    } finally {
      signal.removeEventListener('abort', stop);
      worker.close(new ReptileError('aborted', 'The training has ended.'));
    }
  }

  #start() {
    return new WorkerClient(new Worker(new URL('./lab-worker.js', import.meta.url), { type: 'module' }), this.#wasm);
  }
}
