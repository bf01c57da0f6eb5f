// @ts-check
import { compile } from '../../classifier/source.js';

/**
 * @typedef {import('./lab-worker.js').Operations} Operations
 * @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void,
 *   onProgress?: (value: any) => void }} Pending
 */

/** What went wrong in a worker, with the code that the library gave it. */
export class LabError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** The wasm in workers: one that answers at once, and one for each training. */
export class Lab {
  #module = compile(new URL('./reptile_sine_bg.wasm', import.meta.url));
  /** @type {Bench | undefined} */
  #bench;

  constructor() {
    // Whoever asks is told.
    this.#module.catch(() => {});
  }

  /**
   * @template {keyof Operations} K
   * @param {K} operation
   * @param {Parameters<Operations[K]>[0]} argument
   * @returns {Promise<ReturnType<Operations[K]>>}
   */
  ask(operation, argument) {
    if (!this.#bench || this.#bench.isLost) this.#bench = new Bench(this.#module);
    return this.#bench.ask(operation, argument);
  }

  /**
   * A worker of its own, which ends with the training: so it can be stopped at any moment.
   *
   * @param {import('./lab-worker.js').Order} order
   * @param {(progress: import('./lab-worker.js').Progress) => void} onProgress
   * @param {AbortSignal} signal
   * @returns {Promise<void>} rejected with the code `aborted` when it was stopped
   */
  async train(order, onProgress, signal) {
    const bench = new Bench(this.#module);
    const stop = () => bench.close(new LabError('aborted', 'It was stopped.'));
    signal.addEventListener('abort', stop);
    try {
      await bench.ask('train', order, onProgress);
    } finally {
      signal.removeEventListener('abort', stop);
      bench.close(new LabError('aborted', 'It has ended.'));
    }
  }
}

/** One worker and what it was asked. */
class Bench {
  isLost = false;
  #worker = new Worker(new URL('./lab-worker.js', import.meta.url), { type: 'module' });
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #lastId = 0;

  /** @param {Promise<WebAssembly.Module>} module */
  constructor(module) {
    this.#worker.addEventListener('error', ({ message }) =>
      this.close(new LabError('worker-lost', `The worker stopped: ${message || 'it cannot be loaded'}.`)));
    this.#worker.addEventListener('message', ({ data }) => this.#settle(data));
    module.then(
      (compiled) => this.#worker.postMessage({ module: compiled }),
      (error) => this.close(new LabError('load-failed', error.message)),
    );
  }

  /**
   * @param {string} operation
   * @param {unknown} argument
   * @param {(value: any) => void} [onProgress]
   * @returns {Promise<any>}
   */
  ask(operation, argument, onProgress) {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#pending.set(id, { resolve, reject, onProgress });
      this.#worker.postMessage({ id, operation, argument });
    });
  }

  /** @param {LabError} why */
  close(why) {
    this.isLost = true;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(why);
    this.#pending.clear();
  }

  /** @param {{ id: number, progress?: unknown, value?: unknown, failure?: { code?: string, message: string } }} reply */
  #settle({ id, progress, value, failure }) {
    const pending = this.#pending.get(id);
    if (progress !== undefined) return pending?.onProgress?.(progress);
    this.#pending.delete(id);
    if (!failure) return pending?.resolve(value);
    pending?.reject(new LabError(failure.code ?? 'worker-lost', failure.message));
    // After a trap nothing of the instance can be trusted.
    if (!failure.code) this.close(new LabError('worker-lost', failure.message));
  }
}
