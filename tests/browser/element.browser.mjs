// <reptile-sketch> in pages of our own: its properties, methods, events and form behaviour, by
// program. How people draw on it is in drawing.browser.mjs and worked-example.browser.mjs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawings, elements, near, probabilities, three } from './elements.mjs';
import { scaled, symbol } from './symbols.mjs';

const { evaluate, expectProblems, openPage, ready, settled, status, teach, until } = elements();

test('an element is ready once, with the worked example classified', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  const { predictions, value, cells, bars } = await evaluate(() => {
    const { predictions, value, shadowRoot } = document.getElementById('a');
    const count = (part) => shadowRoot.querySelectorAll(`[part~=${part}]`).length;
    return { predictions, value, cells: [count('cell'), count('canvas')], bars: count('bar') };
  });
  assert.equal(predictions.length, 3);
  assert.ok(predictions.some(({ label, probability }) => label === value && probability > 0.5));
  assert.deepEqual(cells, [4, 4]);
  assert.equal(bars, 3);
  await settled('a');
  const events = await evaluate(() => window.seen.events);
  assert.equal(events.filter(({ type }) => type === 'ready').length, 1);
  assert.ok(events.every(({ bubbles, composed }) => bubbles && composed));
  const adapt = events.find(({ type }) => type === 'adapt').detail;
  assert.ok(adapt.losses.length > 1 && adapt.losses.at(-1) < adapt.losses[0] && adapt.elapsedMs >= 0);
  const predict = events.findLast(({ type }) => type === 'predict').detail;
  assert.deepEqual(predict.predictions, predictions);
  assert.ok(Number.isFinite(predict.unlike) && predict.elapsedMs >= 0);
});

test('examples and an input by program get the right label', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  for (const [i, name] of three.entries()) {
    const { value, predictions } = await teach('a', drawings, symbol(name, i + 1));
    assert.equal(value, name);
    assert.deepEqual(predictions.map(({ label }) => label), three);
  }
});

test('a drawing that is set the moment an answer comes is answered, too', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('circle', 1));
  const values = await evaluate(async (inputs) => {
    const a = document.getElementById('a');
    const answer = () => new Promise((done, failed) => {
      a.addEventListener('predict', () => done(a.value), { once: true });
      setTimeout(() => failed(new Error('there is no answer')), 30_000);
    });
    const values = [];
    for (const input of inputs) {
      a.setInput(input);
      // As many microtasks later as pass from an event to code that awaits a promise of a promise.
      values.push(await (async () => await answer())());
    }
    return values;
  }, ['cross', 'zigzag', 'circle', 'cross'].map((name) => symbol(name, 2)));
  assert.deepEqual(values, ['cross', 'zigzag', 'circle', 'cross']);
});

test('what a page sets before the element is ready stays, in any order', async () => {
  await openPage();
  const { input, examples } = await evaluate((drawings, input) => {
    const a = document.createElement('reptile-sketch');
    document.body.append(a);
    a.setInput(input);
    drawings.forEach((drawing, i) => a.setExample(i, drawing));
    return { input: a.getInput(), examples: drawings.map((_, i) => a.getExample(i)) };
  }, drawings, symbol('cross', 1));
  assert.equal(input.length, symbol('cross', 1).length);
  assert.deepEqual(examples.map(({ length }) => length), drawings.map(({ length }) => length));
});

test('what is refused before the element is ready leaves the worked example there', async () => {
  await openPage();
  const [before, after] = await evaluate(() => {
    const a = document.createElement('reptile-sketch');
    document.body.append(a);
    const before = JSON.stringify(a);
    a.setExample(0, [[1, 2, 3]]);
    a.addExample(0, []);
    a.fromJSON({ labels: ['x'] });
    return [before, JSON.stringify(a)];
  });
  assert.equal(after, before);
});

