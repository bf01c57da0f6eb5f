// Which module of src/ uses which. A name that a module passes on with `pub use` counts for where it is defined.
// Between a module and the modules within it there are no arrows: they are one thing in several files. Tests are
// left out.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ file: string, path: string[], code: string }} Module `path`: ['net', 'stage'] */

/**
 * @param {string} folder
 * @returns {import('./graph.mjs').Graph} paths are relative to the folder
 */
export function rustGraph(folder) {
  const modules = readModules(folder);
  const byPath = new Map(modules.map((module) => [module.path.join('::'), module]));
  return new Map(modules.map((module) => {
    const used = usedPaths(module).map((path) => resolve(path, byPath, 0)).filter((other) => other !== undefined);
    const arrows = used.filter((other) => !isWithin(other.path, module.path) && !isWithin(module.path, other.path));
    return [module.file, new Set(arrows.map(({ file }) => file))];
  }));
}

/** A file's room: the module below the crate. @type {import('./graph.mjs').RoomOf} */
export const rustRoom = (file) => file.split('/')[0].replace(/\.rs$/, '');

/** @param {string} folder @returns {Module[]} */
function readModules(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  return paths.filter((path) => path.endsWith('.rs') && !/(^|\/)tests(\.rs$|\/)/.test(path)).sort().map((file) => {
    const path = file.replace(/\.rs$/, '').split('/').filter((name) => name !== 'mod');
    return { file, path: file === 'lib.rs' ? [] : path, code: bare(readFileSync(join(folder, file), 'utf8')) };
  });
}

/** The code without comments, texts and tests at its end. @param {string} code */
function bare(code) {
  return code
    .replace(/\/\/.*$/gm, '')
    .replace(/"(?:[^"\\]|\\[\s\S])*"/g, '""')
    .replace(/#\[cfg\(test\)\]\s*mod \w+ \{[\s\S]*$/, '');
}

/**
 * Every path that starts at the crate or at a parent, from the crate.
 * @param {Module} module
 * @returns {string[][]}
 */
function usedPaths({ path, code }) {
  // This crate's name in main.rs.
  const trees = code.matchAll(/\b(crate|reptile_sketch|self|super)((?:::\w+)*)(?:::(\{|\*))?/g);
  return [...trees].flatMap(({ 0: { length }, 1: root, 2: names, 3: end, index }) => {
    const start = names.split('::').filter(Boolean);
    let base = root === 'crate' || root === 'reptile_sketch' ? [] : path;
    const steps = [root, ...start];
    while (steps[0] === 'super') {
      base = base.slice(0, -1);
      steps.shift();
    }
    const prefix = [...base, ...steps.filter((name) => !['crate', 'reptile_sketch', 'self'].includes(name))];
    const tails = end === '{' ? expand(code, index + length) : [[]];
    return tails.map((tail) => [...prefix, ...tail]);
  });
}

/**
 * The paths within braces, of which the first is just before `at`.
 * @param {string} code
 * @param {number} at
 * @returns {string[][]}
 */
function expand(code, at) {
  let depth = 1;
  let end = at;
  for (; depth > 0 && end < code.length; end += 1) depth += code[end] === '{' ? 1 : code[end] === '}' ? -1 : 0;
  const parts = code.slice(at, end - 1).split(/,(?![^{]*\})/).map((part) => part.trim()).filter(Boolean);
  return parts.flatMap((part) => {
    const [, names, inner] = /** @type {RegExpMatchArray} */ (part.match(/^([\w:]*?)(?:::)?(\{[\s\S]*)?(?:\s+as\s+\w+)?$/) ?? ['', '', '']);
    const start = names.split('::').filter((name) => name && name !== 'self');
    return inner ? expand(inner, 1).map((tail) => [...start, ...tail]) : [start];
  });
}

/**
 * The module that a path leads to.
 * @param {string[]} path
 * @param {Map<string, Module>} byPath
 * @param {number} depth of names that were passed on
 * @returns {Module | undefined}
 */
function resolve(path, byPath, depth) {
  for (let length = path.length; length > 0; length -= 1) {
    const module = byPath.get(path.slice(0, length).join('::'));
    if (!module) continue;
    const passedOn = length < path.length && depth < 9 ? passes(module, path[length]) : undefined;
    return (passedOn && resolve(passedOn, byPath, depth + 1)) || module;
  }
  const crate = byPath.get('');
  const passedOn = crate && path.length > 0 && depth < 9 ? passes(crate, path[0]) : undefined;
  return passedOn && resolve(passedOn, byPath, depth + 1);
}

/**
 * Where a name comes from that a module passes on.
 * @param {Module} module
 * @param {string} name
 * @returns {string[] | undefined}
 */
function passes({ path, code }, name) {
  for (const { 0: text, 1: names, 2: brace, index } of code.matchAll(/\buse ([\w:]+?)(?:::(\{)|;)/g)) {
    const start = names.split('::');
    const full = brace ? expand(code, index + text.length).map((tail) => [...start, ...tail]) : [start];
    const found = full.find((parts) => parts.at(-1) === name);
    if (!found) continue;
    if (found[0] === 'crate') return found.slice(1);
    return found[0] === 'self' ? [...path, ...found.slice(1)] : [...path, ...found];
  }
  return undefined;
}

/** @param {string[]} inner @param {string[]} outer */
const isWithin = (inner, outer) => outer.every((name, i) => inner[i] === name);
