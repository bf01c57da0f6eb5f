// A browser over plain WebDriver: Chrome, Firefox and WebKit by the same calls. What WebDriver cannot
// express (the accessibility tree, forced colours) goes through Chromium's DevTools protocol, and the
// tests that need it ask `browser.isChromium` first.
//
// TEST_BROWSER=chrome (the default), firefox or webkit picks one; its driver is taken from the PATH, or
// from CHROMEDRIVER, GECKODRIVER or WEBKITDRIVER.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, target, tools } from './places.mjs';

const screenshots = join(target, 'screenshots');

// The WebDriver client is installed with the tools of build.sh, not in a node_modules of the tree.
const require = createRequire(join(tools, 'any.js'));
const { Capabilities, Key, WebDriver } = require('selenium-webdriver');
const { Executor, HttpClient } = require('selenium-webdriver/http');
const { Command, Name } = require('selenium-webdriver/lib/command');
export { Key };

/** How each driver is started, the capabilities it is given, and what it cannot do, and why. */
const kinds = {
  chrome: {
    command: process.env.CHROMEDRIVER || 'chromedriver',
    args: (port) => [`--port=${port}`],
    capabilities: { browserName: 'chrome', 'goog:loggingPrefs': { browser: 'ALL', performance: 'ALL' } },
    options: 'goog:chromeOptions',
    cannot: {},
  },
  firefox: {
    command: process.env.GECKODRIVER || 'geckodriver',
    args: (port) => ['--port', `${port}`],
    capabilities: { browserName: 'firefox' },
    options: 'moz:firefoxOptions',
    cannot: { pen: 'geckodriver has no pen', narrow: 'no window of Firefox is narrower than 500 pixels' },
  },
  webkit: {
    command: process.env.WEBKITDRIVER || 'WebKitWebDriver',
    args: (port) => [`--port=${port}`],
    capabilities: { browserName: 'MiniBrowser' },
    options: 'webkitgtk:browserOptions',
    cannot: {
      fingers: 'the driver of WebKit makes one mouse of all fingers',
      pen: 'WebKitGTK loses what the pen of its driver does after setPointerCapture()',
    },
  },
};

/** @typedef {'mouse' | 'touch' | 'pen'} PointerType */

export class Browser {
  #process;
  #driver;
  #folder;

