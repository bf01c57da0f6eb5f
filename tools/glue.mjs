// Prints wasm-bindgen's glue as a function that makes it: what it keeps of the one instance that it is for stands in
// its module, and each call has its own.
// usage: node tools/glue.mjs GLUE.js > MODULE.js

import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const code = readFileSync(file, 'utf8');
const names = [...code.matchAll(/^export (?:class|function) (\w+)/gm)].map(([, name]) => name);
const body = code
  .replace(/^\/\* @ts-self-types=.*\n/, '')
  .replace(/^export (?=class|function)/gm, '')
  // Whoever calls it has the wasm; bundlers would pack another one for this address.
  .replace(/^ *if \(module_or_path === undefined\) \{\s*module_or_path = new URL\(.*\);\s*\}\n/m, '')
  .replace(/^export \{ initSync, __wbg_init as default \};$/m, `return { ${names.join(', ')}, initSync, default: __wbg_init };`);
if (/^(import|export)\b|import\.meta/m.test(body)) throw new Error(`${file} has imports or exports that are not known`);
process.stdout.write(`export function makeGlue() {\n${body}}\n`);
