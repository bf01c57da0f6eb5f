// @ts-check

/**
 * Where a file that a script expects beside it really is.
 *
 * Vite's dev server, until version 7, bundles a package into a folder of its own, without the files that are beside
 * its scripts: they are where they were installed. jsDelivr gives our script also at the address of the package, and bundles
 * it at `+esm`: the files beside it are in the package.
 * @param {URL} url
 * @param {string} [script] the address of this one
 */
export function unbundled(url, script = import.meta.url) {
  const file = url.pathname.split('/').at(-1);
  const [, modules] = url.pathname.match(/^(.*\/node_modules)\/\.vite\/deps\w*\/[^/]+$/) ?? [];
  if (modules) return new URL(`${modules}/reptile-sketch/classifier/${file}`, url);
  const [, home] = script.match(/^(.*\/npm\/reptile-sketch(?:@[^/]+)?)(?:\/(?:.*\/)?\+esm)?$/) ?? [];
  return home ? new URL(`${home}/dist/${file}`) : url;
}
