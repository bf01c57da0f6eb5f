// The playground of how.html: dragging the wave and its points.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Key } from './browser.mjs';
import { howPage } from './how-page.mjs';
import { CANNOT_EMULATE, during } from './sight.mjs';
import { world } from './world.mjs';

const shared = world();
const { person, fill, openTrained, placeOf, textOf } = howPage(shared);
const { evaluate, until } = shared;

for (const by of /** @type {const} */ (['mouse', 'touch', 'pen'])) {
  test(`a point is dragged by ${by}: the fit changes, and it can be put back`, async (context) => {
    if (shared.browser.cannot[by]) return context.skip(shared.browser.cannot[by]);
    await openTrained();
    const before = await textOf('tr.reptile .at-points');
    const [x, y] = await placeOf('.handle.point', 4);
    await shared.point(by, [[[x, y], [x, y + 20], [x + 5, y + 60]]]);
    await until('the fit follows', (before) => document.querySelector('tr.reptile .at-points').textContent !== before, before);
    // WebKit's driver is back before the page has seen the last move.
    await until('it is where it was dragged to', (y) => {
      const { top, height } = document.querySelectorAll('.handle.point')[4].getBoundingClientRect();
      return Math.abs(top + height / 2 - y) < 3;
    }, y + 60);
    await person.press('^Points onto the wave');
    await until('it is back', (y) => {
      const handle = document.querySelectorAll('.handle.point')[4];
      // Pressing the button has scrolled the page: scroll back.
      handle.closest('svg').scrollIntoView({ block: 'center', behavior: 'instant' });
      const { top, height } = handle.getBoundingClientRect();
      return Math.abs(top + height / 2 - y) < 12;
    }, y);
  });

  test(`the wave is dragged by ${by}: amplitude and phase follow`, async (context) => {
    if (shared.browser.cannot[by]) return context.skip(shared.browser.cannot[by]);
    await openTrained();
    const numbers = () => evaluate(() => ['amplitude', 'phase'].map((name) =>
      Number(document.querySelector(`#playground [name=${name}]`).value)));
    const [amplitude, phase] = await numbers();
    await placeOf('.wave');
    // A place of the wave that is far from every point.
    const [x, y] = await evaluate(() => {
      const centers = [...document.querySelectorAll('.handle.point')].map((e) => e.getBoundingClientRect())
        .map(({ left, top, width, height }) => [left + width / 2, top + height / 2]);
      const wave = document.querySelector('.wave');
      const { left, top } = wave.closest('svg').getBoundingClientRect();
      const all = Array.from(wave.points, ({ x, y }) => [x + left, y + top]);
      const gap = ([x, y]) => Math.min(...centers.map(([u, v]) => Math.hypot(u - x, v - y)));
      return all.slice(5, -5).reduce((a, b) => (gap(b) > gap(a) ? b : a));
    });
    await shared.point(by, [[[x, y], [x + 20, y - 10], [x + 40, y - 25]]]);
    await until('the numbers follow', (amplitude, phase) => {
      const [newAmplitude, newPhase] = ['amplitude', 'phase'].map((name) =>
        Number(document.querySelector(`#playground [name=${name}]`).value));
      return Math.abs(newAmplitude - amplitude) > 0.1 && newPhase !== phase;
    }, amplitude, phase);
  });
}

test('points move by the arrow keys, and the sliders bend the wave', async () => {
  await openTrained();
  await evaluate(() => document.querySelector('.handle.point').focus());
  const tellY = () => evaluate(() => Number(document.activeElement.getAttribute('aria-valuenow')));
  const before = await tellY();
  await shared.browser.press(Key.ARROW_UP.repeat(3));
  await until('it is higher', (before) =>
    Math.abs(Number(document.activeElement.getAttribute('aria-valuenow')) - before - 0.3) < 0.02, before);
  assert.match(await evaluate(() => document.activeElement.getAttribute('aria-valuetext')), /^x .+, y .+/);
  await person.focus('input[type=range]', 'Amplitude');
  const heights = () => evaluate(() => document.querySelector('.wave').getBoundingClientRect().height);
  const [low] = [await heights()];
  await shared.browser.press(Key.END);
  await until('the wave is at its highest', (low) =>
    document.querySelector('.wave').getBoundingClientRect().height > low, low);
  await person.focus('input[type=range]', 'Gradient steps');
  await shared.browser.press(Key.HOME);
  assert.equal(await textOf('.step-text'), '0');
});

test('playing goes through the steps to the last one, and a new task has the next number', async () => {
  await openTrained();
  await fill('#playground', 'step', 28);
  await person.press('^Play$', 0);
  await until('it has come to the end', () => document.querySelector('#playground [name=step]').value === '32'
    && document.querySelector('#playground .play').textContent === 'Play');
  assert.equal(await textOf('#playground .which'), 'Task 0 of seed 0');
  await person.press('^New task');
  await until('there is another', () => document.querySelector('#playground .which').textContent === 'Task 1 of seed 0');
});

test('where motion is unwelcome, playing takes a few stops', async (context) => {
  if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
  await openTrained();
  await during(shared.browser, [{ name: 'prefers-reduced-motion', value: 'reduce' }], async () => {
    await fill('#playground', 'step', 0);
    await person.press('^Play$', 0);
    await until('it has moved', () => document.querySelector('#playground [name=step]').value !== '0');
    assert.equal(Number(await textOf('.step-text')) % 8, 0);
  });
});

test('where nothing can be trained no losses are told', async () => {
  const wasm = '/some/where/reptile_sine_bg.wasm';
  shared.server.answers[wasm] = { status: 404, body: '', headers: { 'content-type': 'text/plain' } };
  shared.expectProblems(/404|cannot load .*reptile_sine_bg/);
  await shared.browser.goTo(`${shared.server.origin}/some/where/how.html`);
  const told = () => textOf('.how [role=status]');
  await until('it says why', () => document.querySelector('.how [role=status]').textContent);
  await evaluate(() => document.querySelector('#playground [name=step]').focus());
  await fill('#playground', 'step', 9);
  // As long as announcements wait.
  await new Promise((done) => setTimeout(done, 1200));
  delete shared.server.answers[wasm];
  assert.doesNotMatch(await told(), /Loss after/);
});
