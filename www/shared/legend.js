// @ts-check
import { line, shape, text } from './svg.js';

const SAMPLE = 18;
const GAP = 10;
/** The width of a letter in pixels, roughly: text cannot be measured before it is drawn. */
const LETTER = 7;

/**
 * A legend in one row, with the first word of each title. It is part of the picture, so that a saved one has it too.
 *
 * @param {{ name: string, title: string }[]} lines `name`: their class
 * @param {number} right where the row ends, in pixels
 */
export function legend(lines, right) {
  const widthOf = (/** @type {string} */ word) => SAMPLE + 5 + LETTER * word.length + GAP;
  const words = lines.map(({ title }) => title.split(' ')[0]);
  let x = right + GAP - words.reduce((sum, word) => sum + widthOf(word), 0);
  const entries = lines.map(({ name }, i) => {
    const entry = shape('g', {},
      line({ class: `curve ${name}`, x1: x, x2: x + SAMPLE, y1: 9, y2: 9 }),
      text(x + SAMPLE + 5, 13, 'start', words[i]));
    x += widthOf(words[i]);
    return entry;
  });
  return shape('g', { class: 'legend-row' }, ...entries);
}
