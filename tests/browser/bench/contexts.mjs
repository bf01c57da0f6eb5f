// Fresh contexts of one browser: each visit has no cache, no storage and no process of a visit before. Neither
// WebDriver nor its way to Chromium's protocol makes them; the browser's own socket does.

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tools } from '../places.mjs';

const WebSocket = createRequire(join(tools, 'any.js'))('ws');

/** How long to wait for the events of a page. */
const PATIENCE_MS = 60_000;

/** Runs in a page before its own scripts: reports the first of each of these events. */
function watch(types) {
  const first = {};
  for (const type of types) {
    addEventListener(type, () => {
      if (type in first) return;
      first[type] = performance.now();
      if (Object.keys(first).length < types.length) return;
      const loaded = performance.getEntriesByType('resource').map(({ name, startTime, responseEnd }) =>
        [name.split('/').pop(), Math.round(startTime), Math.round(responseEnd)]);
      report(JSON.stringify({ ...first, loaded }));
    });
  }
}

export class Contexts {
  #socket;
  #last = 0;
  #waiting = new Map();
  #reports = new Map();
  #onTrace;

  /** @param {import('../browser.mjs').Browser} browser */
  static async of(browser) {
    const { debuggerAddress } = browser.capabilities.get('goog:chromeOptions');
    const { webSocketDebuggerUrl } = await (await fetch(`http://${debuggerAddress}/json/version`)).json();
    const contexts = new Contexts();
    contexts.#socket = new WebSocket(webSocketDebuggerUrl);
    await once(contexts.#socket, 'open');
    contexts.#socket.on('message', (data) => contexts.#take(JSON.parse(data)));
    return contexts;
  }

  /**
   * Visits a page, and waits for events at its window.
   *
   * @param {string} url
   * @param {string[]} types
   * @returns {Promise<Record<string, number>>} the milliseconds from the start of the navigation to each
   */
  async visit(url, types) {
    const { browserContextId } = await this.#send('Target.createBrowserContext');
    const { targetId } = await this.#send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.#send('Target.attachToTarget', { targetId, flatten: true });
    const send = (method, params) => this.#send(method, params, sessionId);
    await send('Page.enable');
    await send('Runtime.enable');
    await send('Runtime.addBinding', { name: 'report' });
    await send('Page.addScriptToEvaluateOnNewDocument', { source: `(${watch})(${JSON.stringify(types)})` });
    const reported = new Promise((resolve, reject) => {
      this.#reports.set(sessionId, resolve);
      setTimeout(() => reject(new Error(`${url} has not told of ${types}`)), PATIENCE_MS).unref();
    });
    // A new window has pages of the browser's own to load first.
    await new Promise((done) => setTimeout(done, 1500));
    await send('Page.navigate', { url });
    const report = await reported;
    await this.#send('Target.disposeBrowserContext', { browserContextId });
    return JSON.parse(report);
  }

  /** What the browser's threads do while this runs. */
  async trace(run, categories = ['toplevel', 'blink.user_timing']) {
    const events = [];
    const traceConfig = { includedCategories: categories };
    await this.#send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
    await run();
    const complete = new Promise((resolve) => {
      this.#onTrace = (method, { value }) => (method === 'Tracing.dataCollected' ? events.push(...value) : resolve(events));
    });
    await this.#send('Tracing.end');
    return complete;
  }

  close() {
    this.#socket.close();
  }

  #send(method, params = {}, sessionId = undefined) {
    const id = ++this.#last;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject, method }));
  }

  #take({ id, result, error, method, params, sessionId }) {
    if (method === 'Runtime.bindingCalled') this.#reports.get(sessionId)?.(params.payload);
    if (method === 'Tracing.dataCollected' || method === 'Tracing.tracingComplete') this.#onTrace?.(method, params);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message}`));
    else waiting?.resolve(result);
  }
}
