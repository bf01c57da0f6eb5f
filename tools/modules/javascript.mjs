// Which module of www/ loads which: imports, and the addresses of workers. Types in comments are no arrows.

import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

const IMPORTS = [
  /^\s*(?:import|export)\b[^'"`;]*?['"](\.[^'"]+)['"]/gm,
  /\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g,
  /\bnew URL\(\s*['"](\.[^'"]+\.js)['"],\s*import\.meta\.url\s*\)/g,
];

/**
 * @param {string} folder
 * @returns {import('./graph.mjs').Graph} paths are relative to the folder
 */
export function javascriptGraph(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  const files = new Set(paths.filter((path) => path.endsWith('.js')));
  return new Map([...files].sort().map((file) => {
    const code = withoutComments(readFileSync(join(folder, file), 'utf8'));
    const named = IMPORTS.flatMap((pattern) => [...code.matchAll(pattern)].map(([, path]) => path));
    const used = named.map((path) => posix.normalize(posix.join(posix.dirname(file), path)));
    // The glue of wasm-bindgen is made by the build.
    return [file, new Set(used.filter((path) => files.has(path) && path !== file))];
  }));
}

const withoutComments = (/** @type {string} */ code) =>
  code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

/** A file's room: its folder. @type {import('./graph.mjs').RoomOf} */
export const javascriptRoom = (file) => (file.includes('/') ? posix.dirname(file) : 'entries');
