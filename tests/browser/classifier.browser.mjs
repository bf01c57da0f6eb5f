// SketchClassifier in a page, against its contract: answers, order, queueing, errors.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const { evaluate, openPage, expectProblems } = world();
const support = ['circle', 'cross', 'zigzag'].map((label) => ({ label, drawing: symbol(label) }));
const queries = support.map(({ label }) => ({ label, drawing: symbol(label, 1) }));

beforeEach(() => openPage());

/** Adapts to `examples` in a fresh classifier and classifies `drawings`; plain JSON comes back. */
function classify(examples, drawings, { steps, load = {} } = {}) {
  return evaluate(async (examples, drawings, steps, load) => {
    const classifier = await window.reptile.SketchClassifier.load(load);
    const adapted = await classifier.adapt(examples, steps === null ? undefined : { steps });
    const results = [];
    for (const drawing of drawings) results.push(await classifier.classify(drawing));
    classifier.dispose();
    return { losses: [...adapted.losses], isFloat32: adapted.losses instanceof Float32Array,
      elapsedMs: adapted.elapsedMs, results };
  }, examples, drawings, steps ?? null, load);
}

const probabilities = ({ predictions }) => predictions.map(({ probability }) => probability);
const top = ({ predictions }) => predictions.reduce((a, b) => (b.probability > a.probability ? b : a)).label;

/** Asserts the code and the name of what `run` throws in the page, given a classifier. */
async function rejects(code, run, ...args) {
  const caught = await evaluate(`async (support, ...args) => {
    const { SketchClassifier } = window.reptile;
    const classifier = await SketchClassifier.load();
    try {
      await (${run})(classifier, support, ...args);
      return 'nothing was thrown';
    } catch (error) {
      return { name: error.name, code: error.code, isError: error instanceof Error, message: error.message };
    } finally {
      classifier.dispose();
    }
  }`, support, ...args);
  assert.deepEqual({ ...caught, message: undefined },
    { name: 'ReptileError', code, isError: true, message: undefined }, JSON.stringify(caught));
  assert.ok(caught.message.length > 5, 'the message says something');
}

test('a drawing by another hand gets the right label', async () => {
  const { results } = await classify(support, queries.map(({ drawing }) => drawing));
  results.forEach((result, i) => {
    assert.equal(top(result), queries[i].label);
    assert.deepEqual(result.predictions.map(({ label }) => label), ['circle', 'cross', 'zigzag']);
    const sum = probabilities(result).reduce((a, b) => a + b);
    assert.ok(Math.abs(sum - 1) < 1e-5, `the probabilities sum to ${sum}`);
    assert.ok(Number.isFinite(result.unlike) && result.elapsedMs >= 0);
  });
});

test('the losses are those before each step and after the last, and fall from chance', async () => {
  const { losses, isFloat32, elapsedMs } = await classify(support, [], { steps: 4 });
  assert.ok(isFloat32 && elapsedMs >= 0);
  assert.equal(losses.length, 5);
  // Three classes, each equally likely, summed: 3 ln 3.
  assert.ok(Math.abs(losses[0] - 3 * Math.log(3)) < 1e-3, `the first loss is ${losses[0]}`);
  assert.ok(losses.at(-1) < losses[0] / 2, `the last loss is ${losses.at(-1)}`);
});

test('before the first step every label is equally likely', async () => {
  const { losses, results } = await classify(support, [queries[0].drawing], { steps: 0 });
  assert.equal(losses.length, 1);
  for (const probability of probabilities(results[0])) assert.ok(Math.abs(probability - 1 / 3) < 1e-6);
});

