// Writes into pages where they will stand and where their source is: SITE_URL, for what other sites read of a page, and
// SOURCE_URL, for the link to the source. Without the first those addresses stay relative, without the second the link
// goes.
// usage: SITE_URL=https://… SOURCE_URL=https://… node tools/addresses.mjs PAGE...

import { readFileSync, writeFileSync } from 'node:fs';

const { SITE_URL, SOURCE_URL } = process.env;
const RELATIVE = /(<meta property="og:image" content="|<link rel="canonical" href=")([^"]*)/g;

for (const page of process.argv.slice(2)) {
  let html = readFileSync(page, 'utf8');
  if (SITE_URL) {
    const site = SITE_URL.endsWith('/') ? SITE_URL : `${SITE_URL}/`;
    html = html.replace(RELATIVE, (_, before, address) => before + new URL(address, site));
  }
  html = SOURCE_URL ? html.replace('SOURCE_URL', new URL(SOURCE_URL).href) : html.replace(/^.*"SOURCE_URL".*\n/m, '');
  writeFileSync(page, html);
}
