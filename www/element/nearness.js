// @ts-check

/** In heights and widths of the viewport: what loads at this distance is there when it is scrolled to. */
const MARGIN = '100%';

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
