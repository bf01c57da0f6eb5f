// The labels of <reptile-sketch>: where they come from, which are refused, and what changes with them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawings, elements } from './elements.mjs';
import { names, symbol } from './symbols.mjs';

const { evaluate, openPage, ready, settled, status, teach, until } = elements();

test('two to twenty labels come from the attribute, and labels with commas from the property', async () => {
  await openPage('<reptile-sketch id="a" labels="yes, no"></reptile-sketch>');
  await ready('a');
  for (const count of [2, 20]) {
    await evaluate((labels) => document.getElementById('a').setAttribute('labels', labels), names.slice(0, count).join(','));
    const { predictions } = await teach('a', names.slice(0, count).map((name) => symbol(name)), symbol(names[1], 1));
    assert.deepEqual(predictions.map(({ label }) => label), names.slice(0, count));
    const canvases = await evaluate(() =>
      document.getElementById('a').shadowRoot.querySelectorAll('[part~=canvas]').length);
    assert.equal(canvases, count + 1);
  }
  await evaluate(() => { document.getElementById('a').classes = ['red, or so', 'green', 'blue']; });
  const { predictions } = await teach('a', drawings, symbol('circle', 1));
  assert.deepEqual(predictions.map(({ label }) => label), ['red, or so', 'green', 'blue']);
});

test('one label, or twenty-one, is a reptile-error, and the element goes on', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  for (const labels of ['alone', Array.from({ length: 21 }, (_, i) => `n${i}`).join(',')]) {
    await evaluate((labels) => {
      window.seen.events.length = 0;
      document.getElementById('a').setAttribute('labels', labels);
    }, labels);
    const { detail } = await until('an error comes', () =>
      window.seen.events.find(({ type }) => type === 'reptile-error'));
    assert.equal(detail.code, 'bad-setting');
    assert.ok(detail.message.length > 5);
    await teach('a', drawings, symbol('cross', 1));
    assert.equal(await status(), detail.message, 'what is wrong with the labels is forgotten');
  }
  await evaluate(() => document.getElementById('a').setAttribute('labels', 'circle,cross,zigzag'));
  assert.equal((await teach('a', drawings, symbol('cross', 1))).value, 'cross');
  assert.match(await status(), /looks like cross/);
  // Setting the labels from before also clears the error.
  await evaluate(() => document.getElementById('a').setAttribute('labels', 'alone'));
  await until('it is refused', () => window.seen.events.at(-1).type === 'reptile-error');
  await evaluate(() => document.getElementById('a').setAttribute('labels', 'circle,cross,zigzag'));
  assert.match(await status(), /looks like cross/);
});

test('labels without a name are three cells, as a template without a value makes them', async () => {
  for (const labels of ['', ' \n ']) {
    await openPage(`<reptile-sketch id="a" labels="${labels}"></reptile-sketch>`);
    await ready('a');
    assert.deepEqual(await evaluate((labels) => {
      const a = document.getElementById('a');
      const first = a.classes;
      a.classes = ['yes', 'no'];
      a.classes = labels;
      return [first, a.classes, window.seen.events.filter(({ type }) => type === 'reptile-error')];
    }, labels), [['1', '2', '3'], ['1', '2', '3'], []]);
  }
});

test('labels of which one is left out are refused, and valid ones are taken after them', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  assert.deepEqual(await evaluate(() => {
    const a = document.getElementById('a');
    a.classes = ['cat', , 'fish'];
    a.classes = Array(3);
    a.classes = ['yes', 'no'];
    return [a.classes, window.seen.events.filter(({ type }) => type === 'reptile-error').map(({ detail }) => detail.code)];
  }), [['yes', 'no'], ['bad-setting', 'bad-setting']]);
});

test('labels that come late get the worked example that they would have had', async () => {
  for (const labels of [['cat', 'dog', 'fish'], ['sun', 'moon', 'star', 'a, b']]) {
    await openPage('<reptile-sketch id="a"></reptile-sketch>');
    const { late, early } = await evaluate((labels) => {
      const a = document.getElementById('a');
      const b = document.createElement('reptile-sketch');
      b.classes = labels;
      document.body.append(b);
      a.classes = labels;
      return { late: JSON.stringify(a), early: JSON.stringify(b) };
    }, labels);
    assert.equal(late, early);
    const { predictions } = await settled('a');
    assert.deepEqual(predictions.map(({ label }) => label), labels);
    assert.match(await status(), /An example/);
  }
});

test('another name for a cell needs no new learning', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('cross', 1));
  await evaluate(() => {
    window.seen.events.length = 0;
    const name = document.getElementById('a').shadowRoot.querySelectorAll('input.name')[1];
    name.value = 'plus';
    name.dispatchEvent(new Event('change'));
  });
  assert.equal((await settled('a')).value, 'plus');
  assert.equal(await evaluate(() => window.seen.events.filter(({ type }) => type === 'adapt').length), 0);
});

test('what was drawn for other labels does not come back among those of fromJSON', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('cross', 1));
  const [before, after] = await evaluate((drawing) => {
    const a = document.getElementById('a');
    a.fromJSON({ labels: ['yes', 'no'], examples: [[drawing], []], input: [] });
    const before = JSON.stringify(a);
    a.undo();
    return [before, JSON.stringify(a)];
  }, drawings[0]);
  assert.equal(after, before);
});

test('the labels that a framework sets again, whenever it renders, are no new ones', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  const whole = { labels: ['p', 'q', 'r', 's'], examples: Array(4).fill([[[10, 10, 90, 90]]]), input: [[10, 10, 90, 80]] };
  assert.deepEqual(await evaluate((whole) => {
    const element = document.getElementById('a');
    // As React and Lit do with a list in a template: each time it is another one with the same in it.
    const render = (...labels) => { element.labels = labels; };
    render('cat', 'dog', 'fish');
    const name = element.shadowRoot.querySelector('input.name');
    name.value = 'lion';
    name.dispatchEvent(new Event('change'));
    render('cat', 'dog', 'fish');
    const renamed = element.classes;
    element.fromJSON(whole);
    render('cat', 'dog', 'fish');
    const kept = element.toJSON();
    render('cat', 'dog');
    const others = element.classes;
    element.setAttribute('labels', 'x,y,z');
    render('cat', 'dog');
    const later = element.classes;
    element.classes = ['x', 'y', 'z'];
    element.labels = 'cat,dog';
    return [renamed, kept, others, later, element.classes];
  }, whole), [['lion', 'dog', 'fish'], whole, ['cat', 'dog'], ['cat', 'dog'], ['cat', 'dog']]);
});
