// @ts-check
import { SketchAttributes } from './attributes.js';
import { markOf } from './copies.js';

// Simulated documents, in which others test their pages, have no such internals, or not all of them.
const NONE = /** @type {ElementInternals} */ ({});

/** What every form control has: a value for its form, whether that is valid, and labels on the page. */
export class FormControl extends SketchAttributes {
  #internals = this.attachInternals?.() ?? NONE;
  #value = '';
  #whyNone = '';
  #customError = '';
  /** Where a browser says what is wrong. @type {HTMLElement | undefined} */
  #anchor;

  constructor() {
    super();
    // A label on the page names it, and a click on that label is one on the element.
    this.#internals.role = 'group';
    this.addEventListener('click', (event) => event.composedPath()[0] === this && this.focus());
  }

  /**
   * With nothing in it to be seen. A page may have written one for the element, which only the internals know if it is
   * closed; a copy has that of its original.
   * @protected
   * @returns {ShadowRoot}
   */
  clearedShadow() {
    const shadow = this.#internals.shadowRoot ?? this.shadowRoot ?? this.attachShadow({ mode: 'open', clonable: true });
    shadow.replaceChildren(markOf(this));
    return shadow;
  }

  get form() {
    return this.#internals.form;
  }

  /**
   * Those on the page, as of every form control: who looks for what a label is for reads them, and wants nodes.
   * @returns {any}
   */
  get labels() {
    return this.#internals.labels;
  }

  /** Frameworks set a property where there is one: the attribute of this name is about what to tell apart. */
  set labels(given) {
    this.takeLabels(given);
  }

  /** @protected @param {any} _given */
  takeLabels(_given) {}

  get validity() {
    return this.#internals.validity;
  }

  get validationMessage() {
    return this.#internals.validationMessage;
  }

  get willValidate() {
    return this.#internals.willValidate;
  }

  checkValidity() {
    return this.#internals.checkValidity?.() ?? true;
  }

  reportValidity() {
    return this.#internals.reportValidity?.() ?? true;
  }

  /** @param {string} message empty: it is valid */
  setCustomValidity(message) {
    this.#customError = String(message);
    this.#validate();
  }

  /**
   * @param {string} name
   * @param {string | null} _before
   * @param {string | null} _value
   */
  attributeChangedCallback(name, _before, _value) {
    if (name === 'required') this.#validate();
  }

  /**
   * @protected
   * @param {string} value
   * @param {string} state from which the element can be restored
   * @param {{ why: string, anchor: HTMLElement }} none why there is no value, and where to say it
   */
  setFormValue(value, state, { why, anchor }) {
    this.#internals.setFormValue?.(value || null, state);
    this.#value = value;
    this.#whyNone = why;
    this.#anchor = anchor;
    this.#validate();
  }

  #validate() {
    const flags = { customError: this.#customError !== '', valueMissing: this.required && !this.#value };
    // There has to be a message, also before anything is shown.
    this.#internals.setValidity?.(flags, this.#customError || this.#whyNone || '…', this.#anchor);
  }
}
