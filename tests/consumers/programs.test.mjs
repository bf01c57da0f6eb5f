// The packed package in programs: Node, its threads, and what a compiler of TypeScript makes of the types.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../browser/places.mjs';
import { symbol } from '../browser/symbols.mjs';
import { project, run } from './project.mjs';

const support = ['circle', 'cross', 'zigzag'].map((label) => ({ label, drawing: symbol(label) }));

/** A module whose function tells which symbol a drawing is. */
const answering = `
  export async function answer(options) {
    const { SketchClassifier } = await import('reptile-sketch');
    const classifier = await SketchClassifier.load(options);
    await classifier.adapt(${JSON.stringify(support)});
    const { predictions } = await classifier.classify(${JSON.stringify(symbol('cross', 1))});
    classifier.dispose();
    return predictions.reduce((a, b) => (b.probability > a.probability ? b : a)).label;
  }`;

const programs = {
  'Node': "import { answer } from './answer.mjs'; console.log(await answer({ worker: false }));",
  'a worker thread of Node': `
    import { Worker } from 'node:worker_threads';
    new Worker("import('./answer.mjs').then(({ answer }) => answer()).then(console.log)", { eval: true });`,
};

for (const [name, code] of Object.entries(programs)) {
  test(`${name} gets an answer`, () => {
    const folder = project('node', { 'answer.mjs': answering, 'main.mjs': code });
    assert.equal(execFileSync(process.execPath, ['main.mjs'], { cwd: folder, encoding: 'utf8' }).trim(), 'cross');
  });
}

test('a CommonJS program of Node gets an answer', () => {
  const folder = project('node', { 'answer.mjs': answering, 'main.cjs': "import('./answer.mjs').then(({ answer }) => answer()).then(console.log);" });
  assert.equal(execFileSync(process.execPath, ['main.cjs'], { cwd: folder, encoding: 'utf8' }).trim(), 'cross');
});

for (const compiler of ['typescript-5.1', 'typescript']) {
  for (const [module, moduleResolution] of [['nodenext', 'nodenext'], ['esnext', 'bundler']]) {
    test(`the types are whole and strict: ${compiler}, ${moduleResolution}`, () => {
      const compilerOptions = { module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'],
        strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] };
      // Without React, Vue and Svelte above it: those of today need a newer compiler.
      const folder = project('../../consumer-of-types', {
        'consumer.mts': readFileSync(join(root, 'tests/browser/consumer.ts'), 'utf8'),
        'tsconfig.json': JSON.stringify({ compilerOptions, files: ['consumer.mts'] }),
      });
      run(folder, `${compiler}/tsc --project .`);
    });
  }
}
