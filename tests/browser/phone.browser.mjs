// The element and the demo page on a phone: one cell is large, and the others stand above it, small, each in its place.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { hand } from './hand.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, until } = shared;

beforeEach(async () => {
  await shared.browser.resize(1100, 1000);
  await shared.openDemo();
  await evaluate(() => localStorage.clear());
  await shared.openDemo();
});

/** The boxes of the cells and of their papers, and which cell is large. */
const cells = () => evaluate(() => [...document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('.cell')].map((cell) => {
  const box = (e) => {
    const { left, top, right, bottom, width, height } = e.getBoundingClientRect();
    return { left, top, right, bottom, width, height };
  };
  return { ...box(cell), paper: box(cell.querySelector('.paper')) };
}));
/** Not every browser has windows as narrow as a phone: there the page is made so. */
async function resize(width, height) {
  await shared.browser.resize(width, height);
  await evaluate((width) => { document.body.style.maxWidth = innerWidth > width ? `${width}px` : ''; }, width);
}
const largeOf = (all) => all.findIndex(({ paper }) => paper.width > 200);
const large = async () => largeOf(await cells());
/** How many strokes each cell has, the last one being the input. */
const strokes = () => evaluate(() => {
  const sketch = document.querySelector('reptile-sketch');
  return [...sketch.classes.map((_, i) => sketch.getExample(i)), sketch.getInput()].map(({ length }) => length);
});

for (const width of [375, 320]) {
  test(`at ${width} pixels a tap makes any cell the large one, and a finger draws in it`, async () => {
    await resize(width, 800);
    await person.settled();
    assert.equal(await large(), 3, 'at first it is the one to draw in');
    await person.press('^erase all');
    assert.equal(await large(), 0, 'then the first one');
    for (const index of [0, 2, 1, 3]) {
      await person.enlarge(index);
      const all = await cells();
      assert.equal(largeOf(all), index);
      const others = all.filter((_, i) => i !== index);
      for (const { left, right, bottom, width: wide, height } of others) {
        assert.ok(wide >= 44 && height >= 44, `${wide} x ${height} to tap`);
        assert.ok(bottom <= all[index].top && left >= 0 && right <= width, 'the small ones are above it');
      }
      const lefts = others.map(({ left }) => left);
      assert.deepEqual(lefts, lefts.toSorted((a, b) => a - b), 'they stand in their order');
      await person.draw(index, symbol(['circle', 'cross', 'zigzag', 'cross'][index], index), { by: 'touch' });
      assert.equal(await large(), index, 'it stays the large one');
    }
    const { value, data } = await person.settled();
    assert.equal(value, '2');
    assert.ok([...data.examples.flat(), data.input].every((drawing) => drawing.length > 0));
    const before = await strokes();
    await person.press('^erase$');
    await person.press('^undo');
    assert.deepEqual(await strokes(), before);
  });

  test(`at ${width} pixels nothing is drawn in a small cell, and it is named where it is large`, async () => {
    await resize(width, 800);
    const { data } = await person.settled();
    const { left, top, width: wide, height } = await person.pad(0);
    await shared.browser.point('touch', [[[left + 5, top + 5], [left + wide / 2, top + height / 2], [left + wide - 5, top + height - 5]]]);
    assert.deepEqual((await person.settled()).data, data);
    await person.enlarge(0);
    await person.click('input', '^label of example 1');
    await shared.browser.press('moon');
    await person.draw(0, symbol('circle'), { by: 'touch' });
    assert.deepEqual((await person.settled()).data.labels, ['moon', '2', '3']);
  });
}

test('a finger that begins beside a cell does not turn back to the page before', async (context) => {
  const { browser } = shared;
  if (!browser.isChromium) return context.skip('the drivers of the others do not turn pages by a finger');
  await resize(375, 800);
  const { left, top, height } = await person.pad(-1);
  await browser.point('touch', [Array.from({ length: 20 }, (_, i) => [left - 15 + 17 * i, top + height / 2])]);
  await new Promise((done) => setTimeout(done, 1000));
  assert.match(await evaluate(() => location.href), new RegExp(`^${shared.server.origin}`));
});

