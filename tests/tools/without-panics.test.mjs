// What Rust's panics run is made to trap at once, and nothing else is touched.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bytesOf, moduleOf } from '../../tools/wasm-binary.mjs';

const tool = new URL('../../tools/without-panics.mjs', import.meta.url).pathname;
const PANICS = [
  'core[9f65d9ef3d0f0b2a]::panicking::panic_fmt', 'core::panicking::panic_bounds_check::h0123456789abcdef',
  'core::panicking::assert_failed::h0123456789abcdef', 'core::option::expect_failed::h0123456789abcdef',
  'core::result::unwrap_failed::h0123456789abcdef', 'core::slice::index::slice_index_fail::h0123456789abcdef',
  'core::cell::panic_already_borrowed::h0123456789abcdef', 'alloc[3ca501edff3f0c7c]::alloc::handle_alloc_error',
  'std[a543996e6e7dbf1e]::panicking::panic_with_hook', '__rustc[b7974e8690430dd9]::rust_begin_unwind',
];
const OTHERS = ['core::fmt::write::h0123456789abcdef', '__rustc[b7974e8690430dd9]::__rust_alloc', 'own::learn::panicking'];

const list = (/** @type {Buffer[]} */ parts) => Buffer.concat([bytesOf(parts.length), ...parts]);
const text = (/** @type {string} */ value) => Buffer.concat([bytesOf(value.length), Buffer.from(value)]);

/** A module with a function of each name, which returns 7 and is exported as its place in the list. */
function moduleWith(/** @type {string[]} */ names) {
  const named = list(names.map((name, i) => Buffer.concat([bytesOf(i), text(name)])));
  return moduleOf([
    { kind: 1, body: list([Buffer.from([0x60, 0, 1, 0x7f])]) },
    { kind: 3, body: list(names.map(() => Buffer.from([0]))) },
    { kind: 7, body: list(names.map((_, i) => Buffer.concat([text(String(i)), Buffer.from([0]), bytesOf(i)]))) },
    { kind: 10, body: list(names.map(() => Buffer.from([4, 0, 0x41, 7, 0x0b]))) },
    { kind: 0, body: Buffer.concat([text('name'), Buffer.from([1]), bytesOf(named.length), named]) },
  ]);
}

function withoutPanics(/** @type {string[]} */ names) {
  const folder = mkdtempSync(join(tmpdir(), 'wasm-'));
  const file = join(folder, 'some.wasm');
  try {
    writeFileSync(file, moduleWith(names));
    execFileSync(process.execPath, [tool, file], { stdio: 'pipe' });
    return new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file))).exports;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the functions of a panic trap, and the others do what they did', () => {
  const names = [...OTHERS, ...PANICS];
  const functions = withoutPanics(names);
  names.forEach((name, i) => {
    const call = /** @type {() => number} */ (functions[i]);
    if (OTHERS.includes(name)) assert.equal(call(), 7, name);
    else assert.throws(call, WebAssembly.RuntimeError, name);
  });
});

test('names that are not understood stop the build', () => {
  assert.throws(() => withoutPanics([...OTHERS, ...PANICS.map((name) => `_ZN${name}`)]), /has only 0 functions/);
});
