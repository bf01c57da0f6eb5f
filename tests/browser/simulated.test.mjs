// The element in simulated documents, in which others test their pages without a browser: nothing is drawn or learned
// there, and nothing throws.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root, tools } from './places.mjs';

const require = createRequire(join(tools, 'any.js'));

/** How a script gets a window, as the environments of test runners make one. */
const windows = {
  jsdom: `const { JSDOM, VirtualConsole } = require('jsdom');
    const { window } = new JSDOM('', { url: 'https://example.org/', pretendToBeVisual: true, virtualConsole: new VirtualConsole() });`,
  'happy-dom': `const { Window } = require('happy-dom');
    const window = new Window({ url: 'https://example.org/' });`,
};

/** What tests put in place of what these windows lack, some of it or all. */
const stands = {
  'as it is': '',
  'with an observer of sizes': 'window.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} };',
  'with media that never match': 'window.matchMedia = () => undefined;',
  'without frames of animations': "for (const name of ['requestAnimationFrame', 'cancelAnimationFrame']) window[name] = undefined;",
};

/** Runs a script in Node with a simulated window's properties as globals; gives what it printed as JSON. */
function run(kind, code, prepare = '') {
  const script = `
    import { createRequire } from 'node:module';
    const require = createRequire(${JSON.stringify(join(tools, 'any.js'))});
    ${windows[kind]}
    for (const name of Object.getOwnPropertyNames(window)) {
      if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
    }
    for (const name of ['Event', 'CustomEvent', 'EventTarget']) globalThis[name] = window[name];
    Object.assign(globalThis, { window, document: window.document });
    ${prepare}
    const problems = [];
    process.on('unhandledRejection', (error) => problems.push(String(error?.stack ?? error)));
    process.on('uncaughtException', (error) => problems.push(String(error?.stack ?? error)));
    window.addEventListener('error', ({ message }) => problems.push(message));
    document.body.innerHTML = '<form><label for="a">Sign</label><reptile-sketch id="a" name="n" labels="cat,dog" required></reptile-sketch></form>';
    await import(${JSON.stringify(pathToFileURL(join(root, 'pkg/element.js')).href)});
    ${code}
    await new Promise((done) => setTimeout(done, 500));
    process.stdout.write(JSON.stringify({ seen, problems }), () => process.exit());`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }));
}

for (const [kind, [what, prepare]] of Object.keys(windows).flatMap((kind) => Object.entries(stands).map((stand) => [kind, stand]))) {
  test(`mounted in ${kind}, ${what}, it keeps its drawings, and nothing throws`, () => {
    require.resolve(kind);
    const { seen, problems } = run(kind, `
      const a = document.getElementById('a');
      a.setExample(0, [[10, 10, 90, 90]]);
      a.setInput([[10, 10, 90, 90]]);
      a.undo();
      a.redo();
      a.steps = 3;
      a.classes = ['cat', 'dog', 'fish'];
      a.disabled = true;
      const b = document.createElement('reptile-sketch');
      document.body.append(b);
      b.clearAll();
      b.remove();
      const seen = [a.getInput(), a.getExample(0), a.value, a.predictions, a.classes, a.checkValidity(), a.toJSON().labels];
    `, prepare);
    assert.deepEqual(problems, []);
    const drawing = [[10, 10, 90, 90]];
    assert.deepEqual([...seen.slice(0, 5), seen[6]], [drawing, drawing, '', null, ['cat', 'dog', 'fish'], ['cat', 'dog', 'fish']]);
  });
}