test('several examples with one label are several shots', async () => {
  await openPage('<reptile-sketch id="a" labels="round,straight,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('tee', 1));
  await evaluate((tee) => document.getElementById('a').addExample(1, tee), symbol('tee'));
  const { value, predictions } = await settled('a');
  assert.equal(value, 'straight');
  assert.equal(predictions.length, 3);
});

test('two elements on one page do not disturb each other', async () => {
  await openPage(`<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>
    <reptile-sketch id="b" labels="square,tee"></reptile-sketch>`);
  await ready('a', 'b');
  // Interleaved, so that each is busy while the other one is asked.
  await evaluate((first, second, inputs) => {
    const [a, b] = ['a', 'b'].map((id) => document.getElementById(id));
    for (const element of [a, b]) element.clearAll();
    first.forEach((drawing, i) => {
      a.setExample(i, drawing);
      if (i < 2) b.setExample(i, second[i]);
    });
    a.setInput(inputs[0]);
    b.setInput(inputs[1]);
  }, drawings, [symbol('square'), symbol('tee')], [symbol('zigzag', 2), symbol('tee', 2)]);
  const [a, b] = [await settled('a'), await settled('b')];
  assert.deepEqual([a.value, b.value], ['zigzag', 'tee']);
  assert.deepEqual([a.predictions.length, b.predictions.length], [3, 2]);
  // A change of one element causes no event of the other.
  await evaluate(() => { window.seen.events.length = 0; });
  await evaluate((input) => document.getElementById('a').setInput(input), symbol('circle', 2));
  await until('the first answers', () => document.getElementById('a').value === 'circle');
  const events = await evaluate(() => window.seen.events);
  assert.ok(events.length > 0 && events.every(({ id, type }) => id === 'a' && type !== 'reptile-error'));
  assert.deepEqual((await settled('b')).predictions, b.predictions);
});

test('drawings come out in units of the cell, whatever went in', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  const inside = await evaluate((drawing) => {
    const element = document.getElementById('a');
    element.setExample(0, drawing);
    return element.getExample(0);
  }, drawings[1]);
  assert.equal(inside.length, drawings[1].length);
  inside.forEach((stroke, s) => near(stroke, drawings[1][s], 0.01, 'a drawing inside of the cell is kept'));
  for (const drawing of [scaled(drawings[2], 50, -1000), scaled(drawings[2], 0.001), scaled(drawings[2], 1, 300)]) {
    const [example, input] = await evaluate((drawing) => {
      const element = document.getElementById('a');
      element.setExample(1, drawing);
      element.setInput(drawing);
      return [element.getExample(1), element.getInput()];
    }, drawing);
    for (const [stroke] of [example, input]) {
      assert.equal(stroke.length, drawing[0].length);
      assert.ok(stroke.every((value) => value >= 0 && value <= 100), `${stroke}`);
    }
  }
});

test('toJSON and fromJSON carry everything to another element', async () => {
  await openPage(`<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>
    <reptile-sketch id="b"></reptile-sketch>`);
  await ready('a', 'b');
  const first = await teach('a', drawings, symbol('cross', 2));
  const same = await evaluate(() => {
    const [a, b] = ['a', 'b'].map((id) => document.getElementById(id));
    const text = JSON.stringify(a);
    b.fromJSON(JSON.parse(text));
    return JSON.stringify(b) === text;
  });
  assert.ok(same, 'the data is the same to the character');
  const second = await settled('b');
  assert.deepEqual(second.predictions.map(({ label }) => label), three);
  near(probabilities(first.predictions), probabilities(second.predictions), 1e-6, 'the probabilities');
});

