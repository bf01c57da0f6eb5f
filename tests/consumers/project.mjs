// Projects of users: folders with the packed package installed, below the tools that npm installed for all of them.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort } from '../browser/browser.mjs';
import { root, target } from '../browser/places.mjs';

export const consumers = join(target, 'consumers');
const require = createRequire(join(consumers, 'any.js'));

/** The package as npm would publish it. */
const [{ filename }] = Object.values(JSON.parse(execFileSync('npm',
  ['pack', '--json', '--loglevel=error', '--pack-destination', consumers], { cwd: join(root, 'pkg'), encoding: 'utf8' })));
const packed = join(consumers, filename);

/**
 * A new project.
 * @param {string} name
 * @param {Record<string, string>} [files] their contents
 * @param {string[]} [copies] folders in tests/consumers/ whose files are copied into it
 */
export function project(name, files = {}, copies = []) {
  const folder = join(consumers, 'projects', name);
  const installed = join(folder, 'node_modules', 'reptile-sketch');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', packed, '-C', installed, '--strip-components=1']);
  for (const copy of copies) cpSync(join(root, 'tests/consumers', copy), folder, { recursive: true });
  const all = { 'package.json': '{ "private": true, "type": "module" }\n', ...files };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** The path of a tool's command. @param {string} name of the package, or PACKAGE/COMMAND */
function command(name) {
  const [tool, chosen] = name.split('/');
  const manifest = join(consumers, 'node_modules', tool, 'package.json');
  const { bin } = require(manifest);
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[chosen ?? tool] ?? Object.values(bin)[0]);
}

const quiet = { ...process.env, NODE_ENV: '', CI: '1', NEXT_TELEMETRY_DISABLED: '1', PARCEL_WORKERS: '1' };

/**
 * Runs a tool in a project, and fails with what it printed.
 * @param {string} folder
 * @param {string} line the command as it is typed
 */
export function run(folder, line) {
  const [name, ...args] = line.split(' ');
  const file = command(name);
  try {
    // What is not a script is an executable.
    const isScript = name !== 'esbuild';
    return execFileSync(isScript ? process.execPath : file, isScript ? [file, ...args] : args,
      { cwd: folder, encoding: 'utf8', stdio: 'pipe', env: quiet });
  } catch (error) {
    throw new Error(`${line}: ${error.stdout}${error.stderr}`);
  }
}

/**
 * Runs a dev server while something is done with its page.
 * @param {string} folder
 * @param {string} line
 * @param {(origin: string) => Promise<void>} use
 */
export async function serving(folder, line, use) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const [name, ...args] = `${line} --host 127.0.0.1 --port ${port} --strictPort`.split(' ');
  const server = spawn(process.execPath, [command(name), ...args], { cwd: folder, stdio: 'ignore', env: quiet });
  try {
    for (let tries = 0; !await fetch(origin).then(({ ok }) => ok, () => false); tries++) {
      if (tries > 600 || server.exitCode !== null) throw new Error(`${line} does not answer`);
      await new Promise((done) => setTimeout(done, 100));
    }
    await use(origin);
  } finally {
    server.kill();
  }
}
