// @ts-check
// What a training in the page has learned, kept in this browser: a reload, or a browser that ends the page, loses no more of it
// than since the last measurement. The weights are small, and all that is needed to go on.

const KEY = 'reptile-sketch.training';

/**
 * @typedef {object} KeptTraining
 * @property {number} seed
 * @property {number} seconds it has taken
 * @property {number} tasks learned
 * @property {number} planned tasks
 * @property {[tasks: number, accuracy: number][]} measured the last one that of the weights
 * @property {Uint8Array<ArrayBuffer>} weights as a file
 */

/** Keeps it, where there is storage and room. @param {KeptTraining | undefined} training nothing is kept if not given */
export function keepTraining(training) {
  try {
    if (!training) return localStorage.removeItem(KEY);
    const letters = btoa(Array.from(training.weights, (byte) => String.fromCharCode(byte)).join(''));
    localStorage.setItem(KEY, JSON.stringify({ ...training, weights: letters }));
  } catch {
    // It is still in this page.
  }
}

/** @returns {KeptTraining | undefined} undefined if there is none, or none that can be read */
export function keptTraining() {
  try {
    const { weights, measured, ...numbers } = JSON.parse(localStorage.getItem(KEY) ?? '');
    const { seed, seconds, tasks, planned } = numbers;
    if (![seed, seconds, tasks, planned, ...measured.flat()].every(Number.isFinite) || !measured.length) return undefined;
    return { seed, seconds, tasks, planned, measured, weights: Uint8Array.from(atob(weights), (letter) => letter.charCodeAt(0)) };
  } catch {
    return undefined;
  }
}
