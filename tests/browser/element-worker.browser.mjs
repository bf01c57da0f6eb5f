// Where pages and their surroundings keep a worker from starting: another way is found, and the element works. Each page
// is told by what of it ran in a worker.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Browser } from './browser.mjs';
import { root, tools } from './places.mjs';
import { serve } from './server.mjs';

const EVERYONE = { 'access-control-allow-origin': '*' };
const CSP = 'content-security-policy';
const PAGE = "default-src 'none'; style-src 'self'; connect-src *; base-uri 'none'";

/** Keeps how each worker was started; it may be from a blob. */
function watch() {
  window.events = [];
  window.started = [];
  for (const type of ['ready', 'predict', 'reptile-error']) {
    addEventListener(type, ({ detail }) => window.events.push({ type, detail: detail && JSON.parse(JSON.stringify(detail)) }));
  }
  addEventListener('error', ({ message }) => window.events.push({ type: 'error', detail: message }));
  const { Worker } = window;
  window.Worker = class extends Worker {
    constructor(address, options) {
      super(address, options);
      this.addEventListener('message', () => window.started.push(String(address).split(':')[0]), { once: true });
    }
  };
}

let browser;
let page;
let elsewhere;
before(async () => {
  const pkg = join(root, 'pkg');
  const folders = { '/package/': pkg, '/npm/reptile-sketch/': pkg, '/npm/reptile-sketch@0.2/': pkg, '/reptile-sketch@0.2.0/': pkg, '/v135/reptile-sketch@0.2.0/': pkg };
  page = await serve({ folders, headers: EVERYONE });
  elsewhere = await serve({ folders, headers: EVERYONE });
  browser = await Browser.open();
});
after(async () => {
  await browser?.close();
  page?.close();
  elsewhere?.close();
});

