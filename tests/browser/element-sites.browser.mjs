// <reptile-sketch> in sites whose scripts and styles change what is around it, and whose pages browsers get ready in advance.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elements, near } from './elements.mjs';
import { hand } from './hand.mjs';

const { evaluate, openPage, ready, shared } = elements();
const person = hand({ evaluate, point: shared.point });

/** Makes the element's attributes those that the server sends, as Turbo, htmx and LiveView do. @param {string} sent */
const morph = (sent) => evaluate((sent) => {
  const a = document.getElementById('a');
  const { attributes } = new DOMParser().parseFromString(sent, 'text/html').querySelector('reptile-sketch');
  for (const { name } of [...a.attributes]) if (!(name in attributes)) a.removeAttribute(name);
  for (const { name, value } of attributes) if (a.getAttribute(name) !== value) a.setAttribute(name, value);
}, sent);

/** The user's name for the second cell. */
const rename = (to) => evaluate((to) => {
  const name = document.getElementById('a').shadowRoot.querySelectorAll('input.name')[1];
  name.value = to;
  name.dispatchEvent(new Event('change'));
}, to);

const data = () => evaluate(() => document.getElementById('a').toJSON());

for (const attributes of ['blank', 'blank labels="one,two,three"', 'blank labels="one,two,three" steps="3"']) {
  test(`names and drawings stay when a page puts the attributes right: ${attributes}`, async () => {
    const sent = `<reptile-sketch id="a" ${attributes}></reptile-sketch>`;
    await openPage(sent);
    await ready('a');
    await person.draw(1, [[20, 20, 80, 80]]);
    await rename('cat');
    const before = await data();
    assert.equal(before.labels[1], 'cat');
    await morph(sent);
    assert.deepEqual(await data(), before);
    const whole = { labels: ['p', 'q', 'r', 's', 't'], examples: Array(5).fill([[[10, 10, 90, 90]]]), input: [[10, 10, 90, 80]] };
    await evaluate((whole) => document.getElementById('a').fromJSON(whole), whole);
    await morph(sent);
    assert.deepEqual(await data(), whole);
    await evaluate(() => { document.getElementById('a').classes = ['x', 'y', 'z', 'w']; });
    await morph(sent);
    assert.deepEqual((await data()).labels, ['x', 'y', 'z', 'w']);
    await evaluate(() => document.getElementById('a').setAttribute('labels', 'yes,no'));
    assert.deepEqual((await data()).labels, ['yes', 'no']);
  });
}

test('a copy holds what the original does, as one of an <input> does, and goes on alone', async () => {
  await openPage('<main><reptile-sketch id="a" labels="one,two,three"></reptile-sketch></main>');
  await ready('a');
  await evaluate(() => {
    const a = document.getElementById('a');
    a.classes = ['one', 'two', 'three', 'four'];
    a.strings = { undo: 'Rückgängig' };
  });
  await rename('cat');
  for (const cell of [0, 1, 2, 3, 4]) await person.draw(cell, [[20, 20 + 10 * cell, 80, 80 - 20 * cell]]);
  await shared.until('it answers', () => document.getElementById('a').value);
  const before = await data();
  // As a sorting library makes its ghost, and Turbo what it shows when the visitor comes back.
  const { copied, buttons, empty } = await evaluate(async () => {
    const a = document.getElementById('a');
    const page = document.querySelector('main').cloneNode(true);
    const [b] = page.children;
    const copied = b.toJSON();
    a.clearAll();
    const empty = a.cloneNode();
    a.parentElement.replaceWith(page, empty);
    for (let waited = 0; !b.value; waited++) {
      if (waited > 500) throw new Error('the copy has no answer');
      await new Promise((done) => setTimeout(done, 20));
    }
    if (JSON.stringify(b.toJSON()) !== JSON.stringify(copied)) throw new Error('the copy went with the original');
    b.setAttribute('labels', 'yes,no');
    return { copied, buttons: b.shadowRoot.textContent, empty: empty.toJSON() };
  });
  assert.deepEqual(copied, before);
  assert.match(buttons, /Rückgängig/);
  assert.deepEqual(empty, { labels: before.labels, examples: [[], [], [], []], input: [] });
  assert.deepEqual((await data()).labels, ['yes', 'no']);
});

test('moved within the page it keeps its answer, and needs no new learning', async () => {
  await openPage('<main><reptile-sketch id="a" labels="one,two,three"></reptile-sketch></main><form></form><p></p>');
  await ready('a');
  const seen = await evaluate(async () => {
    const a = document.getElementById('a');
    const [main, form, p] = ['main', 'form', 'p'].map((name) => document.querySelector(name));
    const { value } = a;
    const before = window.seen.events.length;
    const kept = [];
    for (const move of [() => form.append(a), () => p.replaceWith(a), () => { a.remove(); main.append(a); },
      () => (main.moveBefore ?? main.insertBefore).call(form, a, null)]) {
      move();
      kept.push(a.value === value && a.predictions !== null);
      await new Promise((done) => setTimeout(done, 200));
    }
    // What is set while it is out counts when it is back.
    a.remove();
    a.init = 'random';
    form.append(a);
    const events = window.seen.events.slice(before).map(({ type }) => type);
    await new Promise((done) => a.addEventListener('adapt', done, { once: true }));
    return { kept, events };
  });
  assert.deepEqual(seen, { kept: [true, true, true, true], events: [] });
});

