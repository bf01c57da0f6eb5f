// Prints the classes that the embedded weights were not trained on: `node tools/held-out.mjs DATA > held-out.txt`.
// They are the characters of omniglot-validation.txt and every seventh of the 285 categories of sketches, sorted by
// name, 40 of them; `--sketches` prints the categories alone. DATA is as `./build.sh figures` takes it.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const CATEGORIES = 40;
const EVERY = 7;

const [data, ...options] = process.argv.slice(2);
const zips = ['quickdraw-train.zip', 'quickdraw-more.zip'].map((name) => join(data, name));
const list = 'import sys, zipfile; [print(name) for path in sys.argv[1:] for name in zipfile.ZipFile(path).namelist()]';
const files = execFileSync('python3', ['-c', list, ...zips], { encoding: 'utf8', maxBuffer: 2 ** 26 }).trim().split('\n');
const categories = [...new Set(files.filter((file) => file.endsWith('.png')).map((file) => file.split('/')[0]))];
const sketches = categories.sort().filter((_, i) => i % EVERY === 0).slice(0, CATEGORIES);
const characters = (await readFile(join(data, 'omniglot-validation.txt'), 'utf8')).trim().split('\n');
console.log((options.includes('--sketches') ? sketches : [...characters, ...sketches]).join('\n'));
