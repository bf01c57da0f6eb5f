// What each test file needs: a server for the demo and the package, a browser, and the problems that pages report. A
// console error or a failed request makes the test fail.

import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { root } from './places.mjs';
import { serve } from './server.mjs';

/** The demo must work under any path. */
const site = '/some/where/';
const packagePath = '/package/';

/** Runs in every page before anything else: keeps problems, workers, and the element's events. */
function watch() {
  const seen = { problems: [], events: [], workers: [], isDown: false };
  window.seen = seen;
  addEventListener('error', (event) => {
    const source = event.target === window ? '' : (event.target.src ?? event.target.href ?? event.target);
    seen.problems.push(`error: ${event.message ?? `cannot load ${source}`}`);
  }, true);
  addEventListener('unhandledrejection', (event) => seen.problems.push(`unhandled: ${event.reason}`));
  addEventListener('securitypolicyviolation', (event) => seen.problems.push(`policy: ${event.violatedDirective}`));
  for (const level of ['error', 'warn']) {
    const original = console[level];
    console[level] = (...args) => {
      seen.problems.push(`console.${level}: ${args.join(' ')}`);
      original.apply(console, args);
    };
  }
  for (const type of ['ready', 'adapt', 'predict', 'reptile-error']) {
    addEventListener(type, (event) => {
      if (!(event instanceof CustomEvent)) return;
      const detail = event.detail && JSON.parse(JSON.stringify(event.detail, (key, value) =>
        value instanceof Float32Array ? [...value] : value));
      seen.events.push({ type, id: event.target.id, detail, bubbles: event.bubbles, composed: event.composed,
        isDown: seen.isDown });
    });
  }
  addEventListener('pointerdown', () => { seen.isDown = true; }, true);
  addEventListener('pointerup', () => { seen.isDown = false; }, true);
  const { Worker } = window;
  window.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      seen.workers.push(this);
    }
  };
}

/** What the tests of one file share. `browser` and `server` are there from the first test on. */
export function world(options = {}) {
  const shared = {
    expected: [],
    evaluate: (...args) => shared.browser.evaluate(...args),
    until: (...args) => shared.browser.until(...args),
    point: (...args) => shared.browser.point(...args),
  };

  before(async () => {
    shared.server = await serve({
      folders: { [site]: join(root, 'dist'), [packagePath]: join(root, 'pkg') },
      script: `(${watch})();`,
    });
    shared.browser = await Browser.open(options);
  });

  afterEach(async () => {
    const problems = await problemsOf(shared.browser);
    const unexpected = problems.filter((problem) => !shared.expected.some((pattern) => pattern.test(problem)));
    shared.expected = [];
    assert.deepEqual(unexpected, [], 'the page reported problems');
  });

  after(async () => {
    await shared.browser?.close();
    shared.server?.close();
  });

  /** Problems that the test causes on purpose. */
  shared.expectProblems = (...patterns) => shared.expected.push(...patterns);

  /** Opens the demo page, and waits until it can be used. */
  shared.openDemo = async () => {
    await shared.browser.goTo(`${shared.server.origin}${site}`);
    await shared.browser.until('the demo is ready', () => window.seen.events.some(({ type }) => type === 'ready'));
  };

  /**
   * Opens a page that imports the package by its name, as pages of its users do.
   * `window.reptile` is the module; the element is defined.
   */
  shared.openPage = async (body = '', { language = 'en' } = {}) => {
    const { exports } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
    const file = (name) => packagePath + (exports[name].default ?? exports[name].import ?? exports[name]).slice(2);
    const imports = { 'reptile-sketch': file('.'), 'reptile-sketch/element.js': file('./element.js') };
    shared.server.pages['/page.html'] = `<!doctype html>
      <html lang="${language}"><head><meta charset="utf-8"><title>a page</title><link rel="icon" href="data:,">
      <script type="importmap">${JSON.stringify({ imports })}</script>
      <script type="module">
        import * as reptile from 'reptile-sketch';
        import 'reptile-sketch/element.js';
        window.reptile = reptile;
      </script></head><body>${body}</body></html>`;
    await shared.browser.goTo(`${shared.server.origin}/page.html`);
    await shared.browser.until('the module is there', () => Boolean(window.reptile));
  };

  /** Waits until elements can be used. */
  shared.ready = (...ids) =>
    shared.browser.until(`${ids} are ready`, (wanted) =>
      wanted.every((id) => window.seen.events.some((event) => event.type === 'ready' && event.id === id)), ids);

  return shared;
}

async function problemsOf(browser) {
  const problems = await browser.evaluate(() => window.seen?.problems.splice(0) ?? []).catch((error) => [String(error)]);
  if (!browser.isChromium) return problems;
  // The console of workers, and failed requests that the page does not see.
  const entries = await browser.log('browser');
  return [...problems, ...entries.filter(({ level }) => level === 'SEVERE').map(({ message }) => message)];
}
