// What breaks while <reptile-sketch> loads or computes: the error is said, nothing drawn is lost, and once it works again
// the drawing is answered.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drawings, elements } from './elements.mjs';
import { hand } from './hand.mjs';
import { root } from './places.mjs';
import { symbol } from './symbols.mjs';

const { evaluate, expectProblems, openPage, ready, shared, status, until } = elements();

const WASM = ['reptile_sketch_bg.wasm', 'reptile_sketch_relaxed_bg.wasm'].map((file) => `/package/classifier/${file}`);
const ENGINE = '/package/classifier/engine.js';
const WEIGHTS = '/weights.bin';
const weights = readFileSync(join(root, 'src/weights/pretrained.safetensors'));

const file = (body, type = 'application/octet-stream') => ({ status: 200, body, headers: { 'content-type': type } });
const flipped = (bytes) => Buffer.from(bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte)));
const packed = (path) => readFileSync(join(root, 'pkg', path.replace('/package/', '')));
const wasms = (answer) => () => WASM.map((path) => [path, answer(packed(path))]);
const cut = (body, type) => ({ ...file(body, type), isCut: true });

/** What is answered in place of files, and the error's code. */
const faults = {
  'the wasm breaks off': { code: 'load-failed', answers: wasms((bytes) => cut(bytes, 'application/wasm')) },
  'half of the wasm comes': { code: 'load-failed', answers: wasms((bytes) => file(bytes.subarray(0, 50_000), 'application/wasm')) },
  'another file comes for the wasm': { code: 'load-failed', answers: wasms(() => file(weights)) },
  'no script that computes comes': { code: 'load-failed', answers: () => [[ENGINE, cut(packed(ENGINE), 'text/javascript')]] },
  'the weights break off': { code: 'load-failed', weights: true, answers: () => [[WEIGHTS, cut(weights)]] },
  'a byte of the weights is another': { code: 'bad-weights', weights: true, answers: () => [[WEIGHTS, file(flipped(weights))]] },
  'half of the weights comes': { code: 'bad-weights', weights: true, answers: () => [[WEIGHTS, file(weights.subarray(0, 1000))]] },
};

const error = () => until('an error comes', () => window.seen.events.find(({ type }) => type === 'reptile-error')?.detail);
const held = () => evaluate(() => document.getElementById('a').toJSON());

for (const [what, { code, answers: broken, weights: hasWeights }] of Object.entries(faults)) {
  test(`${what}: it is said, the drawings stay, and are answered when it works again`, async () => {
    expectProblems(/./);
    await openPage();
    Object.assign(shared.server.answers, Object.fromEntries(broken()));
    await evaluate((drawings, weights) => {
      const element = Object.assign(document.createElement('reptile-sketch'), { id: 'a', labels: 'circle,cross,zigzag' });
      if (weights) element.weights = weights;
      document.body.append(element);
      drawings.forEach((drawing, i) => element.setExample(i, drawing));
    }, drawings, hasWeights ? WEIGHTS : '');
    await hand(shared.browser).draw(-1, symbol('cross', 1));
    const { code: said, message } = await error();
    assert.equal(said, code, message);
    // What is drawn has it try again; then it has failed twice.
    await until('that is said', (message) =>
      document.getElementById('a').shadowRoot.querySelector('[part~=status]').textContent === message, message);
    const before = await held();
    assert.deepEqual(before.examples, drawings.map((drawing) => [drawing]));
    assert.equal(before.input.length, 2);

    for (const [path] of broken()) delete shared.server.answers[path];
    shared.server.answers[WEIGHTS] = file(weights);
    // What was drawn before, and dots more. Each has it try again: a try that began before may still fail.
    const answers = () => document.getElementById('a').value === 'cross';
    for (let dots = 0; dots < 5 && !(await evaluate(answers)); dots++) {
      await hand(shared.browser).draw(-1, [[50, 50]]);
      await new Promise((done) => setTimeout(done, 1000));
    }
    await until('it answers', answers);
    const after = await held();
    assert.deepEqual([after.examples, after.input.slice(0, 2)], [before.examples, before.input]);
  });
}

test('bytes in place of the weights and the wasm can be taken back, as addresses can', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  for (const property of ['weights', 'wasm']) for (const none of [null, '']) {
    await evaluate((property) => { document.getElementById('a')[property] = new Uint8Array(9); }, property);
    await error();
    await evaluate((property, none) => {
      window.seen.events.length = 0;
      document.getElementById('a')[property] = none;
    }, property, none);
    await until('it answers anew', () => window.seen.events.some(({ type }) => type === 'predict'));
    assert.doesNotMatch(await status(), /weights|wasm/i);
  }
});

/** Each instance traps the third time that it learns, as wasm does where memory is short, or an engine has a fault. */
const TRAP = `
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate.apply(WebAssembly, given);
  const { exports } = made.instance ?? made;
  let times = 0;
  const learner_adapt = (...args) => {
    if (++times === 3) throw new WebAssembly.RuntimeError('unreachable');
    return exports.learner_adapt(...args);
  };
  return { module: made.module ?? given[0], instance: { exports: { ...exports, learner_adapt } } };
};`;

for (const [where, attributes] of Object.entries({ 'a worker': 'worker="/trapping.js"', 'the own thread': 'worker="false"' })) {
  test(`a wasm that traps again and again in ${where} is replaced each time, and every drawing answered`, async () => {
    shared.server.answers['/trap.js'] = file(TRAP, 'text/javascript');
    shared.server.answers['/trapping.js'] = file("import '/trap.js'; import '/package/classifier/worker.js';", 'text/javascript');
    await openPage();
    await evaluate((attributes, drawings) => import('/trap.js').then(() => {
      document.body.innerHTML = `<reptile-sketch id="a" labels="circle,cross,zigzag" steps="5" ${attributes}></reptile-sketch>`;
      drawings.forEach((drawing, i) => document.getElementById('a').setExample(i, drawing));
    }), attributes, drawings);
    for (let turn = 0; turn < 8; turn++) {
      const name = ['circle', 'cross', 'zigzag'][turn % 3];
      // Another example each time, so that it learns anew.
      await evaluate((i, drawing, input) => {
        document.getElementById('a').setExample(i, drawing);
        document.getElementById('a').setInput(input);
      }, turn % 3, symbol(name, turn), symbol(name, turn + 1));
      await until('it answers', (name) => document.getElementById('a').value === name, name);
      assert.deepEqual((await held()).input, symbol(name, turn + 1));
    }
    assert.deepEqual(await evaluate(() => window.seen.events.filter(({ type }) => type === 'reptile-error')), []);
  });
}
