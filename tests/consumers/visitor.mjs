// A visitor of a user's page, in Chrome: draws with the mouse and reads the answer; and who computed it.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { Browser } from '../browser/browser.mjs';
import { hand } from '../browser/hand.mjs';
import { serve } from '../browser/server.mjs';
import { symbol } from '../browser/symbols.mjs';

export const three = ['circle', 'cross', 'zigzag'];

/** Runs in every page and frame before its own scripts: keeps the element's events, and how each worker was started. */
function watch() {
  if (window.events) return;
  window.events = [];
  window.started = [];
  window.running = 0;
  for (const type of ['ready', 'predict', 'reptile-error']) {
    addEventListener(type, ({ detail }) => window.events.push({ type, detail: detail && JSON.parse(JSON.stringify(detail)) }));
  }
  addEventListener('error', ({ target }) => {
    if (target !== window) window.events.push({ type: 'no-script', detail: null });
  }, true);
  const { Worker } = window;
  window.Worker = class extends Worker {
    constructor(address, options) {
      super(address, options);
      window.running++;
      this.addEventListener('message', () => window.started.push(String(address).split(':')[0]), { once: true });
    }

    terminate() {
      window.running--;
      super.terminate();
    }
  };
}

/** Two servers with the same files, and a browser: there from the first test on. */
export function visitor() {
  /** @type {Record<string, string>} */
  const folders = {};
  const shared = { folders };

  before(async () => {
    const headers = { 'access-control-allow-origin': '*' };
    shared.page = await serve({ folders, headers, script: `(${watch})();` });
    shared.elsewhere = await serve({ folders, headers });
    shared.browser = await Browser.open();
    // Where no server of ours puts it into the page.
    await shared.browser.cdp('Page.addScriptToEvaluateOnNewDocument', { source: `(${watch})();` });
  });
  after(async () => {
    await shared.browser?.close();
    shared.page?.close();
    shared.elsewhere?.close();
  });

  /** Draws three symbols, and one of them again, and waits until it is known. */
  shared.draw = async () => {
    const { browser } = shared;
    const person = hand(browser);
    await browser.evaluate(() => document.querySelector('reptile-sketch').clearAll());
    for (const [i, name] of three.entries()) await person.draw(i, symbol(name), { msPerPoint: 2 });
    await person.draw(-1, symbol('cross', 1), { msPerPoint: 2 });
    await browser.until('the drawing is known', () => document.querySelector('reptile-sketch').value === 'cross');
  };

  /**
   * Opens a page and uses the element in it: three drawings, and one of them again.
   * @param {string} address
   * @param {{ inFrame?: boolean }} [where]
   * @returns {Promise<'worker' | 'blob worker' | 'page' | '–'>} what answered, or a dash for a file that can load nothing
   */
  shared.visit = async (address, { inFrame = false } = {}) => {
    const { browser } = shared;
    await browser.goTo(address);
    if (inFrame) await browser.enterFrame();
    const first = await browser.until('the element is ready', () =>
      window.events?.find(({ type }) => ['ready', 'reptile-error', 'no-script'].includes(type)));
    if (address.startsWith('file:') && (first.type === 'no-script' || /opened as a file/.test(first.detail?.message))) return '–';
    assert.equal(first.type, 'ready', JSON.stringify(first));
    await shared.draw();
    const errors = await browser.evaluate(() => window.events.filter(({ type }) => type === 'reptile-error'));
    assert.deepEqual(errors, []);
    const kind = await browser.evaluate(() => window.started[0] ?? 'page');
    return kind === 'page' ? kind : kind === 'blob' ? 'blob worker' : 'worker';
  };

  /** Whether the page's own classifier, without the element, tells two symbols apart. */
  shared.asks = async () => {
    const support = ['cross', 'zigzag'].map((label) => ({ label, drawing: symbol(label) }));
    const label = await shared.browser.evaluate((support, query) => window.ask(support, query), support, symbol('cross', 2));
    assert.equal(label, 'cross');
  };

  return shared;
}
