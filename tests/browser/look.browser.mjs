// The cost of loading the demo page, and its look: transfer, requests, names, widths, colours.
// Screenshots go to target/screenshots.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { hand } from './hand.mjs';
import { BUDGET_BYTES, CANNOT_EMULATE, CANNOT_LISTEN, during, heard, looks, transferred } from './sight.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate } = shared;

beforeEach(async () => {
  shared.server.requests.length = 0;
  await shared.openDemo();
});

test('a cold load transfers at most 200 kB', async () => {
  await person.settled();
  const { files, bytes } = transferred(shared.server.requests);
  assert.ok(files.length > 2);
  assert.ok(bytes <= BUDGET_BYTES, `${bytes} bytes`);
});

test('the page works under a subpath, asks for nothing that is not there, and brings an icon', async () => {
  const { requests } = shared.server;
  assert.ok(requests.every(({ path }) => path.startsWith('/some/where/')), JSON.stringify(requests));
  assert.deepEqual(requests.filter(({ status }) => status !== 200), []);
  const icon = await evaluate(async () => {
    const { href } = document.querySelector('link[rel~=icon]');
    const { ok, headers } = await fetch(href);
    return { origin: new URL(href).origin === location.origin, ok, type: headers.get('content-type') };
  });
  assert.ok(icon.origin && icon.ok && icon.type.startsWith('image/'), JSON.stringify(icon));
});

test('no request leaves the origin, and once loaded there is no request at all', async () => {
  await person.settled();
  // A browser looks for a newer service worker by itself, and when it likes.
  await evaluate(async () => navigator.serviceWorker && await navigator.serviceWorker.ready);
  const loaded = shared.server.requests.length;
  await person.press('^erase all');
  for (const [i, name] of ['circle', 'cross', 'zigzag', 'cross'].entries()) await person.draw(i, symbol(name, i));
  await person.settled();
  await person.press('^erase all');
  await person.press('^undo');
  await evaluate(() => document.querySelector('reptile-sketch').setAttribute('init', 'random'));
  await person.settled();
  await evaluate(() => document.querySelector('reptile-sketch').removeAttribute('init'));
  await person.settled();
  assert.deepEqual(shared.server.requests.slice(loaded).filter(({ path }) => !path.endsWith('/offline.js')), []);
  const foreign = await evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)
    .filter((name) => !['data:', 'blob:'].includes(new URL(name).protocol) && new URL(name).origin !== location.origin));
  assert.deepEqual(foreign, []);
  if (!shared.browser.isChromium) return;
  // The list in the page lacks failed requests; Chromium's log has them.
  const sent = (await shared.browser.log('performance')).map(({ message }) => JSON.parse(message).message)
    .filter(({ method }) => method === 'Network.requestWillBeSent').map(({ params }) => params.request.url);
  assert.ok(sent.length > 2);
  assert.deepEqual(sent.filter((url) => !url.startsWith(shared.server.origin) && !/^(data|blob):/.test(url)), []);
});

test('everything that can be used has a name, and the page has its landmarks', async (context) => {
  if (!shared.browser.isChromium) return context.skip(CANNOT_LISTEN);
  const used = await heard(shared.browser);
  const controls = ['button', 'textbox', 'combobox', 'meter', 'image', 'img', 'slider', 'spinbutton', 'switch', 'checkbox',
    'link', 'radio', 'group'];
  const nameless = used.filter(({ role, name, focusable }) =>
    !name.trim() && (focusable ? role !== 'RootWebArea' : controls.includes(role) && role !== 'group'));
  assert.deepEqual(nameless, []);
  const roles = used.map(({ role }) => role);
  for (const role of ['main', 'heading', 'button', 'meter', 'textbox']) assert.ok(roles.includes(role), `there is no ${role}`);
  assert.equal(roles.filter((role) => role === 'status').length, 1, 'one live region announces');
  const meters = used.filter(({ role }) => role === 'meter');
  assert.equal(new Set(meters.map(({ name }) => name)).size, meters.length, 'the bars have names of their own');
});

