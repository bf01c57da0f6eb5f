// @ts-check
import { messageOf, ReptileError } from './errors.js';
import { isUrl, kindOf } from './kind.js';

/**
 * Where bytes come from: they are there already, or have to be fetched from an address. A wasm module may be compiled.
 * @typedef {ArrayBuffer | URL} ByteSource
 * @typedef {ByteSource | WebAssembly.Module} Source
 *
 * What can be instantiated, and posted to a worker.
 * @typedef {ArrayBuffer | WebAssembly.Module} Wasm
 */

/** @typedef {{ process?: { versions?: { node?: string }, cwd(): string } }} NodeGlobals */
const node = /** @type {NodeGlobals} */ (/** @type {unknown} */ (globalThis)).process;
const inNode = node?.versions?.node !== undefined;

/** Bytes that were copied out of an array, by the array: it stands for the same wasm each time. @type {WeakMap<object, ArrayBuffer>} */
const copied = new WeakMap();

/**
 * What is fetched, or copied, once: a new worker after a lost one needs no request.
 * @type {{ urls: Map<string, Promise<Wasm>>, buffers: WeakMap<ArrayBuffer, Promise<Wasm>> }}
 */
const known = { urls: new Map(), buffers: new WeakMap() };

/** What part has come of each file that is on its way and says how long it is. @type {Map<URL, number>} */
const parts = new Map();

/** The least of them, from 0 to 1; undefined without any. */
export const loadedPart = () => (parts.size > 0 ? Math.min(...parts.values()) : undefined);

/**
 * @param {unknown} option
 * @returns {Source}
 */
export function toWasm(option) {
  if (kindOf(option) === 'WebAssembly.Module') return /** @type {WebAssembly.Module} */ (option);
  if (!ArrayBuffer.isView(option)) return toSource(option, 'wasm');
  const bytes = copied.get(option) ?? toSource(option, 'wasm');
  copied.set(option, /** @type {ArrayBuffer} */ (bytes));
  return bytes;
}

/**
 * @param {unknown} option
 * @param {string} name how the caller knows it, for the message
 * @returns {ByteSource}
 */
export function toSource(option, name) {
  if (kindOf(option) === 'ArrayBuffer') return /** @type {ArrayBuffer} */ (option);
  // A copy, since the array may be a part of its buffer, and the buffer be shared.
  if (kindOf(option) === 'SharedArrayBuffer') return Uint8Array.from(new Uint8Array(/** @type {any} */ (option))).buffer;
  if (ArrayBuffer.isView(option)) {
    const { buffer, byteOffset, byteLength } = option;
    return Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength)).buffer;
  }
  if (isUrl(option)) return new URL(option);
  if (typeof option === 'string') return toUrl(option, name);
  throw new ReptileError('bad-setting', `${name} must be an ArrayBuffer, a Uint8Array, a URL or a string.`);
}

/**
 * @param {string} address relative to the page, or in Node to the working directory
 * @param {string} name
 */
export function toUrl(address, name) {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href ?? `file://${node?.cwd()}/`;
  try {
    return new URL(address, base);
  } catch (error) {
    throw new ReptileError('bad-setting', `${name} is not a URL: ${address}`, error);
  }
}

/**
 * @param {Source} wasm
 * @returns {Promise<Wasm>} kept, and not to be transferred
 */
export function wasmFrom(wasm) {
  if (kindOf(wasm) === 'WebAssembly.Module') return Promise.resolve(/** @type {WebAssembly.Module} */ (wasm));
  const source = /** @type {ByteSource} */ (wasm);
  if (source instanceof URL) return remember(known.urls, source.href, source);
  return remember(known.buffers, source, source);
}

/** Has it fetched anew the next time: what has come may be damaged. @param {Source} wasm */
export const forgetWasm = (wasm) => known.urls.delete(String(wasm));

/**
 * @template K
 * @param {{ get(key: K): Promise<Wasm> | undefined, set(key: K, bytes: Promise<Wasm>): unknown, delete(key: K): boolean }} map
 * @param {K} key
 * @param {ByteSource} source
 */
function remember(map, key, source) {
  let bytes = map.get(key);
  if (!bytes) {
    map.set(key, (bytes = readBytes(source, 'wasm')));
    bytes.catch(() => map.delete(key));
  }
  return bytes;
}

/**
 * @param {ByteSource} source
 * @param {string} what
 * @returns {Promise<ArrayBuffer>} a copy
 */
export async function readBytes(source, what) {
  if (!(source instanceof URL)) return source.slice(0);
  const fs = inNode && source.protocol === 'file:' ? await files() : undefined;
  if (fs) {
    const { buffer, byteOffset, byteLength } = await fs.readFile(source).catch((error) => {
      throw new ReptileError('load-failed', `Cannot read ${source}: ${messageOf(error)}`, error);
    });
    return buffer.slice(byteOffset, byteOffset + byteLength);
  }
  const response = await request(source);
  // Hosts of single-page sites answer an unknown address with their start page.
  if (response.headers?.get('Content-Type')?.startsWith('text/html')) {
    throw new ReptileError('load-failed', `${source} is a web page, not ${what}.`);
  }
  try {
    return await counted(source, response).arrayBuffer();
  } catch (error) {
    throw new ReptileError('load-failed', `${source} broke off: ${messageOf(error)}`, error);
  } finally {
    parts.delete(source);
  }
}

/** @param {URL} url @param {Response} response of a page's own `fetch` maybe, which has no stream */
function counted(url, response) {
  const { body, headers } = response;
  if (!body) return response;
  const length = Number(headers.get('Content-Length'));
  let bytes = 0;
  return new Response(body.pipeThrough(new TransformStream({
    transform(chunk, to) {
      bytes += chunk.length;
      // That of a packed file is its length when packed: the network hardly gets shorter.
      if (length) parts.set(url, Math.min(1, bytes / length));
      to.enqueue(chunk);
    },
  })));
}

/** @param {URL} url */
async function request(url) {
  let response;
  try {
    // Not every page's own `fetch` takes a URL.
    response = await fetch(url.href);
  } catch (error) {
    const why = url.protocol === 'file:'
      ? 'a page that is opened as a file can load no other; it has to come from a web server'
      : messageOf(error);
    throw new ReptileError('load-failed', `Cannot reach ${url}: ${why}`, error);
  }
  if (response.ok) return response;
  throw new ReptileError('load-failed', `${url} answered ${response.status}.`);
}

/**
 * Node's files; undefined in a window of Electron that looks like Node, but has none of its modules.
 * @returns {Promise<{ readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> } | undefined>}
 */
async function files() {
  // A variable, so that bundlers for the browser do not try to resolve the import.
  const fileSystem = 'node:fs/promises';
  return import(/* webpackIgnore: true */ /* @vite-ignore */ fileSystem).catch(() => undefined);
}
