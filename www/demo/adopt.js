// @ts-check

/** @type {Set<string>} */
const adopted = new Set();

/** Applies styles to the page, once. A style element would be against the page's policy. @param {string} css */
export function adopt(css) {
  if (adopted.has(css)) return;
  adopted.add(css);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
