// @ts-check

/**
 * An SVG element.
 *
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 */
export function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** @param {Record<string, string | number>} attributes */
export const line = (attributes) => shape('line', attributes);

/**
 * @param {number} x
 * @param {number} y
 * @param {string} anchor `start`, `middle` or `end`
 * @param {string} content
 */
export const text = (x, y, anchor, content) => shape('text', { x, y, 'text-anchor': anchor }, content);

/**
 * The strokes of a drawing. A dot is a line of length 0, of which only the round caps are seen.
 *
 * @param {number[][]} drawing
 * @param {Record<string, string | number>} [attributes]
 */
export const strokesOf = (drawing, attributes) => drawing.map((stroke) => {
  const points = stroke.map((value) => value.toFixed(1));
  return shape('polyline', { points: [...points, ...points.slice(-2)].join(' '), ...attributes });
});
