// The ways from the package to a page, each with what an author writes for it. The rows of the table in
// docs/embedding.md.

import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { project, run } from './project.mjs';
import { startPage } from './policies.mjs';

/**
 * @typedef {object} Way
 * @property {string} name
 * @property {string} write what it takes, beside the import
 * @property {(name: string, also?: string) => { folder: string, html: string }} build makes the site's folder, and its
 *   start page; with further options
 * @property {Record<string, (origin: string) => string>} [also] options for a column, given the other origin's address
 * @property {string} [connects] what `connect-src` has to allow
 * @property {boolean} [canAsk] whether its page has the classifier without the element, too
 * @property {boolean} [isElsewhere] whether its scripts are those of another origin
 */

const element = '<reptile-sketch labels="circle,cross,zigzag"></reptile-sketch>';

/** @param {string} head */
const html = (head) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>a page</title>
  <link rel="icon" href="data:,">${head}</head><body>${element}</body></html>`;

/** A page that has the package in a folder beside it. @param {string} file of the package */
const tag = (file) => (name) => {
  const folder = project(name);
  return { folder, html: html(`<script type="module" src="./node_modules/reptile-sketch/${file}"></script>`) };
};

/** A project whose bundler starts from the HTML. @param {string} line the command, as it is typed */
const fromHtml = (line) => (name, also = '') => {
  const folder = project(name, {}, ['app']);
  run(folder, line + also);
  return { folder: join(folder, 'dist'), html: startPage(join(folder, 'dist')) };
};

/**
 * A project whose bundler starts from the script.
 * @param {string} line
 * @param {{ type?: string, files?: Record<string, string>, andCopies?: boolean }} [more]
 */
const fromScript = (line, { type = 'type="module"', files = {}, andCopies = false } = {}) => (name, also = '') => {
  const folder = project(name, {}, ['app']);
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  run(folder, line + also);
  const copied = join(folder, 'node_modules/reptile-sketch/dist');
  if (andCopies) cpSync(copied, join(folder, 'dist'), { recursive: true, filter: (path) => !path.endsWith('reptile-sketch.js') });
  return { folder: join(folder, 'dist'), html: html(`<script ${type} src="./main.js"></script>`) };
};

const COPIES = "the files of the package's `dist/`, all but `reptile-sketch.js`, copied beside the output";

const ONE_FILE = `
  import wasm from 'reptile-sketch/reptile_sketch_bg.wasm';
  import 'reptile-sketch/element.js';
  Object.assign(document.querySelector('reptile-sketch'), { wasm, worker: false });`;

/** @type {Way[]} */
export const ways = [
  { name: '`dist/reptile-sketch.js`', write: 'a script tag', build: tag('dist/reptile-sketch.js') },
  { name: '`element.js`', write: 'a script tag', build: tag('element.js') },
  { name: '`dist/reptile-sketch.js` of another origin', write: 'a script tag', build: tag('dist/reptile-sketch.js'), isElsewhere: true },
  { name: 'Vite 5', write: '', build: fromHtml('vite-5 build --base ./ --logLevel warn'), canAsk: true },
  { name: 'Vite 8', write: '', build: fromHtml('vite build --base ./ --logLevel warn'), canAsk: true },
  { name: 'webpack 5', write: 'for Trusted Types, `output.trustedTypes`', canAsk: true,
    also: { 'Trusted Types': () => ' --output-trusted-types' },
    build: fromScript('webpack-cli --mode production --entry ./main.js', { type: 'defer' }) },
  { name: 'Parcel 2', write: 'for a CSP, the hash of its import map; for another origin, `--public-url`', canAsk: true,
    also: { 'from another origin': (address) => ` --public-url ${address}` },
    build: fromHtml('parcel build index.html --public-url ./ --cache-dir .parcel-cache --no-cache --no-source-maps --log-level error') },
  { name: 'esbuild', write: COPIES, canAsk: true,
    build: fromScript('esbuild main.js --bundle --format=esm --outdir=dist --log-level=warning', { andCopies: true }) },
  { name: 'esbuild, one file', write: "`--format=iife --loader:.wasm=dataurl`, `import wasm from 'reptile-sketch/reptile_sketch_bg.wasm'`, " +
    'and on the element `wasm`, and `false` as `worker`; for a CSP, `connect-src data:`',
  connects: 'data:',
  build: fromScript('esbuild main.js --bundle --format=iife --loader:.wasm=dataurl --outdir=dist --log-level=error',
    { type: 'defer', files: { 'main.js': ONE_FILE } }) },
  { name: 'Rollup 4', write: COPIES, canAsk: true,
    build: fromScript('rollup main.js --dir dist --plugin node-resolve --silent', { andCopies: true }) },
];

/** A dev server; the address of its page says what is sent with it. */
const devConfig = `export default { plugins: [{ name: 'headers', configureServer(server) {
  server.middlewares.use((request, response, next) => {
    const { searchParams } = new URL(request.url, 'http://localhost');
    for (const [name, value] of JSON.parse(searchParams.get('headers') ?? '[]')) response.setHeader(name, value);
    next();
  });
} }] };`;

/** @type {{ name: string, write: string, line: string, make: (name: string) => string }[]} */
export const devServers = [['Vite 5, dev server', 'vite-5'], ['Vite 8, dev server', 'vite']].map(([name, tool]) => ({
  name,
  write: '',
  line: `${tool} --logLevel warn`,
  make: (place) => project(place, { 'vite.config.js': devConfig }, ['app']),
}));