test('clear, undo and redo take back and bring back', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  const full = await teach('a', drawings, symbol('circle', 1));
  const state = () => evaluate(() => {
    const a = document.getElementById('a');
    return { value: a.value, predictions: a.predictions, lengths: [a.getExample(1).length, a.getInput().length] };
  });
  await evaluate(() => document.getElementById('a').clear(1));
  assert.deepEqual(await state(), { value: '', predictions: null, lengths: [0, 1] });
  await evaluate(() => document.getElementById('a').undo());
  near(probabilities((await settled('a')).predictions), probabilities(full.predictions), 1e-6, 'undone');
  await evaluate(() => document.getElementById('a').redo());
  assert.deepEqual((await state()).lengths, [0, 1]);
  await evaluate(() => document.getElementById('a').undo());
  await evaluate(() => document.getElementById('a').clear());
  assert.deepEqual((await state()).lengths, [2, 0]);
  assert.equal((await state()).predictions, null);
  await evaluate(() => document.getElementById('a').clearAll());
  assert.deepEqual((await state()).lengths, [0, 0]);
});

test('undo and redo by their buttons keep the focus in the element', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  const focused = await evaluate((drawing) => {
    const a = document.getElementById('a');
    a.setInput(drawing);
    const [undo, redo] = ['Undo', 'Redo'].map((name) =>
      [...a.shadowRoot.querySelectorAll('button')].find(({ textContent }) => textContent === name));
    undo.focus();
    undo.click();
    const first = [undo.disabled, a.shadowRoot.activeElement === redo];
    redo.click();
    return [...first, redo.disabled, a.shadowRoot.activeElement === undo];
  }, drawings[0]);
  assert.deepEqual(focused, [true, true, true, true]);
});

test('steps="0" leaves every label equally likely, and steps="5" does not', async () => {
  await openPage('<reptile-sketch id="a" steps="0"></reptile-sketch>');
  await ready('a');
  const none = await teach('a', drawings, symbol('circle', 1));
  near(probabilities(none.predictions), [1 / 3, 1 / 3, 1 / 3], 1e-6, 'without a step');
  await evaluate(() => document.getElementById('a').setAttribute('steps', '5'));
  const { predictions } = await settled('a');
  assert.ok(Math.max(...probabilities(predictions)) > 0.5);
});

test('swapping two examples swaps two probabilities', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  const input = symbol('cross', 3);
  const [a, b, c] = probabilities((await teach('a', drawings, input)).predictions);
  const swapped = probabilities((await teach('a', [drawings[1], drawings[0], drawings[2]], input)).predictions);
  near(swapped, [b, a, c], 1e-5, 'swapped');
});

test('in a form its value is the top label of what somebody drew, and disabled it has none', async () => {
  await openPage(`<form><reptile-sketch id="a" name="answer" labels="circle,cross,zigzag"></reptile-sketch></form>`);
  await ready('a');
  const ours = await evaluate(() => new FormData(document.forms[0]).getAll('answer').filter(Boolean));
  assert.deepEqual(ours, [], 'the worked example is sent');
  await teach('a', drawings, symbol('zigzag', 1));
  const values = await evaluate(() => {
    const [form] = document.forms;
    const element = document.getElementById('a');
    const all = () => new FormData(form).getAll('answer');
    const enabled = all();
    element.setAttribute('disabled', '');
    const disabled = [all(), element.disabled];
    element.removeAttribute('disabled');
    const again = all();
    element.clear();
    return { enabled, disabled, again, cleared: all().filter(Boolean) };
  });
  assert.deepEqual(values, { enabled: ['zigzag'], disabled: [[], true], again: ['zigzag'], cleared: [] });
});

test('weights that are not there are a reptile-error, and the drawings stay', async () => {
  expectProblems(/not-there/);
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('circle', 1));
  const before = await evaluate(() => JSON.stringify(document.getElementById('a')));
  await evaluate(() => document.getElementById('a').setAttribute('weights', '/not-there.bin'));
  const { detail } = await until('an error comes', () => window.seen.events.find(({ type }) => type === 'reptile-error'));
  assert.equal(detail.code, 'load-failed');
  assert.ok(detail.message.length > 5);
  assert.equal(await evaluate(() => JSON.stringify(document.getElementById('a'))), before);
  await evaluate(() => document.getElementById('a').removeAttribute('weights'));
  assert.equal((await teach('a', drawings, symbol('cross', 1))).value, 'cross');
});

