// pkg/ as a user installs it: what it holds, its types, and Node without a worker.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root, tools } from './places.mjs';
import { symbol } from './symbols.mjs';

const manifest = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));

/** A project with the package installed, and nothing else. */
const project = mkdtempSync(join(tmpdir(), 'reptile-sketch-'));
mkdirSync(join(project, 'node_modules'));
symlinkSync(join(root, 'pkg'), join(project, 'node_modules', 'reptile-sketch'), 'dir');
after(() => rmSync(project, { recursive: true }));

/** Runs a module in that project; gives what it printed as JSON. */
function run(code, options = []) {
  const script = join(project, 'script.mjs');
  writeFileSync(script, code);
  return JSON.parse(execFileSync(process.execPath, [...options, script], { encoding: 'utf8', cwd: project }));
}

const support = ['circle', 'cross', 'zigzag'].map((label) => ({ label, drawing: symbol(label) }));

test('the manifest has the version of the crate, and names only files that are there', () => {
  const [, version] = readFileSync(join(root, 'Cargo.toml'), 'utf8').match(/^version = "(.+)"$/m);
  assert.equal(manifest.version, version);
  assert.equal(manifest.name, 'reptile-sketch');
  for (const name of ['.', './element.js', './static.js', './package.json']) assert.ok(manifest.exports[name], `${name} is not exported`);
  const paths = (value) => (typeof value === 'string' ? [value.replace(/\/\*$/, '')] : Object.values(value).flatMap(paths));
  for (const path of [...paths(manifest.exports), ...manifest.files]) {
    assert.ok(existsSync(join(root, 'pkg', path)), `${path} is missing`);
  }
  for (const file of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE']) assert.ok(existsSync(join(root, 'pkg', file)), file);
});

/** The paths of the files in a folder, at any depth. */
const filesIn = (folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => statSync(join(folder, path)).isFile());

test('npm packs exactly what was put together', () => {
  const options = { encoding: /** @type {const} */ ('utf8'), cwd: join(root, 'pkg') };
  const [{ files }] = Object.values(JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], options)));
  assert.deepEqual(files.map(({ path }) => path).sort(), filesIn(join(root, 'pkg')).sort());
});

