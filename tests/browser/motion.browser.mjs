// Bars and their numbers move to a new value where motion is welcome; who listens gets the new value at once.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { hand } from './hand.mjs';
import { CANNOT_EMULATE, during } from './sight.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate } = shared;

beforeEach(async () => {
  await shared.openDemo();
  await evaluate(() => localStorage.clear());
  await shared.openDemo();
  await person.settled();
});

/** What is seen and heard of the first label from its first to its last answer, when its own drawing is put into the last cell. */
const change = () => evaluate(async () => {
  const sketch = document.querySelector('reptile-sketch');
  const [meter, number] = ['meter', '.percent'].map((name) => sketch.shadowRoot.querySelector(name));
  const answered = new Promise((done) => sketch.addEventListener('predict', done, { once: true }));
  sketch.setInput(sketch.getExample(0));
  await answered;
  const share = () => meter.style.getPropertyValue('--_share');
  const seen = [];
  const heard = new Set();
  for (let quiet = 0; quiet < 10;) {
    const now = [number.textContent, share()].join();
    quiet = now === seen.at(-1) ? quiet + 1 : 0;
    if (quiet === 0) seen.push(now);
    heard.add(meter.getAttribute('aria-valuetext'));
    await new Promise(requestAnimationFrame);
  }
  return { seen: seen.map((text) => parseInt(text, 10)), heard: [...heard], share: parseFloat(share()), value: meter.value, hidden: number.ariaHidden };
});

test('a number runs to its new value, which is read out at once', async () => {
  const { seen, heard, share, value, hidden } = await change();
  assert.ok(value > 0.9, `${value}`);
  assert.deepEqual(heard, [`${Math.round(100 * value)}%`], 'there is one value to be heard');
  assert.equal(hidden, 'true');
  assert.ok(seen.length > 4, `${seen}`);
  assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
  assert.equal(seen.at(-1), Math.round(100 * value));
  assert.ok(Math.abs(share - 100 * value) < 1e-6, `the bar ends at ${share}`);
});

test('where motion is unwelcome there is only the new value', async (context) => {
  if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
  await during(shared.browser, [{ name: 'prefers-reduced-motion', value: 'reduce' }], async () => {
    const { seen, value } = await change();
    assert.deepEqual(seen, [Math.round(100 * value)]);
  });
});