test('a file that is not weights is a bad-weights reptile-error, also for the first load', async () => {
  await openPage('<reptile-sketch id="a" weights="data:application/octet-stream;base64,AAAAAAAAAAAA"></reptile-sketch>');
  const { detail } = await until('an error comes', () => window.seen.events.find(({ type }) => type === 'reptile-error'));
  assert.equal(detail.code, 'bad-weights');
});

test('invalid drawings are refused with their code, and nothing else changes', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  const full = await teach('a', drawings, symbol('circle', 1));
  await evaluate(() => {
    window.seen.events.length = 0;
    const element = document.getElementById('a');
    element.setExample(0, [[1, 2, NaN, 4]]);
    element.setInput([[1, 2, 3]]);
    element.setExample(3, [[1, 2, 3, 4]]);
    element.addExample(-1, [[1, 2, 3, 4]]);
    // The first of what claims to be long is refused; to look at all of it would take minutes.
    element.setExample(0, { length: 1e9 });
    element.fromJSON({ labels: ['a', 'b'], examples: [{ length: 1e9 }, []] });
    // What says another thing when it is read again.
    let asked = 0;
    element.setExample(0, [new Proxy([1, 2], { get: (stroke, key) => (key === '0' && asked++ ? NaN : stroke[key]) })]);
    window.read = element.getExample(0).join();
    element.undo();
    element.setExample(0, Object.defineProperty([], 0, { get() { throw new Error('mine'); } }));
    element.setExample(Object.create(null), []);
    element.classes = [1n, 2n];
    element.classes = ['circle', 'cross', 'zigzag'];
  });
  const codes = await evaluate(() =>
    window.seen.events.filter(({ type }) => type === 'reptile-error').map(({ detail }) => detail.code));
  assert.deepEqual(codes.map((code) => code.slice(4)),
    ['point', 'point', 'setting', 'setting', 'point', 'point', 'point', 'setting', 'setting']);
  assert.equal(await evaluate(() => window.read), '1,2');
  const after = await settled('a');
  near(probabilities(after.predictions), probabilities(full.predictions), 1e-6, 'the predictions');
});

test('a worker that dies is replaced, and the drawings are classified again', async () => {
  expectProblems(/killed by the test/);
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('circle', 1));
  await evaluate(() => {
    const worker = window.seen.workers.at(-1);
    // It is not terminated here, because WebKit then sends the worker no more events.
    worker.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
  });
  await evaluate((input) => document.getElementById('a').setInput(input), symbol('zigzag', 1));
  await until('it answers again', () => document.getElementById('a').value === 'zigzag');
});

test('an element that moves in the page keeps its drawings and goes on', async () => {
  await openPage('<div id="here"><reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch></div><div id="there"></div>');
  await ready('a');
  await teach('a', drawings, symbol('circle', 1));
  await evaluate(() => document.getElementById('there').append(document.getElementById('a')));
  await evaluate((input) => document.getElementById('a').setInput(input), symbol('cross', 1));
  await until('it answers again', () => document.getElementById('a').value === 'cross');
});

test('properties that were set before the element was defined count', async () => {
  await openPage();
  await evaluate(() => {
    const early = Object.assign(document.createElement('other-sketch'), { id: 'early' });
    early.classes = ['one', 'two'];
    document.body.append(early);
    window.reptile.defineReptileSketch('other-sketch');
    window.reptile.defineReptileSketch('other-sketch');
  });
  await ready('early');
  const { predictions } = await teach('early', drawings.slice(0, 2), symbol('cross', 1));
  assert.deepEqual(predictions.map(({ label }) => label), ['one', 'two']);
});
