// Writes the site's version into its service worker: a hash of all files, so that a new deployment replaces the old one.
// usage: node tools/site-version.mjs SITE

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LETTERS = 8;
const NAME = 'SITE_VERSION';

const [site] = process.argv.slice(2);
const hash = createHash('sha256');
for (const file of readdirSync(site).sort()) hash.update(`${file}\0`).update(readFileSync(join(site, file)));

const script = join(site, 'offline.js');
const text = readFileSync(script, 'utf8');
if (!text.includes(NAME)) throw new Error(`${script} has no ${NAME}`);
writeFileSync(script, text.replaceAll(NAME, hash.digest('base64url').slice(0, LETTERS)));
