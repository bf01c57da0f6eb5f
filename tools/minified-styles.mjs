// Minifies the style sheet that a module exports as `css`, in place: a bundler leaves a template string as it is.
// usage: node tools/minified-styles.mjs MODULE

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const module = readFileSync(file, 'utf8');
const [start, end] = [module.indexOf('css = `') + 7, module.lastIndexOf('`')];
if (start < 7 || start > end) throw new Error(`${file} holds no style sheet`);
const input = module.slice(start, end);
const minified = execFileSync('esbuild', ['--minify', '--loader=css'], { input, encoding: 'utf8' }).trim()
  // Custom properties it leaves as they are, too.
  .replace(/(--_[\w-]+): /g, '$1:');
// Escapes of CSS are none of JavaScript.
writeFileSync(file, `${module.slice(0, start)}${minified.replaceAll('\\', '\\\\')}${module.slice(end)}`);
