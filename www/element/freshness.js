// @ts-check

/**
 * Follows what is changed, asked and answered: whether the answer is to what the cells hold now, and when a page is to be
 * told of another value.
 */
export class Freshness {
  #changes = 0;
  #asked = 0;
  #answered = -1;
  /** Whether the user has changed something since its value was settled. */
  isEdited = false;
  #told = '';

  /** Whether the answer is to what the cells hold now. */
  get isFresh() {
    return this.#answered === this.#changes;
  }

  /** To be called at each change, but not at each point of a stroke. */
  change() {
    this.#changes++;
  }

  /** To be called when the drawings are read for a request. */
  ask() {
    this.#asked = this.#changes;
  }

  /** To be called with the answer to the last request. */
  answer() {
    this.#answered = this.#asked;
  }

  /** To be called after a change by the user. */
  edit() {
    this.isEdited = true;
  }

  /**
   * To be called when a change has led to its value.
   * @param {string} value
   * @returns {boolean} whether it is another one than the last time, because of the user
   */
  settle(value) {
    const isNews = this.isEdited && value !== this.#told;
    this.isEdited = false;
    this.#told = value;
    return isNews;
  }
}
