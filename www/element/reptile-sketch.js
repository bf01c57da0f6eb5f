// @ts-check
import { Controller } from './controller.js';
import { originalOf } from './copies.js';
import { FormControl } from './form-control.js';
import { areSame, namesIn } from './model/labels.js';
import { whenNear, whenShown } from './nearness.js';

/** `<reptile-sketch>`: draw one example of each label, then one more, and see which it is. */
export class ReptileSketch extends FormControl {
  /** Of a copy, until it has taken over what it needs. @type {ReptileSketch | undefined} */
  #original = originalOf(this);
  #controller = new Controller(this.clearedShadow(), {
    settings: () => ({
      steps: this.steps ?? undefined,
      weights: this.weights || undefined,
      wasm: this.wasm || undefined,
      worker: this.worker === 'false' ? false : (this.worker !== 'true' && this.worker) || true,
      init: this.init || undefined,
      // Everyone who looks at a page, or opens its link, sees the same answers.
      seed: 0,
    }),
    emit: (type, detail) =>
      this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true })),
    onValue: (label, none) => this.setFormValue(label, this.#model.state, none),
  });
  #model = this.#controller.model;
  /** Ends the wait until it can be seen, or nearly. @type {(() => void) | undefined} */
  #stopWaiting;
  /** Whether it has been in a page, where it shows the worked example at first. */
  #hasBegun = false;
  /** Whether it is in a page, or only taken out of it to be put elsewhere. */
  #isHere = false;
  /** A copy has the names of its original, and will be told what the attribute said at first. */
  #isToldLabels = this.#original !== undefined && this.hasAttribute('labels');
  /** What the page has said last that the cells are called. @type {string[]} */
  #told = [];

  constructor() {
    super();
    if (this.#original) this.#copy(this.#original);
    this.#original = undefined;
  }

  /** As a copy of an `<input>` has the value of its original. @param {ReptileSketch} original */
  #copy(original) {
    this.#hasBegun = original.#hasBegun;
    this.copyObjects(original);
    this.#model.copyFrom(original.#model);
    this.#controller.resize();
    this.#controller.speak(original.strings);
  }

  connectedCallback() {
    this.#controller.connect();
    // Moved within the page: it goes on with what it has.
    if (this.#isHere) return;
    this.upgradeProperties();
    this.#controller.begin({ isBlank: this.blank || this.#hasBegun });
    this.#isHere = this.#hasBegun = true;
    if (this.autofocus) this.#controller.takeFocus();
    this.#load();
  }

  disconnectedCallback() {
    this.#controller.disconnect();
    // Moving an element within the page disconnects it for a moment, too.
    queueMicrotask(() => this.isConnected || this.#leave());
  }

  #leave() {
    this.#isHere = false;
    this.#stopWaiting?.();
    this.#controller.unload();
  }

  adoptedCallback() {
    this.#controller.liftPens();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} value
   */
  attributeChangedCallback(name, before, value) {
    if (name === 'disabled') this.formDisabledCallback(this.matches(':disabled'));
    else if (name === 'labels' && this.#isToldLabels) this.#isToldLabels = false;
    else if (name === 'labels') this.#relabel(namesIn(value));
    else if (name === 'required') super.attributeChangedCallback(name, before, value);
    else if (before === value) return;
    else if (name === 'steps') this.#controller.answers.update({ mustAdapt: true });
    else if (this.#isHere && (name !== 'loading' || this.#stopWaiting)) this.#load();
  }

  #load() {
    this.#stopWaiting?.();
    this.#stopWaiting = whenShown(this, () => this.#loadIfNear());
  }

  #loadIfNear() {
    this.#stopWaiting = this.loading === 'lazy' ? whenNear(this.#controller.frame, () => this.#loadNow()) : this.#loadNow();
    return this.#stopWaiting;
  }

  #loadNow() {
    this.#stopWaiting = undefined;
    this.#controller.answers.load();
    return undefined;
  }

  /** Settles when the first answer can come. */
  get ready() {
    return this.#controller.answers.ready;
  }

  /** @param {boolean} isDisabled by itself or by its fieldset */
  formDisabledCallback(isDisabled) {
    this.#controller.disable(isDisabled);
  }

  formResetCallback() {
    this.clearAll();
  }

  /** After a reload, or on the way back to the page. @param {string} state @param {'restore' | 'autocomplete'} why */
  formStateRestoreCallback(state, why) {
    if (why === 'restore') this.#fill(() => this.#model.restore(state));
  }

  /** @param {FocusOptions} [options] */
  focus(options) {
    this.#controller.focus(options);
  }

  get classes() {
    return this.#model.labels;
  }

  set classes(given) {
    this.#relabel(namesIn(given));
  }

  /**
   * As the attribute, it is what the page says at first: React and Lit set a list again whenever they render, and what the
   * visitor has named, or `fromJSON` has brought, shall stay.
   * @protected @param {any} given
   */
  takeLabels(given) {
    const names = namesIn(given);
    if (!areSame(names, this.#told)) this.#relabel(names);
  }

  /** @param {string[]} names */
  #relabel(names) {
    this.#told = Array.isArray(names) ? [...names] : [];
    this.#controller.relabel(names);
  }

  get strings() {
    return this.#controller.strings;
  }

  set strings(given) {
    this.#controller.speak(given);
  }

  get value() {
    return this.#controller.answers.top;
  }

  /** The drawings make the value; frameworks set that of a form control all the same. */
  set value(_) {}

  get predictions() {
    return this.#controller.answers.current;
  }

  /** @param {number} index @param {import('../index.js').Drawing} drawing */
  setExample(index, drawing) {
    this.#controller.attempt(() => {
      const cell = this.#model.checkIndex(index);
      this.#controller.makeRoom(() => this.#model.set(cell, drawing));
    });
  }

  /** @param {number} index @param {import('../index.js').Drawing} drawing */
  addExample(index, drawing) {
    this.#controller.attempt(() => {
      const cell = this.#model.checkIndex(index);
      this.#controller.makeRoom(() => this.#model.add(cell, drawing));
    });
  }

  /** @param {import('../index.js').Drawing} drawing */
  setInput(drawing) {
    this.#controller.attempt(() => this.#model.set(this.#model.ways, drawing));
  }

  /** @param {number} index */
  getExample(index) {
    return this.#model.copy(this.#model.checkIndex(index));
  }

  getInput() {
    return this.#model.copy(this.#model.ways);
  }

  /** @param {number} [index] */
  clear(index) {
    const { ways } = this.#model;
    this.#controller.attempt(() => {
      this.#model.clear(index === undefined ? ways : this.#model.checkIndex(index));
    });
  }

  clearAll() {
    this.#controller.attempt(() => this.#model.clearAll());
  }

  undo() {
    this.#controller.travel('undo');
  }

  redo() {
    this.#controller.travel('redo');
  }

  toJSON() {
    return this.#model.toJSON();
  }

  /** @param {import('../index.js').SketchData} data */
  fromJSON(data) {
    this.#fill(() => this.#model.fromJSON(data));
  }

  /** Changes drawings and labels at the same time. @param {() => void} change */
  #fill(change) {
    this.#controller.attempt(() => {
      this.#controller.makeRoom(change);
      this.#controller.resize();
    });
  }
}

/** Does nothing on a server, where pages with the element are only written. */
export function defineReptileSketch(tagName = 'reptile-sketch') {
  if (!globalThis.customElements || customElements.get(tagName)) return;
  // A constructor can be registered under one name only.
  const isTaken = customElements.getName?.(ReptileSketch) !== null;
  customElements.define(tagName, isTaken ? class extends ReptileSketch {} : ReptileSketch);
}
