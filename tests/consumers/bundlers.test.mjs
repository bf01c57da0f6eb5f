// The packed package in a page of every bundler, under every policy; and the table of what comes of it, in
// docs/embedding.md. REGENERATE=1 writes the table.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { devServers, ways } from './bundlers.mjs';
import { columns, fromElsewhere, headers } from './policies.mjs';
import { serving } from './project.mjs';
import { shouldBeIn, tableOf } from './table.mjs';
import { visitor } from './visitor.mjs';

const shared = visitor();

/** What answered, by way and column. @type {Record<string, Record<string, string>>} */
const answers = {};

for (const { name, line, make } of devServers) {
  test(`a page of ${name}`, { timeout: 1_800_000 }, async (context) => {
    answers[name] = {};
    await serving(make(name.replace(/\W+/g, '-')), line, async (origin) => {
      for (const [column, of] of Object.entries(headers)) {
        await context.test(column, async () => {
          const sent = new URLSearchParams({ headers: JSON.stringify(Object.entries(of({ origin: "'self'" }))) });
          answers[name][column] = await shared.visit(`${origin}/?${sent}`);
          await shared.asks();
        });
      }
    });
  });
}

for (const [i, way] of ways.entries()) {
  test(`a page made with ${way.name}`, { timeout: 1_800_000 }, async (context) => {
    const { page, elsewhere } = shared;
    answers[way.name] = {};
    const siteOf = (name, also) => {
      const { folder, html: own } = way.build(name, also);
      shared.folders[`/${name}/`] = folder;
      const html = way.isElsewhere ? fromElsewhere({ html: own, name, elsewhere }) : own;
      const origin = way.isElsewhere ? elsewhere.origin : "'self'";
      return { name, folder, html, origin, page, elsewhere, connects: way.connects };
    };
    const plain = siteOf(`way-${i}`, '');
    for (const [column, open] of Object.entries(columns)) {
      await context.test(column, async () => {
        const name = `way-${i}-also`;
        const also = way.also?.[column]?.(`${elsewhere.origin}/${name}/`);
        const { address, inFrame } = open(also ? siteOf(name, also) : plain);
        answers[way.name][column] = await shared.visit(address, { inFrame });
        if (way.canAsk && answers[way.name][column] !== '–') await shared.asks();
      });
    }
  });
}

test('the table in docs/embedding.md says what these pages did', () => {
  // What failed is no dash.
  for (const { name } of ways) assert.deepEqual(Object.keys(answers[name]), Object.keys(columns), name);
  const rows = [...devServers, ...ways].map(({ name, write }) => ({ name, write, answers: answers[name] }));
  shouldBeIn('docs/embedding.md', 'consumers', tableOf(rows, Object.keys(columns)));
});