test('the page has a language, a title, one heading of the first rank and a description', async () => {
  const page = await evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    description: document.querySelector('meta[name=description]')?.content ?? '',
    viewport: document.querySelector('meta[name=viewport]')?.content ?? '',
  }));
  assert.ok(page.language && page.title.length > 5 && page.description.length > 20, JSON.stringify(page));
  assert.equal(page.headings, 1);
  assert.match(page.viewport, /width=device-width/);
  assert.doesNotMatch(page.viewport, /user-scalable=no|maximum-scale/);
});

for (const width of [320, 375, 768, 1280]) {
  test(`at ${width} pixels nothing sticks out sideways`, async () => {
    await shared.browser.resize(width, 900);
    await person.settled();
    const { scrolls, wide } = await evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
      return { scrolls: scrollWidth - clientWidth, wide: wide.map((e) => e.tagName).slice(0, 5) };
    });
    assert.ok(scrolls <= 0, `it scrolls by ${scrolls} pixels: ${wide}`);
    await shared.browser.screenshot(`${width}`);
    const gaps = await evaluate(() => [...document.querySelectorAll('.panel button')].map((button) =>
      button.getBoundingClientRect().top - button.previousElementSibling.getBoundingClientRect().bottom));
    assert.ok(gaps.length === 2 && gaps.every((gap) => gap >= 12), `${gaps} pixels above the buttons of the panels`);
    await shared.browser.resize(1100, 1000);
  });
}

for (const width of [320, 375, 768, 1280]) {
  test(`at ${width} pixels no word is cut, nothing below moves when the status wraps, winner and input differ`, async () => {
    await shared.browser.resize(width, 900);
    try {
      await person.settled();
      const { cut, tops, borders } = await evaluate(async () => {
        const { shadowRoot } = document.querySelector('reptile-sketch');
        const below = document.querySelector('#share');
        const texts = [...shadowRoot.querySelectorAll('span.name, .samples span, button')].filter((e) => e.getClientRects().length);
        const status = shadowRoot.querySelector('[part~=status]');
        const topAfter = (text) => {
          status.textContent = text;
          return below.getBoundingClientRect().top;
        };
        const borderOf = (selector) => getComputedStyle(shadowRoot.querySelector(selector)).borderColor;
        return {
          cut: texts.filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0).map((e) => e.textContent),
          borders: [borderOf('.top .paper'), borderOf('.input .paper')],
          tops: ['Learning …', 'This looks like drawing 2 (98%). Now draw drawing 1 anew; Undo brings the old one back.',
            'This may be drawing 1 or drawing 2 (48% and 45%). The last drawing is still a sample: draw over it.'].map(topAfter),
        };
      });
      assert.deepEqual(cut, []);
      assert.equal(new Set(tops).size, 1, `${tops}`);
      assert.notEqual(borders[0], borders[1]);
    } finally {
      await shared.browser.resize(1100, 1000);
    }
  });
}

for (const look of ['light', 'dark']) {
  test(`borders of controls have a contrast of 3:1 in ${look}`, async (context) => {
    if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
    await during(shared.browser, looks[look], async () => {
      await person.settled();
      const weak = await evaluate(() => {
        const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        // The browser mixes colours with transparency over the card's.
        const light = (colour, ground) => {
          for (const fill of [ground, colour]) {
            context.fillStyle = fill;
            context.fillRect(0, 0, 1, 1);
          }
          const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) => value / 255)
            .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const card = getComputedStyle(document.querySelector('.stage')).backgroundColor;
        const { shadowRoot } = document.querySelector('reptile-sketch');
        const controls = [...shadowRoot.querySelectorAll('button:enabled, .paper, meter'), ...document.querySelectorAll('.stage button, .panel button, .switch input')];
        return controls.flatMap((e) => {
          const [a, b] = [light(getComputedStyle(e).borderColor, card), light(card, card)];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          return ratio < 3 ? [`${e.className} ${e.textContent.slice(0, 20)} ${ratio.toFixed(2)}`] : [];
        });
      });
      assert.deepEqual(weak, []);
    });
  });
}

