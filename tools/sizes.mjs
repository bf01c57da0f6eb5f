// Holds the site to its size budgets, all with gzip -9: each page with what it loads, and the wasm without the
// weights, which are most of it and hardly get smaller.
// usage: node tools/sizes.mjs SITE WEIGHTS

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PAGE_BUDGET_BYTES = 200_000;
const CODE_BUDGET_BYTES = 60_000;

const [site, weightsFile] = process.argv.slice(2);
const weights = readFileSync(weightsFile);
const modules = readdirSync(site).filter((file) => /^reptile_sketch.*_bg\.wasm$/.test(file));

/** With the command, since builds of zlib come to different sizes. */
const gzipped = (/** @type {Buffer} */ input) =>
  execFileSync('gzip', ['-9', '-n', '-c'], { input, maxBuffer: 2 ** 26 }).length;
const size = (/** @type {string} */ file) => gzipped(readFileSync(join(site, file)));
const line = (/** @type {number} */ bytes, /** @type {string} */ what) =>
  console.log(`${String(bytes).padStart(9)}  ${what}`);

// What a page asks for stands at its top, but for the demo's wasm: which one a browser takes, scripts find out.
// The end-to-end tests measure what a cold load requests.
for (const page of ['index.html', 'how.html']) {
  const links = readFileSync(join(site, page), 'utf8').matchAll(/<link [^>]*href="([^"/:]*)"/g);
  const files = [page, 'offline.js', ...[...links].map(([, file]) => file)];
  if (page === 'index.html') files.push(modules.reduce((a, b) => (size(b) > size(a) ? b : a)));
  console.log(`${page} and what it loads:`);
  files.forEach((file) => line(size(file), file));
  within(PAGE_BUDGET_BYTES, files.reduce((sum, file) => sum + size(file), 0), page);
}

console.log('the wasm without the weights:');
for (const file of modules) {
  const wasm = readFileSync(join(site, file));
  const at = wasm.indexOf(weights);
  if (at < 0) throw new Error(`${file} does not hold the weights`);
  const code = Buffer.concat([wasm.subarray(0, at), wasm.subarray(at + weights.length)]);
  within(CODE_BUDGET_BYTES, gzipped(code), file);
}

/**
 * @param {number} budget
 * @param {number} bytes
 * @param {string} what
 */
function within(budget, bytes, what) {
  line(bytes, `${what}, of ${budget}`);
  if (bytes <= budget) return;
  console.error(`${what} is over its budget by ${bytes - budget} bytes`);
  process.exitCode = 1;
}