test('every link and picture of its pages is in it, or elsewhere on the web', () => {
  const pages = ['README.md', 'CHANGELOG.md', ...readdirSync(join(root, 'pkg/docs')).map((name) => `docs/${name}`)];
  for (const page of pages.filter((name) => name.endsWith('.md'))) {
    const links = readFileSync(join(root, 'pkg', page), 'utf8').matchAll(/\]\(([^)#]+)[^)]*\)/g);
    for (const [, link] of links) {
      if (/^https:/.test(link)) continue;
      assert.ok(existsSync(join(root, 'pkg', dirname(page), link)), `${page} links to ${link}`);
    }
  }
});

test('no path of the machine that built it is in it', () => {
  for (const path of filesIn(join(root, 'pkg'))) {
    const content = readFileSync(join(root, 'pkg', path), 'latin1');
    for (const place of [root, homedir() === '/root' ? '/root/' : homedir(), '.cargo/registry']) {
      assert.ok(!content.includes(place), `${path} holds ${place}`);
    }
  }
});

test('the README is short', () => {
  assert.ok(statSync(join(root, 'README.md')).size <= 10_000);
});

test('Node classifies without a worker', () => {
  const answers = run(`
    import { SketchClassifier } from 'reptile-sketch';
    const support = ${JSON.stringify(support)};
    const classifier = await SketchClassifier.load({ worker: false });
    const { losses, elapsedMs } = await classifier.adapt(support);
    const results = [];
    for (const drawing of ${JSON.stringify(support.map(({ label }) => symbol(label, 1)))}) {
      results.push(await classifier.classify(drawing));
    }
    const code = await classifier.classify([]).catch((error) => error.code);
    classifier.dispose();
    const gone = await classifier.classify(support[0].drawing).catch((error) => error.code);
    console.log(JSON.stringify({ losses: [...losses], elapsedMs, results, code, gone }));
  `);
  assert.ok(answers.losses.at(-1) < answers.losses[0]);
  answers.results.forEach(({ predictions }, i) => {
    const best = predictions.reduce((a, b) => (b.probability > a.probability ? b : a));
    assert.equal(best.label, support[i].label);
  });
  assert.deepEqual([answers.code, answers.gone], ['empty-drawing', 'disposed']);
});

test('a classifier in the reactive data of Vue, which Alpine uses too, is still one', () => {
  const answers = run(`
    import { createRequire } from 'node:module';
    import { SketchClassifier } from 'reptile-sketch';
    const { reactive, ref } = createRequire(${JSON.stringify(join(tools, 'any.js'))})('vue');
    const data = reactive({ classifier: await SketchClassifier.load({ worker: false }), examples: ${JSON.stringify(support)} });
    await data.classifier.adapt(data.examples);
    const held = ref(data.classifier);
    const { predictions } = await held.value.classify(data.examples[1].drawing);
    held.value.dispose();
    console.log(JSON.stringify([data.classifier.seed, predictions.length]));
  `);
  assert.deepEqual(answers, [null, 3]);
});

test('a large bitmap leaves no memory behind, and is seen as a small one of the same drawing', () => {
  const { grownMb, apart, label } = run(`
    import { SketchClassifier } from 'reptile-sketch';
    /** A cross on white paper. */
    function bitmap(side) {
      const data = new Uint8ClampedArray(4 * side * side).fill(255);
      const [from, to, pen] = [side / 8, side * 7 / 8, side / 32];
      for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) {
        const isInk = x > from && x < to && y > from && y < to && (Math.abs(x - y) < pen || Math.abs(x + y - side) < pen);
        if (isInk) data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
      }
      return { data, width: side, height: side };
    }
    const rest = async () => {
      for (let i = 0; i < 5; i++) {
        await new Promise((done) => setTimeout(done, 50));
        gc();
      }
      return process.memoryUsage().rss / 2 ** 20;
    };
    const classifier = await SketchClassifier.load({ worker: false });
    await classifier.adapt(${JSON.stringify(support)});
    const small = await classifier.rasterize(bitmap(512));
    const beforeMb = await rest();
    const large = await classifier.rasterize(bitmap(4096));
    const { predictions } = await classifier.classify(bitmap(4096));
    const grownMb = await rest() - beforeMb;
    const apart = small.reduce((sum, value, i) => sum + Math.abs(value - large[i]), 0) / small.reduce((a, b) => a + b);
    const label = predictions.toSorted((a, b) => b.probability - a.probability)[0].label;
    console.log(JSON.stringify({ grownMb, apart, label }));
  `, ['--expose-gc']);
  assert.ok(grownMb < 60, `${grownMb} MiB are kept`);
  assert.ok(apart < 0.05, `the images are ${apart} apart`);
  assert.equal(label, 'cross');
});

test('classifiers that a program forgets leave no memory behind', () => {
  const { grownMb } = run(`
    import { SketchClassifier } from 'reptile-sketch';
    const examples = ${JSON.stringify(support)};
    const use = async (times) => {
      for (let i = 0; i < times; i++) {
        await (await SketchClassifier.load({ worker: false, init: 'random' })).adapt(examples, { steps: 1 });
        if (i % 5 === 0) gc();
        await new Promise((done) => setTimeout(done));
      }
      return process.memoryUsage().rss / 2 ** 20;
    };
    const beforeMb = await use(20);
    console.log(JSON.stringify({ grownMb: await use(60) - beforeMb }));
  `, ['--expose-gc']);
  assert.ok(grownMb < 20, `${grownMb} MiB are kept`);
});

test('a bitmap of more than 4096 pixels is seen as a small one of the same drawing', () => {
  const apart = run(`
    import { SketchClassifier } from 'reptile-sketch';
    /** A corner, in ink of a colour on nothing or on white. */
    function bitmap(width, height, isClear) {
      const data = new Uint8ClampedArray(4 * width * height).fill(isClear ? 0 : 255);
      const pen = Math.floor(Math.min(width, height) / 8);
      for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
        if (x < pen || y >= height - pen) data.set([40, 20, 0, 255], 4 * (y * width + x));
      }
      return { data, width, height };
    }
    const classifier = await SketchClassifier.load({ worker: false });
    const apart = [];
    for (const [width, height, by, isClear] of [[512, 512, 9, true], [301, 503, 10, false], [900, 33, 12.5, true]]) {
      const small = await classifier.rasterize(bitmap(width, height, isClear));
      const large = await classifier.rasterize(bitmap(width * by, Math.floor(height * by), isClear));
      apart.push(small.reduce((sum, value, i) => sum + Math.abs(value - large[i]), 0) / small.reduce((a, b) => a + b));
    }
    console.log(JSON.stringify(apart));
  `);
  assert.ok(Math.max(...apart) < 0.05, `they are ${apart} apart`);
});

test('the wasm with relaxed SIMD is taken where the engine can run it, and only there', async () => {
  const { wasmBeside } = await import(pathToFileURL(join(root, 'pkg/classifier/wasm.js')).href);
  const runs = WebAssembly.validate(readFileSync(join(root, 'pkg/classifier/reptile_sketch_relaxed_bg.wasm')));
  assert.equal(wasmBeside().pathname.endsWith('_relaxed_bg.wasm'), runs);
  const { validate } = WebAssembly;
  try {
    for (const [knows, name] of [[true, 'reptile_sketch_relaxed_bg.wasm'], [false, 'reptile_sketch_bg.wasm']]) {
      WebAssembly.validate = () => knows;
      assert.equal(wasmBeside().pathname.split('/').at(-1), name);
    }
  } finally {
    WebAssembly.validate = validate;
  }
});

test('on a server the element is imported, defined and left alone, in the main thread and in others', () => {
  const script = `
    await import('reptile-sketch/element.js');
    const { defineReptileSketch } = await import('reptile-sketch');
    defineReptileSketch('another-sketch');`;
  assert.equal(run(`${script} console.log('"done"');`), 'done');
  assert.equal(run(`
    import { Worker } from 'node:worker_threads';
    const code = ${JSON.stringify(script)} + \`
      const { SketchClassifier, ReptileError } = await import('reptile-sketch');
      const classifier = await SketchClassifier.load();
      await classifier.adapt(${JSON.stringify(support)});
      const error = await classifier.classify([]).catch((error) => error);
      (await import('node:worker_threads')).parentPort.postMessage([error instanceof ReptileError, error.code]);\`;
    const { writeFileSync } = await import('node:fs');
    writeFileSync('thread.mjs', code);
    const worker = new Worker('./thread.mjs');
    worker.on('message', (message) => console.log(JSON.stringify(message.join(' '))));
    worker.on('error', (error) => { throw error; });
  `), 'true empty-drawing');
});

test('bytes may be any array of bytes, and things of other realms are known', () => {
  const answers = run(`
    import { readFileSync } from 'node:fs';
    import { createContext, runInContext } from 'node:vm';
    import { SketchClassifier } from 'reptile-sketch';
    const file = readFileSync('node_modules/reptile-sketch/classifier/reptile_sketch_bg.wasm');
    const realm = createContext({ file: [...file] });
    const around = new Uint8Array(file.length + 20);
    around.set(file, 10);
    const shared = new SharedArrayBuffer(file.length);
    new Uint8Array(shared).set(file);
    const given = {
      buffer: file,
      view: around.subarray(10, 10 + file.length),
      dataView: new DataView(around.buffer, 10, file.length),
      arrayBuffer: around.slice(10, 10 + file.length).buffer,
      shared,
      sharedView: new Uint8Array(shared),
      foreign: runInContext('Uint8Array.from(file)', realm),
      foreignBuffer: runInContext('Uint8Array.from(file).buffer', realm),
      module: new WebAssembly.Module(file),
      url: new URL('node_modules/reptile-sketch/classifier/reptile_sketch_bg.wasm', import.meta.url),
      path: 'node_modules/reptile-sketch/classifier/reptile_sketch_bg.wasm',
    };
    const support = ${JSON.stringify(support)};
    const foreign = runInContext('((text) => JSON.parse(text))', realm)(JSON.stringify(support));
    const image = runInContext('({ data: Uint8ClampedArray.from({ length: 64 * 64 * 4 }, (_, i) => i % 4 === 3 ? 255 : i > 8000 && i < 9000 ? 0 : 255), width: 64, height: 64 })', realm);
    const answers = {};
    for (const [name, wasm] of Object.entries(given)) {
      const classifier = await SketchClassifier.load({ wasm, worker: false });
      const { losses } = await classifier.adapt(foreign, { signal: new AbortController().signal });
      const { predictions } = await classifier.classify(image);
      answers[name] = [...losses].every(Number.isFinite) && predictions.length;
      classifier.dispose();
    }
    answers.weights = await SketchClassifier.load({ weights: given.foreign.subarray(0, 100) }).catch(({ code }) => code);
    answers.number = await SketchClassifier.load({ wasm: 7 }).catch(({ code }) => code);
    console.log(JSON.stringify(answers));
  `);
  const { weights, number, ...others } = answers;
  assert.deepEqual([weights, number], ['bad-weights', 'bad-setting']);
  assert.deepEqual(Object.values(others), Object.keys(others).map(() => 3), JSON.stringify(others));
});

test('importing it touches no document, and gives the class and the definer', () => {
  assert.deepEqual(run(`
    import * as reptile from 'reptile-sketch';
    console.log(JSON.stringify(Object.keys(reptile).sort()));
  `), ['ReptileError', 'SketchClassifier', 'defineReptileSketch']);
});

test('the types say what the contract says, to a strict compiler', () => {
  const consumer = join(project, 'consumer.mts');
  writeFileSync(consumer, readFileSync(new URL('./consumer.ts', import.meta.url)));
  execFileSync(join(tools, '.bin', 'tsc'), ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--module', 'nodenext', '--types', '', '--lib',
    'es2022,dom,dom.iterable', consumer], { stdio: 'inherit', cwd: project });
});

test('the types leave the libraries of a program as they are: those of a worker, and those of Node', () => {
  const code = (more) => `import { SketchClassifier } from 'reptile-sketch';
    const classifier = await SketchClassifier.load({ worker: false, weights: new URL('mine.safetensors', 'https://example.org/') });
    const { predictions } = await classifier.classify([[0, 0, 1, 1]]);
    console.log(predictions[0]?.label); ${more}`;
  for (const [name, more, lib] of [['worker', 'self.postMessage(predictions); importScripts();', 'es2022,webworker'],
    // In Node there is no window.
    ['node', `declare const console: { log(label?: string): void }, URL: new (...address: string[]) => URL, window: 5; window.toFixed();`, 'es2022']]) {
    const file = join(project, `${name}.mts`);
    writeFileSync(file, code(more));
    execFileSync(join(tools, '.bin', 'tsc'), ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', '', '--lib', lib, file],
      { stdio: 'inherit', cwd: project });
  }
});

test('templates of React, Vue and Svelte know the element, to a strict compiler', () => {
  // Not as links: types are looked up from where a file really is.
  const other = join(project, 'frameworks');
  cpSync(join(root, 'pkg'), join(other, 'node_modules', 'reptile-sketch'), { recursive: true });
  for (const name of readdirSync(join(tools))) {
    if (name === '.bin') continue;
    symlinkSync(join(tools, name), join(other, 'node_modules', name), 'dir');
  }
  const consumer = join(other, 'frameworks.tsx');
  writeFileSync(consumer, readFileSync(new URL('./frameworks.tsx', import.meta.url)));
  execFileSync(join(tools, '.bin', 'tsc'), ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', '',
    '--jsx', 'react-jsx', consumer], { stdio: 'inherit', cwd: other });
});
