// The text of how.html drives its figures, and figures open as their text says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Key } from './browser.mjs';
import { howPage } from './how-page.mjs';
import { world } from './world.mjs';

const shared = world();
const { person, open, openTrained, fill, placeOf, showComparison, textOf } = howPage(shared);
const { evaluate, until } = shared;

/** How far θ is from the point nearest to both circles, and from the optimum of joint training. */
const distances = async () => (await textOf('#rings .told')).match(/\d\.\d\d(?= from)/g).map(Number);

test('the two tasks open with θ at the cross, and the words in the text move it', async () => {
  await open();
  await until('it is computed', () => /from the optimum/.test(document.querySelector('#rings .told').textContent));
  const [nearest] = await distances();
  assert.ok(nearest <= 0.02, `${nearest} from the cross`);
  await person.press('^one step, joint training$');
  await until('there is one step', () => document.querySelectorAll('.inner-dot').length === 1);
  const [, joint] = await distances();
  assert.ok(joint < 0.25, `${joint} from the diamond`);
  await person.press('^thirty steps$');
  await until('there are thirty', () => document.querySelectorAll('.inner-dot').length === 30);
  assert.ok((await distances())[0] <= 0.02);
  await person.press('^four$');
  await until('there are four', () => document.querySelectorAll('.inner-dot').length === 4);
  const between = await distances();
  assert.ok(between.every((distance) => distance > 0.1), `${between}`);
});

test('the words of the wave set its step, those of the training start it', async () => {
  await openTrained();
  for (const [words, step] of [['^at step 0$', '0'], ['^after eight steps$', '8'], ['^after thirty-two$', '32']]) {
    await person.press(words);
    assert.equal(await textOf('#playground .step-text'), step);
  }
  await person.press('^k = 2$');
  await until('it trains with them', () => /k = 2,/.test(document.querySelector('tr.reptile .about').textContent));
  await person.press('^Stop$');
});

test('settings, logs and tables wait behind their names, and nothing else does', async () => {
  await open();
  await showComparison();
  const names = await evaluate(() => [...document.querySelectorAll('main details')].map((details) =>
    [details.open, details.querySelector('summary').textContent]));
  assert.deepEqual(names, [[false, 'The losses as a table'], [false, 'Settings'], [false, 'Log'], [false, 'Settings'],
    [false, 'Averages, last gradients and first-order MAML']]);
});

test('the sums of gradients can be told apart, and numbers are written as people do', async () => {
  await open();
  await showComparison();
  const { gap, words, sums } = await evaluate(() => {
    const curves = [...document.querySelectorAll('.combinations .curve.sum')];
    const ends = curves.map((e) => Number(e.getAttribute('points').split(' ').at(-1).split(',')[1])).sort((a, b) => a - b);
    return {
      gap: Math.min(...ends.slice(1).map((y, i) => y - ends[i])),
      words: document.querySelector('#combinations .claims').textContent,
      sums: document.querySelector('#combinations .sums').textContent,
    };
  });
  assert.ok(gap > 8, `two curves end ${gap} pixels apart`);
  assert.match(sums, /^Before training 24\.7% .*At the end: g₁\s52\.4%, g₁\s\+\sg₂\s3\.4%/);
  assert.match(words, /points below/);
  assert.doesNotMatch(words, /−\d|\dus\b| us |\d\.\d{3}/);
});

/** The inner product at θ, after the sum of the gradients, and after two inner steps; and the angle. */
const products = async () => (await textOf('#inner-product .told')).replaceAll('−', '-').match(/-?\d+(\.\d+)?(?=°|:|;|\.( |$))/g).map(Number);

test('two gradients as arrows: two inner steps end where they agree more than after their sum', async () => {
  await open();
  let before = await products();
  for (const by of /** @type {const} */ (['mouse', 'touch'])) {
    const [x, y] = await placeOf('.handle.tip.b');
    await shared.point(by, [[[x, y], [x - 20, y + 15], [x - 45, y + 30]]]);
    await until('the words follow', (before) => document.querySelector('#inner-product .told').textContent.includes('°')
      && !document.querySelector('#inner-product .told').textContent.startsWith(`The gradients are ${before}°`), before[0]);
    before = await products();
    const [, , afterSum, afterBoth] = before;
    assert.ok(afterBoth > afterSum, `${before}`);
  }
  await evaluate(() => document.querySelector('.handle.tip.a').focus());
  await shared.browser.press(Key.ARROW_UP.repeat(3));
  assert.notDeepEqual(await products(), before);
  await fill('#inner-product', 'rate', 0);
  const [, here, afterSum, afterBoth] = await products();
  assert.deepEqual([afterSum, afterBoth], [here, here], 'without a step nothing changes');
  await until('the second arrow is gone', () => document.querySelectorAll('.arrow.second-step polyline').length === 0);
  await fill('#inner-product', 'rate', 0.5);
  const [x] = await placeOf('.arrows .theta-start');
  await person.press('^Update θ$');
  await until('θ has moved', (x) => {
    const { left, width } = document.querySelector('.arrows .theta-start').getBoundingClientRect();
    return Math.abs(left + width / 2 - x) > 3;
  }, x);
});

