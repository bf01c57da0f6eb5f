// Fails on a circle among modules, on an arrow against the order of the rooms, and if the picture in
// docs/architecture.md is not of the modules as they are.
// usage: node tools/modules/main.mjs [--write]   (--write renews the picture)

import { readFileSync, writeFileSync } from 'node:fs';
import { faults, picture, rooms } from './graph.mjs';
import { javascriptGraph, javascriptRoom } from './javascript.mjs';
import { JAVASCRIPT, RUST } from './order.mjs';
import { rustGraph, rustRoom } from './rust.mjs';

const PAGE = 'docs/architecture.md';

const rust = rustGraph('src');
rust.delete('lib.rs');   // it only names the others
const javascript = javascriptGraph('www');
const rustRooms = rooms(rust, rustRoom);
for (const used of rustRooms.values()) used.delete('error');   // every room uses it

const wrong = [...faults(rust, rustRoom, RUST), ...faults(javascript, javascriptRoom, JAVASCRIPT)];

const page = readFileSync(PAGE, 'utf8');
const drawn = [['rust-modules', picture(rustRooms)],
  ['javascript-modules', picture(rooms(javascript, javascriptRoom))]].reduce(replacePart, page);
if (process.argv.includes('--write')) writeFileSync(PAGE, drawn);
else if (drawn !== page) wrong.push(`${PAGE}: the picture is out of date; run node tools/modules/main.mjs --write`);

wrong.forEach((line) => console.error(line));
if (wrong.length > 0) process.exitCode = 1;
else console.log(`${rust.size} files of src/, ${javascript.size} of www/: no circle, and no arrow against the order`);

/** @param {string} text @param {string[]} part its name, and what goes there */
function replacePart(text, [name, content]) {
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${PAGE} has no part ${name}`);
  return `${before}${begin}\n${content}\n${end}${after}`;
}
