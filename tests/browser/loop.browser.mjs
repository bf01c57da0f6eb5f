// The inner loop on the demo page: stepped through by hand and by playing.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Key } from './browser.mjs';
import { near, probabilities } from './elements.mjs';
import { hand } from './hand.mjs';
import { CANNOT_EMULATE, during, looks } from './sight.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, until } = shared;

beforeEach(() => shared.openDemo());

/** Opens it, and lets it play to the end. */
async function opened() {
  await person.settled();
  await person.press('^see each step');
  await until('it has played', () => document.querySelector('.loop svg .frame')
    && document.querySelector('.loop button').textContent === 'Play'
    && Number(document.querySelector('.loop input').value) > 0);
}

/** Moves the slider as a pointer does. */
const scrub = (step) => evaluate((step) => {
  const slider = document.querySelector('.loop input');
  slider.value = String(step);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
}, step);

/** Where the small drawings stand, the last drawing's behind those of the examples. */
const places = () => evaluate(() => [...document.querySelectorAll('.loop .mark')].map((mark) =>
  mark.getAttribute('transform').match(/-?[\d.]+/g).map(Number)));

const corners = () => evaluate(() => document.querySelector('.loop polygon').getAttribute('points')
  .split(' ').map((point) => point.split(',').map(Number)));

const told = () => evaluate(() => document.querySelector('.loop .told').textContent);

test('before the first step every drawing stands in the middle, after the last where the page says', async () => {
  await opened();
  const all = await corners();
  const middle = [0, 1].map((i) => all.reduce((sum, corner) => sum + corner[i], 0) / 3);
  await scrub(0);
  for (const place of await places()) near(place, middle, 0.2, 'before the first step');
  assert.match(await told(), /^After 0 steps: a loss of 3\.3 nats over your 3 drawings\. All labels are equally likely/);
  const last = Number(await evaluate(() => document.querySelector('.loop input').max));
  assert.equal(last, Number(await evaluate(() => document.querySelector('#steps').value)));
  await scrub(last);
  const shares = probabilities((await person.state()).predictions);
  const expected = [0, 1].map((i) => all.reduce((sum, corner, k) => sum + shares[k] * corner[i], 0));
  near((await places()).at(-1), expected, 0.3, 'after the last step');
  await scrub(0.5);
  const between = (await places()).at(-1);
  await scrub(1);
  const after = (await places()).at(-1);
  near(between, [0, 1].map((i) => (middle[i] + after[i]) / 2), 0.3, 'half a step');
});

test('the arrow keys go from step to step, and the words follow', async () => {
  await opened();
  await scrub(0);
  await evaluate(() => document.querySelector('.loop input').focus());
  await shared.browser.press(Key.ARROW_RIGHT);
  assert.match(await told(), /^After 1 step: /);
  await shared.browser.press(Key.ARROW_LEFT.repeat(2));
  assert.match(await told(), /^After 0 steps: /);
});

test('it follows new drawings, the number of steps and the start', async () => {
  await opened();
  const before = await places();
  await person.draw(-1, symbol('zigzag', 1));
  await until('the last drawing has moved', (before) => {
    const place = [...document.querySelectorAll('.loop .mark')].at(-1)?.getAttribute('transform');
    return place && place !== `translate(${before.map((value) => value.toFixed(2)).join(' ')})`;
  }, before.at(-1));
  await evaluate(() => {
    const steps = document.querySelector('#steps');
    steps.value = '9';
    steps.dispatchEvent(new Event('input'));
  });
  await until('it has as many steps', () => document.querySelector('.loop input').max === '9');
  await scrub(9);
  assert.match(await told(), /The weights were made for \d+ steps/);
  const trained = await told();
  await person.click('[role=switch]', 'random');
  await until('it starts elsewhere', (trained) => document.querySelector('.loop .told').textContent !== trained, trained);
  await person.press('^erase all');
  await until('there is nothing to learn', () => /Draw in every cell/.test(document.querySelector('.loop .told').textContent));
  assert.ok(await evaluate(() => [...document.querySelectorAll('.loop button, .loop input')].every((e) => e.disabled)), 'there is nothing to play');
});

