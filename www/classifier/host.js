// @ts-check
import { answer, Engine, failure } from './engine.js';
import { messageOf, ReptileError } from './errors.js';
import { compile } from './source.js';

/**
 * @typedef {import('./engine.js').Request} Request
 * @typedef {import('./engine.js').Answer} Answer
 * @typedef {import('./engine.js').Failure} Failure
 * @typedef {import('./source.js').Source} Source
 * @typedef {{ worker: boolean | URL, wasm: Source }} Place where learners live
 * @typedef {{ resolve: (answer: Answer) => void, reject: (error: Error) => void }} Pending
 * @typedef {(error: ReptileError) => void} LostListener
 */

/**
 * Hosts in use, so that classifiers with the same worker and wasm share one.
 * @type {Set<Host>}
 */
const hosts = new Set();

/**
 * What was compiled once serves again after a lost worker, without a request.
 * @typedef {Promise<WebAssembly.Module>} Compiled
 * @type {{ urls: Map<string, Compiled>, buffers: WeakMap<ArrayBuffer, Compiled> }}
 */
const modules = { urls: new Map(), buffers: new WeakMap() };

/** The glue holds one wasm instance for each copy of its module. */
let inlineCopies = 0;

/** A wasm instance that learners share: in a worker, or in this thread. */
export class Host {
  lost = false;
  /** @type {Set<LostListener>} */
  #clients = new Set();
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #lastId = 0;
  #started = false;
  /** @type {Worker | undefined} */
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
   * @param {LostListener} onLost told once when the learners are gone
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
    // An instance in this thread cannot be given back, so it stays for the next client.
    if (this.#clients.size > 0 || this.place.worker === false) return;
    hosts.delete(this);
    this.#worker?.terminate();
  }

  /**
   * @param {Request} request
   * @param {Transferable[]} [transfer]
   * @returns {Promise<Answer>}
   */
  async ask(request, transfer = []) {
    await this.ready;
    if (this.lost) throw lostError('it is gone');
    if (this.#worker) return this.#post({ request }, transfer);
    const engine = /** @type {Engine} */ (this.#engine);
    try {
      return answer(engine, request, performance.now());
    } catch (error) {
      throw this.#toError(failure(error));
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
    const compiled = moduleOf(this.place.wasm);
    compiled.catch(() => {});
    const worker = (this.#worker = spawn(this.place.worker));
    /** @type {Promise<never>} */
    const broken = new Promise((_, reject) => {
      worker.addEventListener('error', (event) => {
        const why = event.message || 'its script cannot be loaded';
        const error = this.#started
          ? lostError(why)
          : new ReptileError('load-failed', `The worker does not start: ${why}.`);
        this.#lose(error);
        reject(error);
      });
    });
    worker.addEventListener('messageerror', () => this.#lose(lostError('a reply was unreadable')));
    worker.addEventListener('message', ({ data }) => this.#settle(data));
    broken.catch(() => {});
    const module = await Promise.race([compiled, broken]);
    // Requests need not wait for the answer: the worker takes them in order.
    this.#post({ module }).then(
      () => {
        this.#started = true;
      },
      (error) => this.#lose(error),
    );
  }

  /**
   * @param {{ request: Request } | { module: WebAssembly.Module }} message
   * @param {Transferable[]} [transfer]
   * @returns {Promise<Answer>}
   */
  #post(message, transfer = []) {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#pending.set(id, { resolve, reject });
      this.#worker?.postMessage({ id, ...message }, transfer);
    });
  }

  /** @param {{ id: number, answer?: Answer, failure?: Failure }} reply */
  #settle(reply) {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.answer) pending?.resolve(reply.answer);
    else if (reply.failure) pending?.reject(this.#toError(reply.failure));
  }

  /** @param {Failure} failed */
  #toError(failed) {
    if (failed.code) return new ReptileError(failed.code, failed.message);
    // After a trap every object of the instance is unusable, the other learners too.
    const error = lostError(failed.message);
    this.#lose(error);
    return error;
  }

  /** @param {ReptileError} error */
  #lose(error) {
    if (this.lost) return;
    this.lost = true;
    hosts.delete(this);
    this.#worker?.terminate();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    for (const onLost of [...this.#clients]) onLost(error);
  }
}

/** @param {string} why */
const lostError = (why) => new ReptileError('worker-lost', `The worker stopped: ${why}.`);

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
 * @param {number} copy a new one where an instance was lost or another wasm is wanted
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
    throw new ReptileError('load-failed', 'There are no web workers here: pass worker: false.');
  }
  const here = import.meta.url;
  const url = place instanceof URL ? place : new URL('./worker.js', here);
  try {
    if (/^https?:$/.test(url.protocol) && url.origin !== location.origin) return spawnForeign(url);
    if (place instanceof URL) return new Worker(place, { type: 'module' });
    // Bundlers know a worker by exactly this expression.
    return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  } catch (error) {
    throw new ReptileError('load-failed', `The worker ${url} cannot be started.`, error);
  }
}

/**
 * A worker's own script must come from the page's origin; what it imports need not.
 * @param {URL} url
 */
function spawnForeign(url) {
  const script = `import ${JSON.stringify(url.href)};`;
  const blob = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(blob, { type: 'module' });
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}
