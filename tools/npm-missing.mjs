// Which of the packages in a manifest a folder does not have in that version: prints them, and exits with 1
// if there are any.
// usage: node tools/npm-missing.mjs FOLDER MANIFEST

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, manifest] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

const missing = Object.entries(read(manifest).dependencies).filter(([name, wanted]) => {
  // Under another name it is `npm:NAME@VERSION`.
  const version = wanted.split('@').at(-1);
  const installed = join(folder, 'node_modules', name, 'package.json');
  return !existsSync(installed) || read(installed).version !== version;
});
if (missing.length > 0) {
  console.log(missing.map((parts) => parts.join('@')).join(' '));
  process.exitCode = 1;
}