test('the arrows can be told apart and named on a phone, wherever they are', async () => {
  await open();
  await shared.browser.resize(320, 900);
  try {
    const drawn = () => evaluate(async () => {
      for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
      const svg = document.querySelector('.arrows');
      const whole = svg.getBoundingClientRect();
      const names = [...svg.querySelectorAll('[role=img] text')].map((e) => [e.textContent, e.getBoundingClientRect()]);
      const second = svg.querySelector('.second-step');
      const [line, head] = ['line', 'polyline'].map((name) => second.querySelector(name)?.getBBox());
      const scale = second.querySelector('polyline')?.transform.baseVal.consolidate().matrix;
      return {
        outside: names.filter(([, { left, top, right, bottom }]) =>
          left < whole.left || right > whole.right || top < whole.top || bottom > whole.bottom).map(([name]) => name),
        length: Math.hypot(line.width, line.height),
        head: head ? head.width * Math.hypot(scale.a, scale.b) : 0,
      };
    });
    const { outside, length, head } = await drawn();
    assert.deepEqual(outside, []);
    assert.ok(head < 0.6 * length, `a head of ${head} on an arrow of ${length}`);
    for (const [selector, key] of [['.tip.a', Key.ARROW_RIGHT], ['.tip.b', Key.ARROW_UP], ['.theta-start', Key.ARROW_LEFT], ['.theta-start', Key.ARROW_DOWN]]) {
      await evaluate((selector) => document.querySelector(`.arrows ${selector}`).focus(), selector);
      await shared.browser.press(key.repeat(40));
      assert.deepEqual((await drawn()).outside, [], selector);
    }
  } finally {
    await shared.browser.resize(1100, 1000);
  }
});

test('a guess is drawn before the wave is shown, and compared with the fits', async () => {
  await openTrained();
  await person.press('^Guess first$');
  await until('there are only the points', () => document.querySelectorAll('.wave-picture .given').length === 10
    && !document.querySelector('.wave-picture .curve, .wave-picture .wave'));
  const isTold = () => evaluate(() => [...document.querySelectorAll('#playground .bend input, #playground .hint')]
    .some((e) => getComputedStyle(e).visibility !== 'hidden'));
  assert.equal(await isTold(), false, 'amplitude and phase tell the wave');
  // Through the points, as people do: from one to the next, and on to the edges.
  const places = await evaluate(() => {
    const svg = document.querySelector('.wave-picture');
    svg.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, right } = svg.getBoundingClientRect();
    const given = [...svg.querySelectorAll('.given')].map((e) => e.getBoundingClientRect())
      .map(({ x, y, width, height }) => [x + width / 2, y + height / 2]).sort(([a], [b]) => a - b);
    return [[left + 36, given[0][1]], ...given, [right - 12, given.at(-1)[1]]];
  });
  await person.press('^Reveal$');
  assert.match(await textOf('.guess-told'), /too little/);
  await person.press('^Guess again$');
  await evaluate(() => document.querySelector('.wave-picture').scrollIntoView({ block: 'center', behavior: 'instant' }));
  await shared.point('mouse', [places]);
  await person.press('^Reveal$');
  const told = await textOf('.guess-told');
  assert.match(told, /^Your guess is off by [\d.]+, .*after 8 steps Reptile by [\d.]+, Joint training by [\d.]+, Random by [\d.]+\.$/);
  assert.ok(Number(told.match(/off by ([\d.]+),/)[1]) < 3, told);
  await until('all curves are there, with their legend, and the guess', () =>
    document.querySelectorAll('.wave-picture .curve').length === 6 && document.querySelector('.wave-picture .guess'));
  await person.press('^New task$');
  await until('the guess has gone', () => !document.querySelector('.wave-picture .guess'));
  assert.equal(await isTold(), true);
});
