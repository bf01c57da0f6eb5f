// @ts-check
import { SketchClassifier } from '../classifier/classifier.js';
import { codeOf, messageOf } from '../classifier/errors.js';
import { MOST_LOSSES } from '../classifier/worker-lost.js';

/** How often is shown how much has come: where it comes at once, that is never. */
const PROGRESS_MS = 300;

/** Loads classifiers; of several requests only the last one counts. */
export class Loader {
  #asked = 0;
  #onProgress;
  /** Also before the first request: there is nothing to learn with yet. */
  isLoading = true;
  hasFailed = false;

  /** @param {() => void} onProgress called now and then while something is loaded */
  constructor(onProgress) {
    this.#onProgress = onProgress;
  }

  /**
   * @param {() => import('../index.js').LoadOptions} options read in a later microtask, so that attributes that are
   *   set one after another are one change
   * @returns {Promise<SketchClassifier | undefined>} undefined if there was another request since
   */
  async load(options) {
    const mine = ++this.#asked;
    const isLast = () => mine === this.#asked;
    this.isLoading = true;
    this.hasFailed = false;
    await null;
    if (!isLast()) return undefined;
    const progress = setInterval(this.#onProgress, PROGRESS_MS);
    try {
      const classifier = await loadAnyhow(options());
      if (isLast()) return classifier;
      classifier.dispose();
    } catch (error) {
      if (!isLast()) return undefined;
      this.hasFailed = true;
      throw error;
    } finally {
      clearInterval(progress);
      if (isLast()) this.isLoading = false;
    }
    return undefined;
  }

  cancel() {
    this.#asked++;
    this.isLoading = true;
    this.hasFailed = false;
  }
}

/**
 * A classifier wants the worker that it is told; for drawing, this thread is better than none.
 * @param {import('../index.js').LoadOptions} options
 * @param {number} [losses] workers lost before
 * @returns {Promise<SketchClassifier>}
 */
async function loadAnyhow(options, losses = 0) {
  try {
    return await SketchClassifier.load(options);
  } catch (error) {
    if (codeOf(error) === 'worker-lost' && losses < MOST_LOSSES) return loadAnyhow(options, losses + 1);
    if (typeof options.worker === 'boolean' || codeOf(error) !== 'load-failed') throw error;
    const classifier = await SketchClassifier.load({ ...options, worker: false }).catch(() => {
      throw error;
    });
    console.info(`reptile-sketch computes in the page's own thread. ${messageOf(error)}`);
    return classifier;
  }
}