test('turning the phone, also under the finger, loses nothing', async () => {
  await resize(375, 812);
  await person.press('^erase all');
  for (const [i, name] of ['circle', 'cross', 'zigzag'].entries()) await person.draw(i, symbol(name, i), { by: 'touch' });
  const { data } = await person.settled();
  for (const size of [[812, 375], [320, 568], [375, 812]]) {
    await resize(...size);
    assert.deepEqual((await person.settled()).data, data);
  }
  await person.enlarge(3);
  const draw = (types) => evaluate((types) => {
    const canvas = [...document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('canvas')].at(-1);
    const { left, top, width } = canvas.getBoundingClientRect();
    for (const [type, at] of types) {
      canvas.dispatchEvent(new PointerEvent(type, { pointerId: 7, pointerType: 'touch', isPrimary: true, bubbles: true, composed: true,
        cancelable: true, clientX: left + width * at, clientY: top + width * at, button: type === 'pointermove' ? -1 : 0, buttons: type === 'pointerup' ? 0 : 1 }));
    }
  }, types);
  await draw([['pointerdown', 0.2], ['pointermove', 0.4]]);
  await resize(812, 375);
  await draw([['pointermove', 0.7], ['pointerup', 0.8]]);
  await resize(375, 812);
  const { data: now } = await person.settled();
  assert.deepEqual(now.examples, data.examples);
  assert.equal(now.input.length, 1);
  assert.ok(Math.min(...now.input[0]) < 21 && Math.max(...now.input[0]) > 79, `${now.input[0]}`);
});

test('the keyboard goes through all cells in their order, and the one that it is in is large', async () => {
  await resize(375, 800);
  await person.settled();
  await evaluate(() => document.querySelector('reptile-sketch').shadowRoot.querySelector('input.name').focus());
  const way = [];
  for (let i = 0; i < 19; i++) {
    const [name, cell] = await evaluate(() => {
      const { shadowRoot } = document.querySelector('reptile-sketch');
      const { activeElement } = shadowRoot;
      return [activeElement.ariaLabel ?? activeElement.textContent, [...shadowRoot.querySelectorAll('.cell')].indexOf(activeElement.closest('.cell'))];
    });
    way.push(`${cell} ${name}`);
    assert.equal(await large(), cell, name);
    await shared.browser.press('\uE004');
  }
  const expected = ['1', '2', '3'].flatMap((label, i) => [`Label of example ${label}`, `Put a sample drawing in example ${label}`,
    `example ${label}: drawn`, 'Edit', 'Erase'].map((name) => `${i} ${name}`));
  assert.deepEqual(way, [...expected, '3 Put a sample drawing in the drawing to classify', '3 the drawing to classify: drawn', '3 Edit', '3 Erase']);
});

test('what a page puts in leads to the cell that is next, also with many labels', async () => {
  await resize(375, 800);
  await person.settled();
  await person.enlarge(1);
  await evaluate(() => {
    const sketch = document.querySelector('reptile-sketch');
    sketch.classes = Array.from({ length: 20 }, (_, i) => `sign ${i + 1}`);
    sketch.clearAll();
    sketch.setExample(0, [[10, 10, 90, 90]]);
  });
  assert.equal(await large(), 1);
  const all = await cells();
  assert.ok(all.every(({ left, right, width, height }) => left >= 0 && right <= 375 && width >= 44 && height >= 44));
  await person.enlarge(20);
  assert.equal(await large(), 20);
  // Alone in its row.
  assert.ok(await evaluate(() => {
    const { offsetWidth, offsetHeight } = document.querySelector('reptile-sketch').shadowRoot.querySelector('.gap');
    return offsetHeight >= offsetWidth;
  }), 'its place among the small ones is flat');
  await person.press('^try a challenge');
  await until('the gallery is there', () => document.querySelector('.gallery button'));
  await person.press('^b, d, p, q');
  await until('it asks', () => document.querySelector('.game'));
  assert.equal(await large(), 4, 'a challenge is drawn in the last cell');
});
