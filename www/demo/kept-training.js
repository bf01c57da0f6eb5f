// @ts-check
// What a training in the page has learned, kept in this browser: a reload, or a browser that ends the page, loses no more of it
// than since the last measurement. The weights are small; with the visitor's own drawings, if it learns from some, they are
// all that is needed to go on.

const KEY = 'reptile-sketch.training';

/**
 * @typedef {import('../train/protocol.js').DrawingFile} DrawingFile
 *
 * @typedef {object} KeptTraining
 * @property {number} seed
 * @property {number} seconds it has taken
 * @property {number} tasks learned
 * @property {number} planned tasks
 * @property {import('../train/protocol.js').Source} [source] what it learns from; made-up alphabets if not given
 * @property {[tasks: number, accuracy: number][]} measured the last one that of the weights
 * @property {Uint8Array<ArrayBuffer>} weights as a file
 */

/** What was to be kept last; nothing older comes over it. */
let latest = {};

/**
 * Keeps it, where there is storage and room.
 * @param {KeptTraining | undefined} training nothing is kept if not given
 * @param {DrawingFile[]} [files] that it learns from
 */
export async function keepTraining(training, files = []) {
  const mine = (latest = {});
  const areFilesKept = keepFiles(training?.seed, files).catch(() => {});
  // Without them it could not go on.
  if (files.length > 0) await areFilesKept;
  if (mine !== latest) return;
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
    const { weights, measured, source, ...numbers } = JSON.parse(localStorage.getItem(KEY) ?? '');
    const { seed, seconds, tasks, planned } = numbers;
    if (![seed, seconds, tasks, planned, ...measured.flat()].every(Number.isFinite) || !measured.length) return undefined;
    const bytes = Uint8Array.from(atob(weights), (letter) => letter.charCodeAt(0));
    return { seed, seconds, tasks, planned, source, measured, weights: bytes };
  } catch {
    return undefined;
  }
}

const FILES = 'files';
/** The run whose files are kept, null for none; undefined while this page does not know. @type {number | null | undefined} */
let keptSeed;

/** @param {number | undefined} seed of the run, whose files stay alone @param {DrawingFile[]} files */
async function keepFiles(seed, files) {
  const wanted = files.length > 0 ? seed : null;
  if (wanted === keptSeed) return;
  await within('readwrite', (store) => (wanted === null ? store.clear() : store.put({ seed, files }, FILES)));
  keptSeed = wanted;
}

/** The files that a run learned from. @param {number} seed of the run @returns {Promise<DrawingFile[]>} none if they are not there */
export async function keptFiles(seed) {
  const kept = await within('readonly', (store) => store.get(FILES)).catch(() => undefined);
  return kept?.seed === seed ? kept.files : [];
}

/**
 * What a request gives, once it is done for good.
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} ask
 * @returns {Promise<any>}
 */
function within(mode, ask) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(KEY);
    opening.onupgradeneeded = () => opening.result.createObjectStore(FILES);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(FILES, mode);
      const request = ask(transaction.objectStore(FILES));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      // As soon as the transaction is over.
      opening.result.close();
    };
  });
}
