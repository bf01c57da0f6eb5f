// Where the pen is, there is the ink, whatever the page does with the pointer and with the layout around it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elements } from './elements.mjs';

const { evaluate, openPage, ready, point, shared, until } = elements();

const tag = '<reptile-sketch id="a" blank style="width: 480px"></reptile-sketch>';
const corner = [20, 20, 80, 20, 80, 70];

const example = (index = 0) => evaluate((index) => document.getElementById('a').getExample(index), index);

/**
 * Where points of a canvas are in the viewport: the middle of a turned canvas is that of the rectangle around it.
 *
 * @param {number[]} points in cell units
 * @param {string} transform of what is around the element
 */
async function inViewport(points, transform = 'none') {
  return evaluate((points, transform) => {
    const canvas = document.getElementById('a').shadowRoot.querySelector('[part~=canvas]');
    canvas.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const matrix = new DOMMatrix(transform);
    const [e, f] = [left + width / 2, top + height / 2];
    return Array.from({ length: points.length / 2 }, (_, i) => {
      const { x, y } = new DOMMatrix([matrix.a, matrix.b, matrix.c, matrix.d, 0, 0]).transformPoint(new DOMPoint(
        (points[2 * i] / 100 - 0.5) * canvas.offsetWidth, (points[2 * i + 1] / 100 - 0.5) * canvas.offsetHeight));
      return [e + x, f + y];
    });
  }, points, transform);
}

/** Within a pixel or two of where it was drawn. */
function assertNear(drawing, strokes) {
  assert.equal(drawing.length, strokes.length, JSON.stringify(drawing));
  strokes.forEach((stroke, i) => {
    const ends = [...drawing[i].slice(0, 2), ...drawing[i].slice(-2)];
    [...stroke.slice(0, 2), ...stroke.slice(-2)].forEach((value, k) =>
      assert.ok(Math.abs(ends[k] - value) < 2.5, `${JSON.stringify(drawing[i])} for ${stroke}`));
  });
}

async function opened(page) {
  await openPage(page);
  await ready('a');
}

for (const transform of [
  'rotate(90deg)', 'rotate(30deg)', 'scale(-1, 1)', 'scale(0.5)', 'skewX(20deg)', 'rotate(200deg) scale(1.2, 0.8)',
]) {
  test(`ink is under the pen in a parent with ${transform}`, async () => {
    await opened(`<div style="margin: 160px; width: 480px; transform: ${transform}">${tag}</div>`);
    await point('mouse', [await inViewport(corner, transform)]);
    assertNear(await example(), [corner]);
  });
}

test('ink is under the pen in perspective', async () => {
  await opened(`<div style="perspective: 600px; margin: 60px; width: 480px"><div style="transform: rotateY(50deg) rotateX(-20deg)">${tag}</div></div>`);
  const seen = await evaluate((points) => {
    const canvas = document.getElementById('a').shadowRoot.querySelector('[part~=canvas]');
    return Array.from({ length: points.length / 2 }, (_, i) => {
      const mark = document.createElement('i');
      mark.style.cssText = `position: absolute; left: ${points[2 * i]}%; top: ${points[2 * i + 1]}%`;
      canvas.after(mark);
      const { left, top } = mark.getBoundingClientRect();
      mark.remove();
      return [left, top];
    });
  }, corner);
  await point('mouse', [seen]);
  assertNear(await example(), [corner]);
});

test('a pen over an element that is hidden for a while leaves no ink', async () => {
  await opened(tag);
  const [down, , up] = stroke(lines[0], pen);
  await pointers([down]);
  await evaluate(() => { document.getElementById('a').hidden = true; });
  await pointers([{ ...up, type: 'pointermove' }]);
  await evaluate(() => { document.getElementById('a').hidden = false; });
  await pointers([up]);
  assertNear(await example(), [lines[0]]);
  assert.equal((await example())[0].length, lines[0].length);
});

test('a stroke on an element in a link or a summary is no click on those', async () => {
  for (const around of ['a href="#followed"', 'details open><summary']) {
    await opened(`<${around}>${tag}`);
    await point('mouse', [await inViewport(lines[0])]);
    assert.equal((await example()).length, 1);
    assert.deepEqual(await evaluate(() => [location.hash, document.querySelector('details')?.open ?? true]), ['', true]);
  }
});

/** Counts what reaches a card around the element. */
const around = (...types) => evaluate((types) => {
  window.reached = [];
  for (const type of types) document.getElementById('card').addEventListener(type, () => window.reached.push(type));
}, types);
const reached = () => evaluate(async () => {
  // A tap by touch is a click a moment later.
  await new Promise((done) => setTimeout(done, 400));
  return window.reached.splice(0);
});

