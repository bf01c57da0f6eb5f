// The pictures that the demo page saves.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { hand } from './hand.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, until } = shared;
const drawings = ['circle', 'cross', 'zigzag'].map((name) => symbol(name));

beforeEach(async () => {
  await shared.openDemo();
  await evaluate(() => {
    window.saved = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => (window.saved.push({ blob }), createObjectURL.call(URL, blob));
    HTMLAnchorElement.prototype.click = function () { window.saved.at(-1).name = this.download; };
  });
});

async function fill(names) {
  await evaluate((names, drawings) => {
    const sketch = document.querySelector('reptile-sketch');
    sketch.classes = names;
    drawings.forEach((drawing, i) => sketch.setExample(i, drawing));
    sketch.setInput(drawings[1]);
  }, names, drawings);
  await person.settled();
}

async function save(kind) {
  const before = await evaluate(() => window.saved.length);
  await person.press(`^save ${kind}`);
  await until('it is there', (before) => window.saved[before]?.name, before);
}

test('the picture can be saved as PNG and SVG', async () => {
  await fill(['', 'kreuz & "co"', '']);
  await person.click('[role=switch]', 'random');
  await person.settled();
  await save('png');
  await save('svg');
  const { names, ink, strokes, words } = await evaluate(async () => {
    const [png, svg] = window.saved;
    const image = await createImageBitmap(png.blob);
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let ink = 0;
    for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i] - data[0]) > 120) ink++;
    const parsed = new DOMParser().parseFromString(await svg.blob.text(), 'image/svg+xml');
    return { names: window.saved.map(({ name }) => name), ink: ink / (data.length / 4),
      strokes: parsed.querySelectorAll('polyline').length, words: parsed.documentElement.textContent };
  });
  assert.deepEqual(names, ['reptile-sketch.png', 'reptile-sketch.svg']);
  assert.ok(ink > 0.01 && ink < 0.3, `${ink}`);
  assert.equal(strokes, 1 + 2 + 1 + 2);
  assert.match(words, /kreuz & "co".*%.*untrained/s);
});

test('in a picture no name reaches into the next cell, and any name leaves it a picture', async () => {
  await fill(['Only a name of forty letters is so long!', 'a bell: \u0007', 'ひらがなカタカナ漢字'.repeat(40)]);
  await save('svg');
  const { problem, widths, words } = await evaluate(async () => {
    const parsed = new DOMParser().parseFromString(await window.saved[0].blob.text(), 'image/svg+xml');
    const picture = document.body.appendChild(document.importNode(parsed.documentElement, true));
    const widths = [...picture.querySelectorAll('text[font-weight]')].map((text) => text.getComputedTextLength());
    const [problem, words] = [parsed.querySelector('parsererror')?.textContent, picture.textContent];
    picture.remove();
    return { problem, widths, words };
  });
  assert.ok(!problem, problem);
  assert.equal(widths.length, 8);
  assert.ok(Math.max(...widths) <= 230, `${widths}`);
  assert.match(words, /Only a name of.*….*a bell: .*ひらがな.*…/s);
});
