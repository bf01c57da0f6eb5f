// axe-core finds no violation: in every state of the element, and on both pages with all their parts open; light, dark,
// with forced colours, on a phone, and at 400 % zoom.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hand } from './hand.mjs';
import { howPage } from './how-page.mjs';
import { tools } from './places.mjs';
import { during, looks } from './sight.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const how = howPage(shared);
const { evaluate, openDemo, openPage, ready, until } = shared;
const axe = readFileSync(join(tools, 'axe-core/axe.min.js'), 'utf8');

/** 1280 pixels at 400 % are 320. */
const widths = { 'a wide page': [1280, 900], 'a phone': [375, 800], '400 % zoom': [320, 256] };

/** What axe-core says of the page as it is now: each fault with its first places. */
const violations = () => evaluate(async () => {
  const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target, failureSummary }) =>
    `${target} ${failureSummary}`).slice(0, 3).join('; ')}`);
});

/** Looks at the page in every way, one after the other. */
async function inEveryLook() {
  await evaluate(`() => { ${axe} }`);
  try {
    for (const [name, size] of Object.entries(widths)) {
      await shared.browser.resize(...size);
      assert.deepEqual(await violations(), [], name);
    }
    await shared.browser.resize(1100, 1000);
    // WebDriver cannot emulate it in other browsers.
    if (!shared.browser.isChromium) return;
    for (const [name, features] of Object.entries(looks).filter(([name]) => name !== 'light')) {
      await during(shared.browser, features, async () => assert.deepEqual(await violations(), [], name));
    }
  } finally {
    await shared.browser.resize(1100, 1000);
  }
}

const drawings = ['circle', 'cross', 'zigzag'].map((name) => symbol(name));

const element = (id, attributes = '') => `<h2>${id}</h2><reptile-sketch id="${id}" ${attributes}></reptile-sketch>`;

test('the element while it is drawn on: empty, incomplete, answered, in doubt, edited', { timeout: 300_000 }, async () => {
  const labels = 'labels="circle,cross,zigzag"';
  await openPage(`<main><h1>States</h1>${element('example')}${element('blank', 'blank')}${element('incomplete', `blank ${labels}`)}
    ${element('unlike', labels)}${element('edited', labels)}</main>`);
  await ready('example', 'unlike', 'edited');
  await evaluate((drawings, spiral) => {
    const by = (id) => document.getElementById(id);
    for (const id of ['unlike', 'edited']) {
      drawings.forEach((drawing, i) => by(id).setExample(i, drawing));
      by(id).setInput(id === 'unlike' ? spiral : drawings[1]);
    }
    by('edited').addExample(0, drawings[0]);
    by('incomplete').setExample(0, drawings[0]);
    [...by('edited').shadowRoot.querySelectorAll('button')].find((e) => e.textContent === 'Edit').click();
  }, drawings, symbol('spiral'));
  await person.settled('#edited');
  await inEveryLook();
});

test('the element as a page sets it: disabled, required, many labels, from right to left, without weights', { timeout: 300_000 }, async () => {
  shared.expectProblems(/not-there/, /404/);
  await openPage(`<main><h1>States</h1><form>${element('disabled', 'disabled')}${element('many', 'labels="a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t"')}
    ${element('broken', 'weights="/not-there"')}<label for="needed">Which is it?</label>${element('needed', 'required name="answer"')}
    <div dir="rtl">${element('rtl')}</div></form><div style="height: 3000px"></div>${element('lazy', 'loading="lazy"')}</main>`);
  await ready('disabled', 'many', 'needed', 'rtl');
  await until('one has failed', () => window.seen.events.some(({ type, id }) => type === 'reptile-error' && id === 'broken'));
  await evaluate(() => document.querySelector('form').reportValidity());
  await inEveryLook();
});

test('the demo page, with all its parts open', { timeout: 300_000 }, async () => {
  await openDemo();
  await person.settled();
  await inEveryLook();
  for (const [button, part] of [['^see each step', '.loop svg'], ['^let other hands', '.hands .told'],
    ['^start from nothing', '.training button'], ['^save svg|^copy link', '#shared']]) {
    await person.press(button);
    await until(`${part} is there`, (part) => document.querySelector(part), part);
  }
  await until('all hands have drawn', () => /Of 40 drawings/.test(document.querySelector('.hands .told')?.textContent));
  await inEveryLook();
  await person.press('^try a challenge');
  await until('there is a gallery', () => document.querySelector('.gallery'));
  await inEveryLook();
});

test('how.html, with its figures in use', { timeout: 300_000 }, async () => {
  await how.openTrained();
  await how.showComparison();
  await evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  await inEveryLook();
});

for (const width of [1280, 375]) {
  test(`with letters twice as large as usual, ${width} pixels wide, all text of the demo page grows and nothing is covered`, async (context) => {
    if (shared.browser.cannot.narrow && width < 500) return context.skip(shared.browser.cannot.narrow);
    await shared.browser.resize(width, 900);
    await openDemo();
    const sizes = () => evaluate(() => [...document.querySelectorAll('h2, p, label, button, figcaption, reptile-sketch')]
      .filter((e) => e.getClientRects().length > 0).map((e) => parseFloat(getComputedStyle(e).fontSize)));
    const before = await sizes();
    // As a browser's setting does.
    await evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    const after = await sizes();
    assert.ok(after.every((size, i) => size > 1.4 * before[i]), `${before} and ${after}`);
    const { sideways, covered } = await evaluate(() => ({
      sideways: document.documentElement.scrollWidth - innerWidth,
      covered: [...document.querySelectorAll('.later')].filter((button) => {
        const [own, above] = [button, [...button.parentElement.children].at(-2)].map((e) => e.getBoundingClientRect());
        const panel = button.parentElement.getBoundingClientRect();
        return above.bottom > own.top || own.right > panel.right;
      }).map((e) => e.textContent),
    }));
    assert.ok(sideways <= 0, `${sideways} pixels stick out`);
    assert.deepEqual(covered, []);
    await shared.browser.resize(1100, 1000);
  });
}
