// <reptile-sketch> in pages that are unlike others: old libraries, frozen globals, scripts without an address, and what
// pages hand over without a thought.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawings, elements, near } from './elements.mjs';
import { symbol } from './symbols.mjs';

const { evaluate, openPage, ready, settled, shared, status, teach, until } = elements();

const tag = '<reptile-sketch id="a"></reptile-sketch>';

/** What a page may have done before the element comes. */
const pages = {
  'Prototype.js': () => {
    Array.from = (list) => Array.prototype.slice.call(list);
    Array.prototype.reduce = function reduce() { return this.length > 1 ? this : this[0]; };
    Array.prototype.entries = function entries() { return this.slice(); };
    Array.prototype.find = function find(is) { return this.filter((item) => is(item))[0]; };
  },
  MooTools: () => {
    Function.prototype.bind = function bind(that) { return (...args) => this.apply(that, args); };
    Function.prototype.implement = Function.prototype.extend = () => {};
    Array.prototype.include = Array.prototype.erase = Array.prototype.flatten = () => [];
    // Not enumerable: WebKit's driver could say nothing of such a page.
    Object.defineProperty(Object.prototype, 'forEach', { value: () => {}, writable: true, configurable: true });
  },
  'a Promise that is a wrapper': () => {
    // As zone.js has it.
    const { Promise } = window;
    window.Promise = class Wrapped {
      constructor(run) { this.inner = new Promise(run); }
      then(...handlers) { return new Wrapped((resolve, reject) => this.inner.then(...handlers).then(resolve, reject)); }
      catch(handler) { return this.then(undefined, handler); }
      finally(handler) { return new Wrapped((resolve, reject) => this.inner.finally(handler).then(resolve, reject)); }
      static resolve(value) { return new Wrapped((resolve) => resolve(value)); }
      static reject(reason) { return new Wrapped((_, reject) => reject(reason)); }
      static all(promises) { return new Wrapped((resolve, reject) => Promise.all(promises).then(resolve, reject)); }
      static race(promises) { return new Wrapped((resolve, reject) => Promise.race(promises).then(resolve, reject)); }
    };
  },
  'a Promise that tells at once of what nobody waits for': () => {
    // As zone.js does: an engine waits until all that follows is done.
    const { Promise } = window;
    window.Promise = class Watched extends Promise {
      constructor(run) {
        super((resolve, reject) => run(resolve, (error) => {
          reject(error);
          queueMicrotask(() => this.isAwaited || console.error(`nobody waits for ${error}`));
        }));
      }
      then(...handlers) {
        this.isAwaited = true;
        return super.then(...handlers);
      }
    };
  },
  'what is enumerable in every array': () => {
    Array.prototype.first = function first() { return this[0]; };
    Array.prototype.toJSON = function toJSON() { return 'old'; };
  },
  'frozen classes': () => {
    for (const type of [Array, Error, Function, Map, Object, Promise, Set, String, URL, HTMLElement, EventTarget]) {
      Object.freeze(type);
      Object.freeze(type.prototype);
    }
  },
  'a fetch whose answers have no stream': () => {
    const { fetch } = window;
    window.fetch = async (...args) => {
      const { ok, status, headers, ...answer } = await fetch(...args).then(async (response) => ({
        ok: response.ok, status: response.status, headers: response.headers, bytes: await response.arrayBuffer(),
      }));
      return { ok, status, headers, arrayBuffer: async () => answer.bytes };
    };
  },
  'a fetch of addresses in texts': () => {
    const { fetch } = window;
    window.fetch = (address, options) => fetch(address.startsWith('/api/') ? `https://example.com${address}` : address, options);
  },
};

