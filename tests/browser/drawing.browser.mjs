// Drawing on the demo page as a person does: with mouse, touch, pen and keyboard.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Key } from './browser.mjs';
import { hand } from './hand.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, until } = shared;
const three = ['circle', 'cross', 'zigzag'];
const INPUT = -1;

beforeEach(() => shared.openDemo());

/** Empties everything and draws the three examples. */
async function drawExamples(by = 'mouse') {
  await person.press('^erase all');
  for (const [i, name] of three.entries()) await person.draw(i, symbol(name), { by });
}

/** The keys that choose a number of inner steps on the slider. */
async function setSteps(keys) {
  await person.focus('input[type=range]', 'steps');
  await shared.browser.press(keys);
}

const toggleRandom = () => person.click('[role=switch]', 'random');

test('the demo computes in a worker of its own', async () => {
  assert.equal(await evaluate(() => window.seen.workers.length), 1);
});

for (const by of /** @type {const} */ (['mouse', 'touch', 'pen'])) {
  test(`three symbols and one more, drawn by ${by}, get the right answer`, async (context) => {
    if (shared.browser.cannot[by]) return context.skip(shared.browser.cannot[by]);
    await drawExamples(by);
    for (const [i, name] of three.entries()) {
      if (i > 0) await person.press('^erase$', 3);
      await person.draw(INPUT, symbol(name, i + 1), { by });
      const { top, bars } = await person.settled();
      assert.equal(top, i, `${name} is taken for number ${top}: ${bars}`);
    }
  });
}

test('for a drawing unlike all examples the status expresses doubt', async () => {
  await drawExamples();
  await person.draw(INPUT, symbol('cross', 1));
  assert.match((await person.settled()).status, /^This looks like drawing 2 \(\d+%\)\.$/);
  await person.press('^erase$', 3);
  await person.draw(INPUT, [[50, 50, 51, 50]]);
  assert.match((await person.settled()).status, /^This looks like drawing \d \(\d+%\), but is hardly like any of them\.$/);
});

/** The different answers that came while the pen was down. */
async function answersOfOneStroke(index, drawing) {
  await person.settled();
  await evaluate(() => { window.seen.events.length = 0; });
  await person.draw(index, drawing, { msPerPoint: 40 });
  await person.settled();
  const answers = await evaluate(() => window.seen.events
    .filter(({ type, isDown }) => type === 'predict' && isDown)
    .map(({ detail }) => JSON.stringify(detail.predictions)));
  return new Set(answers).size;
}

test('the probabilities follow while the pen is still down', async () => {
  await drawExamples();
  const answers = await answersOfOneStroke(INPUT, symbol('circle', 1));
  assert.ok(answers >= 3, `${answers} different answers before the pen was lifted`);
  assert.equal((await person.state()).top, 0);
});

test('the probabilities also follow a pen that changes an example', async () => {
  await drawExamples();
  await person.draw(INPUT, symbol('cross', 1));
  const answers = await answersOfOneStroke(0, symbol('wave'));
  assert.ok(answers >= 3, `${answers} different answers before the pen was lifted`);
});

test('until all three are drawn the page says so, and shows no answer', async () => {
  await person.press('^erase all');
  const empty = await person.settled();
  assert.equal(empty.predictions, null);
  assert.match(empty.status, /draw/i);
  await person.draw(INPUT, symbol('circle', 1));
  const early = await person.settled();
  assert.equal(early.predictions, null);
  assert.ok(early.bars.every((value) => value === 0), `the bars are at ${early.bars}`);
  assert.match(early.status, /draw/i);
  for (const [i, name] of three.entries()) {
    assert.equal((await person.state()).predictions, null);
    await person.draw(i, symbol(name));
  }
  assert.equal((await person.settled()).top, 0);
});

test('erase empties one cell, undo brings it back, redo takes it again', async () => {
  await drawExamples();
  await person.draw(INPUT, symbol('cross', 1));
  const full = await person.settled();
  await person.press('^erase$', 1);
  const erased = await person.settled();
  assert.deepEqual(erased.data.examples.map(([drawing]) => drawing?.length ?? 0), [1, 0, 1]);
  assert.equal(erased.predictions, null);
  await person.press('^undo');
  const undone = await person.settled();
  assert.deepEqual(undone.data, full.data);
  assert.equal(undone.top, 1);
  await person.press('^redo');
  assert.deepEqual((await person.settled()).data, erased.data);
  await person.press('^erase all');
  const none = await person.settled();
  assert.ok(none.data.examples.every((shots) => !shots[0]?.length) && none.data.input.length === 0);
});

test('undo takes back one stroke', async () => {
  await drawExamples();
  await person.press('^undo');
  assert.equal((await person.state()).data.examples[2].flat().length, 0);
  await person.press('^undo');
  assert.equal((await person.state()).data.examples[1][0].length, 1);
});

test('a tap is a dot, and a dot is a drawing', async () => {
  await drawExamples();
  await person.draw(INPUT, [[50, 50]]);
  const { predictions, data } = await person.settled();
  assert.equal(data.input.length, 1);
  assert.equal(data.input[0].length, 2);
  assert.equal(predictions.length, 3);
});

