// A table that tests print and hold.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../browser/places.mjs';

/**
 * @param {{ name: string, write: string, answers: Record<string, string> }[]} rows
 * @param {string[]} columns
 */
export function tableOf(rows, columns) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['with', 'to write, beside the import', ...columns]),
    line(['with', '', ...columns].map(() => '---')),
    ...rows.map(({ name, write, answers }) => line([name, write, ...columns.map((column) => answers[column] ?? '–')])),
  ].join('\n');
}

/**
 * Holds a part of a page, between two comments with its name, to what it should be.
 * @param {string} page
 * @param {string} name
 * @param {string} content
 */
export function shouldBeIn(page, name, content) {
  const file = join(root, page);
  const text = readFileSync(file, 'utf8');
  const pattern = new RegExp(`(?<=<!-- ${name} -->\n)[^]*?(?=\n<!-- /${name} -->)`);
  assert.match(text, pattern, `${page} has no part ${name}`);
  if (process.env.REGENERATE) writeFileSync(file, text.replace(pattern, () => content));
  else assert.equal(text.match(pattern)?.[0], content, 'REGENERATE=1 writes it anew');
}
