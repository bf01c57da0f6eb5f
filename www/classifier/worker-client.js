// @ts-check
import { ReptileError } from './errors.js';
import { lostError, SILENCE, START_MS, wait } from './worker-lost.js';

/**
 * @typedef {import('./protocol.js').Answer} Answer
 * @typedef {{ resolve: (answer: Answer) => void, reject: (error: Error) => void,
 *   onReport?: (progress: any) => void, patienceMs?: number }} Pending
 */

/** The page's side of the protocol: one worker, and what it was asked. Every request is settled exactly once. */
export class WorkerClient {
  #worker;
  #onLost;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #lastId = 0;
  #hasStarted = false;
  /** Why no more can be asked. @type {ReptileError | undefined} */
  #end;
  #stopWaiting = () => {};
  /** Ends the wait for the wasm. */
  #giveUp = (/** @type {ReptileError} */ _why) => {};

  /**
   * @param {Worker} worker
   * @param {Promise<import('./source.js').Wasm>} wasm
   * @param {(error: ReptileError) => void} [onLost] called once if it is lost after it has started
   */
  constructor(worker, wasm, onLost = () => {}) {
    this.#worker = worker;
    this.#onLost = onLost;
    worker.addEventListener('error', (event) => {
      // What becomes of it is told by us: what watches a page for errors would count those for which there is a way out.
      event.preventDefault();
      this.#fail(event.message || 'the script of the worker cannot be loaded');
    });
    worker.addEventListener('messageerror', () => this.#lose(lostError('a reply was unreadable')));
    worker.addEventListener('message', ({ data }) => this.#settle(data));
    /**
     * Settles when requests can be made.
     * @type {Promise<void>}
     */
    this.ready = this.#start(wasm);
    this.ready.catch((error) => this.#lose(error));
  }

  get isLost() {
    return this.#end !== undefined;
  }

  /**
   * @param {unknown} request
   * @param {{ transfer?: Transferable[], onReport?: (progress: any) => void, patienceMs?: number }} [how] after so long
   *   without a word over this request, the worker is taken for dead
   * @returns {Promise<Answer>}
   */
  async ask(request, how) {
    await this.ready;
    return this.#post({ request }, how);
  }

  /**
   * Ends the worker.
   * @param {ReptileError} why what pending and later requests are rejected with
   */
  close(why) {
    if (this.#end) return;
    this.#end = why;
    this.#worker.terminate();
    this.#stopWaiting();
    this.#giveUp(why);
    for (const { reject } of this.#pending.values()) reject(why);
    this.#pending.clear();
  }

  /** @param {Promise<import('./source.js').Wasm>} fetching */
  async #start(fetching) {
    /** @type {Promise<never>} */
    const givenUp = new Promise((_, reject) => {
      this.#giveUp = reject;
    });
    const wasm = await Promise.race([fetching, givenUp]);
    await this.#post({ wasm }, { patienceMs: START_MS });
    this.#hasStarted = true;
  }

  /**
   * @param {{ request: unknown } | { wasm: import('./source.js').Wasm }} content
   * @param {{ transfer?: Transferable[], onReport?: (progress: any) => void, patienceMs?: number }} [how]
   * @returns {Promise<Answer>}
   */
  async #post(content, { transfer = [], onReport, patienceMs } = {}) {
    if (this.#end) throw this.#end;
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#pending.set(id, { resolve, reject, onReport, patienceMs });
      if (this.#pending.size === 1) this.#waitForNext();
      this.#worker.postMessage({ id, ...content }, transfer);
    });
  }

  /** Requests are answered in order: waits for the reply to the first. */
  #waitForNext() {
    this.#stopWaiting();
    const [first] = this.#pending.values();
    if (first?.patienceMs) this.#stopWaiting = wait(first.patienceMs, () => this.#fail('it does not answer', SILENCE));
  }

  /** @param {import('./protocol.js').Reply} reply */
  #settle(reply) {
    const pending = this.#pending.get(reply.id);
    if ('report' in reply) {
      this.#waitForNext();
      return pending?.onReport?.(reply.report);
    }
    // After a trap every object of the instance is unusable, those of other requests too.
    if ('failure' in reply && !reply.failure.code) return this.#lose(lostError(reply.failure.message));
    this.#pending.delete(reply.id);
    this.#waitForNext();
    if ('answer' in reply) return pending?.resolve(reply.answer);
    pending?.reject(new ReptileError(reply.failure.code ?? 'worker-lost', reply.failure.message));
  }

  /** @param {string} why the worker broke @param {unknown} [cause] */
  #fail(why, cause) {
    this.#lose(this.#hasStarted ? lostError(why, cause) : new ReptileError('load-failed', why, cause));
  }

  /** @param {ReptileError} error */
  #lose(error) {
    if (this.#end) return;
    this.close(error);
    if (this.#hasStarted) this.#onLost(error);
  }
}