test('when the network comes nothing below its pictures moves', async () => {
  const tops = () => evaluate(() => ['.story', 'footer'].map((part) => document.querySelector(part).getBoundingClientRect().top + scrollY));
  const all = ['reptile_sketch_bg.wasm', 'reptile_sketch_relaxed_bg.wasm'].map((file) => `/some/where/${file}`);
  for (const wasm of all) shared.server.answers[wasm] = 'never';
  await shared.browser.goTo(`${shared.server.origin}/some/where/`);
  const before = await tops();
  for (const wasm of all) delete shared.server.answers[wasm];
  await shared.browser.goTo('about:blank');
  shared.server.breakSilence();
  await shared.openDemo();
  await person.settled();
  assert.equal(await evaluate(() => document.querySelectorAll('#views [role=img]').length), 4);
  assert.deepEqual(await tops(), before);
});

for (const width of [375, 768, 1280, 1920]) {
  test(`at ${width} pixels nothing moves when the scripts come`, async (context) => {
    if (shared.browser.cannot.narrow && width < 500) return context.skip(shared.browser.cannot.narrow);
    const parts = ['#share', '.panels', '.story', 'footer'];
    const tops = () => evaluate((parts) => parts.map((part) => document.querySelector(part).getBoundingClientRect().top + scrollY), parts);
    await shared.browser.resize(width, 900);
    // What an earlier visit left would be told of.
    await evaluate(() => localStorage.clear());
    shared.server.answers['/some/where/page.js'] = { status: 200, body: '', headers: { 'content-type': 'text/javascript' } };
    await shared.browser.goTo(`${shared.server.origin}/some/where/`);
    const before = await tops();
    delete shared.server.answers['/some/where/page.js'];
    await shared.openDemo();
    await person.settled();
    const after = await tops();
    await shared.browser.resize(1100, 1000);
    // A line of text, whose height depends on the fonts.
    parts.forEach((part, i) => assert.ok(Math.abs(after[i] - before[i]) <= 24, `${part}: from ${before[i]} to ${after[i]}`));
  });
}

for (const width of [768, 1280]) {
  test(`at ${width} pixels nothing moves when earlier drawings are offered to who comes back`, async () => {
    await shared.browser.resize(width, 900);
    const tops = () => evaluate(() => ['.panels', '.story', 'footer'].map((part) =>
      document.querySelector(part).getBoundingClientRect().top + scrollY));
    await shared.openDemo();
    await person.settled();
    const before = await tops();
    await evaluate(() => { localStorage['reptile-sketch.demo.covered'] = '[{}]'; });
    await shared.openDemo();
    await person.settled();
    await shared.browser.until('they are offered', () => document.querySelector('#shared button'));
    const after = await tops();
    await evaluate(() => localStorage.clear());
    await shared.browser.resize(1100, 1000);
    assert.deepEqual(after, before);
  });
}

for (const page of ['', 'how.html']) {
  test(`without scripts /${page} shows nothing that needs them, and says so`, async (context) => {
    if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
    await shared.browser.cdp('Emulation.setScriptExecutionDisabled', { value: true });
    try {
      await shared.browser.goTo(`${shared.server.origin}/some/where/${page}`);
      // Words that set a figure are words then.
      const shown = await evaluate(() => [...document.querySelectorAll('button, input, svg.picture, canvas')]
        .filter((part) => part.getClientRects().length > 0 && getComputedStyle(part).pointerEvents !== 'none')
        .map((part) => part.outerHTML));
      assert.deepEqual(shown, []);
      assert.match(await evaluate(() => document.body.innerText), /JavaScript|no scripts/);
      assert.match(await evaluate(() => document.body.innerText), /gradient descent/);
    } finally {
      await shared.browser.cdp('Emulation.setScriptExecutionDisabled', { value: false });
    }
  });
}

