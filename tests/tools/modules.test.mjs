// The check of what uses what, on small trees with one thing wrong each.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { faults, picture, rooms } from '../../tools/modules/graph.mjs';
import { javascriptGraph, javascriptRoom } from '../../tools/modules/javascript.mjs';
import { rustGraph, rustRoom } from '../../tools/modules/rust.mjs';

/** What `read` makes of a folder with these files. */
function graphOf(read, files) {
  const folder = mkdtempSync(join(tmpdir(), 'reptile-modules-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return read(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ORDER = { cli: ['net'], net: ['error'], meta: ['error'], error: [], lib: ['error'] };
const LIB = { 'lib.rs': 'pub mod error;\npub use error::{Error, Result};', 'error.rs': 'pub struct Error;' };
const rustFaults = (files) => faults(graphOf(rustGraph, { ...LIB, ...files }), rustRoom, ORDER);

test('arrows along the order pass, also over several of its steps', () => {
  assert.deepEqual(rustFaults({
    'net/mod.rs': 'mod stage;\npub use stage::Stage;',
    'net/stage.rs': 'use crate::{Error, Result};',
    'cli.rs': 'use crate::net::{self, Stage};\nuse crate::Error;',
  }), []);
});

test('an arrow against the order is found, wherever the path stands', () => {
  const net = { 'net.rs': 'pub struct Net;' };
  const said = ['meta.rs uses net.rs: meta may not use net'];
  for (const code of ['use crate::net::Net;', 'use crate::{Error, net::{Net, Other}};', 'fn f() -> crate::net::Net {}',
    'use super::net::Net;', 'use crate::{\n    Error,\n    net::Net as Network,\n};']) {
    assert.deepEqual(rustFaults({ ...net, 'meta.rs': code }), said, code);
  }
});

test('a circle is found through the names that a module passes on', () => {
  assert.deepEqual(rustFaults({
    'net/mod.rs': 'mod config;\nmod layout;\nmod net;\npub use config::{Config, Other};\npub use net::Net;',
    'net/config.rs': 'use super::Net;',
    'net/net.rs': 'use super::{layout::Layout, Config};',
    'net/layout.rs': '',
  }), ['a circle: net/config.rs, net/net.rs']);
});

test('comments, texts and tests make no arrow', () => {
  assert.deepEqual(rustFaults({
    'net.rs': '',
    'meta.rs': '//! use crate::net::Net;\nconst A: &str = "crate::net";\n#[cfg(test)]\nmod tests {\n use crate::net::Net;\n}',
    'meta/tests.rs': 'use crate::net::Net;',
  }), []);
});

test('a room that the order does not know is found', () => {
  assert.deepEqual(rustFaults({ 'extra/mod.rs': '' }), ['extra/mod.rs: the order does not know extra']);
});

test('imports of all kinds, and addresses of workers, are arrows; types are none', () => {
  const graph = graphOf(javascriptGraph, {
    'index.js': "export { A } from './a/one.js';",
    'a/one.js': "import {\n  two,\n} from './two.js';\n/** @typedef {import('../b/three.js').Three} Three */\n// import '../b/three.js'",
    'a/two.js': "export const two = () => import('../b/three.js');",
    'b/three.js': "new Worker(new URL('./four.js', import.meta.url));",
    'b/four.js': "import '../missing.js';",
  });
  assert.deepEqual(Object.fromEntries([...graph].map(([file, used]) => [file, [...used]])), {
    'index.js': ['a/one.js'], 'a/one.js': ['a/two.js'], 'a/two.js': ['b/three.js'], 'b/three.js': ['b/four.js'], 'b/four.js': [],
  });
  assert.deepEqual(faults(graph, javascriptRoom, { entries: ['a'], a: [], b: [] }),
    ['a/two.js uses b/three.js: a may not use b']);
  assert.equal(picture(rooms(graph, javascriptRoom)),
    '```mermaid\nflowchart TD\n  a --> b\n  entries --> a\n```');
});

test('a folder in a folder is a room of its own', () => {
  const graph = graphOf(javascriptGraph, { 'a/model/one.js': "import '../view/two.js';", 'a/view/two.js': '' });
  assert.deepEqual(faults(graph, javascriptRoom, { 'a/view': ['a/model'], 'a/model': [] }),
    ['a/model/one.js uses a/view/two.js: a/model may not use a/view']);
  assert.equal(picture(rooms(graph, javascriptRoom)),
    '```mermaid\nflowchart TD\n  a_model["a/model"] --> a_view["a/view"]\n```');
});
