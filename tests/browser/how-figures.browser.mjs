// The figures of how.html: the files that can be saved, and the legend and the text of the comparison.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howPage } from './how-page.mjs';
import { world } from './world.mjs';

const shared = world();
const { open, openTrained, textOf, saveAll, showComparison } = howPage(shared);
const { evaluate, until } = shared;

test('every figure can be saved as SVG and as CSV, with the seed and the settings inside', async () => {
  await openTrained();
  await showComparison();
  const files = await saveAll();
  assert.deepEqual(files.map(({ name }) => name).sort(), ['gradient-combinations', 'sine-fits', 'sine-losses', 'sine-training',
    'two-tasks'].flatMap((name) => [`${name}.csv`, `${name}.svg`]).sort());
  for (const { name, content } of files) {
    assert.match(content, /seed/, name);
    if (name.endsWith('.svg')) {
      const problems = await evaluate((content) => {
        const svg = new DOMParser().parseFromString(content, 'image/svg+xml');
        const lines = [...svg.querySelectorAll('polyline')];
        return [svg.querySelector('parsererror')?.textContent, !svg.querySelector('title, desc') && 'no title',
          svg.querySelector('[class], style, script') && 'leans on the page', lines.length === 0 && 'no line',
          lines.some((line) => !line.getAttribute('stroke')) && 'no colour'].filter(Boolean);
      }, content);
      assert.deepEqual(problems, [], name);
    } else {
      const rows = content.trim().split('\n').filter((row) => !row.startsWith('#')).map((row) => row.split(','));
      assert.ok(rows.length > 3 && rows.every((row) => row.length === rows[0].length), `${name}: ${rows[0]}`);
      assert.ok(rows.slice(1).flat().every((cell) => cell !== '' && cell !== 'NaN'), name);
    }
  }
  const find = (name) => files.find((file) => file.name === name).content;
  assert.match(find('sine-training.csv'), /# meta_iterations: 300\n/);
  assert.match(find('sine-losses.csv'), /^step,reptile,joint,random$/m);
  assert.match(find('sine-fits.svg'), /seed 0/);
});

test('the combinations: a curve is highlighted by keyboard, claims are in words', async () => {
  await open();
  await showComparison();
  const count = await evaluate(() => document.querySelectorAll('#combinations .legend button').length);
  assert.equal(await evaluate(() => document.querySelectorAll('.combinations .curve').length), count);
  await evaluate(() => document.querySelectorAll('#combinations .legend button')[1].focus());
  await shared.browser.press(' ');
  await until('it stands out', () => document.querySelectorAll('.combinations .chosen').length === 1);
  const pressed = await evaluate(() => [...document.querySelectorAll('#combinations [aria-pressed=true]')].length);
  assert.equal(pressed, 1);
  assert.equal(await evaluate(() => document.querySelectorAll('.combinations .faint').length), count - 1);
  assert.match(await textOf('#combinations .claims'), /Holds: |Does not hold: /);
  assert.match(await evaluate(() => document.querySelector('.combinations').getAttribute('aria-label')), /At the end: .*\d%/);
});
