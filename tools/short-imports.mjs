// Gives the functions that wasm imports short names, in the wasm and in the script that has them, in place: their hashes
// are incompressible, and stand in both. Drops the sections that only say how the wasm was made.
// usage: node tools/short-imports.mjs SCRIPT WASM...

import { readFileSync, writeFileSync } from 'node:fs';

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

/** @param {Buffer} bytes @param {number} at @returns {[value: number, next: number]} an unsigned LEB128 */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}

/** @param {number} value */
function bytesOf(value) {
  const bytes = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}

/** @param {Buffer} section @returns {Buffer} */
function renamed(section) {
  let [count, at] = number(section, 0);
  const parts = [bytesOf(count)];
  for (; count > 0; count--) {
    const start = at;
    const [moduleLength, moduleAt] = number(section, at);
    const [length, nameAt] = number(section, moduleAt + moduleLength);
    const name = Buffer.from(short(String(section.subarray(nameAt, nameAt + length))));
    parts.push(section.subarray(start, moduleAt + moduleLength), bytesOf(name.length), name);
    at = nameAt + length;
    // A function has one number, that of its type.
    if (section[at] !== 0) throw new Error('it imports something that is not a function');
    const [, next] = number(section, at + 1);
    parts.push(section.subarray(at, next));
    at = next;
  }
  return Buffer.concat(parts);
}

for (const file of modules) {
  const wasm = readFileSync(file);
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    const kind = wasm[at];
    const [length, start] = number(wasm, at + 1);
    at = start + length;
    if (kind === 0) continue;
    const section = wasm.subarray(start, at);
    const body = kind === IMPORTS ? renamed(section) : section;
    parts.push(Buffer.from([kind]), bytesOf(body.length), body);
  }
  writeFileSync(file, Buffer.concat(parts));
}

let text = readFileSync(script, 'utf8');
// The longest first: one may be the beginning of another.
for (const [name, shortName] of [...shortNames].sort(([a], [b]) => b.length - a.length)) {
  const parts = text.split(name);
  if (parts.length < 2) throw new Error(`${script} has no ${name}`);
  text = parts.join(shortName);
}
writeFileSync(script, text);