test('samples are samples in a copy, too', async () => {
  await openPage('<reptile-sketch id="a" labels="cat,dog"></reptile-sketch>');
  await ready('a');
  const { examples } = await data();
  await evaluate(() => {
    const a = document.getElementById('a');
    a.replaceWith(a.cloneNode(true));
  });
  await person.draw(0, [[20, 20, 80, 80]]);
  const now = await data();
  assert.deepEqual([now.examples[0][0].length, now.examples[1]], [1, examples[1]]);
});

test('an element that is made to be copied gives each copy its worked example', async () => {
  await openPage('<main></main>');
  const held = await evaluate(() => {
    const made = Object.assign(document.createElement('reptile-sketch'), { classes: ['cat', 'dog'] });
    made.setAttribute('labels', 'sun,tree');
    const copies = [made.cloneNode(), made.cloneNode(true)];
    document.querySelector('main').append(...copies);
    return copies.map((copy) => copy.toJSON()).map(({ labels, examples }) => [labels, examples.map(({ length }) => length)]);
  });
  assert.deepEqual(held, Array(2).fill([['sun', 'tree'], [1, 1]]));
});

test('the worked example stays when the page sets labels after the user has written one', async () => {
  await openPage('<reptile-sketch id="a" labels="cat,dog"></reptile-sketch>');
  await ready('a');
  const { examples, input } = await data();
  await rename('cow');
  await evaluate(() => document.getElementById('a').setAttribute('labels', 'sun,moon'));
  assert.deepEqual(await data(), { labels: ['sun', 'moon'], examples, input });
});

test('a page that is only got ready loads no network before it is shown', async () => {
  const wasm = () => shared.server.requests.filter(({ path }) => path.endsWith('.wasm')).length;
  const before = wasm();
  await openPage(`<script>
      window.isHidden = true;
      Object.defineProperty(document, 'prerendering', { get: () => window.isHidden });
    </script>
    <reptile-sketch id="a"></reptile-sketch><reptile-sketch id="gone"></reptile-sketch>`);
  await evaluate(async () => {
    document.getElementById('a').init = 'random';
    document.getElementById('gone').remove();
    await new Promise((done) => setTimeout(done, 500));
  });
  assert.deepEqual([wasm() - before, await evaluate(() => window.seen.workers.length)], [0, 0]);
  await evaluate(() => {
    window.isHidden = false;
    document.dispatchEvent(new Event('prerenderingchange'));
  });
  await ready('a');
  assert.deepEqual([wasm() - before, await evaluate(() => window.seen.workers.length)], [1, 1]);
});

test('drawings are sharp on another screen, and stay', async (context) => {
  if (!shared.browser.isChromium) return context.skip('only the driver of Chromium has other screens');
  const size = () => evaluate(async () => {
    for (let frames = 0; frames < 4; frames++) await new Promise(requestAnimationFrame);
    const canvas = document.getElementById('a').shadowRoot.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
    return { pixels: canvas.width / canvas.clientWidth, isInked: data[3] > 0 };
  });
  await openPage('<reptile-sketch id="a" style="width: 480px"></reptile-sketch>');
  await ready('a');
  await evaluate(() => document.getElementById('a').setExample(0, [[0, 0, 100, 100]]));
  for (const ratio of [1, 2, 1.5, 1]) {
    await shared.browser.cdp('Emulation.setDeviceMetricsOverride',
      { width: 1000 + 10 * ratio, height: 900, deviceScaleFactor: ratio, mobile: false });
    const { pixels, isInked } = await size();
    assert.ok(Math.abs(pixels - ratio) < 0.02 && isInked, `${pixels} pixels for ${ratio}, inked: ${isInked}`);
  }
  await shared.browser.resize(1100, 1000);
});

