// @ts-check
import { buffersOf, pack } from './drawing.js';
import { codeOf, messageOf, optionsOf, ReptileError } from './errors.js';
import { Host } from './host.js';
import { isSignal, isUrl, kindOf, shown } from './kind.js';
import { Queue } from './queue.js';
import { readBytes, toSource, toUrl, toWasm } from './source.js';
import { packSupport } from './support-set.js';
import { checkBrowser, wasmBeside } from './wasm.js';

/**
 * @typedef {import('./protocol.js').Request} Request
 * @typedef {import('./protocol.js').Start} Start
 * @typedef {import('./support-set.js').Support} Support
 * @typedef {import('./protocol.js').Operations} Operations
 */

let lastLearner = 0;

/**
 * A classifier's place in a host, which knows nothing of the classifier itself: one that a page forgets is garbage, and is
 * then disposed of. Whoever waits for an answer still holds it.
 * @typedef {{ learner: number, host?: Host, onLost: import('./host.js').LostListener }} Seat
 */
const forgotten = new FinalizationRegistry(leave);

/** @param {Seat} seat */
function leave({ learner, host, onLost }) {
  host?.ask({ learner, op: 'close' }).catch(() => {});
  host?.leave(onLost);
}

/**
 * Learns from a few labelled drawings and classifies others. Several classifiers may share a host.
 * @implements {Omit<import('../index.js').SketchClassifier, typeof Symbol.dispose>}
 */
export class SketchClassifier {
  #queue = new Queue();
  /** @type {import('./host.js').Place} */
  #place;
  /** @type {Start} */
  #start = { init: 'pretrained' };
  /** @type {Seat} */
  #seat;
  /**
   * The examples of the last adapt: they hold the labels of the predictions, and a new worker learns them again.
   * @type {Support | undefined}
   */
  #support;
  #disposed = false;

  /** @param {import('./host.js').Place} place */
  constructor(place) {
    if (!place) throw new ReptileError('bad-setting', 'A classifier is made by `await SketchClassifier.load()`.');
    this.#place = place;
    const self = new WeakRef(this);
    this.#seat = {
      learner: ++lastLearner,
      onLost: (error) => {
        const classifier = self.deref();
        if (classifier) classifier.#onLost(error);
      },
    };
    forgotten.register(this, this.#seat, this);
  }

  /**
   * @param {import('../index.js').LoadOptions} [options]
   * @returns {Promise<SketchClassifier>}
   */
  static async load(options) {
    const { weights, wasm, worker, init, seed } = optionsOf(options, ['weights', 'wasm', 'worker', 'init', 'seed']);
    /** @type {SketchClassifier | undefined} */
    let classifier;
    try {
      classifier = new SketchClassifier({
        worker: toWorker(worker),
        wasm: wasm === undefined ? wasmBeside() : toWasm(wasm),
      });
      const start = checkStart(init, seed, weights);
      checkBrowser();
      const file = weights === undefined ? undefined : readBytes(toSource(weights, 'weights'), 'weights');
      file?.catch(() => {});
      // The host starts while the weights are being fetched.
      classifier.#join();
      if (file) start.weights = new Uint8Array(await file);
      classifier.#start = start;
      await classifier.#open();
      return classifier;
    } catch (error) {
      classifier?.dispose();
      // What the platform refuses: bytes that were transferred elsewhere, or a script without an address beside which the
      // wasm could be.
      throw codeOf(error) ? error : new ReptileError('load-failed', messageOf(error), error);
    }
  }

  /** @returns {number | null} */
  get seed() {
    return this.#start.seed ?? null;
  }

  /**
   * @param {import('../index.js').Example[]} examples
   * @param {import('../index.js').AdaptOptions} [options]
   * @returns {Promise<import('../index.js').AdaptResult>}
   */
  async adapt(examples, options) {
    const { steps, signal } = optionsOf(options, ['steps', 'signal']);
    if (signal !== undefined && !isSignal(signal)) {
      throw new ReptileError('bad-setting', 'signal must be an AbortSignal.');
    }
    const support = packSupport(examples, steps);
    const before = { support: this.#support };
    return this.#queue.add({
      kind: 'adapt',
      signal,
      run: async () => {
        const { value, elapsedMs } = await this.#ask('adapt', support);
        before.support = this.#support;
        this.#support = support;
        return { losses: value, elapsedMs };
      },
      rollback: async () => {
        this.#support = before.support;
        // A lost worker has nothing to revert; the next one learns the earlier examples.
        if (this.#seat.host) await this.#ask('revert');
      },
    });
  }

