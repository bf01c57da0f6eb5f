// What pages and their surroundings demand of scripts, one way of opening a page for each.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CSP = 'content-security-policy';

/**
 * Names where scripts come from, and not `blob:`.
 * @param {Source} source
 */
const policy = ({ origin, html = '', connects = '' }) => `default-src 'none'; base-uri 'none'; img-src data:; style-src ${origin}; ` +
  `connect-src ${origin} ${connects}; script-src 'self' ${origin} ${hashes(html)} 'wasm-unsafe-eval'; worker-src ${origin}`;

/** What allows the scripts that stand in a page. @param {string} html */
const hashes = (html) => [...html.matchAll(/<script[^>]*>([^<]+)<\/script>/g)]
  .map(([, code]) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`).join(' ');

/** @typedef {{ origin: string, html?: string, connects?: string }} Source where scripts come from, as policies name it */

/** What is sent with a page, by the name of its column in docs/embedding.md. @type {Record<string, (source: Source) => Record<string, string>>} */
export const headers = {
  'no policy': () => ({}),
  'CSP': (source) => ({ [CSP]: policy(source) }),
  'Trusted Types': (source) => ({ [CSP]: `${policy(source)}; require-trusted-types-for 'script'` }),
  'COEP': () => ({ 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' }),
};

const escaped = (html) => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/**
 * The ways to open a built page, by column: each says what a visitor's browser gets, and where.
 * @typedef {Source & { html: string, name: string, folder: string, page: any, elsewhere: any }} Site its start page, and
 *   the folder in which its files are, which `page` and `elsewhere` serve under `/NAME/`
 * @type {Record<string, (site: Site) => { address: string, inFrame?: boolean }>}
 */
export const columns = {
  ...Object.fromEntries(Object.entries(headers).map(([column, of]) => [column, (site) => shown(site, site.html, of(site))])),
  'from another origin': (site) => shown(site, fromElsewhere(site)),
  'sandboxed frame': (site) => {
    const inner = shown(site, site.html);
    const frame = `<!doctype html><iframe sandbox="allow-scripts" width="1000" height="900" src="${inner.address}"></iframe>`;
    return { ...shown({ ...site, name: 'frame' }, frame), inFrame: true };
  },
  'srcdoc': (site) => {
    const frame = `<!doctype html><html><head></head><iframe width="1000" height="900" srcdoc="${escaped(site.html)}"></iframe></html>`;
    return { ...shown(site, frame), inFrame: true };
  },
  'opened as a file': ({ folder, html }) => {
    const file = join(folder, 'as-file.html');
    writeFileSync(file, html);
    return { address: `file://${file}` };
  },
};

/** The start page with the scripts of the other origin. @param {Omit<Site, 'folder' | 'page' | 'origin'>} site */
export const fromElsewhere = ({ html, elsewhere, name }) => html.replace(/\b(src|href)="\.\//g, `$1="${elsewhere.origin}/${name}/`);

/** Puts a page beside the site's files. */
function shown({ page, name }, html, headers = {}) {
  const path = `/${name}/shown.html`;
  page.pages[path] = { html, headers };
  return { address: `${page.origin}${path}` };
}

/** @param {string} folder */
export function startPage(folder) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  // Where the server puts the script that watches.
  return html.includes('<head') ? html : html.replace(/<html[^>]*>/, '$&<head>');
}
