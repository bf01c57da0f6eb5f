// How long from navigation to the first result: of SketchClassifier on a page without interface, on the demo page,
// on an empty page that starts a worker with a trivial wasm (no page with a worker can be faster), and with
// TensorFlow.js. Fresh contexts, in turns.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser } from '../browser.mjs';
import { root } from '../places.mjs';
import { serve } from '../server.mjs';
import { bundles, tensorflowWasm } from './bench-page.mjs';
import { Contexts } from './contexts.mjs';
import { median, round } from './statistics.mjs';
import { bundleAll, bundleUrl } from './tensorflow-bundles.mjs';

/** A module with one function, `one`, that returns 1. */
const trivial = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 7, 1, 3, 111, 110, 101, 0, 0, 10, 6, 1, 4, 0,
  65, 1, 11,
);

const head = '<!doctype html><title>start</title><link rel="icon" href="data:,">';

const emptyPage = `${head}<script>
  new Worker('/browser/bench/trivial-worker.js', { type: 'module' })
    .addEventListener('message', () => dispatchEvent(new Event('predict')));
</script>`;

/** A page as a developer writes it, without any interface. */
const classifierPage = `${head}<script type="module">
  import { SketchClassifier } from '/site/index.js';
  const drawing = (k) => [Array.from({ length: 60 }, (_, i) => 50 + 40 * Math.sin(i * (i % 2 ? k : 1) / 9))];
  const classifier = await SketchClassifier.load();
  await classifier.adapt(['a', 'b', 'c'].map((label, i) => ({ label, drawing: drawing(i + 1) })));
  await classifier.classify(drawing(2));
  dispatchEvent(new Event('predict'));
</script>`;

/** The weights and drawings do not matter: only the time of the first answer is measured. */
const tensorflowPage = (name) => `${head}<script type="module">
  import { start } from '/browser/bench/calls.js';
  const worker = start('${bundleUrl(name)}');
  const filters = [24, 24, 24, 24];
  const count = filters.reduce((sum, n, i) => sum + 9 * (filters[i - 1] ?? 1) * n + 2 * n, 0);
  const image = (seed) => Float32Array.from({ length: 784 }, (_, i) => Number(Math.sin(i * seed) > 0.8));
  await worker.call('open', {
    filters, steps: 5, parameters: Float32Array.from({ length: count }, (_, i) => 0.1 * Math.sin(i)),
    secondMoments: new Float32Array(0), optimizer: 'adam', learningRate: 0.001, headLearningRate: 8,
  });
  await worker.call('jobs', [{ support: [image(1), image(2), image(3)], classes: [0, 1, 2], query: image(4) }]);
  dispatchEvent(new Event('predict'));
</script>`;

const pages = {
  empty: { url: '/empty.html', types: ['predict'] },
  SketchClassifier: { url: '/classifier.html', types: ['predict'] },
  'the demo': { url: '/site/index.html', types: ['predict', 'ready'] },
  'TensorFlow.js, wasm': { url: '/wasm.html', types: ['predict'] },
  'TensorFlow.js, cpu': { url: '/cpu.html', types: ['predict'] },
};

export async function measureStart({ visits }) {
  await bundleAll();
  await mkdir(bundles, { recursive: true });
  await writeFile(join(bundles, 'trivial.wasm'), trivial);
  const server = await serve({
    folders: {
      '/site/': join(root, 'dist'),
      '/browser/': join(root, 'tests/browser'),
      '/bundles/': bundles,
      '/tensorflow-wasm/': tensorflowWasm,
    },
    pages: {
      '/empty.html': emptyPage,
      '/classifier.html': classifierPage,
      '/wasm.html': tensorflowPage('wasm, by hand'),
      '/cpu.html': tensorflowPage('cpu, by hand'),
    },
  });
  const browser = await Browser.open();
  const contexts = await Contexts.of(browser);
  try {
    const times = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
    // The first round warms the browser and the disk.
    for (let i = 0; i <= visits; i++) {
      for (const [name, { url, types }] of Object.entries(pages)) {
        const seen = await contexts.visit(`${server.origin}${url}`, types);
        if (i > 0) times[name].push(seen);
      }
    }
    const empty = median(times.empty.map(({ predict }) => predict));
    return Object.entries(times).map(([name, seen]) => row(name, seen, empty));
  } finally {
    contexts.close();
    await browser.close();
    server.close();
  }
}

function row(name, seen, empty) {
  const first = seen.map(({ predict }) => predict);
  return {
    page: name,
    first_result_ms: round(median(first)),
    min_ms: round(Math.min(...first)),
    over_empty_ms: round(median(first) - empty),
    ...(seen[0].ready ? { ready_ms: round(median(seen.map(({ ready }) => ready))) } : {}),
    visits: seen.length,
  };
}