test('on a phone every control is large enough for a thumb', async (context) => {
  if (shared.browser.cannot.narrow) return context.skip(shared.browser.cannot.narrow);
  await shared.browser.resize(375, 800);
  const small = await evaluate(() => {
    const walk = (root) => [...root.querySelectorAll('*')].flatMap((e) => [e, ...(e.shadowRoot ? walk(e.shadowRoot) : [])]);
    return walk(document).filter((e) => e.matches('button, select, input') && e.getClientRects().length)
      // A switch is pressed by its label, too.
      .map((e) => ({ name: e.getAttribute('aria-label') ?? e.textContent, box: (e.closest('.switch') ?? e).getBoundingClientRect() }))
      .filter(({ box }) => box.width < 40 || box.height < 44).map(({ name, box }) => `${name} ${box.width} x ${box.height}`);
  });
  await shared.browser.resize(1100, 1000);
  // 44 CSS pixels high: WCAG 2.2, 2.5.5. Three cells side by side leave a little less in width.
  assert.deepEqual(small, []);
});

/** What share of a pad's pixels is ink, and how far ink and paper are apart in lightness, 0 to 1. */
async function inkOf(index) {
  const { left, top, width, height } = await person.pad(index);
  const clip = { x: left, y: top, width, height, scale: 1 };
  const { data } = await shared.browser.cdp('Page.captureScreenshot', { clip, format: 'png' });
  return evaluate(async (data) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))]));
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const margin = Math.round(image.width * 0.06);
    const { data: rgba } = context.getImageData(margin, margin, image.width - 2 * margin, image.height - 2 * margin);
    const light = Array.from({ length: rgba.length / 4 }, (_, i) =>
      (0.2126 * rgba[4 * i] + 0.7152 * rgba[4 * i + 1] + 0.0722 * rgba[4 * i + 2]) / 255);
    const paper = light.toSorted((a, b) => a - b)[light.length >> 1];
    const gaps = light.map((value) => Math.abs(value - paper));
    return { share: gaps.filter((gap) => gap > 0.3).length / gaps.length, gap: Math.max(...gaps), paper };
  }, data);
}

for (const [look, features] of Object.entries(looks)) {
  test(`the drawings can be seen in ${look}, also when it comes while the page is open`, async (context) => {
    if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
    await person.settled();
    await during(shared.browser, features, async () => {
      await new Promise((done) => setTimeout(done, 300));
      await shared.browser.screenshot(look);
      for (const when of ['changed while open', 'loaded so']) {
        for (const index of [0, 3]) {
          const { share, gap } = await inkOf(index);
          assert.ok(share > 0.01 && gap > 0.5, `${when}, pad ${index}: ${share} of it is ink, ${gap} apart from the paper`);
        }
        await shared.openDemo();
        await person.settled();
      }
    });
  });
}

test('in print the drawings are dark on white, and the bars are there, also from a dark page', async (context) => {
  if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
  await person.settled();
  await during(shared.browser, looks.dark, async () => {
    await new Promise((done) => setTimeout(done, 300));
    await shared.browser.cdp('Emulation.setEmulatedMedia', { media: 'print', features: looks.dark });
    for (const index of [0, 3]) {
      const { share, gap, paper } = await inkOf(index);
      assert.ok(share > 0.01 && gap > 0.9 && paper > 0.99, `pad ${index}: ${share} of it is ink, ${gap} apart from ${paper}`);
    }
    assert.equal(await evaluate(() => getComputedStyle(document.querySelector('reptile-sketch').shadowRoot.querySelector('meter')).printColorAdjust), 'exact');
    await shared.browser.cdp('Emulation.setEmulatedMedia', { media: '' });
  });
});

test('the dark page is dark and the light page is light', async (context) => {
  if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
  const papers = [];
  for (const look of ['light', 'dark']) {
    papers.push(await during(shared.browser, looks[look], async () => {
      await shared.openDemo();
      await person.settled();
      return (await inkOf(3)).paper;
    }));
  }
  assert.ok(papers[0] > 0.7 && papers[1] < 0.3, `the paper's lightness is ${papers}`);
});