test('while the last cell is empty it says so', async () => {
  await opened();
  await evaluate(() => document.querySelector('reptile-sketch').clear());
  await evaluate(() => document.querySelector('reptile-sketch').setExample(0, [[10, 10, 90, 90]]));
  await until('it speaks of the empty cell', () => /drawings\. The last cell is empty\.$/.test(document.querySelector('.loop .told').textContent));
  assert.equal(...await evaluate(() => ['.told', 'svg'].map((name) => document.querySelector(`.loop ${name}`).getBoundingClientRect().left)),
    'the words stand below the picture, as they do with the filters');
});

test('for more labels there is a bar for each', async () => {
  await evaluate((drawings) => {
    const sketch = document.querySelector('reptile-sketch');
    sketch.fromJSON({ labels: ['a', 'b', 'c', 'd', 'e'], examples: drawings.map((drawing) => [drawing]), input: drawings[2] });
  }, ['circle', 'cross', 'zigzag', 'tee', 'square'].map((name) => symbol(name)));
  await opened();
  const widths = await evaluate(() => [...document.querySelectorAll('.loop .share')].map((e) => Number(e.getAttribute('width'))));
  assert.equal(widths.length, 5);
  assert.equal(widths.indexOf(Math.max(...widths)), 2);
  assert.ok(await evaluate(() => {
    const whole = document.querySelector('.loop svg').getBoundingClientRect();
    return [...document.querySelectorAll('.loop .mark rect')].every((e) => e.getBoundingClientRect().left > whole.left);
  }), 'frames are cut');
});

/** The paint of every tile: of the filters, what they see, and the changes of both. */
const paint = () => evaluate(() => [0, 1, 2, 3].map((row) => [...document.querySelectorAll('.tile')].map((tile) => {
  const canvas = tile.children[row];
  return [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data].filter((_, i) => i % 4 === 3);
})));

test('the first layer’s filters and what they see change with the step, and go back', async () => {
  await opened();
  await until('the filters are there', () => document.querySelectorAll('.filters:not([hidden]) .tile').length === 12);
  const last = Number(await evaluate(() => document.querySelector('.loop input').max));
  await scrub(0);
  const before = await paint();
  const isBlank = (row) => row.flat().every((alpha) => alpha === 0);
  assert.deepEqual(before.map(isBlank), [false, false, true, true], 'nothing has changed yet');
  await scrub(last);
  const after = await paint();
  assert.deepEqual(after.map(isBlank), [false, false, false, false]);
  assert.notDeepEqual(after[1], before[1]);
  await scrub(1);
  assert.ok(isBlank((await paint())[2]), 'no gradient has reached the filters');
  await scrub(1.5);
  assert.ok(!isBlank((await paint())[2]), 'between two steps');
  await scrub(0);
  assert.deepEqual(await paint(), before);
  const text = await evaluate(() => document.querySelector('.filters [role=img]').getAttribute('aria-label'));
  assert.match(text, /The first step moves the last layer alone/);
  const [moved, seen] = text.match(/moved by ([\d.]+)% of their length, and what they see by ([\d.]+)%/).slice(1).map(Number);
  assert.ok(moved > 0 && moved < 50 && seen > 0 && seen < 80, text);
});

for (const look of ['dark', 'forced-colors']) {
  test(`it can be seen in ${look}`, async (context) => {
    if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
    await during(shared.browser, looks[look], async () => {
      await opened();
      const same = await evaluate(() => {
        const colour = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
        return [colour('.loop .mark polyline', 'stroke'), colour('.loop .frame', 'stroke'), colour('.loop svg text', 'fill')]
          .filter((ink) => ink === colour('.loop .mark rect', 'fill'));
      });
      assert.deepEqual(same, []);
      await shared.browser.screenshot(`loop-${look}`);
    });
  });
}
