// Prints wasm-bindgen's glue as a function that makes it: what it keeps of the one instance that it is for stands in
// its module, and each call has its own. Of the ways to start, only that with the bytes in hand is left; it gives the
// compiled module, with which another instance starts at once.
// usage: node tools/glue.mjs GLUE.js > MODULE.js

import { readFileSync } from 'node:fs';

const START = `async function start(wasm) {
    const made = await WebAssembly.instantiate(wasm, __wbg_get_imports());
    __wbg_finalize_init(made.instance ?? made);
    return made.module ?? wasm;
}

function startAtOnce(module) {
    __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()));
}`;

/** Every engine that can run the wasm has these, and needs no substitute; nobody disposes of the glue's own objects. */
const KNOWN = {
  "typeof FinalizationRegistry === 'undefined'": 'false',
  "'encodeInto' in cachedTextEncoder": 'true',
  'if (Symbol.dispose)': 'if (false)',
};

const [file] = process.argv.slice(2);
const [code, loading] = readFileSync(file, 'utf8').split(/^(?=async function __wbg_load\()/m);
if (!loading?.endsWith('export { initSync, __wbg_init as default };\n')) throw new Error(`${file} does not load as it did`);
const names = [...code.matchAll(/^export (?:class|function) (\w+)/gm)].map(([, name]) => name);
let body = code.replace(/^\/\* @ts-self-types=.*\n/, '').replace(/^export (?=class|function)/gm, '');
for (const [test, answer] of Object.entries(KNOWN)) {
  if (!body.includes(test)) throw new Error(`${file} no longer asks ${test}`);
  body = body.replaceAll(test, answer);
}
if (/^(import|export)\b|import\.meta/m.test(body)) throw new Error(`${file} has imports or exports that are not known`);
process.stdout.write(`export function makeGlue() {\n${body}${START}\n\nreturn { ${names.join(', ')}, start, startAtOnce };\n}\n`);
