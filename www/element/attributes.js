// @ts-check
import { isUrl } from '../classifier/kind.js';

// Node has no HTMLElement, and importing must work there.
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/**
 * The attributes of `<reptile-sketch>` as properties that reflect them. But for `labels`: that attribute is what the page
 * says at first, as `value` is of an `<input>`, so that a page that compares itself with what its server sends, and puts
 * attributes right, leaves the names as they are.
 */
export class SketchAttributes extends Base {
  static formAssociated = true;
  static observedAttributes = ['labels', 'steps', 'weights', 'init', 'worker', 'wasm', 'loading', 'required', 'disabled'];

  /** What has no place in an attribute: bytes, and trusted addresses. @type {Record<string, any>} */
  #objects = {};

  /** Takes over what no attribute has. @protected @param {any} original */
  copyObjects(original) {
    Object.assign(this.#objects, original.#objects);
  }

  /** Properties that were assigned before the element was defined hide the accessors: assigns them again. */
  upgradeProperties() {
    for (const name of [...SketchAttributes.observedAttributes, 'classes', 'strings', 'blank', 'name', 'value']) {
      if (!Object.hasOwn(this, name)) continue;
      const self = /** @type {Record<string, any>} */ (/** @type {unknown} */ (this));
      const value = self[name];
      delete self[name];
      self[name] = value;
    }
  }

  /** @returns {number | null} */
  get steps() {
    return this.getAttribute('steps') ? Number(this.getAttribute('steps')) : null;
  }

  set steps(steps) {
    this.#reflect('steps', steps);
  }

  /** @returns {any} */
  get weights() {
    return this.#source('weights');
  }

  set weights(weights) {
    this.#setSource('weights', weights);
  }

  /** @returns {any} */
  get wasm() {
    return this.#source('wasm');
  }

  set wasm(wasm) {
    this.#setSource('wasm', wasm);
  }

  /** @returns {any} */
  get worker() {
    return this.#source('worker');
  }

  set worker(worker) {
    this.#setSource('worker', worker === true ? '' : worker === false ? 'false' : worker);
  }

  /** @returns {'' | 'random'} */
  get init() {
    return this.getAttribute('init') === 'random' ? 'random' : '';
  }

  set init(init) {
    this.#reflect('init', init || null);
  }

  /** @returns {'eager' | 'lazy'} */
  get loading() {
    return this.getAttribute('loading')?.toLowerCase() === 'lazy' ? 'lazy' : 'eager';
  }

  set loading(loading) {
    this.#reflect('loading', loading || null);
  }

  get name() {
    return this.getAttribute('name') ?? '';
  }

  set name(name) {
    this.#reflect('name', name);
  }

  get blank() {
    return this.hasAttribute('blank');
  }

  set blank(isBlank) {
    this.toggleAttribute('blank', Boolean(isBlank));
  }

  get required() {
    return this.hasAttribute('required');
  }

  set required(isRequired) {
    this.toggleAttribute('required', Boolean(isRequired));
  }

  get disabled() {
    return this.hasAttribute('disabled');
  }

  set disabled(isDisabled) {
    this.toggleAttribute('disabled', Boolean(isDisabled));
  }

  /** @param {string} name */
  #source(name) {
    return this.getAttribute(name) ?? this.#objects[name] ?? '';
  }

  /** @param {string} name @param {any} value */
  #setSource(name, value) {
    const isObject = typeof value === 'object' && value !== null && !isUrl(value);
    const before = this.#objects[name];
    this.#objects[name] = isObject ? value : undefined;
    this.#reflect(name, isObject ? null : value || null);
    // No attribute tells of it.
    if (isObject || before) this.attributeChangedCallback(name, null, '');
  }

  /**
   * @param {string} _name
   * @param {string | null} _before
   * @param {string | null} _value
   */
  attributeChangedCallback(_name, _before, _value) {}

  /**
   * @param {string} attribute
   * @param {unknown} value null or undefined, as frameworks take a property back: none
   */
  #reflect(attribute, value) {
    if (value === null || value === undefined) this.removeAttribute(attribute);
    else if (this.getAttribute(attribute) !== String(value)) this.setAttribute(attribute, String(value));
  }
}
