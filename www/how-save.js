// @ts-check
import { readable } from './how-numbers.js';
import { shape, text } from './svg.js';

/** What a picture needs of the page's styles to look the same without them. */
const STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin',
  'stroke-linecap', 'opacity', 'font-family', 'font-size', 'font-weight', 'font-style'];
const FOOT = 26;

/**
 * @typedef {object} Sheet what a figure holds, for the file
 * @property {string} title
 * @property {Record<string, string | number>} about the seed and all settings
 * @property {string[]} columns
 * @property {(string | number)[][]} rows
 */

/**
 * Gives a figure its two buttons.
 *
 * @param {HTMLElement} place
 * @param {string} name of the files
 * @param {SVGSVGElement} svg
 * @param {() => Sheet} read
 */
export function offerFiles(place, name, svg, read) {
  const offer = (/** @type {string} */ kind, /** @type {string} */ type, /** @type {() => string} */ write) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = kind.toUpperCase();
    button.setAttribute('aria-label', `Save this figure as ${kind.toUpperCase()}`);
    button.addEventListener('click', () => save(`${name}.${kind}`, new Blob([write()], { type })));
    place.append(button);
  };
  offer('svg', 'image/svg+xml', () => toSvg(svg, read()));
  offer('csv', 'text/csv', () => toCsv(read()));
}

/** @param {Record<string, string | number>} about */
const inOneLine = (about) => Object.entries(about).map(([key, value]) => `${key} ${value}`).join(', ');

/**
 * @param {SVGSVGElement} svg
 * @param {Sheet} sheet
 */
function toSvg(svg, { title, about }) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const [originals, copies] = [svg, copy].map((root) => [...root.querySelectorAll('*')]);
  copies.forEach((element, i) => inline(originals[i], element));
  for (const element of copy.querySelectorAll('.reach')) element.remove();
  for (const element of copy.querySelectorAll('[tabindex]')) element.removeAttribute('tabindex');
  const { width, height } = svg.viewBox.baseVal;
  copy.replaceChildren(
    shape('title', {}, title),
    shape('desc', {}, `${svg.querySelector('[role=img]')?.getAttribute('aria-label') ?? ''} ${inOneLine(about)}.`),
    shape('rect', { width, height: height + FOOT, fill: getComputedStyle(svg).backgroundColor }),
    ...copy.childNodes,
    footOf(svg, inOneLine(about), height),
  );
  for (const name of [...copy.getAttributeNames()]) copy.removeAttribute(name);
  copy.setAttribute('viewBox', `0 0 ${width} ${height + FOOT}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height + FOOT));
  return new XMLSerializer().serializeToString(copy);
}

/**
 * @param {SVGSVGElement} svg
 * @param {string} content
 * @param {number} top
 */
function footOf(svg, content, top) {
  const foot = text(8, top + 16, 'start', content);
  const { color, fontFamily } = getComputedStyle(svg);
  foot.setAttribute('fill', color);
  foot.setAttribute('font-family', fontFamily);
  foot.setAttribute('font-size', '9');
  // Long settings are drawn together, not cut.
  const room = svg.viewBox.baseVal.width - 16;
  if (content.length * 4.6 > room) {
    foot.setAttribute('textLength', String(room));
    foot.setAttribute('lengthAdjust', 'spacingAndGlyphs');
  }
  return foot;
}

/**
 * @param {Element} original
 * @param {Element} copy
 */
function inline(original, copy) {
  const style = getComputedStyle(original);
  for (const name of STYLES) copy.setAttribute(name, style.getPropertyValue(name));
  if (style.display === 'none') copy.setAttribute('display', 'none');
  copy.removeAttribute('class');
}

/** @param {Sheet} sheet */
function toCsv({ title, about, columns, rows }) {
  const head = [`# ${title}`, ...Object.entries(about).map(([key, value]) => `# ${key}: ${value}`)];
  return [...head, columns.map(quoted).join(','), ...rows.map((row) => row.map(quoted).join(','))].join('\n') + '\n';
}

/** @param {string | number} value */
const quoted = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

/**
 * @param {string} name
 * @param {Blob} content
 */
function save(name, content) {
  const href = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
  // A browser that asks where to put it is still reading.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * Fills a table, in place of what it held.
 *
 * @param {HTMLTableElement} table
 * @param {string} caption
 * @param {Pick<Sheet, 'columns' | 'rows'>} sheet
 */
export function fillTable(table, caption, { columns, rows }) {
  const row = (/** @type {(string | number)[]} */ cells, /** @type {'th' | 'td'} */ kind) => {
    const made = document.createElement('tr');
    made.append(...cells.map((cell, i) => {
      const place = document.createElement(i === 0 ? 'th' : kind);
      place.scope = kind === 'th' ? 'col' : i === 0 ? 'row' : '';
      place.textContent = typeof cell === 'number' ? readable(cell) : cell;
      return place;
    }));
    return made;
  };
  const title = document.createElement('caption');
  title.textContent = caption;
  table.replaceChildren(title, row(columns, 'th'), ...rows.map((cells) => row(cells, 'td')));
}
