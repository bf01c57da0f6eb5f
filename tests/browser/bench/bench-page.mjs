// A browser with a page that starts workers, and calls them on behalf of a Node script.

import { join } from 'node:path';
import { Browser } from '../browser.mjs';
import { root, target } from '../places.mjs';
import { serve } from '../server.mjs';

export const glue = join(target, 'bench-glue');
export const bundles = join(target, 'bench', 'bundles');
export const tensorflowTools = join(target, 'tensorflow', 'node_modules', '@tensorflow');

export const tensorflowWasm = join(tensorflowTools, 'tfjs-backend-wasm/wasm-out');

/** Wasm threads need a cross-origin isolated page, which also has a finer clock. */
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const page = `<!doctype html><title>benchmark</title><link rel="icon" href="data:,">
<script type="module">
  import { start } from '/browser/bench/calls.js';
  const workers = {};
  window.bench = {
    start: (name, url) => { workers[name] = start(url); },
    stop: (name) => workers[name].stop(),
    call: (name, ...args) => workers[name].call(...args),
    move: async (from, call, to, name) => workers[to].call(name, await workers[from].call(...call)),
  };
</script>`;

/** Opens the page, runs something with it, and closes it. */
export async function withPage(run) {
  const server = await serve({
    folders: {
      '/browser/': join(root, 'tests/browser'),
      '/glue/': glue,
      '/bundles/': bundles,
      '/tensorflow-wasm/': tensorflowWasm,
    },
    pages: { '/bench.html': page },
    headers: isolated,
  });
  const browser = await Browser.open();
  try {
    await browser.goTo(`${server.origin}/bench.html`);
    await browser.until('the page is there', () => Boolean(window.bench));
    return await run(workersOf(browser), browser);
  } finally {
    await browser.close();
    server.close();
  }
}

function workersOf(browser) {
  return {
    start: (name, url) => browser.evaluate((...args) => window.bench.start(...args), name, url),
    stop: (name) => browser.evaluate((name) => window.bench.stop(name), name),
    /** Calls a function of a worker. */
    call: (name, ...args) => browser.evaluate((...args) => window.bench.call(...args), name, ...args),
    /** Passes the result of one worker to another without going through Node. */
    move: (...args) => browser.evaluate((...args) => window.bench.move(...args), ...args),
  };
}

/** Numbers of episodes, none of which was there before. */
export function episodeNumbers() {
  let next = 0;
  return (count) => Array.from({ length: count }, () => next++);
}