test('swapping two examples swaps two probabilities', async () => {
  const drawings = queries.map(({ drawing }) => drawing);
  const { results: straight } = await classify(support, drawings);
  const { results: swapped } = await classify([support[2], support[1], support[0]], drawings);
  straight.forEach((result, i) => {
    const [a, b, c] = probabilities(result);
    const [x, y, z] = probabilities(swapped[i]);
    for (const gap of [a - z, b - y, c - x]) assert.ok(Math.abs(gap) < 1e-5, `they differ by ${gap}`);
    assert.equal(top(result), top(swapped[i]));
  });
});

test('several examples with one label are several shots, and labels keep their first order', async () => {
  const shots = [support[1], support[0], { ...support[1], drawing: symbol('cross', 3) }, support[2]];
  const { results } = await classify(shots, [queries[1].drawing]);
  assert.deepEqual(results[0].predictions.map(({ label }) => label), ['cross', 'circle', 'zigzag']);
  assert.equal(top(results[0]), 'cross');
});

test('two labels and twenty labels work from the same weights', async () => {
  const { names } = await import('./symbols.mjs');
  for (const ways of [2, 20]) {
    const examples = names.slice(0, ways).map((label) => ({ label, drawing: symbol(label) }));
    const { results } = await classify(examples, examples.map(({ drawing }) => drawing));
    const right = results.filter((result, i) => top(result) === names[i]).length;
    assert.ok(right >= ways * 0.95, `${right} of ${ways} drawings are told from each other`);
  }
});

test('any unit will do: the same drawing, huge and far away, gets the same probabilities', async () => {
  const { drawing } = queries[0];
  const far = drawing.map((stroke) => stroke.map((value) => value * 64 - 4096));
  const { results } = await classify(support, [drawing, far]);
  const [near, away] = results.map(probabilities);
  near.forEach((value, i) => assert.ok(Math.abs(value - away[i]) < 1e-2, `${near} and ${away}`));
  assert.equal(top(results[0]), top(results[1]));
});

test('a dot, a straight line and ten thousand points are drawings like any other', async () => {
  const turns = Array.from({ length: 10_000 }, (_, i) => [50 + 34 * Math.cos(i / 200), 50 + 34 * Math.sin(i / 200)]);
  const { results } = await classify(support, [[[7, 7]], [[0, 50, 100, 50]], [turns.flat()]]);
  for (const result of results) {
    const sum = probabilities(result).reduce((a, b) => a + b);
    assert.ok(Math.abs(sum - 1) < 1e-5, `the probabilities sum to ${sum}`);
  }
  assert.equal(top(results[2]), 'circle');
});

test('typed arrays are drawings too', async () => {
  const result = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    await classifier.adapt(support.map(({ label, drawing }) =>
      ({ label, drawing: drawing.map((stroke) => Float64Array.from(stroke)) })));
    return classifier.classify(drawing.map((stroke) => Float32Array.from(stroke)));
  }, support, queries[2].drawing);
  assert.equal(top(result), 'zigzag');
});

test('a bitmap enters by the second door and gets the same label', async () => {
  const result = await evaluate(async (support, drawing) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 105, height: 105 });
    const context = canvas.getContext('2d');
    Object.assign(context, { lineWidth: 4, lineCap: 'round', lineJoin: 'round' });
    for (const stroke of drawing) {
      context.beginPath();
      for (let i = 0; i < stroke.length; i += 2) context.lineTo(stroke[i], stroke[i + 1]);
      context.stroke();
    }
    const classifier = await window.reptile.SketchClassifier.load();
    await classifier.adapt(support);
    return classifier.classify(context.getImageData(0, 0, 105, 105));
  }, support, queries[1].drawing);
  assert.equal(top(result), 'cross');
});

test('with a worker and without, the numbers are the same', async () => {
  const [inside, outside] = await Promise.all([
    classify(support, [queries[0].drawing]),
    classify(support, [queries[0].drawing], { load: { worker: false } }),
  ]);
  const [a, b] = [inside, outside].map(({ results }) => probabilities(results[0]));
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < 1e-6, `${a} and ${b}`));
});

