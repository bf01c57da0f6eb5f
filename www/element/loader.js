// @ts-check
import { SketchClassifier } from '../classifier/classifier.js';

/** Loads classifiers; of several requests only the last one counts. */
export class Loader {
  #asked = 0;
  isLoading = false;
  hasFailed = false;

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
    try {
      const classifier = await SketchClassifier.load(options());
      if (isLast()) return classifier;
      classifier.dispose();
    } catch (error) {
      if (!isLast()) return undefined;
      this.hasFailed = true;
      throw error;
    } finally {
      if (isLast()) this.isLoading = false;
    }
    return undefined;
  }

  cancel() {
    this.#asked++;
    this.isLoading = false;
    this.hasFailed = false;
  }
}
