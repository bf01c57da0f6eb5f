// @ts-check

/**
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 */
export function find(root, selector, type) {
  const found = root.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${selector}.`);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Partial<Omit<HTMLElementTagNameMap[K], 'part'>> & { part?: string }} properties
 * @returns {HTMLElementTagNameMap[K]}
 */
export function create(tag, { part, ...properties }) {
  // Not every document is one of HTML.
  const made = /** @type {HTMLElementTagNameMap[K]} */ (document.createElementNS('http://www.w3.org/1999/xhtml', tag));
  const element = Object.assign(made, properties);
  if (part) element.setAttribute('part', part);
  return element;
}

/**
 * Enables and disables buttons. A button that is disabled loses the focus, and with it the keyboard: the first enabled
 * one gets it.
 * @param {[button: HTMLButtonElement, isEnabled: boolean][]} buttons
 */
export function enable(buttons) {
  const focused = buttons.find(([button]) => button.matches(':focus'));
  for (const [button, isEnabled] of buttons) button.disabled = !isEnabled;
  if (focused && !focused[1]) buttons.find(([, isEnabled]) => isEnabled)?.[0].focus();
}

// Writing a value that is there already makes a browser compute style and layout again.

/** @param {Element} element @param {string} text */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {Element} element @param {string} attribute @param {string} value */
export function set(element, attribute, value) {
  if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}