for (const [what, prepare] of Object.entries(pages)) {
  test(`it works in a page with ${what}`, async () => {
    await openPage(`<script>(${prepare})()</script>${tag}`);
    await ready('a');
    assert.equal((await teach('a', drawings, symbol('cross', 1))).value, '2');
    // As a text: some drivers pass arrays as JSON, which one of these pages spoils.
    const text = await evaluate((drawing) => {
      const a = document.getElementById('a');
      const large = drawing.map((stroke) => stroke.map((value) => 3 * value));
      a.fromJSON({ labels: ['x', 'y'], examples: [[drawing], [large]], input: large });
      return [...a.getExample(0)[0], ...a.getExample(1)[0], ...a.getInput()[0]].join(' ');
    }, drawings[0]);
    const values = text.split(' ').map(Number);
    assert.ok(values.every((value) => value >= 0 && value <= 100), `not every drawing fits: ${values}`);
    near(drawings[0][0], values, 0.01, 'the drawing that fits');
    await evaluate(async () => {
      delete Array.prototype.toJSON;
      document.getElementById('a').remove();
      await new Promise((done) => setTimeout(done, 100));
    });
  });
}

for (const worker of [true, false]) {
  test(`errors are still ours where a page has frozen what errors inherit, with worker: ${worker}`, async () => {
    await openPage('<script>Object.freeze(Error.prototype)</script>');
    assert.deepEqual(await evaluate(async (worker) => {
      const { SketchClassifier } = window.reptile;
      const why = (asked) => asked.then(() => 'it works', ({ name, code }) => `${name}: ${code}`);
      const classifier = await SketchClassifier.load({ worker });
      return Promise.all([
        SketchClassifier.load({ worker, weights: 5 }), SketchClassifier.load({ worker, weights: new Uint8Array(9) }),
        classifier.classify([[1, 1]]), classifier.classify({ data: new Uint8Array(16), width: 2, height: 2 }),
      ].map(why));
    }, worker), ['bad-setting', 'bad-weights', 'no-support', 'empty-drawing'].map((code) => `ReptileError: ${code}`));
  });
}

for (const mode of ['open', 'closed']) {
  test(`it takes over a shadow root that the page has written for it, ${mode}`, async () => {
    await openPage(`<reptile-sketch id="a"><template shadowrootmode="${mode}"><p id="theirs">Wait …</p></template></reptile-sketch>`);
    await ready('a');
    assert.equal((await teach('a', drawings, symbol('cross', 1))).value, '2');
    const isOpen = mode === 'open';
    assert.deepEqual(await evaluate(() => {
      const { shadowRoot } = document.getElementById('a');
      return [Boolean(shadowRoot), Boolean(shadowRoot?.querySelector('[part~=canvas]')), Boolean(shadowRoot?.querySelector('#theirs'))];
    }), [isOpen, isOpen, false]);
  });
}

test('a value that a framework sets, before the element or after, changes nothing', async () => {
  await openPage();
  const set = () => evaluate(() => {
    'use strict';
    document.getElementById('a').value = 'theirs';
    return document.getElementById('a').value;
  });
  await evaluate(() => document.body.append(Object.assign(document.createElement('other-sketch'), { id: 'a' })));
  assert.equal(await set(), 'theirs');
  await evaluate(() => window.reptile.defineReptileSketch('other-sketch'));
  await ready('a');
  assert.equal((await teach('a', drawings, symbol('cross', 1))).value, '2');
  assert.equal(await set(), '2');
});

test('labels may be words that objects have a meaning for', async () => {
  const labels = ['constructor', '__proto__', 'toString'];
  await openPage(`<reptile-sketch id="a" labels="${labels}"></reptile-sketch>`);
  await ready('a');
  const { predictions, value } = await teach('a', drawings, symbol('cross', 1));
  assert.deepEqual(predictions.map(({ label }) => label), labels);
  assert.equal(value, '__proto__');
  await evaluate(() => { document.getElementById('a').strings = { constructor: 'no text' }; });
  assert.match(await status(), /no such text as constructor/);
});

test('the number of an example may be a text, and nothing else is taken for one', async () => {
  await openPage(tag);
  await ready('a');
  const codes = await evaluate(() => {
    const a = document.getElementById('a');
    a.clearAll();
    a.setExample('1', [[10, 10, 90, 90]]);
    return ['length', 'at', '', ' 1', null, true, 0.5, -1, 3].map((index) => {
      a.setExample(index, [[1, 1, 9, 9]]);
      a.addExample(index, [[1, 1, 9, 9]]);
      try {
        return a.getExample(index);
      } catch ({ code }) {
        return code;
      }
    });
  });
  assert.deepEqual(codes, Array(9).fill('bad-setting'));
  assert.deepEqual(await evaluate(() => document.getElementById('a').toJSON().examples), [[], [[[10, 10, 90, 90]]], []]);
});

