// Puts pkg/ together: pkg.json with the crate's version, what its "files" names, in www/ or beside it, the glue of
// the classifier, the README and the licences.
// usage: node tools/package.mjs GLUE

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [glue] = process.argv.slice(2);

const metadata = execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], { encoding: 'utf8' });
const manifest = JSON.parse(readFileSync('pkg.json', 'utf8'));
manifest.version = JSON.parse(metadata).packages[0].version;
// The README npm packs by itself; licences it knows by the name LICENSE only.
const files = [...new Set([...manifest.files, 'LICENSE-MIT', 'LICENSE-APACHE'])];
manifest.files = [...files, 'dist'];

rmSync('pkg', { recursive: true, force: true });
mkdirSync('pkg');
writeFileSync('pkg/package.json', `${JSON.stringify(manifest, null, 2)}\n`);
for (const file of [...files, 'README.md']) {
  const place = ['www', '.'].find((folder) => existsSync(join(folder, file)));
  if (place === undefined) throw new Error(`pkg.json names ${file}, which is nowhere`);
  cpSync(join(place, file), join('pkg', file), { recursive: true });
}
writeFileSync('pkg/classifier/glue.js', execFileSync(process.execPath, ['tools/glue.mjs', join(glue, 'reptile_sketch.js')]));
rmSync('pkg/classifier/glue.d.ts');
mkdirSync('pkg/dist');
for (const file of readdirSync(glue)) {
  if (!/^reptile_sketch\w*_bg\.wasm$/.test(file)) continue;
  for (const folder of ['pkg/classifier', 'pkg/dist']) cpSync(join(glue, file), join(folder, file));
}

// For a script tag: few files, which lie side by side and load each other.
bundle('engine', "export * from './classifier/engine.js';");
bundle('worker', "import './classifier/worker.js';");
bundle('reptile-sketch', "import './element.js'; export * from './index.js';");

/**
 * @param {string} name
 * @param {string} input a module in pkg/
 */
function bundle(name, input) {
  const options = ['--bundle', '--minify', '--format=esm', '--target=es2022', '--log-level=warning'];
  if (name !== 'engine') options.push('--external:./engine.js');
  writeFileSync(join('pkg/dist', `${name}.js`), execFileSync('esbuild', options, { input, cwd: 'pkg' }));
}