const html = (origin, attributes = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>a page</title>
  <link rel="icon" href="data:,"><script nonce="n">(${watch})()</script>
  <script type="module" nonce="n" src="${origin}/package/element.js"></script></head>
  <body><reptile-sketch ${attributes}></reptile-sketch></body></html>`;

/** Opens a page and gives what answered: http or blob for a worker, thread for the page's own. */
async function answeredBy(content, headers = {}, { inFrame = false } = {}) {
  page.pages['/page.html'] = { html: content, headers };
  await browser.goTo(`${page.origin}/page.html`);
  if (inFrame) await browser.enterFrame();
  const { detail } = await browser.until('there is an answer', () =>
    window.events.find(({ type }) => type === 'predict' || type === 'reptile-error'));
  assert.ok(detail.predictions, JSON.stringify(detail));
  assert.deepEqual(await browser.evaluate(() => window.events.filter(({ type }) => type === 'error')), []);
  return browser.evaluate(() => window.started[0] ?? 'thread');
}

test('without a policy its own worker answers, and from another origin one from a blob', async () => {
  assert.equal(await answeredBy(html('')), 'http');
  assert.equal(await answeredBy(html(elsewhere.origin)), 'blob');
});

test('the attribute worker takes an address, or false for the page\'s own thread', async () => {
  assert.equal(await answeredBy(html('', 'worker="package/classifier/worker.js"')), 'http');
  assert.equal(await answeredBy(html('', 'worker')), 'http');
  assert.equal(await answeredBy(html('', 'worker="false"')), 'thread');
});

test('an address without a worker does not keep it from answering', async () => {
  assert.equal(await answeredBy(html('', 'worker="/not-there.js"')), 'thread');
  assert.equal(await answeredBy(html('', 'worker="/package/index.d.ts"')), 'thread');
});

test('the attribute wasm is the address of the wasm', async () => {
  page.requests.length = 0;
  assert.equal(await answeredBy(html('', 'wasm="package/classifier/reptile_sketch_bg.wasm"')), 'http');
  assert.deepEqual(page.requests.filter(({ path }) => path.endsWith('.wasm')).map(({ path }) => path),
    ['/package/classifier/reptile_sketch_bg.wasm']);
});

test('Trusted Types', async () => {
  const scripts = `${PAGE}; script-src 'self' 'nonce-n' 'wasm-unsafe-eval'; worker-src 'self' blob:`;
  const trusted = `${scripts}; require-trusted-types-for 'script'`;
  assert.equal(await answeredBy(html(''), { [CSP]: trusted }), 'http');
  assert.equal(await answeredBy(html(''), { [CSP]: `${trusted}; trusted-types reptile-sketch` }), 'http');
  const place = await answeredBy(html(''), { [CSP]: `${trusted}; trusted-types another` });
  assert.equal(place, await browser.evaluate(() => 'trustedTypes' in window) ? 'thread' : 'http');
});

test('Trusted Types: an address that the page trusts is taken, and no other', async () => {
  const policy = `${PAGE}; script-src 'self' 'nonce-n' 'wasm-unsafe-eval'; worker-src 'self' blob:; require-trusted-types-for 'script'; trusted-types mine`;
  const address = `${page.origin}/package/classifier/worker.js`;
  const late = (value) => html('').replace('<reptile-sketch ></reptile-sketch>', `<script nonce="n">
    const policy = window.trustedTypes?.createPolicy('mine', { createScriptURL: (url) => url });
    document.body.append(Object.assign(document.createElement('reptile-sketch'), { worker: ${value} }));</script>`);
  assert.equal(await answeredBy(late(`policy?.createScriptURL('${address}') ?? '${address}'`), { [CSP]: policy }), 'http');
  const place = await answeredBy(late(`'${address}'`), { [CSP]: policy });
  assert.equal(place, await browser.evaluate(() => 'trustedTypes' in window) ? 'thread' : 'http');
});

test('a policy that names the origins but not blob:', async () => {
  const policy = (origin) => ({ [CSP]: `${PAGE}; script-src ${origin} 'nonce-n' 'wasm-unsafe-eval'; worker-src ${origin}` });
  assert.equal(await answeredBy(html(''), policy("'self'")), 'http');
  assert.equal(await answeredBy(html(elsewhere.origin), policy(elsewhere.origin)), 'thread');
});

test('a policy against every worker', async () => {
  assert.equal(await answeredBy(html(''),
    { [CSP]: `${PAGE}; script-src 'self' 'nonce-n' 'wasm-unsafe-eval'; worker-src 'none'` }), 'thread');
});

test('a page that is isolated by itself', async () => {
  const isolated = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' };
  assert.equal(await answeredBy(html(''), isolated), 'blob');
  assert.equal(await answeredBy(html(elsewhere.origin), isolated), 'blob');
});

test('a frame with srcdoc, and a sandboxed one', async () => {
  const inner = html(page.origin).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  assert.equal(await answeredBy(`<iframe srcdoc="${inner}"></iframe>`, {}, { inFrame: true }), 'http');
  assert.equal(await answeredBy(`<iframe sandbox="allow-scripts" srcdoc="${inner}"></iframe>`, {}, { inFrame: true }), 'blob');
});

for (const [what, answer] of Object.entries({
  'is not there': { status: 404, body: 'not found', headers: { 'content-type': 'text/plain' } },
  'is the start page of the site': { status: 200, body: '<!doctype html>', headers: { 'content-type': 'text/html' } },
  'is broken': { status: 200, body: 'throw new Error("broken");', headers: { 'content-type': 'text/javascript' } },
  'is cut off': { status: 200, body: 'const a = ', headers: { 'content-type': 'text/javascript' } },
})) {
  test(`a worker script that ${what}`, async () => {
    page.answers['/package/classifier/worker.js'] = answer;
    assert.equal(await answeredBy(html('')), 'thread');
    delete page.answers['/package/classifier/worker.js'];
  });
}

test('a worker that a bundler makes a module without saying so', async () => {
  // As Parcel does where the page has another origin than its scripts, and in a frame with srcdoc.
  const own = "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })";
  const code = readFileSync(join(root, 'pkg/classifier/spawn.js'), 'utf8');
  assert.ok(code.includes(own));
  const theirs = `new Worker(URL.createObjectURL(new Blob(['import "${elsewhere.origin}/package/classifier/worker.js";'], { type: 'text/javascript' })))`;
  page.answers['/package/classifier/spawn.js'] = { status: 200, body: code.replace(own, theirs), headers: { 'content-type': 'text/javascript' } };
  assert.equal(await answeredBy(html('')), 'blob');
  delete page.answers['/package/classifier/spawn.js'];
});

test('one script tag for all of it, from any folder and any origin, makes few requests', async () => {
  for (const [{ origin, requests }, answer] of [[page, 'http'], [elsewhere, 'blob']]) {
    requests.length = 0;
    assert.equal(await answeredBy(html(origin).replace('element.js', 'dist/reptile-sketch.js')), answer);
    const files = new Set(requests.map(({ file }) => file).filter(Boolean));
    assert.deepEqual([...files].map((file) => basename(file).replace('_relaxed', '')).sort(),
      ['engine.js', 'reptile-sketch.js', 'reptile_sketch_bg.wasm', 'worker.js']);
  }
});

test('from jsDelivr, at the address of the package and as it bundles a module, and from esm.sh it finds its files', async () => {
  const plain = readFileSync(join(root, 'pkg/dist/reptile-sketch.js'));
  const bundled = execFileSync(join(tools, '.bin/esbuild'), ['pkg/element.js', '--bundle', '--minify', '--format=esm'], { cwd: root });
  for (const [path, body] of Object.entries({
    '/npm/reptile-sketch': plain, '/npm/reptile-sketch@0.2': plain, '/npm/reptile-sketch@0.2/element.js/+esm': bundled,
    '/reptile-sketch@0.2.0/es2022/element.bundle.mjs': bundled, '/v135/reptile-sketch@0.2.0/es2022/element.mjs': bundled,
  })) {
    elsewhere.answers[path] = { status: 200, body, headers: { 'content-type': 'text/javascript' } };
    elsewhere.requests.length = 0;
    for (const [attributes, answer] of [['', 'blob'], ['worker="false"', 'thread']]) {
      assert.equal(await answeredBy(html(elsewhere.origin, attributes).replace('/package/element.js', path)), answer, path);
    }
    const missing = elsewhere.requests.filter(({ status }) => status !== 200).map((request) => request.path);
    assert.deepEqual(missing, [], path);
  }
});

// The last one, since Chromium has other requests for the same address wait for the one that hangs.
test('a worker script that never comes', async () => {
  page.answers['/package/classifier/worker.js'] = 'never';
  assert.equal(await answeredBy(html('')), 'thread');
});
