// The stroke under the pen: it ends when the pen lifts, when its cell is cleared or when its cell goes, and never
// because something else changed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawings, elements, near } from './elements.mjs';
import { symbol } from './symbols.mjs';

const { evaluate, openPage, ready, teach } = elements();

/**
 * Draws half a stroke in a cell, lets something happen, and draws the other half.
 *
 * @param {number} cell -1: the input
 * @param {(element: any, given: any) => void} meanwhile runs in the page
 * @returns {Promise<number[][]>} the drawing in the cell when the pen has lifted
 */
function drawWhile(cell, meanwhile, given = null) {
  return evaluate(`async (cell, given) => {
    const element = document.getElementById('a');
    const canvas = [...element.shadowRoot.querySelectorAll('[part~=canvas]')].at(cell);
    const pen = (type, x, y) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const at = { clientX: left + x * width / 100, clientY: top + y * height / 100 };
      canvas.dispatchEvent(new PointerEvent(type, { pointerId: 7, button: 0, bubbles: true, ...at }));
    };
    pen('pointerdown', 10, 10);
    pen('pointermove', 40, 10);
    await new Promise(requestAnimationFrame);
    (${meanwhile})(element, given);
    await new Promise(requestAnimationFrame);
    pen('pointermove', 60, 90);
    pen('pointerup', 90, 90);
    return cell < 0 ? element.getInput() : element.getExample(cell);
  }`, cell, given);
}

/** WebKit gives pointers whole pixels. @param {number[]} stroke @param {number[]} expected */
function assertNear(stroke, expected) {
  assert.equal(stroke.length, expected.length, `${stroke}`);
  near(stroke, expected, 1.5, 'the stroke');
}

const changes = {
  'other labels': (element) => element.setAttribute('labels', 'cat,dog,fish'),
  'more labels': (element) => element.setAttribute('labels', 'a,b,c,d,e,f'),
  'fewer labels': (element) => element.setAttribute('labels', 'a,b'),
  'labels that are refused': (element) => element.setAttribute('labels', 'one'),
  'an example by program in another cell': (element, drawing) => element.setExample(1, drawing),
  'another shot of another example': (element, drawing) => element.addExample(1, drawing),
  'an example that is refused': (element) => element.setExample(1, [[1, NaN]]),
  'a call for a cell that is not there': (element) => element.setExample(70, []),
  'another cell that is cleared': (element) => element.clear(1),
  'an undo': (element) => element.undo(),
  'a number of steps': (element) => { element.steps = 2; },
  'a move within the page': (element) => document.body.append(document.createElement('p'), element),
  'an element that is disabled': (element) => { element.disabled = true; },
  'a cell that is opened': (element) => [...element.shadowRoot.querySelectorAll('button')]
    .filter((button) => button.textContent === 'Edit')[1].click(),
};

for (const [what, change] of Object.entries(changes)) {
  test(`a stroke under the pen is whole after ${what}`, async () => {
    for (const cell of [0, -1]) {
      await openPage('<reptile-sketch id="a"></reptile-sketch>');
      await ready('a');
      await teach('a', drawings, symbol('circle', 1));
      await evaluate((cell) => document.getElementById('a').clear(cell < 0 ? undefined : cell), cell);
      const stroke = (await drawWhile(cell, change, drawings[2])).at(-1);
      assertNear(stroke, [10, 10, 40, 10, 60, 90, 90, 90]);
    }
  });
}

test('a stroke under the pen goes on over what a program puts in its cell', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  const drawing = await drawWhile(0, (element, given) => element.setExample(0, given), drawings[1]);
  const expected = [...drawings[1], [10, 10, 40, 10, 60, 90, 90, 90]];
  assert.equal(drawing.length, expected.length);
  expected.forEach((stroke, i) => assertNear(drawing[i], stroke));
});

const ends = {
  'its cell is cleared': (element) => element.clear(2),
  'all is cleared': (element) => element.clearAll(),
  'its cell is set to an empty drawing': (element) => element.setExample(2, []),
};

for (const [what, change] of Object.entries(ends)) {
  test(`a stroke under the pen is gone when ${what}, and the pen has to be set down anew`, async () => {
    for (const isEmpty of [false, true]) {
      await openPage('<reptile-sketch id="a" blank></reptile-sketch>');
      await ready('a');
      if (!isEmpty) await evaluate((drawing) => document.getElementById('a').setExample(2, drawing), drawings[2]);
      assert.deepEqual(await drawWhile(2, change), []);
      assert.equal((await drawWhile(2, () => {})).length, 1);
    }
  });
}

/** Where an element goes with half a stroke in it. */
const exits = {
  'it leaves the page': (element) => element.remove(),
  'it goes to another document': (element) => {
    document.body.append(document.createElement('iframe'));
    document.querySelector('iframe').contentDocument.body.append(element);
  },
};

for (const [what, change] of Object.entries(exits)) {
  test(`what was drawn of a stroke stays when ${what}, and no more is added`, async () => {
    await openPage('<reptile-sketch id="a" blank></reptile-sketch>');
    await ready('a');
    const [stroke, ...others] = await drawWhile(0, change);
    assert.deepEqual(others, []);
    assertNear(stroke, [10, 10, 40, 10]);
  });
}

test('a stroke under the pen goes with its cell, and is added to no other cell', async () => {
  await openPage('<reptile-sketch id="a" blank></reptile-sketch>');
  await ready('a');
  const gone = `(element) => {
    element.classes = ['a', 'b'];
    element.addEventListener('input', () => { throw new Error('something was drawn'); });
  }`;
  await assert.rejects(drawWhile(2, /** @type {any} */ (gone)), /bad-setting|no example 2/i);
  assert.deepEqual(await evaluate(() => {
    const { examples, input } = document.getElementById('a').toJSON();
    return [...examples.flat(), ...input];
  }), []);
});
