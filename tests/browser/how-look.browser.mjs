// The cost of loading how.html, and its look: transfer, requests, names, widths, colours.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Key } from './browser.mjs';
import { howPage } from './how-page.mjs';
import { BUDGET_BYTES, CANNOT_EMULATE, CANNOT_LISTEN, during, heard, looks, transferred } from './sight.mjs';
import { world } from './world.mjs';

const shared = world();
const { person, open, fill, openTrained, saveAll, showComparison } = howPage(shared);
const { evaluate, until } = shared;

test('a cold load stays within the budget and asks only for what is there; later only workers start', async () => {
  shared.server.requests.length = 0;
  await openTrained();
  const { requests } = shared.server;
  assert.deepEqual(requests.filter(({ status }) => status !== 200), []);
  const { bytes } = transferred(requests);
  assert.ok(bytes <= BUDGET_BYTES, `${bytes} bytes`);
  const loaded = requests.length;
  await person.press('^New task');
  await fill('#rings', 'inner_steps', 3);
  await saveAll();
  await new Promise((done) => setTimeout(done, 300));
  const later = requests.slice(loaded).map(({ path }) => path.split('/').at(-1));
  assert.ok(later.every((name) => name.endsWith('.js')), `${later}`);
});

test('both pages lead to each other', async () => {
  await open();
  await evaluate(() => document.querySelector('header a').focus());
  await shared.browser.press(Key.ENTER);
  await until('the demo is there', () => document.querySelector('reptile-sketch'));
  await evaluate(() => document.querySelector('a[href="how.html"]').focus());
  await shared.browser.press(Key.ENTER);
  await until('the page is there', () => document.querySelector('#playground'));
});

test('everything that can be used has a name, every picture a text, and the page its landmarks', async (context) => {
  if (!shared.browser.isChromium) return context.skip(CANNOT_LISTEN);
  await openTrained();
  await showComparison();
  await until('its words are there', () => /After 8 gradient steps: Reptile/.test(
    document.querySelector('.wave-picture [role=img]').getAttribute('aria-label')));
  const used = await heard(shared.browser);
  const controls = ['button', 'image', 'img', 'slider', 'spinbutton', 'checkbox', 'link', 'progressbar', 'table'];
  const nameless = used.filter(({ role, name, focusable }) => !name.trim() && (controls.includes(role)
    || (focusable && role !== 'RootWebArea')));
  assert.deepEqual(nameless, []);
  const roles = used.map(({ role }) => role);
  for (const role of ['main', 'heading', 'button', 'slider', 'spinbutton']) assert.ok(roles.includes(role), `no ${role}`);
  assert.equal(roles.filter((role) => role === 'status').length, 1, 'one live region announces');
  assert.ok(roles.filter((role) => role === 'image' || role === 'img').length >= 5, 'every figure is a picture');
  const page = await evaluate(() => ({
    headings: [...document.querySelectorAll('h1, h2, h3')].map(({ localName }) => localName).join(' '),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    language: document.documentElement.lang,
  }));
  assert.match(page.headings, /^h1( h2( h3)*)+$/);
  assert.equal(new Set(page.ids).size, page.ids.length);
  assert.equal(page.language, 'en');
});

for (const width of [320, 375, 768, 1280]) {
  test(`at ${width} pixels nothing sticks out sideways, and everything is large enough for a thumb`, async () => {
    await openTrained();
    await shared.browser.resize(width, 900);
    try {
      await showComparison();
      await evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
      await new Promise((done) => setTimeout(done, 300));
      const { scrolls, wide, small } = await evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const all = [...document.querySelectorAll('body *')].filter((e) => !e.closest('.wide, pre, svg'));
        return {
          scrolls: scrollWidth - clientWidth,
          wide: all.filter((e) => e.getBoundingClientRect().right > clientWidth + 1).map((e) => e.outerHTML.slice(0, 60)),
          small: [...document.querySelectorAll('button, input, summary, .handle .reach')].filter((e) => e.getClientRects().length)
            .map((e) => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 24 || height < 24).map(([html]) => html),
        };
      });
      assert.deepEqual([scrolls <= 0, wide, small], [true, [], []]);
      await shared.browser.screenshot(`how-${width}`);
    } finally {
      await shared.browser.resize(1100, 1000);
    }
  });
}