test('what is returned is a copy, and what was given stays with the caller', async () => {
  const { first, second, kept } = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    const typed = drawing.map((stroke) => Float32Array.from(stroke));
    const { losses } = await classifier.adapt(support);
    losses.fill(NaN);
    const first = await classifier.classify(typed);
    const copy = structuredClone(first);
    first.predictions.forEach((prediction) => Object.assign(prediction, { label: '', probability: 9 }));
    first.predictions.length = 0;
    const second = await classifier.classify(typed);
    return { first: copy, second, kept: typed.every((stroke, i) => stroke.length === drawing[i].length) };
  }, support, queries[0].drawing);
  assert.deepEqual(second.predictions, first.predictions);
  assert.ok(kept, 'the strokes were taken away');
});

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
    { data: Array(16).fill(0), width: 2.5, height: 2 }, { data: Array(16).fill(0), width: -2, height: -2 }];
  for (const image of images) {
    await rejects('bad-image', async (classifier, support, image) => {
      await classifier.adapt(support);
      await classifier.classify(image);
    }, image);
  }
});

test('classify before adapt is no-support', () =>
  rejects('no-support', (classifier, support) => classifier.classify(support[0].drawing)));

test('labels outside of 2 to 20, and steps that are no count, are bad-setting', async () => {
  await rejects('bad-setting', (classifier) => classifier.adapt([]));
  await rejects('bad-setting', (classifier, support) => classifier.adapt(support.slice(0, 1)));
  await rejects('bad-setting', (classifier, support) =>
    classifier.adapt(Array.from({ length: 21 }, (_, i) => ({ ...support[0], label: `${i}` }))));
  for (const steps of [-1, 1.5, 'NaN', 1e9, 'many']) {
    await rejects('bad-setting', (classifier, support, steps) =>
      classifier.adapt(support, { steps: steps === 'NaN' ? NaN : steps }), steps);
  }
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
    // Where the symbol is not built in yet, the class has to bring one that others find.
    classifier[Symbol.dispose ?? Symbol.for('Symbol.dispose')]?.();
    classifier.dispose();
    return classifier.classify(support[0].drawing);
  });
});

test('weights that are none are bad-weights, weights that are not there are load-failed', async () => {
  expectProblems(/not-there/);
  for (const weights of [new Array(0), Array(100).fill(7)]) {
    await rejects('bad-weights', (_, support, weights) =>
      window.reptile.SketchClassifier.load({ weights: Uint8Array.from(weights).buffer }), weights);
  }
  await rejects('load-failed', () => window.reptile.SketchClassifier.load({ weights: '/not-there.bin' }));
  await rejects('load-failed', () => window.reptile.SketchClassifier.load({ wasm: '/not-there.wasm' }));
  await rejects('load-failed', () => window.reptile.SketchClassifier.load({ worker: '/not-there.js' }));
});

test('a worker that dies says worker-lost, and the classifier goes on with a new one', async () => {
  expectProblems(/killed by the test/);
  const { lost, label, workers } = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    await classifier.adapt(support);
    const pending = classifier.adapt(support, { steps: 100 });
    // What a page sees of a worker that crashed: it is gone, and an error event.
    const worker = window.seen.workers.at(-1);
    worker.terminate();
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

test('adapting and classifying keeps up with a pen', async () => {
  const milliseconds = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load();
    const rounds = [];
    for (let i = 0; i < 60; i++) {
      const adapted = await classifier.adapt(support);
      const { elapsedMs } = await classifier.classify(drawing);
      rounds.push(adapted.elapsedMs + elapsedMs);
    }
    return rounds.sort((a, b) => a - b)[30];
  }, support, queries[0].drawing);
  console.log(`# adapt and classify: ${milliseconds.toFixed(2)} ms, median of 60`);
  // 8 ms is the aim on an idle machine; a machine that runs tests is not idle.
  assert.ok(milliseconds < 24, `${milliseconds} ms`);
});
