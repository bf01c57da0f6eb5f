// A figure whose data is not there is not asked for: takes the preload links of missing files out of a page.
// usage: node tools/without-missing-data.mjs PAGE

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [page] = process.argv.slice(2);
const links = /<link rel="preload" href="([\w.-]+)" .*>\n/g;
const known = readFileSync(page, 'utf8').replace(links, (link, file) =>
  existsSync(join(dirname(page), file)) ? link : '');
writeFileSync(page, known);
