// SketchClassifier in a page: the order of its calls, what supersedes what, and how it ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifiers, queries, support } from './classifiers.mjs';

const { evaluate, expectProblems, rejects } = classifiers();

test('two classifiers keep their own examples, and neither supersedes the other', async () => {
  const tops = await evaluate(async (support, drawing) => {
    const { SketchClassifier } = window.reptile;
    const [one, two] = await Promise.all([SketchClassifier.load(), SketchClassifier.load()]);
    const renamed = support.map(({ label, drawing }) => ({ label: `other ${label}`, drawing }));
    const answers = await Promise.all([
      one.adapt(support), two.adapt(renamed), one.classify(drawing), two.classify(drawing),
      two.adapt(renamed.slice(0, 2)), one.classify(drawing), two.classify(drawing),
    ]);
    return [2, 3, 5, 6].map((i) => answers[i].predictions.map(({ label }) => label));
  }, support, queries[0].drawing);
  const all = ['circle', 'cross', 'zigzag'];
  const other = all.map((label) => `other ${label}`);
  assert.deepEqual(tops, [all, other, all, other.slice(0, 2)]);
});

test('a newer adapt supersedes the adapt that waits, and the classify queued for it, and no more', async () => {
  const outcomes = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    await classifier.adapt(support);
    const calls = [
      classifier.adapt(support, { steps: 100 }), // runs
      classifier.classify(drawing), // asked of the one that runs
      classifier.adapt(support), // waits
      classifier.classify(drawing), // asked of the one that waits
      classifier.adapt(support.slice(0, 2)), // the newest
      classifier.classify(drawing),
    ];
    const settled = await Promise.allSettled(calls);
    return settled.map(({ value, reason }) => reason?.code ?? value.predictions?.length ?? value.losses.length);
  }, support, queries[0].drawing);
  const [running, asked, ...rest] = outcomes;
  assert.deepEqual([running, asked], [101, 3]);
  assert.equal(rest[0], 'superseded');
  assert.equal(rest[1], 'superseded');
  assert.ok(rest[2] > 1, 'the newest adapt is done');
  assert.equal(rest[3], 2);
});

test('classify calls run in order and none is dropped', async () => {
  const labels = await evaluate(async (support, queries) => {
    const classifier = await window.reptile.SketchClassifier.load();
    const order = [];
    const calls = [classifier.adapt(support)];
    for (let i = 0; i < 30; i++) {
      const { drawing } = queries[i % 3];
      calls.push(classifier.classify(drawing).then(({ predictions }) => {
        order.push(i);
        return predictions.reduce((a, b) => (b.probability > a.probability ? b : a)).label;
      }));
    }
    const [, ...labels] = await Promise.all(calls);
    return { labels, inOrder: order.every((value, i) => value === i) };
  }, support, queries);
  assert.ok(labels.inOrder);
  assert.deepEqual(labels.labels, Array.from({ length: 30 }, (_, i) => queries[i % 3].label));
});

test('a signal that was aborted, before or while waiting, is aborted', async () => {
  await rejects('aborted', (classifier, support) => classifier.adapt(support, { signal: AbortSignal.abort() }));
  await rejects('aborted', async (classifier, support) => {
    const abort = new AbortController();
    const first = classifier.adapt(support, { steps: 100 });
    const second = classifier.adapt(support, { signal: abort.signal });
    abort.abort();
    await Promise.all([first, second]);
  });
});

test('what only looks like a signal is refused', async () => {
  const codes = await evaluate(async (support) => {
    const classifier = await window.reptile.SketchClassifier.load();
    const forged = [
      { aborted: false }, { [Symbol.toStringTag]: 'AbortSignal' }, Object.create(AbortSignal.prototype),
      new Proxy(new AbortController().signal, {}), new AbortController(), new EventTarget(), null, 'abort',
    ];
    return Promise.all(forged.map((signal) => classifier.adapt(support, { signal }).then(() => 'taken', ({ code }) => code)));
  }, support);
  assert.deepEqual(codes, codes.map(() => 'bad-setting'));
});

test('after dispose, and for what was pending, the code is disposed; twice is fine', async () => {
  await rejects('disposed', (classifier, support) => {
    classifier.dispose();
    classifier.dispose();
    return classifier.adapt(support);
  });
  await rejects('disposed', (classifier, support) => {
    const pending = classifier.adapt(support, { steps: 100 });
    classifier.dispose();
    return pending;
  });
  await rejects('disposed', (classifier, support) => {
    // Where Symbol.dispose is not built in yet, the class must use the symbol that polyfills use.
    classifier[Symbol.dispose ?? Symbol.for('Symbol.dispose')]?.();
    classifier.dispose();
    return classifier.classify(support[0].drawing);
  });
});

test('a worker that dies says worker-lost, and the classifier goes on with a new one', async () => {
  expectProblems(/killed by the test/);
  const { lost, label, workers } = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    await classifier.adapt(support);
    const pending = classifier.adapt(support, { steps: 100 });
    // What a page sees of a worker that crashed.
    const worker = window.seen.workers.at(-1);
    // It is not terminated here, because WebKit then sends the worker no more events.
    worker.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
    const lost = await pending.then(() => 'nothing', (error) => error.code);
    await classifier.adapt(support);
    const { predictions } = await classifier.classify(drawing);
    const { label } = predictions.reduce((a, b) => (b.probability > a.probability ? b : a));
    return { lost, label, workers: window.seen.workers.length };
  }, support, queries[2].drawing);
  assert.equal(lost, 'worker-lost');
  assert.equal(label, 'zigzag');
  assert.equal(workers, 2);
});

test('in its own thread the page has its turn between the steps, and the answers stay the same', async () => {
  const { turns, alone, together } = await evaluate(async (support, drawing) => {
    const load = () => window.reptile.SketchClassifier.load({ worker: false });
    const [one, two] = [await load(), await load()];
    const learn = async (classifier, examples) => {
      const { losses } = await classifier.adapt(examples, { steps: 12 });
      return [...losses, ...(await classifier.classify(drawing)).predictions.map(({ probability }) => probability)];
    };
    const pair = support.slice(1);
    const alone = [await learn(one, support), await learn(two, pair)];
    let turns = 0;
    // Not a timer: on a fast machine all steps are over in a few of its intervals.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      turns++;
      port2.postMessage('');
    };
    port2.postMessage('');
    const together = await Promise.all([learn(one, support), learn(two, pair)]);
    port1.close();
    return { turns, alone, together };
  }, support, queries[0].drawing);
  assert.deepEqual(together, alone);
  assert.ok(turns >= 10, `the page had ${turns} turns during 24 steps`);
});

test('in its own thread, one that is disposed of between two steps leaves the others at work', async () => {
  assert.deepEqual(await evaluate(async (support, drawing) => {
    const load = () => window.reptile.SketchClassifier.load({ worker: false });
    const [one, two] = [await load(), await load()];
    const outcomes = [one.adapt(support, { steps: 100 }), two.adapt(support, { steps: 20 })];
    await new Promise((done) => setTimeout(done, 30));
    one.dispose();
    outcomes.push(two.classify(drawing));
    const codes = await Promise.allSettled(outcomes);
    // The learner of the other was freed meanwhile.
    await two.classify(drawing);
    return codes.map(({ reason }) => reason?.code ?? 'done');
  }, support, queries[0].drawing), ['disposed', 'done', 'done']);
});
