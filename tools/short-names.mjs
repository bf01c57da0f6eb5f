// Gives what wasm imports and exports short names, in the wasm and in the script for it, in place: their hashes are
// incompressible, and all of them stand in both. Drops what the script does not use, and the sections that only say how
// the wasm was made.
// usage: node tools/short-names.mjs SCRIPT WASM...

import { readFileSync, writeFileSync } from 'node:fs';
import { bytesOf, moduleOf, number, sectionsOf, text as textOf } from './wasm-binary.mjs';

const IMPORTS = 2;
const EXPORTS = 7;
const [script, ...modules] = process.argv.slice(2);
let text = readFileSync(script, 'utf8');
/** @type {Map<string, string>} */
const shortNames = new Map();

/** @param {string} name */
function short(name) {
  // The others may be words of the script.
  if (!name.includes('_')) return name;
  const known = shortNames.get(name) ?? `__${shortNames.size.toString(36)}`;
  shortNames.set(name, known);
  return known;
}

/** @param {Buffer} section @returns {Buffer} */
function shortExports(section) {
  const parts = [];
  for (let [count, at] = number(section, 0); count > 0; count--) {
    const [longName, kindAt] = textOf(section, at);
    const [, next] = number(section, kindAt + 1);
    at = next;
    if (!text.includes(longName)) continue;
    const name = Buffer.from(short(longName));
    parts.push(Buffer.concat([bytesOf(name.length), name, section.subarray(kindAt, next)]));
  }
  return Buffer.concat([bytesOf(parts.length), ...parts]);
}

/** @param {Buffer} section @returns {Buffer} */
function shortImports(section) {
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
  writeFileSync(file, moduleOf(sections.map(({ kind, body }) => ({
    kind, body: kind === IMPORTS ? shortImports(body) : kind === EXPORTS ? shortExports(body) : body,
  }))));
}

// The longest first: one may be the beginning of another.
for (const [name, shortName] of [...shortNames].sort(([a], [b]) => b.length - a.length)) {
  const parts = text.split(name);
  if (parts.length < 2) throw new Error(`${script} has no ${name}`);
  text = parts.join(shortName);
}
writeFileSync(script, text);
