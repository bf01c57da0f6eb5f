// @ts-check
import { ReptileError } from './errors.js';
import { kindOf } from './kind.js';
import { toUrl } from './source.js';
import { unbundled } from './unbundled.js';

/** The name of our Trusted Types policy, for pages that list those they allow. */
const POLICY = 'reptile-sketch';

/**
 * A worker's script: its address (a URL or a TrustedScriptURL), and whether it is our own.
 * @typedef {{ address: any, options: WorkerOptions | undefined, isOurs: boolean }} Script
 * @typedef {{ name: string, spawn: () => Worker }} Way
 */

/** @type {{ createScriptURL(address: string): unknown } | undefined} */
let policy;

/**
 * The ways to start a worker, the best one first. A page's policies may forbid any of them, some without saying so
 * before the worker's script is asked for.
 * @param {unknown} worker true for the script beside this one, or where it is
 * @returns {Way[]}
 */
export function waysToSpawn(worker) {
  if (typeof Worker === 'undefined') return [];
  // A script that has no address itself knows none beside it: then this throws.
  /** @returns {Script} */
  const script = () => (worker === true ? workerBeside() : { address: worker, options: { type: 'module' }, isOurs: false });
  return [
    { name: 'a worker', spawn: () => spawn(script()) },
    { name: 'a worker from a blob', spawn: () => spawnBlob(script()) },
  ];
}

/** @param {Script} script */
function spawn({ address, options, isOurs }) {
  const url = toUrl(String(address), 'worker');
  // In a frame with srcdoc, `location` has no origin of its own.
  if (/^https?:$/.test(url.protocol) && url.origin !== self.origin) {
    throw new ReptileError('load-failed', `${url} is not of this page's origin, ${self.origin}`);
  }
  return new Worker(isOurs ? trust(url.href) : address, options);
}

/**
 * A worker's own script must have the page's origin, and its policies; scripts that it imports need not. So this works
 * for a script from elsewhere, in a sandboxed frame, and where only the page is isolated.
 * @param {Script} script
 */
function spawnBlob({ address, options, isOurs }) {
  const { href } = toUrl(String(address), 'worker');
  // Parcel does not say of its worker that it is a module, and makes it one where the page has another origin.
  const isModule = options?.type === 'module';
  const code = isModule ? importing(href) : `try { importScripts(${JSON.stringify(href)}); } catch { ${importing(href)} }`;
  const blob = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  // What a page gives as plain text is not trusted by us either.
  const isTrusted = isOurs || kindOf(address) === 'TrustedScriptURL';
  const worker = new Worker(isTrusted ? trust(blob) : blob);
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}

/**
 * A classic script, since a sandboxed frame can start no module from a blob. It keeps the messages that come before
 * the module listens.
 * @param {string} address
 */
const importing = (address) => `
const kept = [], keep = ({ data }) => kept.push(data);
addEventListener('message', keep);
import(${JSON.stringify(address)}).then(() => {
  removeEventListener('message', keep);
  for (const data of kept) dispatchEvent(new MessageEvent('message', { data }));
}, (error) => setTimeout(() => { throw error; }));`;

/**
 * An address that pages with `require-trusted-types-for 'script'` accept.
 * @param {string} address
 */
function trust(address) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  try {
    policy ??= trustedTypes?.createPolicy(POLICY, { createScriptURL: (/** @type {string} */ url) => url });
  } catch {
    // The page lists its policies, and ours is not among them.
  }
  return /** @type {string} */ (policy?.createScriptURL(address) ?? address);
}

/**
 * The script beside this one, with the address that a bundler gave it.
 * @returns {Script}
 */
function workerBeside() {
  const here = import.meta.url;
  /** @type {[address: unknown, options?: WorkerOptions]} */
  let given = [new URL('./worker.js', here), { type: 'module' }];
  const real = globalThis.Worker;
  try {
    // A class, since a minifier may make an arrow of a function, and then the page's own would not come back.
    globalThis.Worker = /** @type {any} */ (class {
      constructor(/** @type {typeof given} */ ...args) {
        given = args;
      }
    });
    // Bundlers know a worker by exactly this expression. There is more than one way to start a worker, so the address
    // is needed, but no worker yet.
    new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    globalThis.Worker = real;
  } catch {
    // The page keeps its globals from being replaced.
  }
  const [address, options] = given;
  if (kindOf(address) === 'TrustedScriptURL') return { address, options, isOurs: false };
  return { address: unbundled(new URL(String(address), here)), options, isOurs: true };
}
