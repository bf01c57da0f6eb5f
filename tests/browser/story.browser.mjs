// The demo page goes on into the story of how.html, when a visitor asks for it or a link leads to a part of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hand } from './hand.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, until } = shared;

const isThere = () => until('the figures are there', () => document.querySelectorAll('.rings .handle').length === 5
  && document.querySelector('.wave-picture .handle'));
const isSeen = (selector) => until(`${selector} is seen`, (selector) => {
  const { top } = document.querySelector(selector).getBoundingClientRect();
  return top > -5 && top < innerHeight;
}, selector);

test('the story unfolds below the demo, with all its figures, and the demo stays as it is', async () => {
  await shared.openDemo();
  const before = (await person.settled()).predictions;
  const requests = shared.server.requests.length;
  await person.click('a', '^How Reptile learns');
  await isThere();
  await isSeen('#h-task');
  assert.ok(shared.server.requests.length > requests);
  assert.match(await evaluate(() => location.pathname), /\/where\/$/);
  assert.deepEqual((await person.settled()).predictions, before);
  const once = await evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return { twice: ids.filter((id, i) => ids.indexOf(id) < i), mains: document.querySelectorAll('main').length };
  });
  assert.deepEqual(once, { twice: [], mains: 1 });
  assert.equal(await evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
});

test('a link to a part opens it, and every part has one', async () => {
  await shared.browser.goTo(`${shared.server.origin}/some/where/#h-between`);
  await isThere();
  await isSeen('#h-between');
  const links = await evaluate(() => [...document.querySelectorAll('.how h2')].map((heading) =>
    heading.querySelector('a')?.getAttribute('href') === `#${heading.id}`));
  assert.ok(links.length >= 7 && links.every(Boolean), `${links}`);
  await person.click('a', '^References, and how to cite$');
  await isSeen('#h-cite');
});

test('the figures below the demo can be used as on their own page', async () => {
  await shared.openDemo();
  await person.click('a', '^How Reptile learns');
  await isThere();
  await person.press('^one step, joint training');
  await until('it is set', () => document.querySelector('#rings [name=inner_steps]').value === '1');
});

for (const width of [320, 375, 768, 1280, 1920]) {
  test(`at ${width} px nothing of it sticks out`, async () => {
    await shared.browser.resize(width, 900);
    await shared.openDemo();
    await person.click('a', '^How Reptile learns');
    await isThere();
    const wide = await evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} px`);
    await shared.browser.screenshot(`story-${width}`);
    await shared.browser.resize(1100, 1000);
  });
}
