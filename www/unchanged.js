// @ts-check
// Writing the same again is no change to us, but to a browser it is: a new style, a new layout.

/** @param {Element} element @param {string} text */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {Element} element @param {string} attribute @param {string} value */
export function set(element, attribute, value) {
  if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}
