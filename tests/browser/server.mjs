// A static server: for the demo (`node tests/browser/server.mjs FOLDER PORT`) and for the tests,
// which also look at what was requested and add pages and a script of their own.

import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Serves folders and pages on the loopback address.
 *
 * @param {object} options
 * @param {Record<string, string>} options.folders where each URL prefix (with slashes on both
 *   ends) finds its files
 * @param {Record<string, string | { html: string, headers?: Record<string, string> }>} [options.pages] the HTML of pages
 *   that are in no folder, and what is sent with it
 * @param {string} [options.script] JavaScript that every HTML page runs before its own
 * @param {Record<string, string>} [options.headers] of every answer
 * @param {number} [options.port] 0 takes any free port
 */
export async function serve({ folders, pages = {}, script = '', headers = {}, port = 0 }) {
  /** @type {{ method: string, path: string, status: number, file: string | null }[]} */
  const requests = [];
  /**
   * In place of files. Of one that is cut, half comes, and then the connection breaks.
   * @type {Record<string, { status: number, body: string | Buffer, headers: Record<string, string>, isCut?: boolean } | 'never'>}
   */
  const answers = {};
  /** @type {Set<import('node:http').ServerResponse>} to which nothing comes */
  const silent = new Set();

  async function answer(path) {
    if (script && path === '/injected.js') return { body: Buffer.from(script), type: types['.js'], file: null };
    if (path in answers) return { ...answers[path], type: answers[path].headers['content-type'], file: null };
    if (path in pages) {
      const page = pages[path];
      const { html, headers } = typeof page === 'string' ? { html: page } : page;
      return { body: inject(html), type: types['.html'], file: null, headers };
    }
    for (const [prefix, folder] of Object.entries(folders)) {
      if (!path.startsWith(prefix)) continue;
      let file = resolve(folder, path.slice(prefix.length));
      if (!`${file}/`.startsWith(`${resolve(folder)}/`)) continue;
      if (path.endsWith('/')) file = join(file, 'index.html');
      if (!(await stat(file).catch(() => null))?.isFile()) continue;
      const body = await readFile(file);
      const type = types[extname(file)] ?? 'application/octet-stream';
      return { body: extname(file) === '.html' ? inject(String(body)) : body, type, file };
    }
    return null;
  }

  function inject(html) {
    return Buffer.from(script ? html.replace(/<head[^>]*>/i, '$&<script src="/injected.js"></script>') : html);
  }

  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (answers[path] === 'never') return silent.add(response);
    const found = await answer(path).catch(() => null);
    const status = found?.status ?? (found ? 200 : 404);
    if (path !== '/injected.js') requests.push({ method: request.method ?? '', path, status, file: found?.file ?? null });
    const type = found?.type ?? 'text/plain';
    if (found?.isCut) {
      response.writeHead(status, { 'content-type': type, 'content-length': found.body.length });
      response.write(found.body.subarray(0, found.body.length / 2), () => response.destroy());
      return;
    }
    response.writeHead(status, { ...headers, ...found?.headers, 'content-type': type, 'cache-control': 'no-cache' });
    response.end(request.method === 'HEAD' ? undefined : (found?.body ?? 'not found\n'));
  });
  await new Promise((done, failed) => server.once('error', failed).listen(port, '127.0.0.1', () => done(null)));
  const { port: taken } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${taken}`,
    requests,
    pages,
    answers,
    /** Breaks the connections on which nothing came: a browser waits for them before it asks for the same again. */
    breakSilence() {
      for (const response of silent) response.destroy();
      silent.clear();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = '.', port = '8080'] = process.argv.slice(2);
  const { origin } = await serve({ folders: { '/': folder }, port: Number(port) }).catch((error) => {
    console.error(`cannot serve at port ${port}: ${error.message}`);
    process.exit(1);
  });
  console.log(`${origin}/`);
}
