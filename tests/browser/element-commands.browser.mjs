// What the commands of <reptile-sketch> do and say: "Edit all", "Erase all", names, sample keys, ties and doubt.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hand } from './hand.mjs';
import { drawings, elements, three } from './elements.mjs';
import { symbol } from './symbols.mjs';

const shared = elements();
const person = hand(shared);
const { evaluate, openPage, ready, settled, status, teach } = shared;
const INPUT = -1;

async function taught() {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await teach('a', drawings, symbol('cross', 1));
}

const data = () => evaluate(() => document.getElementById('a').toJSON());

/** The cells with a class, by number; the input is the last. */
const cellsOf = (name) => evaluate((name) => [...document.getElementById('a').shadowRoot
  .querySelectorAll('[part~=cell]')].flatMap((cell, i) => (cell.classList.contains(name) ? [i] : [])), name);

const answer = () => evaluate(() => document.getElementById('a').shadowRoot.querySelector('.answer').textContent);

test('Edit all erases nothing; then the first stroke in each cell replaces its drawing, and Undo brings it back', async () => {
  await taught();
  const before = await data();
  await person.press('^edit all');
  assert.deepEqual(await data(), before);
  assert.match(await status(), /draw circle anew; Undo/);
  assert.deepEqual(await cellsOf('next'), [0]);
  await person.draw(0, symbol('square'));
  await settled('a');
  const [[square]] = (await data()).examples;
  assert.equal(square.length, symbol('square').length, 'the strokes were added');
  assert.deepEqual(await cellsOf('next'), [1]);
  await person.draw(0, [[50, 50, 60, 60]]);
  assert.equal((await data()).examples[0][0].length, square.length + 1, 'a second stroke belongs to the first');
  await person.press('^undo');
  await person.press('^undo');
  assert.deepEqual(await data(), before);
});

test('a drawing whose cell is opened after Edit all is added to', async () => {
  await taught();
  await person.press('^edit all');
  await person.press('^edit$', 1);
  await person.draw(1, [[10, 90, 20, 90]]);
  assert.equal((await data()).examples[1][0].length, drawings[1].length + 1);
});

test('Erase all says that Undo brings everything back, and it does', async () => {
  await taught();
  const before = await data();
  await person.press('^erase all');
  assert.match(await status(), /erased.*Undo brings back/i);
  await person.press('^undo');
  assert.deepEqual(await data(), before);
  assert.doesNotMatch(await status(), /erased/i);
  await person.press('^erase all');
  await person.press('^erase all');
  assert.doesNotMatch(await status(), /erased/i, 'there was nothing to erase');
});

test('a new name can be undone and redone, by its button and by program', async () => {
  await taught();
  const label = (to) => evaluate((to) => {
    const a = document.getElementById('a');
    const name = a.shadowRoot.querySelectorAll('input.name')[1];
    if (to) {
      name.value = to;
      name.dispatchEvent(new Event('change'));
    }
    return [a.classes[1], name.value];
  }, to);
  assert.deepEqual(await label('plus'), ['plus', 'plus']);
  await person.press('^undo');
  assert.deepEqual(await label(), ['cross', 'cross']);
  await evaluate(() => document.getElementById('a').redo());
  assert.deepEqual(await label(), ['plus', 'plus']);
  assert.equal((await settled('a')).value, 'plus');
});

test('names that a page sets stay when a stroke is undone', async () => {
  await taught();
  await person.draw(INPUT, symbol('zigzag', 1));
  const labels = await evaluate(() => {
    const a = document.getElementById('a');
    a.classes = ['one', 'two', 'three'];
    a.undo();
    return a.classes;
  });
  assert.deepEqual(labels, ['one', 'two', 'three']);
});

test('a digit puts a sample, the status says so, and the menu names the key', async () => {
  await taught();
  const before = await data();
  await evaluate(() => document.getElementById('a').shadowRoot.querySelector('[part~=canvas]')
    .dispatchEvent(new KeyboardEvent('keydown', { key: '1', code: 'Digit1', bubbles: true, cancelable: true })));
  assert.match(await status(), /key put a sample here, fish\. Undo/);
  await person.press('^undo');
  assert.deepEqual(await data(), before);
  const options = await evaluate(() =>
    [...document.getElementById('a').shadowRoot.querySelector('select').options].map(({ text }) => text));
  assert.ok(options.includes('fish (key 1)') && options.includes('flower (key 0)'), `${options}`);
});

test('three equal drawings are a tie in words, and no cell is framed', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  await teach('a', [0, 1, 2].map((nth) => symbol('triangle').map((stroke) => stroke.map((value) => value + 0.2 * nth))),
    symbol('triangle', 3));
  assert.doesNotMatch(await status(), /looks like/);
  assert.match(await status(), /about equally likely|drawing \d (or|,)/);
  assert.deepEqual([await cellsOf('top'), await answer()], [[], '']);
});

test('two equal drawings of three are named both', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  await teach('a', [symbol('circle'), symbol('circle'), symbol('zigzag')], symbol('circle', 2));
  assert.match(await status(), /^This may be drawing 1 or drawing 2 \(\d+% each\)/);
  assert.deepEqual(await cellsOf('top'), []);
});

test('no cell is framed for a drawing that is like none of them', async () => {
  await taught();
  assert.deepEqual([await cellsOf('top'), await answer()], [[1], '= cross']);
  await evaluate(() => document.getElementById('a').setInput([[50, 50, 51, 50]]));
  await settled('a');
  assert.match(await status(), /hardly like any/);
  assert.deepEqual([await cellsOf('top'), await answer()], [[], 'like none of them']);
});

test('a bar without a share is not filled', async () => {
  await openPage(`<reptile-sketch id="a" labels="${three}" blank></reptile-sketch>`);
  await ready('a');
  const ground = await evaluate(() => {
    const { backgroundColor, backgroundSize } = getComputedStyle(document.getElementById('a').shadowRoot.querySelector('meter'));
    return [backgroundColor, backgroundSize];
  });
  assert.deepEqual(ground, ['rgba(0, 0, 0, 0)', '0% 100%']);
});
