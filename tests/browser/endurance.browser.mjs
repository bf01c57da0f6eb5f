// Long use leaves nothing behind: neither memory of the wasm, nor objects of the page, nor workers. For a long run,
// ENDURANCE_ADAPTATIONS=10000 and ENDURANCE_MOUNTS=500 in the environment.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { drawings, elements } from './elements.mjs';
import { symbol } from './symbols.mjs';

const ADAPTATIONS = Number(process.env.ENDURANCE_ADAPTATIONS ?? 60);
const MOUNTS = Number(process.env.ENDURANCE_MOUNTS ?? 6);
/** What is measured first comes after so much of it: caches are filled then. */
const WARM = 0.3;
/** The most rounds until the memory stays as it is. */
const SETTLING = 3;

const { evaluate, openPage, ready, shared, until } = elements();

/** Keeps the memory of each wasm instance, in a page or in a worker, and tells its size who asks for it. */
const WATCH = `
const memories = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate.apply(WebAssembly, given);
  memories.push((made.instance ?? made).exports.memory);
  return made;
};
const channel = new BroadcastChannel('memory');
channel.onmessage = ({ data }) => {
  if (data !== 'how much?' || memories.length === 0) return;
  channel.postMessage(memories.map(({ buffer }) => buffer.byteLength));
};`;

const script = (body) => ({ status: 200, body, headers: { 'content-type': 'text/javascript' } });

/** Collects garbage until something is so in the page. */
async function collectUntil(what, run) {
  let over = false;
  const collect = async () => {
    while (!over) await shared.browser.cdp('HeapProfiler.collectGarbage');
  };
  const waiting = until(what, run).finally(() => { over = true; });
  await Promise.all([waiting, collect()]);
}

/** The bytes of the wasm's memory. */
const wasmBytes = () => evaluate(() => new Promise((done) => {
  const channel = new BroadcastChannel('memory');
  channel.onmessage = ({ data }) => {
    channel.close();
    done(data);
  };
  channel.postMessage('how much?');
}));

/** What the page holds after the garbage is collected: bytes, nodes and listeners. Chromium alone tells. */
async function heap() {
  if (!shared.browser.isChromium) return undefined;
  await shared.browser.cdp('Performance.enable');
  for (let i = 0; i < 3; i++) await shared.browser.cdp('HeapProfiler.collectGarbage');
  const { metrics } = await shared.browser.cdp('Performance.getMetrics');
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { bytes: value('JSHeapUsedSize'), nodes: value('Nodes'), listeners: value('JSEventListeners') };
}

/** Waits for what timers still hold, and says what is left if it stays. */
async function assertFlat(before, times) {
  if (!before) return;
  let after;
  const isFlat = async () => {
    after = await heap();
    // Compiled code and caches of the engine, once, but nothing for each time.
    const bytes = before.bytes + 1e6 + 100 * times;
    return after.nodes <= before.nodes + 20 && after.listeners <= before.listeners + 20 && after.bytes < bytes;
  };
  const last = Date.now() + 120_000;
  while (!(await isFlat())) assert.ok(Date.now() < last, `${times} times: ${JSON.stringify({ before, after })}`);
}

/** Adapts so often to 2 to 5 labels, asks, and is refused, one after the other. */
async function learn(times) {
  for (let done = 0; done < times; done += 100) {
    await evaluate(async (from, to, drawings) => {
      for (let i = from; i < to; i++) {
        const support = Array.from({ length: 2 + (i % 4) }, (_, way) => ({ label: `${way}`, drawing: drawings[(i + way) % drawings.length] }));
        await window.classifier.adapt(support, { steps: 1 + (i % 3) });
        const { predictions } = await window.classifier.classify(drawings[i % drawings.length]);
        if (predictions.length !== support.length) throw new Error('a wrong answer');
        if (i % 7 === 0) await window.classifier.adapt(support.slice(0, 1)).catch(() => {});
        if (i % 5 === 0) await window.classifier.classify([[NaN, 0]]).catch(() => {});
      }
    }, done, Math.min(times, done + 100), [...drawings, symbol('house'), symbol('eight')]);
  }
}

