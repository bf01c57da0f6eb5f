// The site without a network: its pages open again and work, and a new deployment takes the place of the old one.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Browser } from './browser.mjs';
import { hand } from './hand.mjs';
import { root } from './places.mjs';
import { serve } from './server.mjs';
import { symbol } from './symbols.mjs';

const PATH = '/some/where/';

let browser;
let site;
let server;
before(async () => {
  browser = await Browser.open();
});
after(() => browser?.close());

beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), 'reptile-site-'));
  cpSync(join(root, 'dist'), site, { recursive: true });
});

/** Serves the site while something is done, at the same address as before. */
async function online(doIt) {
  const port = server ? Number(new URL(server.origin).port) : 0;
  server = await serve({ folders: { [PATH]: site }, port });
  try {
    return await doIt();
  } finally {
    server.close();
  }
}

const go = (page = '') => browser.goTo(`${server.origin}${PATH}${page}`);

/** Waits until everything that the page has loaded is kept. */
const kept = (...files) => browser.until('it is kept', async (files) => {
  if (!navigator.serviceWorker.controller) return false;
  const addresses = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) addresses.push(url);
  }
  return files.every((file) => addresses.some((url) => url.endsWith(file)));
}, files);

const demoWorks = async () => {
  await browser.until('the element is there', () => document.querySelector('reptile-sketch')?.predictions);
  const person = hand(browser);
  await browser.evaluate(() => document.querySelector('reptile-sketch').clearAll());
  for (const [i, name] of ['circle', 'cross', 'zigzag'].entries()) await person.draw(i, symbol(name));
  await person.draw(-1, symbol('cross', 1));
  await browser.until('it is known', () => document.querySelector('reptile-sketch').value === '2');
};

const versions = () => browser.evaluate(() => caches.keys());

test('after one visit the demo page and how.html reload and work offline', async () => {
  await online(async () => {
    await go();
    await kept(PATH, 'page.js', 'worker.js', 'engine.js', '_bg.wasm', 'page.css');
    await go('how.html');
    await browser.until('the figures are drawn', () => document.querySelector('#rings .theta'));
    await kept('how.html', 'how.js', 'lab-worker.js', 'reptile_sine_bg.wasm', 'combinations.json');
  });
  await go();
  await demoWorks();
  await go('how.html#link');
  await browser.until('the figures are drawn', () => document.querySelector('#rings .theta'));
  await go('?from=mail');
  await browser.until('the element is there', () => document.querySelector('reptile-sketch')?.predictions);
});

test('a first visit to how.html is enough for how.html', async () => {
  server = undefined;
  await online(async () => {
    await go('how.html?from=mail');
    await browser.until('the figures are drawn', () => document.querySelector('#rings .theta'));
    await kept('how.html?from=mail', 'how.js', 'lab-worker.js', 'reptile_sine_bg.wasm', 'combinations.json', 'how.css');
  });
  await go('how.html');
  await browser.until('the figures are drawn', () => document.querySelector('#rings .theta'));
});

test('what was asked for by a click is there offline as well', async () => {
  server = undefined;
  await online(async () => {
    await go();
    await kept(PATH, 'page.js', '_bg.wasm');
    await hand(browser).press('^see each step');
    await kept('loop-later.js');
  });
  await go();
  await browser.until('the element is there', () => document.querySelector('reptile-sketch')?.predictions);
  await hand(browser).press('^see each step');
  await browser.until('it is there', () => document.querySelector('.loop svg'));
});

test('a new deployment is seen at once, and nothing of the old one is kept', async () => {
  server = undefined;
  await online(async () => {
    await go();
    await kept(PATH, 'page.js', '_bg.wasm');
  });
  const old = await versions();
  assert.equal(old.length, 1);
  const page = join(site, 'index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace(/<title>.*<\/title>/, '<title>new</title>'));
  const script = join(site, 'offline.js');
  writeFileSync(script, readFileSync(script, 'utf8').replaceAll(old[0].split('#').at(-1), 'another0'));
  await online(async () => {
    await go();
    assert.equal(await browser.evaluate(() => document.title), 'new');
    await browser.until('the old one is gone', async (old) => !(await caches.keys()).includes(old), old[0]);
    await kept(PATH, 'page.js', '_bg.wasm');
  });
  await go();
  assert.equal(await browser.evaluate(() => document.title), 'new');
  await demoWorks();
  assert.equal((await versions()).length, 1);
});

test('a site in which any file differs has another version', () => {
  const versionOf = (change) => {
    const folder = mkdtempSync(join(tmpdir(), 'reptile-version-'));
    for (const [name, content] of Object.entries({ 'offline.js': '"SITE_VERSION"', 'a.js': 'a', 'b.wasm': 'b' })) writeFileSync(join(folder, name), content);
    if (change) appendFileSync(join(folder, change), ' ');
    execFileSync(process.execPath, [join(root, 'tools/site-version.mjs'), folder]);
    const version = readFileSync(join(folder, 'offline.js'), 'utf8').trim();
    rmSync(folder, { recursive: true });
    assert.match(version, /^"[\w-]{8}"$/);
    return version;
  };
  assert.equal(versionOf(), versionOf());
  for (const file of ['a.js', 'b.wasm', 'offline.js']) assert.notEqual(versionOf(file), versionOf(), file);
});
