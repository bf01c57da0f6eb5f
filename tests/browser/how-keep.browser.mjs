// What how.html keeps and shares: a reload, and a link with its figures and settings.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howPage } from './how-page.mjs';
import { world } from './world.mjs';

const shared = world();
const { person, open, openTrained, fill, placeOf, textOf } = howPage(shared);
const { evaluate, until } = shared;

/** Everything that a visitor can set. */
const held = () => evaluate(() => ({
  fields: [...document.querySelectorAll('main input')].filter(({ readOnly }) => !readOnly)
    .map(({ name, type, value, checked }) => [name, type === 'checkbox' ? checked : value]),
  points: [...document.querySelectorAll('.wave-picture .handle')].map((e) => e.getAttribute('aria-valuetext')),
  circles: [...document.querySelectorAll('.rings .handle')].map((e) => e.getAttribute('aria-valuetext')),
  hidden: document.querySelector('#playground').className,
}));

async function makeOwn() {
  await openTrained();
  await person.press('^New task');
  await until('it is there', () => document.querySelector('#playground .which').textContent === 'Task 1 of seed 0');
  const [x, y] = await placeOf('.handle.point', 3);
  await shared.point('mouse', [[[x, y], [x, y + 30], [x + 5, y + 50]]]);
  await person.click('input[type=checkbox]', 'Joint');
  await fill('#training', 'learning_rate', 0.05);
  await fill('#rings', 'inner_steps', 7);
  await fill('#rings', 'turn', 11);
  const [u, v] = await placeOf('.handle.middle.b');
  await shared.point('mouse', [[[u, v], [u - 30, v - 20]]]);
  await new Promise((done) => setTimeout(done, 700));
  return held();
}

const isThere = () => until('the figures are there', () => document.querySelectorAll('.rings .handle').length === 5
  && document.querySelectorAll('.wave-picture .handle').length === 10 && document.querySelector('.theta'));

test('a reload keeps the wave, the circles and all settings', async () => {
  const own = await makeOwn();
  await shared.browser.reload();
  await evaluate(() => document.querySelector('#playground').scrollIntoView({ behavior: 'instant' }));
  await isThere();
  assert.deepEqual(await held(), own);
  await open();
  assert.notDeepEqual(await held(), own, 'a visit from elsewhere starts anew');
});

test('a link brings them to another device, and a broken one changes nothing and says so', async () => {
  const own = await makeOwn();
  await person.press('^Copy link');
  const link = await until('it can be copied', () => document.querySelector('#linked input')?.value);
  await evaluate(() => localStorage.clear());
  await shared.browser.goTo('about:blank');
  await shared.browser.goTo(link);
  await until('it says so', () => /from a link/.test(document.querySelector('#linked').textContent));
  await evaluate(() => document.querySelector('#playground').scrollIntoView({ behavior: 'instant' }));
  await isThere();
  assert.deepEqual(await held(), own);
  for (const hash of [new URL(link).hash.slice(0, -30), '#s=9.abc', '#s=1.q1YqzU3NAgA']) {
    await evaluate((hash) => {
      document.querySelector('#linked').textContent = '';
      location.hash = hash;
    }, hash);
    await until('it says so', () => document.querySelector('#linked').textContent);
    assert.match(await textOf('#linked'), /are as they were/);
    assert.deepEqual(await held(), own);
  }
});
