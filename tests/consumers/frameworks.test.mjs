// The packed package in a page of every framework, built for production: it is drawn on, the framework hears of the
// answer, and taken away and put back it works again.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { project, run } from './project.mjs';
import { visitor } from './visitor.mjs';

const shared = visitor();

const frameworks = {
  'React in StrictMode': { name: 'react', line: 'vite build --logLevel warn', to: 'dist' },
  'Vue': { name: 'vue', line: 'vite build --logLevel warn', to: 'dist' },
  'Svelte': { name: 'svelte', line: 'vite build --logLevel warn', to: 'dist' },
  // Rendered on the server, too.
  'Next': { name: 'next', line: 'next build', to: 'out' },
};

const isTold = () => shared.browser.until('the framework is told', () => document.querySelector('output').textContent === 'cross');

for (const [title, { name, line, to }] of Object.entries(frameworks)) {
  test(title, async () => {
    const folder = project(name, {}, [name]);
    run(folder, line);
    shared.folders['/'] = join(folder, to);
    assert.equal(await shared.visit(`${shared.page.origin}/`), 'worker');
    await isTold();
    const { browser } = shared;
    await browser.evaluate(() => document.querySelector('button').click());
    await browser.until('it is gone, and its worker', () => !document.querySelector('reptile-sketch') && window.running === 0);
    await browser.evaluate(() => {
      window.events.length = 0;
      document.querySelector('button').click();
    });
    await browser.until('it is back', () => window.events.some(({ type }) => type === 'ready'));
    await shared.draw();
    await isTold();
    assert.equal(await browser.evaluate(() => window.running), 1);
  });
}
