// @ts-check
import { codeOf, messageOf, ReptileError } from './errors.js';
import { forgetWasm, wasmFrom } from './source.js';
import { waysToSpawn } from './spawn.js';
import { importEngine, Thread } from './thread.js';
import { WorkerClient } from './worker-client.js';
import { lostError, MOST_LOSSES, patienceFor, SILENCE } from './worker-lost.js';

/**
 * @typedef {import('./protocol.js').Request} Request
 * @typedef {import('./protocol.js').Answer} Answer
 * @typedef {{ worker: unknown, wasm: import('./source.js').Source }} Place where learners live: true is a worker, or
 *   this thread where none can be started; false is this thread; else it is the address of a worker
 * @typedef {(error: ReptileError) => void} LostListener
 */

/**
 * The hosts in use: classifiers with the same worker and wasm share one.
 * @type {Set<Host>}
 */
const hosts = new Set();

/** How many workers fell silent since one last learned anything. */
let silences = 0;

/** A wasm instance that classifiers share, in a worker or in this thread. */
export class Host {
  lost = false;
  /** @type {Set<LostListener>} */
  #clients = new Set();
  #isLeft = false;
  /** @type {WorkerClient | undefined} */
  #worker;
  /** @type {Thread | undefined} */
  #thread;

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    /**
     * Settles when requests can be made.
     * @type {Promise<void>}
     */
    this.ready = this.#start();
    this.ready.catch((error) => {
      forgetWasm(place.wasm);
      this.#lose(error);
    });
  }

  /**
   * @param {Place} place
   * @param {LostListener} onLost called once if the instance, with its learners, is lost
   */
  static join(place, onLost) {
    let host = [...hosts].find((other) => isSame(other.place, place));
    if (!host) hosts.add((host = new Host(place)));
    host.#clients.add(onLost);
    return host;
  }

  /** @param {LostListener} onLost */
  leave(onLost) {
    this.#clients.delete(onLost);
    if (this.#clients.size > 0) return;
    hosts.delete(this);
    this.#isLeft = true;
    this.#worker?.close(new ReptileError('disposed', 'No classifier uses this worker any more.'));
  }

  /**
   * @param {Request} request
   * @param {Transferable[]} [transfer]
   * @returns {Promise<Answer>}
   */
  async ask(request, transfer = []) {
    await this.ready;
    if (this.lost) throw lostError('it is gone');
    if (this.#worker) {
      const answer = await this.#worker.ask(request, { transfer, patienceMs: patienceFor(request) });
      // Where the page's clock runs ahead, the quick requests come through.
      if (request.op.startsWith('adapt')) silences = 0;
      return answer;
    }
    try {
      return await /** @type {Thread} */ (this.#thread).ask(request);
    } catch (error) {
      if (codeOf(error) === 'worker-lost') this.#lose(/** @type {ReptileError} */ (error));
      throw error;
    }
  }

  /** A page's policies, its address, or what blocks its scripts can be in the way of a worker: tries one way after the other. */
  async #start() {
    const { worker, wasm } = this.place;
    /** @type {string[]} */
    const failures = [];
    if (worker === true && silences >= MOST_LOSSES) {
      failures.push('in a worker: it does not answer');
    } else if (worker !== false) {
      for (const { name, spawn } of waysToSpawn(worker)) {
        try {
          await this.#startWorker(spawn);
          // For a worker that is lost when there is no network to start another.
          importEngine().catch(() => {});
          return;
        } catch (error) {
          // No way leads further if there is no wasm, or nobody who waits.
          await wasmFrom(wasm);
          if (this.#isLeft) throw error;
          failures.push(`in ${name}: ${messageOf(error)}`);
          // Another worker would wait for the same script.
          if (/** @type {Error} */ (error).cause === SILENCE) break;
        }
      }
      if (worker !== true) {
        throw new ReptileError('load-failed', failures.length > 0
          ? `The worker does not start, ${failures.join(', ')}.`
          : 'There are no web workers here: set worker to false.');
      }
    }
    await this.#startHere(failures);
  }

  /** @param {string[]} failures of what was tried before */
  async #startHere(failures) {
    this.#thread = Thread.of(this.place.wasm);
    try {
      await this.#thread.ready;
    } catch (error) {
      if (failures.length === 0) throw error;
      const all = [...failures, `in this thread: ${messageOf(error)}`];
      throw new ReptileError('load-failed', `The network does not start, ${all.join(', ')}.`, error);
    }
    // It works, but less smoothly, and whoever made the page may want to know.
    if (failures.length > 0) console.info(`reptile-sketch computes in the page's own thread, since it does not start ${failures.join(', ')}.`);
  }

  /** @param {() => Worker} spawn */
  async #startWorker(spawn) {
    const wasm = wasmFrom(this.place.wasm);
    wasm.catch(() => {});
    const client = new WorkerClient(spawn(), wasm, (error) => this.#lose(error));
    this.#worker = client;
    try {
      await client.ready;
    } catch (error) {
      this.#worker = undefined;
      throw error;
    }
  }

  /** @param {ReptileError} error */
  #lose(error) {
    if (this.lost) return;
    this.lost = true;
    if (error.cause === SILENCE) silences += 1;
    hosts.delete(this);
    for (const onLost of [...this.#clients]) onLost(error);
  }
}

/**
 * @param {Place} a
 * @param {Place} b
 */
const isSame = (a, b) =>
  String(a.worker) === String(b.worker) &&
  (a.wasm === b.wasm || (a.wasm instanceof URL && String(a.wasm) === String(b.wasm)));
