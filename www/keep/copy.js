// @ts-check

/** A pen changes the state in every frame: it is written when the pen rests. */
const REST_MS = 400;

/** Whether the address holds a state: `link.js` reads it. */
export const isLink = () => location.hash.startsWith('#s=');

/** Whether the page was there before, and its state is to come back; a visit from elsewhere starts anew. */
export function isReload() {
  const [entry] = performance.getEntriesByType('navigation');
  return /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type !== 'navigate';
}

/** Keeps the state of a page in this browser, so that a reload finds it again. Without storage nothing is kept. */
export class LocalCopy {
  #key;
  #read;
  #timer = 0;

  /**
   * @param {string} key
   * @param {() => unknown} read the state, as plain data
   */
  constructor(key, read) {
    this.#key = key;
    this.#read = read;
    addEventListener('pagehide', () => this.#timer && this.#write());
    if (!isReload()) this.#store('sessionStorage', '');
  }

  /** What was kept; undefined if there is nothing, or nothing that can be read. */
  get kept() {
    // The same page may be open twice, and a reload is to find what was here.
    return (isReload() && this.#readFrom('sessionStorage')) || this.#readFrom('localStorage');
  }

  /** @param {'sessionStorage' | 'localStorage'} storage of this tab, or of all */
  #readFrom(storage) {
    try {
      return JSON.parse(window[storage][this.#key]);
    } catch {
      return undefined;
    }
  }

  /** Whether there are older states, which wait behind the key's name with `.covered`. */
  get hasCovered() {
    try {
      return `${this.#key}.covered` in localStorage;
    } catch {
      return false;
    }
  }

  /** To be called after each change by the visitor. */
  changed() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#write(), REST_MS);
    // With the link still there, a reload would show what it holds instead of what has become of it.
    if (isLink()) history.replaceState(null, '', location.pathname + location.search);
  }

  #write() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const text = JSON.stringify(this.#read());
    this.#store('sessionStorage', text);
    this.#store('localStorage', text);
  }

  /** @param {'sessionStorage' | 'localStorage'} storage @param {string} text */
  #store(storage, text) {
    try {
      window[storage][this.#key] = text;
    } catch {
      // Private windows may have no storage, and a full one takes nothing: then nothing is kept.
    }
  }
}
