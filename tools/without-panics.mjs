// Makes the functions of Rust that a panic runs trap at once, in place: they write a message, and in a browser there is
// nowhere to write it to, so that all that comes of a panic is the trap at its end. The optimiser then drops what only
// they use. It needs the functions' names, and so comes before it.
// usage: node tools/without-panics.mjs WASM...

import { readFileSync, writeFileSync } from 'node:fs';
import { bytesOf, moduleOf, number, sectionsOf, text } from './wasm-binary.mjs';

/** The names of functions that never return, and of what they hand each other. */
const PANICS = [
  /^core::panicking::/,
  /^core::(cell|option|result|slice|str)::.*(panic|fail)/,
  /^(alloc::alloc::handle_alloc_error|alloc::raw_vec::(handle_error|capacity_overflow))/,
  /^<?std::(panicking|alloc::rust_oom|alloc::default_alloc_error_hook|sys::backtrace)\b/,
  /^__rustc::(rust_begin_unwind|rust_panic|__rust_start_panic|__rust_alloc_error_handler)\b/,
];
const KINDS = { custom: 0, imports: 2, code: 10 };
/** No local variables, `unreachable`, `end`. */
const TRAP = Buffer.from([0, 0x00, 0x0b]);

for (const file of process.argv.slice(2)) {
  const sections = sectionsOf(readFileSync(file));
  const names = functionNames(sections);
  const first = importedFunctions(sections);
  let found = 0;
  const trapped = sections.map(({ kind, body }) => {
    if (kind !== KINDS.code) return { kind, body };
    const functions = functionBodies(body).map((code, i) => {
      const name = (names.get(first + i) ?? '').replaceAll(/\[[0-9a-f]+\]/g, '');
      if (!PANICS.some((panic) => panic.test(name))) return code;
      found++;
      return TRAP;
    });
    const parts = functions.flatMap((code) => [bytesOf(code.length), code]);
    return { kind, body: Buffer.concat([bytesOf(functions.length), ...parts]) };
  });
  // Another compiler may name them otherwise.
  if (found < 10) throw new Error(`${file} has only ${found} functions that are named like those of a panic`);
  writeFileSync(file, moduleOf(trapped));
}

/** @param {import('./wasm-binary.mjs').Section[]} sections @returns {Map<number, string>} by the functions' numbers */
function functionNames(sections) {
  const names = new Map();
  for (const { kind, body } of sections) {
    if (kind !== KINDS.custom) continue;
    let [section, at] = text(body, 0);
    while (section === 'name' && at < body.length) {
      const subsection = body[at];
      const [length, start] = number(body, at + 1);
      at = start + length;
      if (subsection !== 1) continue;
      let [count, next] = number(body, start);
      for (; count > 0; count--) {
        const [index, nameAt] = number(body, next);
        const [name, after] = text(body, nameAt);
        names.set(index, name);
        next = after;
      }
    }
  }
  return names;
}

/** @param {import('./wasm-binary.mjs').Section[]} sections how many of the first numbers are imports' */
function importedFunctions(sections) {
  const imports = sections.find(({ kind }) => kind === KINDS.imports);
  // wasm-bindgen's modules import nothing but functions, as tools/short-names.mjs makes sure.
  return imports ? number(imports.body, 0)[0] : 0;
}

/** @param {Buffer} code */
function functionBodies(code) {
  let [count, at] = number(code, 0);
  const bodies = [];
  for (; count > 0; count--) {
    const [length, start] = number(code, at);
    at = start + length;
    bodies.push(code.subarray(start, at));
  }
  return bodies;
}
