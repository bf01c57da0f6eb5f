// @ts-check
import { create } from '../shared/dom.js';

/**
 * What copies an element, as `cloneNode`, drag and drop and Turbo's cache do, copies its attributes and its shadow tree, but
 * nothing that only scripts know. A mark in the tree says whose copy it is.
 * @type {Map<string, WeakRef<any>>}
 */
const marked = new Map();
const forgotten = new FinalizationRegistry((/** @type {string} */ mark) => marked.delete(mark));

/**
 * @template {HTMLElement} T
 * @param {T} element
 * @returns {T | undefined} what it is a copy of
 */
export function originalOf(element) {
  return marked.get(element.shadowRoot?.querySelector('data')?.value ?? '')?.deref();
}

/** What is to be in the shadow tree of an element, for its copies. @param {HTMLElement} element */
export function markOf(element) {
  // Elements of another window have other numbers.
  const value = String(Math.random());
  marked.set(value, new WeakRef(element));
  forgotten.register(element, value);
  return create('data', { value, hidden: true });
}
