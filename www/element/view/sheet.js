// @ts-check
import { css } from './styles.js';

/** A constructed style sheet can be used in the document that it was made for only. @type {WeakMap<Document, CSSStyleSheet>} */
const sheets = new WeakMap();

/**
 * Styles a shadow tree, anew in each document that it is moved to. With constructed style sheets, because a page's
 * content security policy may forbid style elements.
 * @param {ShadowRoot} shadow
 */
export function dress(shadow) {
  const page = shadow.ownerDocument;
  const { defaultView: view } = page;
  // A document that is not shown, or only simulated.
  if (!view || !shadow.adoptedStyleSheets) return;
  const sheet = sheets.get(page) ?? new view.CSSStyleSheet();
  if (!sheets.has(page)) {
    sheet.replaceSync(css);
    sheets.set(page, sheet);
  }
  if (!shadow.adoptedStyleSheets.includes(sheet)) shadow.adoptedStyleSheets = [sheet];
}
