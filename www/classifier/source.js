// @ts-check
import { messageOf, ReptileError } from './errors.js';

/**
 * Where bytes come from: they are there already, or have to be fetched from an address.
 * @typedef {ArrayBuffer | URL} Source
 */

/** @typedef {{ process?: { versions?: { node?: string }, cwd(): string } }} NodeGlobals */
const node = /** @type {NodeGlobals} */ (/** @type {unknown} */ (globalThis)).process;
const inNode = Boolean(node?.versions?.node);

/**
 * @param {unknown} option
 * @param {string} name how the caller knows it, for the message
 * @returns {Source}
 */
export function toSource(option, name) {
  if (option instanceof ArrayBuffer || option instanceof URL) return option;
  if (ArrayBuffer.isView(option)) {
    const { buffer, byteOffset, byteLength } = option;
    return /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
  }
  if (typeof option === 'string') return toUrl(option, name);
  throw new ReptileError('bad-setting', `${name} must be an ArrayBuffer, a URL or a string.`);
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
 * @param {Source} source
 * @returns {Promise<ArrayBuffer>} a copy
 */
export async function readBytes(source) {
  if (source instanceof ArrayBuffer) return source.slice(0);
  if (isNodeFile(source)) return readFile(source);
  const response = await request(source);
  // Hosts of single-page sites answer an unknown address with their start page.
  if (response.headers.get('Content-Type')?.startsWith('text/html')) {
    throw new ReptileError('load-failed', `${source} is a web page, not weights.`);
  }
  return response.arrayBuffer().catch((error) => {
    throw new ReptileError('load-failed', `${source} broke off: ${messageOf(error)}`, error);
  });
}

/**
 * @param {Source} source
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(source) {
  const name = source instanceof URL ? source.href : 'the given wasm';
  try {
    if (source instanceof ArrayBuffer) return await WebAssembly.compile(source);
    if (isNodeFile(source)) return await WebAssembly.compile(await readFile(source));
    const response = await request(source);
    // Streaming compilation requires this content type, which not every static host sends.
    return response.headers.get('Content-Type')?.startsWith('application/wasm')
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof ReptileError) throw error;
    throw new ReptileError('load-failed', `Cannot compile ${name}: ${messageOf(error)}`, error);
  }
}

/** @param {URL} url */
const isNodeFile = (url) => inNode && url.protocol === 'file:';

/** @param {URL} url */
async function request(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new ReptileError('load-failed', `Cannot reach ${url}: ${messageOf(error)}`, error);
  }
  if (response.ok) return response;
  throw new ReptileError('load-failed', `${url} answered ${response.status}.`);
}

/**
 * @param {URL} url
 * @returns {Promise<ArrayBuffer>}
 */
async function readFile(url) {
  // A variable, so that bundlers for the browser do not try to resolve the import.
  const fileSystem = 'node:fs/promises';
  try {
    const fs = await import(/* webpackIgnore: true */ /* @vite-ignore */ fileSystem);
    const { buffer, byteOffset, byteLength } = await fs.readFile(url);
    return buffer.slice(byteOffset, byteOffset + byteLength);
  } catch (error) {
    throw new ReptileError('load-failed', `Cannot read ${url}: ${messageOf(error)}`, error);
  }
}