for (const by of /** @type {const} */ (['mouse', 'touch', 'pen'])) {
  for (const what of ['a card', 'a card that captures the pointer']) {
    test(`drawing does not click ${what}, and a button does: ${by}`, async (context) => {
      if (shared.browser.cannot[by]) return context.skip(shared.browser.cannot[by]);
      await opened(`<div id="card" style="padding: 50px"><label>${tag}<input id="box" type="checkbox"></label></div>`);
      await around('click', 'dblclick');
      if (what !== 'a card') await evaluate(() => {
        const card = document.getElementById('card');
        card.addEventListener('pointerdown', (event) => event.target.id === 'a' && card.setPointerCapture(event.pointerId));
      });
      const [[x, y]] = await inViewport([30, 30]);
      for (const path of [[[x, y], [x + 40, y + 20]], [[x, y], [x, y - 150]], [[x, y]], [[x, y]]]) await point(by, [path]);
      assert.deepEqual(await reached(), []);
      assert.deepEqual(await evaluate(() => [document.getElementById('a').getExample(0).length, document.getElementById('box').checked]), [4, false]);
      // The stroke is no longer there when the pen lifts.
      await evaluate(() => addEventListener('pointermove', ({ buttons }) => buttons && document.getElementById('a').clear(0), true));
      await point(by, [[[x, y], [x + 10, y], [x + 20, y]]]);
      assert.deepEqual([await reached(), await example()], [[], []]);
      if (what !== 'a card') return;
      const erase = await evaluate(() => {
        const { left, top } = document.getElementById('a').shadowRoot.querySelector('.tools button:last-child').getBoundingClientRect();
        return [left + 9, top + 9];
      });
      await point(by, [[erase]]);
      assert.deepEqual(await reached(), ['click']);
    });
  }
}

test('no menu opens over a stroke, and one does when it is done', async () => {
  await opened(tag);
  const [down, , up] = stroke(lines[0], pen);
  const opens = () => document.getElementById('a').shadowRoot.querySelector('[part~=canvas]')
    .dispatchEvent(new PointerEvent('contextmenu', { bubbles: true, composed: true, cancelable: true }));
  await pointers([down]);
  assert.equal(await evaluate(opens), false);
  await pointers([up]);
  // WebKit's driver may answer before the page has heard of it.
  await until('one opens', opens);
});

const shifts = {
  'the page is scrolled': () => scrollBy(0, 60),
  'a box around it is scrolled': () => { document.getElementById('a').parentElement.scrollTop = 50; },
  'something appears above it': () => document.body.insertAdjacentHTML('afterbegin', '<p style="height: 90px">'),
  'it is moved by a transform': () => { document.getElementById('a').style.transform = 'translate(30px, 20px)'; },
};

for (const [what, shift] of Object.entries(shifts)) {
  test(`ink stays under the pen when ${what} in the middle of a stroke`, async () => {
    await opened(`<div style="height: 300px; overflow: auto">${tag}<p style="height: 3000px"></div><p style="height: 3000px">`);
    await evaluate(`async () => {
      const canvas = document.getElementById('a').shadowRoot.querySelector('[part~=canvas]');
      const pen = (type, x, y) => {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const at = { clientX: left + x * width / 100, clientY: top + y * height / 100 };
        canvas.dispatchEvent(new PointerEvent(type, { pointerId: 7, button: 0, bubbles: true, composed: true, ...at }));
      };
      pen('pointerdown', 20, 20);
      pen('pointermove', 80, 20);
      (${shift})();
      await new Promise(requestAnimationFrame);
      pen('pointermove', 80, 60);
      pen('pointerup', 80, 70);
    }`);
    assertNear(await example(), [corner]);
  });
}

const lines = [[20, 20, 80, 20], [20, 50, 80, 50], [20, 80, 80, 80]];

for (const by of /** @type {const} */ (['mouse', 'touch', 'pen'])) {
  test(`each stroke is one when an ancestor captures the pointer: ${by}`, async (context) => {
    if (shared.browser.cannot[by]) return context.skip(shared.browser.cannot[by]);
    await opened(`<div id="drawer">${tag}</div>`);
    await evaluate(() => {
      const drawer = document.getElementById('drawer');
      drawer.addEventListener('pointerdown', (event) => drawer.setPointerCapture(event.pointerId));
    });
    for (const line of lines) await point(by, [await inViewport(line)]);
    assertNear(await example(), lines);
  });
}

const takers = {
  'a draggable ancestor': [`<div draggable="true">${tag}</div>`, () => {}],
  'all text selected': [`<p>Some text.</p>${tag}<p>More text.</p>`, () => getSelection().selectAllChildren(document.body)],
};