  /**
   * @param {import('../index.js').Drawing | import('../index.js').Bitmap} drawing
   * @returns {Promise<import('../index.js').ClassifyResult>}
   */
  async classify(drawing) {
    const packed = pack(drawing);
    return this.#queue.add({
      kind: 'classify',
      run: async () => {
        const { value, elapsedMs } = await this.#ask('classify', packed, buffersOf(packed));
        return this.#toResult(value, elapsedMs);
      },
    });
  }

  /**
   * Both in one message to the worker and one back, for an element that follows the pen.
   * @param {import('../index.js').Example[]} examples
   * @param {import('../index.js').Drawing} drawing
   * @param {number} [steps]
   * @returns {Promise<{ learned: import('../index.js').AdaptResult,
   *   answer: import('../index.js').ClassifyResult }>}
   */
  async adaptAndClassify(examples, drawing, steps) {
    const support = packSupport(examples, steps);
    const query = pack(drawing);
    return this.#queue.add({
      kind: 'adapt',
      run: async () => {
        const { value, elapsedMs } = await this.#ask('adaptAndClassify', { ...support, query });
        const { losses, adaptMs, answer } = value;
        this.#support = support;
        return {
          learned: { losses, elapsedMs: adaptMs },
          answer: this.#toResult(answer, elapsedMs - adaptMs),
        };
      },
    });
  }

  /**
   * @param {import('./protocol.js').Classified} answer
   * @param {number} elapsedMs
   */
  #toResult({ probabilities, unlike, confidence }, elapsedMs) {
    const labels = this.#support?.labels ?? [];
    const predictions = labels.map((label, i) => ({ label, probability: probabilities[i] }));
    return { predictions, unlike, confidence, elapsedMs };
  }

  /**
   * @param {import('../index.js').Drawing | import('../index.js').Bitmap} drawing
   * @returns {Promise<Float32Array>}
   */
  async rasterize(drawing) {
    const packed = pack(drawing);
    return this.#queue.add({
      kind: 'rasterize',
      run: async () => (await this.#ask('rasterize', packed, buffersOf(packed))).value,
    });
  }

  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#queue.close(new ReptileError('disposed', 'This classifier was disposed of.'));
    forgotten.unregister(this);
    leave(this.#seat);
  }

  // Without one, Vue and Alpine take it for plain data: what they put in its place knows nothing that is private here.
  get [Symbol.toStringTag]() {
    return 'SketchClassifier';
  }

  // Node 20 has no Symbol.dispose yet.
  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.dispose();
  }

  /** @param {ReptileError} error */
  #onLost(error) {
    this.#seat.host = undefined;
    this.#queue.flush(error);
  }

  #join() {
    this.#seat.host = Host.join(this.#place, this.#seat.onLost);
  }

  async #open() {
    // The host may have been lost since.
    if (!this.#seat.host) this.#join();
    const { learner, host } = this.#seat;
    const opened = await host?.ask({ learner, op: 'open', argument: this.#start });
    // Whoever has to open it again starts from the same weights.
    this.#start.seed ??= opened?.value;
  }

  /** Starts a new worker, and has it learn what the lost one had learned. */
  async #recover() {
    this.#join();
    await this.#open();
    if (!this.#support) return;
    const { drawings, classes, steps } = this.#support;
    const argument = { drawings, classes, steps };
    const { learner, host } = this.#seat;
    try {
      await host?.ask({ learner, op: 'adapt', argument });
    } catch (error) {
      // Examples that crash every worker must not be learned again and again: this client could never go on.
      this.#support = undefined;
      throw error;
    }
  }

  /**
   * @template {keyof Operations} Op
   * @param {Op} op
   * @param {Parameters<Operations[Op]>[0]} [argument]
   * @param {ArrayBuffer[]} [transfer]
   * @returns {Promise<{ value: ReturnType<Operations[Op]>, elapsedMs: number }>}
   */
  async #ask(op, argument, transfer) {
    if (!this.#seat.host) await this.#recover();
    const { learner, host } = this.#seat;
    if (this.#disposed || !host) throw new ReptileError('disposed', 'This classifier was disposed of meanwhile.');
    return host.ask(/** @type {Request} */ ({ learner, op, argument }), transfer);
  }
}

/** @param {unknown} worker */
function toWorker(worker = true) {
  if (typeof worker === 'string') return toUrl(worker, 'worker');
  // The latter is what pages with Trusted Types have for a URL.
  if (typeof worker === 'boolean' || isUrl(worker) || kindOf(worker) === 'TrustedScriptURL') return worker;
  throw new ReptileError('bad-setting', 'worker must be true, false, a URL, a string or a TrustedScriptURL.');
}

/**
 * @param {unknown} init
 * @param {unknown} seed
 * @param {unknown} weights
 * @returns {Start}
 */
function checkStart(init = 'pretrained', seed, weights) {
  if (init === 'pretrained') return { init };
  if (init !== 'random' || weights !== undefined) {
    throw new ReptileError('bad-setting', "init must be 'pretrained' or, without weights, 'random'.");
  }
  if (seed === undefined) return { init };
  if (typeof seed !== 'number' || !Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new ReptileError('bad-setting', `seed is ${shown(seed)}; it must be a whole number from 0 to ${0xffffffff}.`);
  }
  return { init, seed };
}