test('the numbers and names of the axes and the legends do not touch, and are as large at every width', async () => {
  await openTrained();
  await showComparison();
  try {
    for (const width of [320, 375, 768, 1280]) {
      await shared.browser.resize(width, 900);
      await new Promise((done) => setTimeout(done, 300));
      const { touching, heights } = await evaluate(() => {
        const texts = [...document.querySelectorAll('.picture :is(.axes, .legend-row) text')].filter((e) => e.getClientRects().length);
        const boxes = texts.map((e) => ({ svg: e.closest('svg'), what: e.textContent, ...e.getBoundingClientRect().toJSON() }));
        const touch = (a, b) => a.svg === b.svg && a.top < b.bottom && b.top < a.bottom && a.left < b.right + 3 && b.left < a.right + 3;
        return {
          touching: boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => Math.abs(a.top - b.top) < 2 && touch(a, b))
            .map((b) => `${a.what} ${b.what}`)),
          heights: [...new Set(boxes.map(({ height }) => Math.round(height)))],
        };
      });
      assert.deepEqual(touching, [], `at ${width}`);
      assert.equal(heights.length, 1, `at ${width}: ${heights}`);
    }
  } finally {
    await shared.browser.resize(1100, 1000);
  }
});

test('signs stand before their words, and numbers beside their names', async () => {
  await openTrained();
  try {
    for (const width of [320, 375, 1280]) {
      await shared.browser.resize(width, 900);
      const { split, slanted } = await evaluate(() => {
        const box = (e) => e.getBoundingClientRect();
        return {
          split: [...document.querySelectorAll('.legend-line .swatch')].filter((sign) => {
            const words = document.createRange();
            words.selectNode(sign.nextSibling);
            return box(words).left < box(sign).right;
          }).map((sign) => sign.nextSibling.textContent),
          slanted: [...document.querySelectorAll('.starts tr:has(td)')].filter((row) => {
            const middles = [row.querySelector('.swatch'), row.querySelector('td').firstChild].map((e) => {
              const place = document.createRange();
              place.selectNode(e);
              const { top, bottom } = box(place);
              return (top + bottom) / 2;
            });
            return Math.abs(middles[0] - middles[1]) > 3;
          }).map((row) => row.className),
        };
      });
      assert.deepEqual([split, slanted], [[], []], `at ${width}`);
    }
  } finally {
    await shared.browser.resize(1100, 1000);
  }
});

test('where colours are forced, the curves of sums can be told apart by their width', async (context) => {
  if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
  await open();
  await showComparison();
  await during(shared.browser, looks['forced-colors'], async () => {
    const widths = await evaluate(() => [...document.querySelectorAll('.combinations .curve.sum')]
      .map((e) => getComputedStyle(e).strokeWidth));
    assert.ok(widths.length > 2);
    assert.equal(new Set(widths).size, widths.length, `${widths}`);
  });
});

for (const [look, features] of Object.entries(looks)) {
  test(`lines and texts of the figures have enough contrast in ${look}`, async (context) => {
    if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
    await openTrained();
    await during(shared.browser, features, async () => {
      await new Promise((done) => setTimeout(done, 200));
      const weak = await evaluate(() => {
        const light = (colour) => {
          const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((value) => value / 255)
            .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return [...document.querySelectorAll('.picture .curve, .picture text, .ring, .theta-path, .handle .dot')].flatMap((e) => {
          const style = getComputedStyle(e);
          const colour = e.localName === 'text' ? style.fill : style.stroke;
          const ratio = contrast(light(colour), light(getComputedStyle(e.closest('svg')).backgroundColor));
          return ratio < (e.localName === 'text' ? 4.5 : 3) ? [`${e.outerHTML.slice(0, 50)} ${colour} ${ratio}`] : [];
        });
      });
      assert.deepEqual(weak, []);
      for (const id of ['playground', 'rings']) {
        await evaluate((id) => document.getElementById(id).scrollIntoView({ behavior: 'instant' }), id);
        await shared.browser.screenshot(`how-${look}-${id}`);
      }
    });
  });
}