for (const [what, [page, before]] of Object.entries(takers)) {
  test(`a stroke is whole with ${what}`, async () => {
    await opened(page);
    await evaluate(before);
    for (const line of lines) await point('mouse', [await inViewport(line)]);
    assertNear(await example(), lines);
  });
}

test('the page starts no native drag while a pen is down, and can again when it is lifted', async () => {
  await opened(`<div id="drawer" draggable="true">${tag}</div>`);
  const [down, , up] = stroke(lines[0], pen);
  const isDragged = () => document.getElementById('drawer')
    .dispatchEvent(new DragEvent('dragstart', { bubbles: true, cancelable: true }));
  assert.equal(await evaluate(isDragged), true);
  await pointers([down]);
  assert.equal(await evaluate(isDragged), false);
  await pointers([up]);
  await until('it can again', isDragged);
});

test('a stroke of the mouse ends with its button, also while another one is down', async (context) => {
  if (!shared.browser.isChromium) return context.skip('WebDriver has no second button of a pointer that is down');
  await opened(tag);
  const [[x1, y1], [x2, y2]] = await inViewport(lines[0]);
  const events = [['mousePressed', x1, y1, 'left', 1], ['mouseMoved', x2, y2, 'none', 1], ['mousePressed', x2, y2, 'right', 3],
    ['mouseReleased', x2, y2, 'left', 2], ['mouseMoved', x1, y2, 'none', 2], ['mouseReleased', x1, y2, 'right', 0]];
  for (const [type, x, y, button, buttons] of events) {
    await shared.browser.cdp('Input.dispatchMouseEvent', { type, x, y, button, buttons, clickCount: type === 'mouseMoved' ? 0 : 1 });
  }
  assertNear(await example(), [lines[0]]);
});

/** Dispatches pointer events of any kind at points of the first cell. */
function pointers(events) {
  return evaluate((events) => {
    const canvas = document.getElementById('a').shadowRoot.querySelector('[part~=canvas]');
    const { left, top, width, height } = canvas.getBoundingClientRect();
    for (const { type, x, y, ...rest } of events) {
      const at = { clientX: left + (x * width) / 100, clientY: top + (y * height) / 100 };
      canvas.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, button: 0, ...rest, ...at }));
    }
  }, events);
}

const stroke = (line, how) => [
  { type: 'pointerdown', x: line[0], y: line[1], ...how },
  { type: 'pointermove', x: (line[0] + line[2]) / 2, y: (line[1] + line[3]) / 2, ...how },
  { type: 'pointerup', x: line[2], y: line[3], ...how },
];
const touch = { pointerId: 3, pointerType: 'touch', isPrimary: true };
const pen = { pointerId: 4, pointerType: 'pen', isPrimary: true };
const eraser = { ...pen, button: 5, buttons: 32 };

test('a pen draws although a palm lies on the cell, and the palm leaves nothing', async () => {
  await opened(tag);
  const [down, move, up] = stroke([90, 90, 95, 95], touch);
  await pointers([down, move, ...stroke(lines[0], pen), up]);
  assertNear(await example(), [lines[0]]);
});

test('a palm that comes after the pen draws nothing', async () => {
  await opened(tag);
  const [down, move, up] = stroke(lines[0], pen);
  await pointers([down, ...stroke([90, 90, 95, 95], touch), move, up]);
  assertNear(await example(), [lines[0]]);
});

test('the eraser end of a pen takes the strokes that it touches, which undo brings back', async () => {
  await opened(tag);
  await pointers(lines.flatMap((line) => stroke(line, pen)));
  await pointers(stroke([50, 40, 50, 60], eraser));
  assertNear(await example(), [lines[0], lines[2]]);
  await evaluate(() => document.getElementById('a').undo());
  assertNear(await example(), lines);
});

test('a quick eraser takes what lies between two of its events', async () => {
  await opened(tag);
  await pointers(lines.flatMap((line) => stroke(line, pen)));
  const [down, , up] = stroke([50, 35, 50, 65], eraser);
  await pointers([down, { ...up, type: 'pointermove' }, up]);
  assertNear(await example(), [lines[0], lines[2]]);
});

test('a tap on Erase counts right after a quick stroke by touch', async () => {
  await opened(tag);
  await point('touch', [await inViewport(lines[0])], { msPerPoint: 1 });
  const erase = await evaluate(() => {
    const button = [...document.getElementById('a').shadowRoot.querySelectorAll('button')]
      .find((button) => button.textContent === 'Erase');
    const { left, top, width, height } = button.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  });
  await point('touch', [[erase]]);
  assert.deepEqual(await example(), []);
});