test('the text of what toJSON gives is refused, and the message says what to do', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  assert.match(await evaluate(() => {
    const a = document.getElementById('a');
    a.fromJSON(JSON.stringify(a));
    return window.seen.events.at(-1).detail.message;
  }), /JSON\.parse/);
});

test('a drawing of hardly any size beside the cell is one in the middle', async () => {
  await openPage(tag);
  await ready('a');
  const [stroke] = await evaluate(() => {
    const a = document.getElementById('a');
    a.setInput([[-1e-320, 50, 0, 50]]);
    return a.getInput();
  });
  near(stroke, [50, 50, 50, 50], 1, 'the stroke');
  await settled('a');
});

test('bytes that were transferred elsewhere are load-failed', async () => {
  await openPage('');
  assert.deepEqual(await evaluate(async () => {
    const gone = () => {
      const bytes = new Uint8Array(8);
      structuredClone(bytes, { transfer: [bytes.buffer] });
      return bytes;
    };
    const given = [{ weights: gone() }, { weights: gone().buffer }, { wasm: gone() }, { wasm: gone().buffer }];
    return Promise.all(given.map((options) => window.reptile.SketchClassifier.load(options).then(() => 'it loads', ({ code }) => code)));
  }), Array(4).fill('load-failed'));
});

test('a script from a blob has a code without the wasm, and works with it', async () => {
  await openPage('');
  const load = (options) => evaluate(async (options) => {
    const script = await (await fetch('/package/dist/reptile-sketch.js')).text();
    const code = script.replaceAll('./engine.js', `${location.origin}/package/dist/engine.js`);
    const { SketchClassifier } = await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    try {
      (await SketchClassifier.load(options)).dispose();
      return 'it loads';
    } catch ({ code, message }) {
      return `${code}: ${message}`;
    }
  }, options);
  assert.match(await load({}), /^load-failed: .*set wasm/);
  assert.equal(await load({ wasm: '/package/dist/reptile_sketch_bg.wasm' }), 'it loads');
});

test('where a window looks like Node, as Electron\'s do, but has no modules of Node, files are fetched', async () => {
  shared.expectProblems(/node:fs|module script failed/);
  await openPage(`<script>
    window.process = { versions: { node: '22.0.0' }, cwd: () => '/' };
    const before = window.fetch;
    window.fetch = (url) => before(String(url).startsWith('file:') ? '/package/classifier/reptile_sketch_bg.wasm' : url);
  </script>`);
  assert.equal(await evaluate(async () => {
    const classifier = await window.reptile.SketchClassifier.load({ wasm: 'file:///app/reptile_sketch_bg.wasm', worker: false });
    classifier.dispose();
    return 'it loads';
  }), 'it loads');
});

test('on the way back what was drawn is there, whenever a script sets the labels', async (context) => {
  if (!shared.browser.isChromium) return context.skip('only Chromium restores the state of custom elements');
  const labels = ['one, two', 'b', 'c', 'd'];
  for (const whenMs of [0, 400]) {
    await openPage(`<script>addEventListener('unload', () => {})</script><form><reptile-sketch id="a" name="n"></reptile-sketch></form>
      <script type="module">
        setTimeout(() => { document.getElementById('a').classes = ${JSON.stringify(labels)}; }, ${whenMs});
      </script>`);
    await ready('a');
    await until('it has its labels', () => document.getElementById('a').classes.length === 4);
    await teach('a', [...drawings, symbol('tee')], symbol('tee', 1));
    const before = await evaluate(() => JSON.stringify(document.getElementById('a')));
    shared.server.pages['/elsewhere.html'] = '<!doctype html><head><title>elsewhere</title><link rel="icon" href="data:,"></head>';
    await shared.browser.goTo(`${shared.server.origin}/elsewhere.html`);
    await evaluate(() => { setTimeout(() => history.back()); });
    await until('it is back', () => document.getElementById('a')?.value === 'd');
    assert.equal(await evaluate(() => JSON.stringify(document.getElementById('a'))), before);
  }
});
