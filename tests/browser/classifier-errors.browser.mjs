// SketchClassifier in a page: the code of each refusal, and that a refusal changes nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifiers, queries, support, top } from './classifiers.mjs';

const { evaluate, expectProblems, rejects, shared } = classifiers();

test('a drawing without ink is empty-drawing', async () => {
  const blank = { data: Array(4 * 16).fill(255), width: 4, height: 4 };
  for (const drawing of [[], [[]], blank]) {
    await rejects('empty-drawing', async (classifier, support, drawing) => {
      await classifier.adapt(support);
      await classifier.classify(drawing);
    }, drawing);
    await rejects('empty-drawing', (classifier, support, drawing) =>
      classifier.adapt([...support, { label: 'another', drawing }]), drawing);
  }
});

test('half a point and points that are not finite are bad-point', async () => {
  await rejects('bad-point', (classifier, support) => classifier.adapt([...support, { label: 'x', drawing: [[1, 2, 3]] }]));
  for (const bad of ['NaN', 'Infinity', '-Infinity']) {
    await rejects('bad-point', async (classifier, support, bad) => {
      await classifier.adapt(support);
      await classifier.classify([[0, 0, 10, Number(bad)]]);
    }, bad);
  }
});

test('an image of no size, or of another size than it says, is bad-image', async () => {
  const images = [{ data: [], width: 0, height: 0 }, { data: [0, 0, 0], width: 1, height: 1 },
    // Of numbers from 0 to 1 only the opaque ones would be seen, as black.
    { data: Array(16).fill(1), width: 2, height: 2 }, { data: Array(16).fill(0), width: 2.5, height: 2 }, { data: Array(16).fill(0), width: -2, height: -2 }];
  for (const image of images) {
    await rejects('bad-image', async (classifier, support, image) => {
      await classifier.adapt(support);
      await classifier.classify(image);
    }, image);
  }
});

test('classify before adapt is no-support', () =>
  rejects('no-support', (classifier, support) => classifier.classify(support[0].drawing)));

test('fewer than 2 labels, more than 20, and invalid steps are bad-setting', async () => {
  await rejects('bad-setting', (classifier) => classifier.adapt([]));
  await rejects('bad-setting', (classifier, support) => classifier.adapt(support.slice(0, 1)));
  await rejects('bad-setting', (classifier, support) =>
    classifier.adapt(Array.from({ length: 21 }, (_, i) => ({ ...support[0], label: `${i}` }))));
  for (const steps of [-1, 1.5, 'NaN', 1e9, 'many']) {
    await rejects('bad-setting', (classifier, support, steps) =>
      classifier.adapt(support, { steps: steps === 'NaN' ? NaN : steps }), steps);
  }
});

test('options that are none, settings that are no text, and lists that only claim to be long are bad-setting', async () => {
  await rejects('bad-setting', (classifier, support) => classifier.adapt(support, 5));
  await rejects('bad-setting', () => window.reptile.SketchClassifier.load('mine.safetensors'));
  await rejects('bad-setting', (classifier, support) => classifier.adapt(support, { steps: Object.create(null) }));
  await rejects('bad-setting', (classifier) => classifier.adapt({ length: 2 ** 53 }));
});

test('a classifier that is made by new is bad-setting, and the message says how one is made', async () => {
  const { code, message } = await evaluate(() => {
    try {
      return new window.reptile.SketchClassifier();
    } catch (error) {
      return { code: error.code, message: error.message };
    }
  });
  assert.equal(code, 'bad-setting');
  assert.match(message, /await SketchClassifier\.load\(\)/);
});

test('a refused adapt leaves the earlier one in force', async () => {
  const result = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    await classifier.adapt(support);
    await classifier.adapt([{ label: 'a', drawing: [] }, support[0]]).catch(() => {});
    return classifier.classify(drawing);
  }, support, queries[0].drawing);
  assert.equal(top(result), 'circle');
});

test('a file that is not weights is bad-weights, a missing file is load-failed', async () => {
  // WebKit does not name the script.
  expectProblems(/not-there|Importing a module script failed/);
  for (const weights of [new Array(0), Array(100).fill(7)]) {
    await rejects('bad-weights', async (_, support, weights) => {
      // Firefox runs this in a sandbox, whose ArrayBuffer is not the page's; that of a Response is.
      const buffer = await new Response(Uint8Array.from(weights)).arrayBuffer();
      return window.reptile.SketchClassifier.load({ weights: buffer });
    }, weights);
  }
  await rejects('load-failed', () => window.reptile.SketchClassifier.load({ weights: '/not-there.bin' }));
  await rejects('load-failed', () => window.reptile.SketchClassifier.load({ wasm: '/not-there.wasm' }));
  await rejects('load-failed', () => window.reptile.SketchClassifier.load({ worker: '/not-there.js' }));
  // The weights come when the wasm has already failed.
  await rejects('load-failed', async () => {
    const { fetch } = window;
    window.fetch = async (url) => {
      if (!String(url).endsWith('/slow.bin')) return fetch(url);
      await new Promise((done) => setTimeout(done, 300));
      return new Response(new ArrayBuffer(8));
    };
    const loading = window.reptile.SketchClassifier.load({ wasm: '/not-there.wasm', weights: '/slow.bin' });
    await loading.finally(() => { window.fetch = fetch; });
  });
});

