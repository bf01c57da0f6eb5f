// <reptile-sketch> while it loads, and where it cannot: what it says, when it is ready, and when it asks for anything.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { drawings, elements } from './elements.mjs';
import { root } from './places.mjs';
import { symbol } from './symbols.mjs';

const { evaluate, expectProblems, openPage, ready, shared, status, teach, until } = elements();

/** Keeps the wasm back until `window.release()`. */
const hold = () => {
  const { fetch } = window;
  const held = new Promise((release) => { window.release = release; });
  window.fetch = async (...args) => {
    await held;
    return fetch(...args);
  };
};
const add = (attributes) => {
  const element = document.createElement('reptile-sketch');
  Object.entries({ id: 'a', ...attributes }).forEach(([name, value]) => element.setAttribute(name, value));
  document.body.append(element);
};
const events = () => evaluate(() => window.seen.events.map(({ type }) => type));

test('it says that it loads while it loads, and is ready only then', async () => {
  await openPage();
  await evaluate(hold);
  await evaluate(add, {});
  assert.equal(await status(), 'Loading the network …');
  await evaluate((input) => document.getElementById('a').setInput(input), symbol('cross'));
  assert.equal(await status(), 'Loading the network …');
  const early = await evaluate(() => Promise.race([document.getElementById('a').ready.then(() => 'ready'),
    new Promise((done) => setTimeout(done, 300, 'waiting'))]));
  assert.deepEqual([early, await events()], ['waiting', []]);
  await evaluate(() => window.release());
  await evaluate(() => document.getElementById('a').ready);
  assert.deepEqual(await events(), ['adapt', 'predict', 'ready']);
  // Whoever asks late is not left waiting.
  await evaluate(() => document.getElementById('a').ready);
});

/** Has the wasm come in two halves, the second after `window.release()`. */
const halve = (isLengthSaid) => {
  const { fetch } = window;
  const held = new Promise((release) => { window.release = release; });
  window.fetch = async (...args) => {
    const response = await fetch(...args);
    if (!String(args[0]).endsWith('.wasm')) return response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(bytes.slice(0, bytes.length >> 1));
        await held;
        controller.enqueue(bytes.slice(bytes.length >> 1));
        controller.close();
      },
    });
    return new Response(body, { headers: isLengthSaid ? { 'content-length': bytes.length } : {} });
  };
};

test('on a slow network it says how much has come, where the server says how much there is', async () => {
  await openPage();
  await evaluate(halve, true);
  await evaluate(add, {});
  await until('half of it is there', () =>
    document.getElementById('a').shadowRoot.querySelector('[part~=status]').textContent === 'Loading the network … 50%');
  await shared.browser.screenshot('loading');
  await evaluate(() => window.release());
  await ready('a');
  assert.doesNotMatch(await status(), /Loading|50%/);
  await openPage();
  await evaluate(halve, false);
  await evaluate(add, {});
  await new Promise((done) => setTimeout(done, 800));
  assert.equal(await status(), 'Loading the network …');
  await evaluate(() => window.release());
  await ready('a');
});

test('it is not ready when it cannot answer, but as soon as it can', async () => {
  await openPage('<reptile-sketch id="a" steps="1000"></reptile-sketch>');
  await until('an error comes', () => window.seen.events.some(({ type }) => type === 'reptile-error'));
  assert.deepEqual((await events()).filter((type) => type === 'ready'), []);
  await evaluate(() => document.getElementById('a').setAttribute('steps', '3'));
  await ready('a');
});

test('without drawings it is ready when it has loaded', async () => {
  await openPage('<reptile-sketch id="a" blank></reptile-sketch>');
  await ready('a');
  assert.match(await status(), /^Draw a symbol/);
});

