// Gives the functions that wasm imports short names, in the wasm and in the script that has them, in place: their hashes
// are incompressible, and stand in both. Drops the sections that only say how the wasm was made.
// usage: node tools/short-imports.mjs SCRIPT WASM...

import { readFileSync, writeFileSync } from 'node:fs';
import { bytesOf, moduleOf, number, sectionsOf, text as textOf } from './wasm-binary.mjs';

const IMPORTS = 2;
const [script, ...modules] = process.argv.slice(2);
/** @type {Map<string, string>} */
const shortNames = new Map();

/** @param {string} name */
function short(name) {
  if (!name.startsWith('__wb')) return name;
  const known = shortNames.get(name) ?? `__${shortNames.size.toString(36)}`;
  shortNames.set(name, known);
  return known;
}

/** @param {Buffer} section @returns {Buffer} */
function renamed(section) {
  let [count, at] = number(section, 0);
  const parts = [bytesOf(count)];
  for (; count > 0; count--) {
    const start = at;
    const [, nameAt] = textOf(section, at);
    const [longName, end] = textOf(section, nameAt);
    const name = Buffer.from(short(longName));
    parts.push(section.subarray(start, nameAt), bytesOf(name.length), name);
    at = end;
    // A function has one number, that of its type.
    if (section[at] !== 0) throw new Error('it imports something that is not a function');
    const [, next] = number(section, at + 1);
    parts.push(section.subarray(at, next));
    at = next;
  }
  return Buffer.concat(parts);
}

for (const file of modules) {
  const sections = sectionsOf(readFileSync(file)).filter(({ kind }) => kind !== 0);
  writeFileSync(file, moduleOf(sections.map(({ kind, body }) => ({ kind, body: kind === IMPORTS ? renamed(body) : body }))));
}

let text = readFileSync(script, 'utf8');
// The longest first: one may be the beginning of another.
for (const [name, shortName] of [...shortNames].sort(([a], [b]) => b.length - a.length)) {
  const parts = text.split(name);
  if (parts.length < 2) throw new Error(`${script} has no ${name}`);
  text = parts.join(shortName);
}
writeFileSync(script, text);
