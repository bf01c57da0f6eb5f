// The worked example that the demo page starts with, and how a person's own drawings replace it.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { hand } from './hand.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate } = shared;
const INPUT = -1;

beforeEach(() => shared.openDemo());

/** The box around what can be seen on a pad, in units of the cell. */
const seenOn = (index) => evaluate((index) => {
  const canvas = [...document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('[part~=canvas]')].at(index);
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const inked = Array.from({ length: width * height }, (_, i) => i).filter((i) => data[4 * i + 3] > 0);
  const xs = inked.map((i) => (100 * (i % width)) / width);
  const ys = inked.map((i) => (100 * Math.floor(i / width)) / height);
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  return { left: least(xs), top: least(ys) };
}, index);

test('the page shows three examples and a fourth drawing that is already classified', async () => {
  const { predictions, bars, data, value } = await person.settled();
  assert.equal(predictions.length, 3);
  assert.ok(data.examples.every(([drawing]) => drawing.length > 0) && data.input.length > 0);
  assert.ok(Math.max(...bars) > 0.5, `the bars are at ${bars}`);
  assert.ok(Math.abs(bars.reduce((a, b) => a + b) - 1) < 1e-3);
  assert.ok(value);
});

for (const [what, index] of [['an example', 0], ['the last drawing', INPUT]]) {
  test(`the first stroke over ${what} takes the sample off the canvas, undo puts it back`, async () => {
    await person.settled();
    const sample = await seenOn(index);
    assert.ok(sample.left < 50 && sample.top < 50, `the sample begins at ${sample.left}, ${sample.top}`);
    await person.draw(index, [[60, 70, 90, 90]]);
    await person.settled();
    const { left, top } = await seenOn(index);
    assert.ok(left > 55 && top > 65, `there is something at ${left}, ${top}`);
    await person.press('^undo');
    await person.settled();
    assert.deepEqual(await seenOn(index), sample);
  });
}

test('the status mentions an example only while there is one', async () => {
  assert.match((await person.settled()).status, /An example: draw over any of it/);
  for (const [i, name] of ['circle', 'cross', 'zigzag'].entries()) {
    await person.draw(i, symbol(name));
    const { status } = await person.settled();
    assert.doesNotMatch(status, /an example/i);
    assert.match(status, /last drawing is still a sample/);
  }
  await person.draw(INPUT, symbol('cross', 1));
  assert.doesNotMatch((await person.settled()).status, /an example|still a sample/i);
});