for (const [zooms, around] of Object.entries({
  'a parent': '<div style="zoom: 1.5">', 'two ancestors': '<div style="zoom: 1.6"><div style="zoom: 0.8">',
  'the page': '<style>html { zoom: 1.25; }</style>',
})) {
  test(`ink is under the pen, and sharp, with a zoom of ${zooms}`, async () => {
    await openPage(`${around}<reptile-sketch id="a" blank style="width: 600px"></reptile-sketch>`);
    await ready('a');
    // Rectangles of an engine may leave out the zoom; what lies where does not.
    const { left, right, top, bottom, pixels } = await evaluate(() => {
      const { shadowRoot } = document.getElementById('a');
      const canvas = shadowRoot.querySelector('canvas');
      const hits = (at) => Array.from({ length: 400 }, (_, i) => i).filter((i) => shadowRoot.elementFromPoint(...at(i)) === canvas);
      const [row, column] = [hits((x) => [x, 150]), hits((y) => [80, y])];
      return { left: row[0], right: row.at(-1) + 1, top: column[0], bottom: column.at(-1) + 1, pixels: canvas.width };
    });
    assert.ok(Math.abs(pixels - (right - left) * await evaluate(() => devicePixelRatio)) < 3, `${pixels} for ${left} to ${right}`);
    const at = (x, y) => [left + (x * (right - left)) / 100, top + (y * (bottom - top)) / 100];
    await shared.point('mouse', [[at(20, 30), at(80, 30), at(80, 70)]]);
    const [stroke] = (await data()).examples[0][0];
    near([...stroke.slice(0, 2), ...stroke.slice(-2)], [20, 30, 80, 70], 2, 'the stroke');
  });
}

test('drawings stay sharp when the page changes its zoom', async () => {
  await openPage('<main><reptile-sketch id="a" style="width: 1000px; --reptile-cell-size: 150px"></reptile-sketch></main>');
  await ready('a');
  for (const zoom of [1, 2, 4, 1]) {
    const pixels = await evaluate(async (zoom) => {
      document.querySelector('main').style.zoom = zoom;
      for (let frames = 0; frames < 4; frames++) await new Promise(requestAnimationFrame);
      const canvas = document.getElementById('a').shadowRoot.querySelector('canvas');
      return canvas.width / canvas.clientWidth / devicePixelRatio;
    }, zoom);
    assert.ok(Math.abs(pixels - zoom) < 0.03, `${pixels} pixels for ${zoom}`);
  }
});

for (const style of ['border: 12px solid', 'border-left: 30px solid', 'padding: 4px 20px', 'margin: 10px', 'width: 60%; height: 50%', 'position: relative; left: 20px; top: 9px',
  'box-sizing: content-box; border: 6px solid', 'transform: scale(0.8) rotate(9deg)', 'scale: 0.7; rotate: 9deg; translate: 9px', 'object-fit: contain; aspect-ratio: 2; height: 100px']) {
  test(`ink is under the pen where a page gives the part canvas "${style}"`, async () => {
    await openPage(`<style>reptile-sketch::part(canvas) { ${style} }</style><reptile-sketch id="a" blank style="width: 600px"></reptile-sketch>`);
    await ready('a');
    const [left, top, width, height] = await evaluate(() => {
      const box = document.getElementById('a').shadowRoot.querySelector('.paper').getBoundingClientRect();
      return [box.left, box.top, box.width, box.height];
    });
    // Within all of these canvases.
    const stroke = [[0.28, 0.26], [0.48, 0.4]].map(([x, y]) => [Math.round(left + x * width), Math.round(top + y * height)]);
    await shared.point('mouse', [stroke]);
    const ink = await evaluate(async () => {
      await new Promise(requestAnimationFrame);
      const canvas = document.getElementById('a').shadowRoot.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const inked = [...Array(canvas.width * canvas.height).keys()].filter((i) => data[4 * i + 3] > 100);
      const [x, y] = [inked.map((i) => i % canvas.width), inked.map((i) => Math.floor(i / canvas.width))];
      const style = getComputedStyle(canvas);
      const box = canvas.getBoundingClientRect();
      // The middle of the ink, in the viewport.
      const middle = (all, pixels, edge, border, before, after, whole) => {
        const inner = whole - parseFloat(before) - parseFloat(after);
        return edge + border + parseFloat(before) + ((Math.min(...all) + Math.max(...all) + 1) / 2) * (inner / pixels);
      };
      return [
        middle(x, canvas.width, box.left, canvas.clientLeft, style.paddingLeft, style.paddingRight, canvas.clientWidth),
        middle(y, canvas.height, box.top, canvas.clientTop, style.paddingTop, style.paddingBottom, canvas.clientHeight),
      ];
    });
    near(ink, [0, 1].map((axis) => (stroke[0][axis] + stroke[1][axis]) / 2), 1.5, style);
  });
}

test('ink takes another colour where a page gives the part canvas a transition of its own', async () => {
  await openPage('<style>reptile-sketch::part(canvas) { transition: opacity 1s }</style><reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  const ink = await evaluate(async () => {
    const a = document.getElementById('a');
    const canvas = a.shadowRoot.querySelector('canvas');
    a.style.setProperty('--reptile-ink', 'rgb(0, 0, 255)');
    for (let frames = 0; frames < 20; frames++) await new Promise(requestAnimationFrame);
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const at = data.findIndex((value, i) => i % 4 === 3 && value === 255);
    return [...data.slice(at - 3, at)];
  });
  assert.deepEqual(ink, [0, 0, 255]);
});
