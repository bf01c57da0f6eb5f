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
manifest.files = [...new Set([...manifest.files, 'LICENSE-MIT', 'LICENSE-APACHE'])];

rmSync('pkg', { recursive: true, force: true });
mkdirSync('pkg');
writeFileSync('pkg/package.json', `${JSON.stringify(manifest, null, 2)}\n`);
for (const file of [...manifest.files, 'README.md']) {
  const place = ['www', '.'].find((folder) => existsSync(join(folder, file)));
  if (place === undefined) throw new Error(`pkg.json names ${file}, which is nowhere`);
  cpSync(join(place, file), join('pkg', file), { recursive: true });
}
writeFileSync('pkg/classifier/glue.js', execFileSync(process.execPath, ['tools/glue.mjs', join(glue, 'reptile_sketch.js')]));
rmSync('pkg/classifier/glue.d.ts');
for (const file of readdirSync(glue)) {
  if (/^reptile_sketch\w*_bg\.wasm$/.test(file)) cpSync(join(glue, file), join('pkg/classifier', file));
}
