// @ts-check

/** @typedef {HTMLElement & { currentCSSZoom?: number }} Zoomed */

/** How much CSS `zoom`, its own and that of all around it, enlarges an element. @param {Zoomed} element */
export const zoomOf = (element) => element.currentCSSZoom ?? product(element);

/** By how much more an element is enlarged than its rectangles say: in WebKit they leave out `zoom`. @param {Zoomed} element */
export const unseenZoomOf = (element) => ('currentCSSZoom' in element ? 1 : product(element));

/** @param {HTMLElement} element */
function product(element) {
  let zoom = 1;
  for (let at = element; at; at = around(at)) zoom *= Number(getComputedStyle(at).zoom) || 1;
  return zoom;
}

/** @param {HTMLElement} element @returns {any} */
const around = (element) => element.assignedSlot ?? element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host;
