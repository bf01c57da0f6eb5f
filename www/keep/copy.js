// @ts-check

/** A pen changes the state in every frame: it is written when the pen rests. */
const REST_MS = 400;

/** Whether the address holds a state, also where a program has written its `=` as `%3D`: `link.js` reads it. */
export const isLink = (address = location.href) => /^[^#]*#s[=%]/.test(address);

/** Whether the page was there before, and its state is to come back; a visit from elsewhere starts anew. */
export function isReload() {
  const [entry] = performance.getEntriesByType('navigation');
  return /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type !== 'navigate';
}

/** How many older states wait. */
const MOST_COVERED = 8;

/**
 * Keeps the state of a page in this browser, so that a reload finds it again, and older ones that something else has
 * covered: a link, a new visit, or the same page in another tab. Without storage nothing is kept.
 */
export class LocalCopy {
  #key;
  #read;
  #onFailure;
  #hasLinks;
  #timer = 0;
  /** What this page has last seen or written in the place that all tabs share. */
  #seen;
  /** Whether the state is the visitor's, and not an example or from a link. */
  isOwn = false;

  /**
   * @param {string} key
   * @param {() => unknown} read the state, as plain data
   * @param {() => void} [onFailure] called where a change cannot be kept
   * @param {boolean} [hasLinks] whether links in the address hold its states, and not those of another page around it
   */
  constructor(key, read, onFailure, hasLinks = true) {
    this.#key = key;
    this.#read = read;
    this.#onFailure = onFailure;
    this.#hasLinks = hasLinks;
    // Whoever goes on to a part of the page leaves the link, and keeps what it brought.
    if (hasLinks) addEventListener('hashchange', ({ oldURL }) => isLink(oldURL) && !isLink() && this.changed());
    addEventListener('pagehide', () => this.#timer && this.#write());
    if (!isReload()) this.#store('sessionStorage', '');
    this.isOwn = this.#text('sessionStorage') !== '';
    this.#seen = this.#text('sessionStorage') || this.#text('localStorage');
  }

  /** What was kept; undefined if there is nothing, or nothing that can be read. */
  get kept() {
    // The same page may be open twice, and a reload is to find what was here.
    return parsed(this.#seen);
  }

  /** The older states, the last one last. @returns {any[]} */
  get covered() {
    const states = parsed(this.#text('localStorage', '.covered'));
    return Array.isArray(states) ? states : [];
  }

  set covered(states) {
    this.#store('localStorage', states.length > 0 ? JSON.stringify(states.slice(-MOST_COVERED)) : '', '.covered');
  }

  /** Lets a state wait. @param {unknown} state */
  cover(state) {
    const { covered } = this;
    // A link that is opened again covers the same once more.
    if (JSON.stringify(covered.at(-1)) !== JSON.stringify(state)) this.covered = [...covered, state];
  }

  /** To be called after each change by the visitor. */
  changed() {
    this.isOwn = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#write(), REST_MS);
    // With the link still there, a reload would show what it holds instead of what has become of it.
    if (this.#hasLinks && isLink()) history.replaceState(null, '', location.pathname + location.search);
  }

  #write() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const theirs = this.#text('localStorage');
    if (theirs !== this.#seen && parsed(theirs)) this.cover(parsed(theirs));
    this.#seen = JSON.stringify(this.#read());
    const isInTab = this.#store('sessionStorage', this.#seen);
    const isInAll = this.#store('localStorage', this.#seen);
    if (!isInTab && !isInAll) this.#onFailure?.();
  }

  /** @param {'sessionStorage' | 'localStorage'} storage of this tab, or of all @param {string} [end] of the key */
  #text(storage, end = '') {
    try {
      return window[storage].getItem(this.#key + end) ?? '';
    } catch {
      return '';
    }
  }

  /**
   * @param {'sessionStorage' | 'localStorage'} storage
   * @param {string} text
   * @param {string} [end] of the key
   * @returns {boolean} whether it is there now: private windows may have no storage, and a full one takes nothing
   */
  #store(storage, text, end = '') {
    try {
      if (text) window[storage].setItem(this.#key + end, text);
      else window[storage].removeItem(this.#key + end);
      return true;
    } catch {
      return false;
    }
  }
}

/** @param {string} text @returns {any} undefined where it is none of ours */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