  /** Starts the driver and one window of `width` by `height` CSS pixels. */
  static async open({ width = 1100, height = 1000, kind = process.env.TEST_BROWSER ?? 'chrome' } = {}) {
    const browser = new Browser();
    const { command, args, capabilities, options, cannot } = kinds[kind];
    const port = await freePort();
    browser.isChromium = kind === 'chrome';
    /** @type {{ pen?: string, fingers?: string, narrow?: string }} why a test that needs it is skipped */
    browser.cannot = cannot;
    // Where the driver puts the profile, some 20 MB that not every driver removes.
    browser.#folder = await mkdtemp(join(tmpdir(), 'browser-'));
    browser.#process = spawn(command, args(port), { stdio: 'ignore', env: { ...process.env, TMPDIR: browser.#folder } });
    const broken = once(browser.#process, 'error').then(([error]) => {
      throw new Error(`${command} does not start: ${error.message}`);
    });
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([isReady(url), broken]);
    const executor = new Executor(new HttpClient(url));
    executor.defineCommand('cdp', 'POST', '/session/:sessionId/goog/cdp/execute');
    executor.defineCommand('log', 'POST', '/session/:sessionId/se/log');
    // The browser's arguments are the same as for the wasm tests.
    const shared = JSON.parse(readFileSync(join(root, 'webdriver.json'), 'utf8'))[options];
    browser.#driver = WebDriver.createSession(
      executor,
      new Capabilities(shared ? { ...capabilities, [options]: shared } : capabilities),
    );
    browser.capabilities = (await browser.#driver.getSession()).getCapabilities();
    await browser.#driver.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
    await browser.resize(width, height);
    return browser;
  }

  async close() {
    await this.#driver?.quit().catch(() => {});
    if (this.#process?.kill()) await once(this.#process, 'exit');
    // The browser may still write while it ends.
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  async goTo(url) {
    await this.#driver.switchTo().defaultContent();
    return this.#driver.get(url);
  }

  /** Loads the page anew, as its button does, and waits for it. */
  reload() {
    return this.#driver.navigate().refresh();
  }

  /** What is evaluated from here on runs in the page's only frame, until another page is opened. */
  async enterFrame() {
    await this.#driver.switchTo().frame(0);
  }

  /** Sets the size of the viewport, not of the window. */
  async resize(width, height) {
    if (this.isChromium) {
      // Chrome does not allow windows as narrow as a phone.
      const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
      return this.cdp('Emulation.setDeviceMetricsOverride', metrics);
    }
    await this.#driver.manage().window().setRect({ width, height });
    const [w, h] = await this.evaluate(() => [innerWidth, innerHeight]);
    await this.#driver.manage().window().setRect({ width: 2 * width - w, height: 2 * height - h });
  }

  /**
   * Runs a function in the page, and waits for the promise that it returns. Its arguments and its result
   * are passed as JSON, and it cannot refer to anything in this file.
   */
  async evaluate(run, ...args) {
    const script = `
      const args = [...arguments], done = args.pop();
      Promise.resolve().then(() => (${run})(...args)).then(
        (value) => done({ value }),
        // Not every engine begins the stack with the message.
        (error) => done({ error: [error, error?.stack].join(' '), name: error?.name, code: error?.code }));`;
    // Firefox answers with nothing where the page is left in the middle of it.
    const { value, error, name, code } = (await this.#driver.executeAsyncScript(script, ...args)) ?? {};
    if (error) throw Object.assign(new Error(`in the page: ${error}`), { name: name ?? 'Error', code });
    return value;
  }

  /**
   * Calls the function in the page until it returns something truthy, and returns that. The limit is for
   * what never comes: a slow machine takes half a minute for a hundred tasks of meta-training.
   */
  async until(what, run, ...args) {
    const end = Date.now() + 120_000;
    for (;;) {
      const value = await this.evaluate(run, ...args);
      if (value) return value;
      if (Date.now() > end) throw new Error(`waited in vain until ${what}; the page says: ${await this.#told()}`);
      await new Promise((done) => setTimeout(done, 25));
    }
  }

  /** What a page of ours tells its visitor just now. */
  #told() {
    return this.evaluate(() => [...document.querySelectorAll('.told, [role=status]')]
      .map(({ textContent }) => textContent?.trim()).filter(Boolean).join(' | ')).catch(String);
  }

  /**
   * Moves one pointer over the page, in CSS pixels of the viewport: it is pressed at the first point of each
   * stroke, and released after the last.
   *
   * @param {PointerType} pointerType
   * @param {[number, number][][]} strokes
   */
  async point(pointerType, strokes, { msPerPoint = 8 } = {}) {
    const actions = strokes.flatMap((stroke) => strokeActions(stroke, msPerPoint));
    await this.#perform([pointer(pointerType, pointerType, actions)]);
  }

  /** Several fingers at the same time, one stroke each. */
  async pointTogether(strokes) {
    await this.#perform(strokes.map((stroke, i) => pointer(`finger ${i}`, 'touch', strokeActions(stroke))));
  }

  /** Presses and releases keys, one after the other; with `held` ones down all the time. */
  async press(keys, held = []) {
    const actions = [
      ...held.map((value) => ({ type: 'keyDown', value })),
      ...[...keys].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]),
      ...held.map((value) => ({ type: 'keyUp', value })),
    ];
    await this.#perform([{ type: 'key', id: 'keyboard', actions }]);
  }

  #perform(actions) {
    return this.#driver.execute(new Command(Name.ACTIONS).setParameter('actions', actions));
  }

  /** Chromium only. */
  cdp(cmd, params = {}) {
    return this.#driver.execute(new Command('cdp').setParameters({ cmd, params }));
  }

  /** Chromium only: the log entries since the last call. `browser` is the console, including that of workers. */
  log(type) {
    return this.#driver.execute(new Command('log').setParameter('type', type));
  }

  /** Writes a screenshot to a folder outside of the tree. */
  async screenshot(name) {
    await mkdir(screenshots, { recursive: true });
    const kind = process.env.TEST_BROWSER ?? 'chrome';
    await writeFile(join(screenshots, `${kind}-${name}.png`), await this.#driver.takeScreenshot(), 'base64');
  }
}

function pointer(id, pointerType, actions) {
  return { type: 'pointer', id, parameters: { pointerType }, actions };
}

function moveTo([x, y], duration) {
  return { type: 'pointerMove', duration, origin: 'viewport', x: Math.round(x), y: Math.round(y) };
}

function strokeActions([first, ...rest], msPerPoint = 8) {
  return [
    moveTo(first, 0),
    { type: 'pointerDown', button: 0 },
    ...rest.map((point) => moveTo(point, msPerPoint)),
    { type: 'pointerUp', button: 0 },
  ];
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

async function isReady(url) {
  for (let tries = 0; tries < 200; tries++) {
    const status = await fetch(`${url}/status`).then((reply) => reply.json(), () => null);
    if (status?.value?.ready) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the driver at ${url} is not ready after 10 seconds`);
}
