// Two tasks in a plane, in how.html: where the path of theta goes, and what changes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Key } from './browser.mjs';
import { howPage } from './how-page.mjs';
import { world } from './world.mjs';

const shared = world();
const { person, open, fill, placeOf, textOf } = howPage(shared);
const { evaluate, until } = shared;

test('with one inner step theta goes to the optimum of joint training, with many to the nearest point', async () => {
  await open();
  const end = async (k) => {
    await fill('#rings', 'inner_steps', k);
    await fill('#rings', 'step_size', 0.1);
    await fill('#rings', 'learning_rate', k === 1 ? 1 : 0.5);
    await fill('#rings', 'turn', 80);
    await until('it is computed', (k) => document.querySelectorAll('.inner-dot').length === k, k);
    const [nearest, joint] = (await textOf('#rings .told')).match(/\d\.\d\d(?= from)/g).map(Number);
    return { nearest, joint };
  };
  const [one, many] = [await end(1), await end(60)];
  assert.ok(one.joint < one.nearest, JSON.stringify(one));
  assert.ok(many.nearest < many.joint && many.nearest < 0.4, JSON.stringify(many));
});

test('two tasks: dragging, keys and the buttons change the path, a refused setting keeps it', async () => {
  await open();
  const way = () => evaluate(() => document.querySelector('.theta-path').getAttribute('points'));
  let before = await way();
  const changed = async (what) => {
    await until(what, (before) => document.querySelector('.theta-path').getAttribute('points') !== before, before);
    before = await way();
  };
  for (const by of /** @type {const} */ (['mouse', 'touch'])) {
    const [x, y] = await placeOf('.handle.middle.a');
    await shared.point(by, [[[x, y], [x + 10, y], [x + 20, y - 20]]]);
    await changed(`the way follows the ${by}`);
  }
  await evaluate(() => document.querySelector('.handle.rim.b').focus());
  await shared.browser.press(Key.ARROW_LEFT);
  await changed('the way follows the keys');
  const [number, words] = await evaluate(() => ['aria-valuenow', 'aria-valuetext'].map((name) =>
    document.querySelector('.handle.rim.b').getAttribute(name)));
  assert.equal(Number(number), Number(words.replace('radius ', '')));
  await person.press('^One step');
  await until('one step more', (count) =>
    document.querySelector('.theta-path').getAttribute('points').split(' ').length > count, before.split(' ').length);
  before = await way();
  await fill('#rings', 'inner_steps', 0);
  await until('it is refused', () => /^inner_steps is [^()]+$/.test(document.querySelector('#rings-error').textContent));
  assert.equal(await way(), before);
  await fill('#rings', 'inner_steps', 10);
  await fill('#rings', 'b_steepness', 0);
  await until('the field is marked', () =>
    document.querySelector('#rings [name=b_steepness]').getAttribute('aria-invalid') === 'true');
  await fill('#rings', 'b_steepness', 0.2);
  await fill('#rings', 'inner_steps', 900);
  await fill('#rings', 'learning_rate', 9);
  await until('it has diverged', () => /diverged/.test(document.querySelector('#rings-error').textContent));
});