test('a load that failed is tried again when somebody draws, and says so', async () => {
  expectProblems(/.*/);
  await openPage();
  await evaluate(() => {
    window.realFetch = window.fetch;
    window.fetch = () => Promise.reject(new TypeError('no network'));
  });
  await evaluate(add, {});
  await until('an error comes', () => window.seen.events.some(({ type }) => type === 'reptile-error'));
  assert.match(await status(), /no network/);
  await evaluate(() => { window.fetch = window.realFetch; });
  await evaluate(hold);
  await evaluate((input) => document.getElementById('a').setInput(input), symbol('cross'));
  assert.equal(await status(), 'Loading the network …');
  await evaluate(() => window.release());
  await ready('a');
});

const requested = () => shared.server.requests.filter(({ path }) => /wasm$|worker/.test(path)).length;

test('loading="lazy" asks for nothing until the element is near the viewport', async () => {
  await openPage(`<div style="height: 5000px"></div><reptile-sketch id="a" loading="lazy"></reptile-sketch>
    <reptile-sketch id="hidden" loading="lazy" style="display: none"></reptile-sketch>`);
  shared.server.requests.length = 0;
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(requested(), 0);
  assert.equal(await evaluate(() => document.getElementById('a').loading), 'lazy');
  await evaluate(() => scrollTo(0, document.body.scrollHeight));
  await ready('a');
  assert.ok(requested() > 0);
  assert.deepEqual(await evaluate(() => window.seen.events.filter(({ id }) => id === 'hidden')), []);
  await evaluate(() => document.getElementById('hidden').removeAttribute('loading'));
  await ready('hidden');
});

test('loading="lazy" loads in view where a page leaves the element without a box, and when it is moved into view', async () => {
  await openPage(`<reptile-sketch id="a" loading="lazy" style="display: contents"></reptile-sketch><div style="height: 5000px"></div>
    <reptile-sketch id="b" loading="lazy"></reptile-sketch>`);
  await ready('a');
  await evaluate(() => document.body.prepend(document.getElementById('b')));
  await ready('b');
});

test('loading="lazy" loads in view as usual, and set later changes nothing', async () => {
  await openPage('<reptile-sketch id="a" loading="lazy" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  shared.server.requests.length = 0;
  await evaluate(() => {
    document.getElementById('a').loading = 'eager';
    document.getElementById('a').loading = 'lazy';
  });
  assert.equal((await teach('a', drawings, symbol('zigzag', 1))).value, 'zigzag');
  assert.equal(requested(), 0);
});

test('an engine that cannot run the network is said in words, and asked for nothing', async () => {
  const engines = {
    'no WebAssembly': 'delete window.WebAssembly;',
    'SIMD': 'WebAssembly.validate = () => false;',
  };
  for (const [words, breaking] of Object.entries(engines)) {
    await openPage();
    // By a script of the page: what WebDriver runs has built-ins of its own in Firefox.
    await evaluate((breaking) => {
      const script = document.createElement('script');
      script.textContent = breaking;
      document.head.append(script);
    }, breaking);
    shared.server.requests.length = 0;
    await evaluate(add, {});
    const { detail } = await until('an error comes', () => window.seen.events.find(({ type }) => type === 'reptile-error'));
    assert.equal(detail.code, 'load-failed');
    assert.ok(detail.message.startsWith('This browser') && detail.message.includes(words), detail.message);
    assert.equal(await status(), detail.message);
    assert.equal(requested(), 0);
  }
});

test('the demo opened as a file says what is wrong, and with scripts it does not', async () => {
  expectProblems(/./);
  const isSaid = () => {
    const { visibility, display } = getComputedStyle(document.querySelector('.late'));
    return visibility === 'visible' && display !== 'none' && document.querySelector('.late').checkVisibility();
  };
  await shared.browser.goTo(pathToFileURL(join(root, 'dist/index.html')).href);
  await until('it is said', isSaid);
  await shared.browser.screenshot('demo-as-a-file');
  await shared.openDemo();
  await new Promise((done) => setTimeout(done, 4500));
  assert.equal(await evaluate(isSaid), false);
});
