// @ts-check

/** The address of the package in what serves it at addresses of its own: jsDelivr, and esm.sh. */
const HOMES = [
  /^(.*\/npm\/reptile-sketch(?:@[^/]+)?)(?:\/(?:.*\/)?\+esm)?$/,
  /^(.*\/\*?reptile-sketch@[^/]+)\/(?:X-[^/]+\/)?es(?:next|\d{4})\/.*\.mjs$/,
];

/**
 * Where the files of `dist/` are, if the script is not beside them.
 * @param {string} [script] the address of this one
 */
export const served = (script = import.meta.url) => HOMES.map((home) => home.exec(script)?.[1]).find(Boolean);

/**
 * Where a file that a script expects beside it really is.
 *
 * Vite's dev server, until version 7, bundles a package into a folder of its own, without the files that are beside
 * its scripts: they are where they were installed. jsDelivr gives our script also at the address of the package, and bundles
 * it at `+esm`, as esm.sh does at any address: the files beside it are in the package.
 * @param {URL} url
 * @param {string} [script] the address of this one
 */
export function unbundled(url, script = import.meta.url) {
  const file = url.pathname.split('/').at(-1);
  const [, modules] = url.pathname.match(/^(.*\/node_modules)\/\.vite\/deps\w*\/[^/]+$/) ?? [];
  if (modules) return new URL(`${modules}/reptile-sketch/classifier/${file}`, url);
  const home = served(script);
  return home ? new URL(`${home}/dist/${file}`) : url;
}