for (const [where, worker] of Object.entries({ 'a worker': '/watched.js', 'the own thread': false })) {
  test(`${ADAPTATIONS} adaptations in ${where} leave the memory as it was`, { timeout: 300_000 + 100 * ADAPTATIONS }, async () => {
    shared.server.answers['/watch.js'] = script(WATCH);
    shared.server.answers['/watched.js'] = script("import '/watch.js'; import '/package/classifier/worker.js';");
    await openPage(worker ? '' : '<script type="module" src="/watch.js"></script>');
    await evaluate(async (worker) => {
      window.classifier = await window.reptile.SketchClassifier.load({ worker });
    }, worker);
    await learn(Math.ceil(WARM * ADAPTATIONS));
    let before;
    // A leak grows with every round; an allocator may take a few pages more once, until all sizes have their place.
    for (let round = 1; round <= SETTLING; round++) {
      before = { wasm: await wasmBytes(), heap: await heap() };
      await learn(ADAPTATIONS);
      if (isDeepStrictEqual(await wasmBytes(), before.wasm)) break;
    }
    assert.deepEqual(await wasmBytes(), before.wasm);
    await assertFlat(before.heap, ADAPTATIONS);
  });
}

test(`${MOUNTS} elements, one after the other, leave no worker, no node and no memory`, { timeout: 300_000 + 1000 * MOUNTS }, async () => {
  await openPage('<reptile-sketch id="stays" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('stays');
  await evaluate((drawings) => {
    drawings.forEach((drawing, i) => document.getElementById('stays').setExample(i, drawing));
    window.live = new Set(window.seen.workers);
    const { Worker } = window;
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        window.live.add(this);
      }

      terminate() {
        window.live.delete(this);
        super.terminate();
      }
    };
  }, drawings);
  const mount = async (times) => {
    for (let done = 0; done < times; done += 10) {
      await evaluate(async (count) => {
        for (let i = 0; i < count; i++) {
          const element = document.createElement('reptile-sketch');
          // A host of its own for every second one.
          if (i % 2) element.setAttribute('worker', `/package/classifier/worker.js?${i}`);
          document.body.append(element);
          if (i % 3) await element.ready;
          element.remove();
          await null;
        }
        window.seen.events.length = window.seen.workers.length = 0;
      }, Math.min(10, times - done));
    }
    await until('no worker but one is left', () => window.live.size === 1);
  };
  await mount(Math.ceil(WARM * MOUNTS));
  const before = await heap();
  await mount(MOUNTS);
  await assertFlat(before, MOUNTS);
  await evaluate((input) => document.getElementById('stays').setInput(input), symbol('zigzag', 1));
  await until('it answers', () => document.getElementById('stays').value === 'zigzag');
});

test('the worker of a classifier that a page forgets ends, but not while an answer is awaited', async (context) => {
  if (!shared.browser.isChromium) return context.skip('only Chromium collects garbage when it is told to');
  await openPage();
  await evaluate(async (drawings) => {
    window.live = 0;
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        window.live += 1;
      }

      terminate() {
        window.live -= 1;
        super.terminate();
      }
    };
    const examples = drawings.map((drawing, i) => ({ label: String(i), drawing }));
    const learn = async () => (await window.reptile.SketchClassifier.load()).adapt(examples);
    await learn();
    // Nobody but the answer holds this one: 100 steps on many examples take a while.
    const many = Array.from({ length: 20 }, () => examples).flat();
    window.reptile.SketchClassifier.load().then((classifier) => {
      classifier.adapt(many, { steps: 100 });
      return classifier.classify(drawings[1]);
    }).then(({ predictions }) => { window.answer = predictions; }, (error) => { window.answer = String(error); });
    window.seen.workers.length = 0;
  }, drawings);
  assert.equal(await evaluate(() => window.live), 1);
  await collectUntil('it is answered', () => window.answer);
  assert.equal((await evaluate(() => window.answer)).length, 3);
  await collectUntil('no worker is left that nobody needs', () => window.live === 0);
});