test('a stroke that leaves the cell stays within it, and belongs to it', async () => {
  await person.press('^erase all');
  await person.draw(0, [[50, 50, 120, 50, 160, 60, 90, 90]]);
  const { data } = await person.state();
  assert.equal(data.examples[0][0].length, 1);
  assert.ok(data.examples[0][0][0].every((value) => value >= 0 && value <= 100), `${data.examples[0][0]}`);
  assert.ok(data.examples.slice(1).every((shots) => !shots[0]?.length));
});

test('a second finger does not disturb the first', async (context) => {
  if (shared.browser.cannot.fingers) return context.skip(shared.browser.cannot.fingers);
  await person.press('^erase all');
  const first = await person.pad(0);
  const at = (x, y) => [first.left + (x * first.width) / 100, first.top + (y * first.height) / 100];
  await shared.browser.pointTogether([
    [at(20, 20), at(40, 20), at(60, 20), at(80, 20)],
    [at(20, 80), at(40, 80), at(60, 80), at(80, 80)],
  ]);
  const { data } = await person.state();
  const strokes = data.examples[0][0];
  for (const stroke of strokes) {
    const heights = stroke.filter((_, i) => i % 2 === 1);
    assert.ok(Math.max(...heights) - Math.min(...heights) < 5, `a stroke jumps from finger to finger: ${stroke}`);
  }
});

test('the labels can be edited, and the answer uses them', async () => {
  await drawExamples();
  await person.draw(INPUT, symbol('cross', 1));
  await person.settled();
  await person.click('input:not([type]), input[type=text]', 'label', 1);
  await shared.browser.press('a', [Key.CONTROL]);
  await shared.browser.press(['k', 'i', 's', 's', Key.ENTER]);
  const { value, predictions } = await person.settled();
  assert.equal(value, 'kiss');
  assert.equal(predictions[1].label, 'kiss');
});

test('with 0 inner steps all bars are equal, and with each step they differ more', async () => {
  await drawExamples();
  await person.draw(INPUT, symbol('cross', 1));
  const learned = (await person.settled()).bars;
  await setSteps([Key.HOME]);
  const { bars } = await person.settled();
  for (const bar of bars) assert.ok(Math.abs(bar - 1 / 3) < 1e-6, `the bars are at ${bars}`);
  await setSteps([Key.HOME, Key.ARROW_RIGHT]);
  const one = (await person.settled()).bars;
  assert.ok(Math.max(...one) > Math.max(...bars));
  await setSteps([Key.END]);
  const many = (await person.settled()).bars;
  assert.ok(Math.max(...learned, ...many) > 0.5 && many.indexOf(Math.max(...many)) === 1, `${many}`);
});

test('random weights learn the same drawings another way, and back again', async () => {
  await drawExamples();
  await person.draw(INPUT, symbol('cross', 1));
  const reptile = (await person.settled()).predictions;
  await toggleRandom();
  await until('the answer is another', (before) => {
    const { predictions } = document.querySelector('reptile-sketch');
    return predictions && JSON.stringify(predictions) !== before;
  }, JSON.stringify(reptile));
  const random = await person.settled();
  assert.equal(random.data.examples.flat().length, 3);
  await toggleRandom();
  await until('the answer is the first one again', (before) => {
    const { predictions } = document.querySelector('reptile-sketch');
    return predictions?.every(({ probability }, i) => Math.abs(probability - before[i].probability) < 1e-6);
  }, reptile);
});

test('without a pointer: a sample in each cell by the keyboard, and an answer comes', async () => {
  await person.press('^erase all');
  await evaluate(() => document.activeElement.blur());
  const filled = new Set();
  for (let tab = 0; tab < 80 && filled.size < 4; tab++) {
    await shared.browser.press([Key.TAB]);
    const name = await evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
    });
    if (!/sample/i.test(name) || filled.has(name)) continue;
    // In a select, a letter chooses the option that starts with it: fish, house, star, tree.
    await shared.browser.press(['fhst'[filled.size]]);
    filled.add(name);
  }
  assert.equal(filled.size, 4, `samples were offered by ${[...filled]}`);
  const { predictions, data } = await person.settled();
  assert.ok(data.examples.every(([drawing]) => drawing?.length > 0) && data.input.length > 0);
  assert.equal(predictions?.length, 3);
});

test('disabled, it takes no drawing and keeps what it holds', async () => {
  const before = (await person.settled()).data;
  await evaluate(() => document.querySelector('reptile-sketch').setAttribute('disabled', ''));
  await person.draw(INPUT, symbol('cross'));
  await person.draw(0, symbol('cross'));
  assert.deepEqual((await person.state()).data, before);
  await evaluate(() => document.querySelector('reptile-sketch').removeAttribute('disabled'));
  await person.draw(INPUT, symbol('cross'));
  assert.notDeepEqual((await person.state()).data, before);
});
