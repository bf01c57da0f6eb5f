// Takes the indentation out of a page, which a browser does not show.
// usage: node tools/unindented.mjs PAGE

import { readFileSync, writeFileSync } from 'node:fs';

const [page] = process.argv.slice(2);
const html = readFileSync(page, 'utf8');
if (/<(pre|textarea|script>|style)/.test(html)) throw new Error(`${page} has text whose spaces count`);
writeFileSync(page, html.replace(/^ +/gm, ''));
