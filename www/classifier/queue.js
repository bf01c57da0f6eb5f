// @ts-check
import { ReptileError } from './errors.js';

/**
 * @typedef {object} Operation
 * @property {'adapt' | 'classify' | 'rasterize'} kind
 * @property {() => Promise<any>} run
 * @property {() => Promise<unknown>} [rollback] undoes `run` when it succeeded after an abort
 * @property {AbortSignal} [signal]
 *
 * @typedef {Operation & { resolve: (value: any) => void, reject: (error: Error) => void }} Waiting
 */

/** The operations of one classifier: they run in order, one at a time. */
export class Queue {
  /** @type {Waiting[]} */
  #waiting = [];
  /** @type {Waiting | undefined} */
  #inFlight;
  /** @type {Error | undefined} */
  #closed;

  /**
   * @param {Operation} operation
   * @returns {Promise<any>}
   */
  add(operation) {
    if (this.#closed) return Promise.reject(this.#closed);
    const { signal } = operation;
    if (signal?.aborted) return Promise.reject(aborted(signal));
    if (operation.kind === 'adapt') this.#supersede();
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== entry);
        entry.reject(aborted(signal));
      };
      /** @type {Waiting} */
      const entry = {
        ...operation,
        resolve: (value) => {
          signal?.removeEventListener('abort', onAbort);
          resolve(value);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort);
      this.#waiting.push(entry);
      this.#next();
    });
  }

  /**
   * Rejects everything that is pending; later operations run again.
   * @param {Error} error
   */
  flush(error) {
    const pending = [this.#inFlight, ...this.#waiting];
    this.#waiting = [];
    for (const entry of pending) entry?.reject(error);
  }

  /**
   * Rejects everything that is pending, and every later operation.
   * @param {Error} error
   */
  close(error) {
    this.#closed = error;
    this.flush(error);
  }

  /** Drops an adapt that has not started, and the classifies that wait for it: a newer adapt takes its place. */
  #supersede() {
    const first = this.#waiting.findIndex(({ kind }) => kind === 'adapt');
    if (first < 0) return;
    const dropped = this.#waiting.filter(({ kind }, i) => i >= first && kind !== 'rasterize');
    this.#waiting = this.#waiting.filter((entry) => !dropped.includes(entry));
    for (const entry of dropped) {
      entry.reject(new ReptileError('superseded', 'A newer adapt took the place of this one.'));
    }
  }

  async #next() {
    if (this.#inFlight) return;
    const entry = this.#waiting.shift();
    if (!entry) return;
    this.#inFlight = entry;
    try {
      const value = await entry.run();
      // The caller was told when it aborted; the state must be rolled back before the next operation runs.
      if (entry.signal?.aborted) await entry.rollback?.();
      entry.resolve(value);
    } catch (error) {
      entry.reject(/** @type {Error} */ (error));
    }
    this.#inFlight = undefined;
    this.#next();
  }
}

/** @param {AbortSignal | undefined} signal */
function aborted(signal) {
  return new ReptileError('aborted', 'The operation was aborted.', signal?.reason);
}
