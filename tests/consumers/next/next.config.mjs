import { join } from 'node:path';

// The tools are installed two folders above the project.
export default { output: 'export', reactStrictMode: true, turbopack: { root: join(import.meta.dirname, '../..') } };
