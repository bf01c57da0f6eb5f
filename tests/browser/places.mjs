// Where things are: the tree, the build folder, and the tools that build.sh put there.

import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
export const tools = join(target, 'tools', 'node_modules');
