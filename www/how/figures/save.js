// @ts-check
import { readable } from '../../shared/numbers.js';
import { shape, text } from '../../shared/svg.js';

/** The style properties that a saved picture needs to look as in the page. */
const STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width',
  'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap', 'opacity', 'font-family', 'font-size', 'font-weight', 'font-style'];
/** The height in pixels of a line with settings under a saved picture. */
const FOOT = { font: 9, letter: 5, line: 12 };

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
  const foot = wrap(inOneLine(about), (width - 16) / FOOT.letter);
  const whole = height + FOOT.line * (foot.length + 1);
  copy.replaceChildren(
    shape('title', {}, title),
    shape('desc', {}, `${wordsOf(svg)} ${inOneLine(about)}.`),
    shape('rect', { width, height: whole, fill: getComputedStyle(svg).backgroundColor }),
    ...copy.childNodes,
    ...foot.map((content, i) => footLine(svg, content, height + FOOT.line * (i + 1))),
  );
  for (const name of copy.getAttributeNames()) copy.removeAttribute(name);
  copy.setAttribute('viewBox', `0 0 ${width} ${whole}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(whole));
  return new XMLSerializer().serializeToString(copy);
}

/** @param {SVGSVGElement} svg */
const wordsOf = (svg) =>
  [svg, ...svg.querySelectorAll('g')].find((element) => element.getAttribute('role') === 'img')?.getAttribute('aria-label') ?? '';

/**
 * @param {string} content
 * @param {number} letters in a line
 */
function wrap(content, letters) {
  const lines = [''];
  for (const word of content.split(' ')) {
    const last = lines[lines.length - 1];
    if (last && last.length + 1 + word.length > letters) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

/**
 * @param {SVGSVGElement} svg
 * @param {string} content
 * @param {number} y
 */
function footLine(svg, content, y) {
  const { color, fontFamily } = getComputedStyle(svg);
  const made = text(8, y, 'start', content);
  made.setAttribute('fill', color);
  made.setAttribute('font-family', fontFamily);
  made.setAttribute('font-size', String(FOOT.font));
  return made;
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

/**
 * Values are computed with 24 bits, which are seven digits; further digits are noise.
 * @param {string | number} value
 */
function quoted(value) {
  const written = String(typeof value === 'number' ? Number(value.toPrecision(7)) : value);
  return /[",\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

/**
 * @param {string} name
 * @param {Blob} content
 */
function save(name, content) {
  const href = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
  // A browser that asks where to save the file has not read it yet.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * Replaces the content of a table.
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
      if (place.localName === 'th') place.scope = kind === 'th' ? 'col' : 'row';
      place.textContent = typeof cell === 'number' ? readable(cell) : cell;
      return place;
    }));
    return made;
  };
  const title = document.createElement('caption');
  title.textContent = caption;
  table.replaceChildren(title, row(columns, 'th'), ...rows.map((cells) => row(cells, 'td')));
}
