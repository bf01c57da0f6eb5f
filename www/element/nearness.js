// @ts-check

/** In heights and widths of the viewport: what loads at this distance is there when it is scrolled to. */
const MARGIN = '100%';

/**
 * Calls once, when the page can be seen: at once, unless the browser has only got it ready, for a visitor who may come.
 *
 * @param {Element} element
 * @param {() => (() => void) | undefined} onShown gives what stops it from there on
 * @returns {(() => void) | undefined} stops it
 */
export function whenShown(element, onShown) {
  const page = /** @type {Document & { prerendering?: boolean }} */ (element.ownerDocument);
  if (!page.prerendering) return onShown();
  page.addEventListener('prerenderingchange', onShown, { once: true });
  return () => page.removeEventListener('prerenderingchange', onShown);
}

/**
 * Calls once, when an element is near the viewport.
 *
 * @param {Element} element
 * @param {() => void} onNear
 * @returns {(() => void) | undefined} stops it, unless it was called at once
 */
export function whenNear(element, onNear) {
  if (!globalThis.IntersectionObserver) {
    onNear();
    return undefined;
  }
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    onNear();
  }, { rootMargin: MARGIN });
  observer.observe(element);
  return () => observer.disconnect();
}
