// @ts-check

/**
 * Vite's dev server, until version 7, bundles a package into a folder of its own, without the files that are beside
 * its scripts. They are where they were installed.
 * @param {URL} url
 */
export function unbundled(url) {
  const [, modules, file] = url.pathname.match(/^(.*\/node_modules)\/\.vite\/deps\w*\/([^/]+)$/) ?? [];
  return modules ? new URL(`${modules}/reptile-sketch/classifier/${file}`, url) : url;
}