test('what other libraries have in place of a drawing is refused with a hint', async () => {
  const told = await evaluate(async () => {
    const classifier = await window.reptile.SketchClassifier.load();
    const given = [[[[1, 2], [3, 4]]], [{ x: 1, y: 2 }], document.createElement('canvas'), await createImageBitmap(new ImageData(4, 4)), new Blob()];
    const messages = await Promise.all(given.map((drawing) => classifier.classify(drawing).catch(({ message }) => message)));
    classifier.dispose();
    return messages;
  });
  const hints = [/x0, y0.*Array/, /x0, y0/, /getImageData/, /getImageData/, /getImageData/];
  hints.forEach((hint, i) => assert.match(told[i], hint));
});

test('what cannot be read is refused with our error, and what answers differently each time is read once', async () => {
  const told = await evaluate(async (support) => {
    const classifier = await window.reptile.SketchClassifier.load();
    await classifier.adapt(support);
    const broken = { get() { throw new TypeError('mine'); } };
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    let asked = 0;
    const given = {
      getter: Object.defineProperty([], 0, broken),
      stroke: [Object.defineProperty([1, 2], 0, broken)],
      length: Object.defineProperty({}, 'length', broken),
      revoked: proxy,
      'revoked within': [proxy],
      'a revoked value': [[proxy, 1]],
      data: Object.defineProperty({ width: 1, height: 1 }, 'data', broken),
      'a proxy of pixels': { data: new Proxy(new Uint8ClampedArray(4), {}), width: 1, height: 1 },
      'a changing value': [{ length: 2, get 0() { return asked++ ? NaN : 1; }, 1: 2 }],
    };
    const why = (run) => run().then(() => 'works', (error) => `${error.name} ${error.code}`);
    const answers = {};
    for (const [what, drawing] of Object.entries(given)) {
      answers[what] = await why(() => classifier.classify(drawing));
    }
    answers.label = await why(() => classifier.adapt([Object.defineProperty({}, 'label', broken)]));
    answers.options = await why(() => classifier.adapt(support, Object.defineProperty({}, 'steps', broken)));
    answers.settings = await why(() => window.reptile.SketchClassifier.load(Object.defineProperty({}, 'wasm', broken)));
    answers.then = await why(() => classifier.classify(support[0].drawing));
    classifier.dispose();
    return answers;
  }, support);
  const [point, image, setting] = ['point', 'image', 'setting'].map((what) => `ReptileError bad-${what}`);
  assert.deepEqual(told, {
    getter: point, stroke: point, length: point, revoked: point, 'revoked within': point, 'a revoked value': point,
    data: image, 'a proxy of pixels': image, 'a changing value': 'works',
    label: setting, options: setting, settings: setting, then: 'works',
  });
});

test('a number given as a text, or as another kind of number, is shown as that', async () => {
  assert.deepEqual(await evaluate(async (support) => {
    const classifier = await window.reptile.SketchClassifier.load();
    const calls = [() => classifier.adapt(support, { steps: '5' }), () => classifier.classify([['1', 2]]),
      () => classifier.classify([new BigInt64Array(2)])];
    const messages = [];
    for (const call of calls) messages.push(await call().catch(({ message }) => /is (.*?)[;.]/.exec(message)[1]));
    classifier.dispose();
    return messages;
  }, support), ['"5"', '"1"', '0n']);
});

/** What a service worker with this module says that its first answer is. */
async function inServiceWorker(module) {
  const body = `import { SketchClassifier } from '/package/${module}';
    async function answer(support, drawing) {
      const classifier = await SketchClassifier.load();
      await classifier.adapt(support);
      return classifier.classify(drawing);
    }
    addEventListener('message', ({ source, data }) => answer(...data).then((result) => source.postMessage(result),
      ({ code, message }) => source.postMessage({ code, message })));`;
  shared.server.answers['/service.js'] = { status: 200, body, headers: { 'content-type': 'text/javascript' } };
  return evaluate(async (...task) => {
    const { serviceWorker } = navigator;
    await serviceWorker.register('/service.js', { type: 'module', scope: '/' });
    const { active } = await serviceWorker.ready;
    const told = new Promise((done) => { serviceWorker.onmessage = ({ data }) => done(data); });
    active.postMessage(task);
    const answer = await told;
    for (const registration of await serviceWorker.getRegistrations()) await registration.unregister();
    return answer;
  }, support, queries[1].drawing);
}

test('in a service worker it is load-failed, and the message says why', async (context) => {
  if (!shared.browser.isChromium) return context.skip('its service workers are no modules');
  const { code, message } = await inServiceWorker('index.js');
  assert.equal(code, 'load-failed');
  assert.match(message, /ServiceWorker/);
});

test('in a service worker it works in one piece', async (context) => {
  if (!shared.browser.isChromium) return context.skip('its service workers are no modules');
  const result = await inServiceWorker('static.js');
  assert.equal(top(result), 'cross', JSON.stringify(result));
});
