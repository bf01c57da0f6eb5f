// A worker that ends or falls silent while work is out is replaced, and what was drawn is answered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queries, support } from './classifiers.mjs';
import { drawings, elements } from './elements.mjs';
import { symbol } from './symbols.mjs';

const { evaluate, expectProblems, openPage, ready, shared, teach, until } = elements();

const losses = {
  'ended without a word': () => window.seen.workers.at(-1).terminate(),
  'that hears nothing': () => { window.seen.workers.at(-1).postMessage = () => {}; },
  'whose wasm has crashed': () => window.seen.workers.at(-1).dispatchEvent(
    new MessageEvent('message', { data: { id: 0, failure: { message: 'unreachable' } } })),
};

for (const [what, lose] of Object.entries(losses)) {
  test(`a worker ${what} is replaced, and the drawing answered without an error`, async () => {
    await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
    await ready('a');
    await teach('a', drawings, symbol('circle', 1));
    await evaluate(lose);
    await evaluate((input) => document.getElementById('a').setInput(input), symbol('zigzag', 1));
    await until('it answers again', () => document.getElementById('a').value === 'zigzag');
    assert.deepEqual(await evaluate(() => window.seen.events.filter(({ type }) => type === 'reptile-error')), []);
    assert.equal(await evaluate(() => window.seen.workers.length), 2);
  });
}

/** Requests that no worker answers, by how their names begin. */
const silences = { 'at once': '', 'when it should learn': 'adapt' };

for (const [when, op] of Object.entries(silences)) {
  test(`where every worker falls silent ${when}, the page computes itself`, async () => {
    await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
    await ready('a');
    await teach('a', drawings, symbol('circle', 1));
    await evaluate((op) => {
      const { Worker } = window;
      const silence = (worker) => {
        const { postMessage } = worker;
        worker.postMessage = (message, ...rest) => {
          if (!message.request?.op.startsWith(op)) postMessage.call(worker, message, ...rest);
        };
      };
      window.Worker = class extends Worker {
        constructor(...args) {
          super(...args);
          silence(this);
        }
      };
      silence(window.seen.workers.at(-1));
    }, op);
    await evaluate((example, input) => {
      document.getElementById('a').setExample(0, example);
      document.getElementById('a').setInput(input);
    }, symbol('circle', 2), symbol('zigzag', 1));
    await until('it answers again', () => document.getElementById('a').value === 'zigzag');
    assert.deepEqual(await evaluate(() => window.seen.events.filter(({ type }) => type === 'reptile-error')), []);
  });
}

/** What becomes of workers when they shall open a network. */
const openings = {
  'the first worker crashes': (worker, count) => count === 1 && worker.dispatchEvent(
    new MessageEvent('message', { data: { id: 0, failure: { message: 'unreachable' } } })),
  'every worker falls silent': () => true,
};

for (const [what, isLost] of Object.entries(openings)) {
  test(`where ${what} while the network loads, the element is ready all the same`, async () => {
    await openPage(`<script>
      let count = 0;
      window.Worker = class extends Worker {
        postMessage(message, ...rest) {
          if (message.request?.op !== 'open' || !(${isLost})(this, ++count)) super.postMessage(message, ...rest);
        }
      };
    </script><reptile-sketch id="a"></reptile-sketch>`);
    await ready('a');
    assert.deepEqual(await evaluate(() => window.seen.events.filter(({ type }) => type === 'reptile-error')), []);
  });
}

test('when no worker lasts, that is said once, and the drawings stay', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('circle', 1));
  const before = await evaluate(() => {
    const { Worker } = window;
    const crash = (worker) => worker.dispatchEvent(new MessageEvent('message', { data: { id: 0, failure: { message: 'unreachable' } } }));
    window.Worker = class extends Worker {
      postMessage(message, ...rest) {
        if ('request' in message) crash(this);
        else super.postMessage(message, ...rest);
      }
    };
    crash(window.seen.workers.at(-1));
    document.getElementById('a').clear();
    return JSON.stringify(document.getElementById('a'));
  });
  await evaluate((input) => document.getElementById('a').setInput(input), symbol('zigzag', 1));
  const { detail } = await until('an error comes', () => window.seen.events.find(({ type }) => type === 'reptile-error'));
  assert.equal(detail.code, 'worker-lost');
  await evaluate(() => document.getElementById('a').clear());
  assert.equal(await evaluate(() => JSON.stringify(document.getElementById('a'))), before);
});

test('a silent worker is lost to a classifier, too, and the next call gets another', async () => {
  await openPage();
  const { lost, answers } = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    await classifier.adapt(support);
    window.seen.workers.at(-1).terminate();
    const lost = await classifier.classify(drawing).catch(({ code }) => code);
    const { predictions } = await classifier.classify(drawing);
    return { lost, answers: predictions.map(({ label }) => label) };
  }, support, queries[0].drawing);
  assert.equal(lost, 'worker-lost');
  assert.deepEqual(answers, ['circle', 'cross', 'zigzag']);
});

test('a new worker starts from the same random weights', async () => {
  await openPage();
  const [before, after] = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load({ init: 'random' });
    const answer = async () => [classifier.seed, (await classifier.classify(drawing)).predictions[0].probability];
    await classifier.adapt(support);
    const before = await answer();
    window.seen.workers.at(-1).dispatchEvent(
      new MessageEvent('message', { data: { id: 0, failure: { message: 'unreachable' } } }));
    return [before, await answer()];
  }, support, queries[0].drawing);
  assert.deepEqual(after, before);
});

test('a long adaptation is no silence', async () => {
  await openPage();
  const elapsedMs = await evaluate(async (drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    const examples = Array.from({ length: 100 }, (_, i) => ({ label: `${i % 20}`, drawing: [...drawing, [i % 20, 0, i, 90]] }));
    return (await classifier.adapt(examples, { steps: 100 })).elapsedMs;
  }, drawings[0]);
  console.log(`# 100 steps on 100 examples: ${elapsedMs.toFixed(0)} ms`);
});

test('a worker is replaced when there is no network any more', async () => {
  // Scripts that cannot be loaded again.
  expectProblems(/./);
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('circle', 1));
  shared.server.close();
  for (const name of ['zigzag', 'cross']) {
    await evaluate((input) => {
      window.seen.workers.at(-1).terminate();
      document.getElementById('a').setInput(input);
    }, symbol(name, 1));
    await until('it answers again', (name) => document.getElementById('a').value === name, name);
  }
});
