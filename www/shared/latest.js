// @ts-check

/**
 * Keeps a result up to date while what it depends on changes faster than it can be computed: one computation at a
 * time, each of what is there when it starts. States in between are skipped; the last one is always computed.
 */
export class Latest {
  #compute;
  #isDirty = false;
  /** @type {Promise<void> | undefined} */
  #running;

  /** @param {() => Promise<unknown>} compute reads what is there, and deals with its own errors */
  constructor(compute) {
    this.#compute = compute;
  }

  /**
   * To be called after each change; within `compute`, to have it run once more.
   * @returns {Promise<void>} settles when the result is up to date
   */
  update() {
    this.#isDirty = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run() {
    // Changes that come together are one.
    await null;
    try {
      while (this.#isDirty) {
        this.#isDirty = false;
        await this.#compute();
      }
    } finally {
      // In the same turn as the last look at `#isDirty`: a change in between would be lost.
      this.#running = undefined;
    }
  }
}
