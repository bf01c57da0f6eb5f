// SketchClassifier in a page, against its contract: the answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifiers, probabilities, queries, support, top } from './classifiers.mjs';
import { symbol } from './symbols.mjs';

const { shared, evaluate, classify } = classifiers();

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

test('in the page’s own thread no answer waits for a timer', async () => {
  // Browsers make nested timers wait 4 ms each, which is longer than learning takes.
  const label = await evaluate(async (support, drawing) => {
    const classifier = await window.reptile.SketchClassifier.load({ worker: false });
    const { setTimeout } = window;
    window.setTimeout = () => 0;
    try {
      await classifier.adapt(support);
      const { predictions } = await classifier.classify(drawing);
      return predictions.reduce((a, b) => (b.probability > a.probability ? b : a)).label;
    } finally {
      window.setTimeout = setTimeout;
      classifier.dispose();
    }
  }, support, queries[0].drawing);
  assert.equal(label, queries[0].label);
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

test('a drawing in another unit and at another place gets the same probabilities', async () => {
  const { drawing } = queries[0];
  const far = drawing.map((stroke) => stroke.map((value) => value * 64 - 4096));
  const { results } = await classify(support, [drawing, far]);
  const [near, away] = results.map(probabilities);
  near.forEach((value, i) => assert.ok(Math.abs(value - away[i]) < 1e-2, `${near} and ${away}`));
  assert.equal(top(results[0]), top(results[1]));
});

test('a drawing far from the origin, as on a map or along a clock, gets the same probabilities', async () => {
  const { drawing } = queries[0];
  // 2 ** 41 is a time of these years in milliseconds.
  const places = [[2 ** 41, 0], [0, 2 ** 41], [-(2 ** 41), 2 ** 41]];
  const far = places.map((place) => drawing.map((stroke) => stroke.map((value, i) => value + place[i % 2])));
  const [near, ...away] = (await classify(support, [drawing, ...far])).results.map(probabilities);
  for (const each of away) near.forEach((value, i) => assert.ok(Math.abs(value - each[i]) < 1e-3, `${near} and ${each}`));
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

test('a large bitmap does not hold up the page', async () => {
  const elapsedMs = await evaluate(async () => {
    const classifier = await window.reptile.SketchClassifier.load();
    const image = new ImageData(2048, 2048);
    const startMs = performance.now();
    const asked = classifier.classify(image).catch(() => {});
    const elapsedMs = performance.now() - startMs;
    classifier.dispose();
    await asked;
    return elapsedMs;
  });
  assert.ok(elapsedMs < 500, `${elapsedMs} ms`);
});

test('a bitmap gets the same label as its strokes', async () => {
  const results = await evaluate(async (support, drawing) => {
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
    // Where the browser has it, with numbers from 0 to 1.
    const images = [undefined, { pixelFormat: 'rgba-float16' }].map((how) => context.getImageData(0, 0, 105, 105, how));
    return Promise.all(images.map((image) => classifier.classify(image)));
  }, support, queries[1].drawing);
  assert.deepEqual(results.map(top), ['cross', 'cross']);
});

test('with a worker and without, the numbers are the same', async () => {
  const [inside, outside] = await Promise.all([
    classify(support, [queries[0].drawing]),
    classify(support, [queries[0].drawing], { load: { worker: false } }),
  ]);
  const [a, b] = [inside, outside].map(({ results }) => probabilities(results[0]));
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < 1e-6, `${a} and ${b}`));
});

test('random weights are others each time, and the same again from their seed', async () => {
  const { seeds, answers } = await evaluate(async (support, drawing) => {
    const { SketchClassifier } = window.reptile;
    const answer = async (options) => {
      const classifier = await SketchClassifier.load(options);
      await classifier.adapt(support);
      const { predictions } = await classifier.classify(drawing);
      return [classifier.seed, predictions[0].probability];
    };
    const first = await answer({ init: 'random' });
    const again = await answer({ init: 'random', seed: first[0] });
    const all = [first, again, await answer({ init: 'random' }), await answer({})];
    return { seeds: all.map(([seed]) => seed), answers: all.map(([, probability]) => probability) };
  }, support, queries[0].drawing);
  assert.ok(Number.isInteger(seeds[0]) && seeds[0] >= 0);
  assert.deepEqual([seeds[1], answers[1]], [seeds[0], answers[0]]);
  assert.notEqual(seeds[2], seeds[0]);
  assert.notEqual(answers[2], answers[0]);
  assert.equal(seeds[3], null);
});

test('one wasm is fetched, in Chrome that with relaxed SIMD, and the one for every browser answers the same', async () => {
  const { requests } = shared.server;
  requests.length = 0;
  const drawings = queries.map(({ drawing }) => drawing);
  const { results: chosen } = await classify(support, drawings);
  const fetched = requests.map(({ path }) => path).filter((path) => path.endsWith('.wasm'));
  assert.equal(fetched.length, 1, fetched.join());
  if (shared.browser.isChromium) assert.match(fetched[0], /_relaxed_bg\.wasm$/);
  const { results: everywhere } = await classify(support, drawings, { load: { wasm: '/package/classifier/reptile_sketch_bg.wasm' } });
  chosen.forEach((result, i) => {
    const others = probabilities(everywhere[i]);
    probabilities(result).forEach((value, j) => assert.ok(Math.abs(value - others[j]) < 1e-4, `${value} and ${others[j]}`));
  });
});

test('results are copies, and the arrays of the caller are not transferred', async () => {
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
