// @ts-check
import { Engine } from './engine.js';
import { messageOf, ReptileError } from './errors.js';
import { toFailure } from './protocol.js';
import { compile } from './source.js';
import { lostError, WorkerClient } from './worker-client.js';

/**
 * @typedef {import('./protocol.js').Request} Request
 * @typedef {import('./protocol.js').Answer} Answer
 * @typedef {import('./source.js').Source} Source
 * @typedef {{ worker: boolean | URL, wasm: Source }} Place where learners live
 * @typedef {(error: ReptileError) => void} LostListener
 */

/**
 * The hosts in use: classifiers with the same worker and wasm share one.
 * @type {Set<Host>}
 */
const hosts = new Set();

/**
 * Compiled modules, so that a new worker after a lost one needs no request.
 * @typedef {Promise<WebAssembly.Module>} Compiled
 * @type {{ urls: Map<string, Compiled>, buffers: WeakMap<ArrayBuffer, Compiled> }}
 */
const modules = { urls: new Map(), buffers: new WeakMap() };

/** How many copies of the glue were imported: each holds one wasm instance. */
let inlineCopies = 0;

/** A wasm instance that classifiers share, in a worker or in this thread. */
export class Host {
  lost = false;
  /** @type {Set<LostListener>} */
  #clients = new Set();
  /** @type {WorkerClient | undefined} */
  #worker;
  /** @type {Engine | undefined} */
  #engine;

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    /**
     * Settles when requests can be made.
     * @type {Promise<void>}
     */
    this.ready = place.worker === false ? this.#startInline() : this.#startWorker();
    this.ready.catch((error) => this.#lose(error));
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
    // An instance in this thread cannot be freed, so it stays for the next classifier.
    if (this.#clients.size > 0 || this.place.worker === false) return;
    hosts.delete(this);
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
    if (this.#worker) return this.#worker.ask(request, { transfer });
    const startMs = performance.now();
    try {
      const value = /** @type {Engine} */ (this.#engine).answer(request);
      return { value, elapsedMs: performance.now() - startMs };
    } catch (cause) {
      const { code, message } = toFailure(cause);
      if (code) throw new ReptileError(code, message);
      // After a trap the whole instance is unusable, with the learners of other classifiers.
      const error = lostError(message);
      this.#lose(error);
      throw error;
    }
  }

  async #startInline() {
    const copy = inlineCopies++;
    try {
      const [module, glue] = await Promise.all([moduleOf(this.place.wasm), importGlue(copy)]);
      this.#engine = await Engine.start(glue, module);
    } catch (error) {
      if (error instanceof ReptileError) throw error;
      throw new ReptileError('load-failed', `The wasm does not start: ${messageOf(error)}`, error);
    }
  }

  async #startWorker() {
    const module = moduleOf(this.place.wasm);
    const worker = spawn(this.place.worker);
    this.#worker = new WorkerClient(worker, module, (error) => this.#lose(error));
    await this.#worker.ready;
  }

  /** @param {ReptileError} error */
  #lose(error) {
    if (this.lost) return;
    this.lost = true;
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

/** @param {Source} source */
function moduleOf(source) {
  if (source instanceof URL) return remember(modules.urls, source.href, source);
  return remember(modules.buffers, source, source);
}

/**
 * @template K
 * @param {{ get(key: K): Compiled | undefined, set(key: K, module: Compiled): unknown,
 *   delete(key: K): boolean }} known
 * @param {K} key
 * @param {Source} source
 */
function remember(known, key, source) {
  let module = known.get(key);
  if (!module) {
    known.set(key, (module = compile(source)));
    module.catch(() => known.delete(key));
  }
  return module;
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

/**
 * @param {boolean | URL} place
 * @returns {Worker}
 */
function spawn(place) {
  if (typeof Worker === 'undefined') {
    throw new ReptileError('load-failed', 'There are no web workers here: set worker to false.');
  }
  const here = import.meta.url;
  const url = place instanceof URL ? place : new URL('./worker.js', here);
  try {
    if (/^https?:$/.test(url.protocol) && url.origin !== location.origin) return spawnForeign(url);
    if (place instanceof URL) return new Worker(place, { type: 'module' });
    // Bundlers recognise a worker by exactly this expression.
    return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  } catch (error) {
    throw new ReptileError('load-failed', `The worker ${url} cannot be started.`, error);
  }
}

/**
 * A worker's own script must have the page's origin; the scripts that it imports need not.
 * @param {URL} url
 */
function spawnForeign(url) {
  const script = `import ${JSON.stringify(url.href)};`;
  const blob = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(blob, { type: 'module' });
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}
