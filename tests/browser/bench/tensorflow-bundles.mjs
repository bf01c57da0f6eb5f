// TensorFlow.js as small as it gets without changing it: for each backend a bundle of the job with only the
// kernels that the job calls.

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, tools } from '../places.mjs';
import { bundles, tensorflowTools, tensorflowWasm } from './bench-page.mjs';

const { build } = createRequire(join(tools, 'any.js'))('esbuild');

const kernels = {
  both: ['Add', 'BatchMatMul', 'Cast', 'Conv2D', 'Conv2DBackpropInput', 'Identity', 'Log', 'Multiply', 'PadV2',
    'RealDiv', 'Relu', 'Reshape', 'Rsqrt', 'Slice', 'Softmax', 'Sqrt', 'Square', 'Step', 'Sub', 'Sum', 'Transpose'],
  usual: ['Exp', 'FusedBatchNorm', 'Max', 'Mean', 'Neg', 'Pow', 'SquaredDifference', 'Tile', 'ZerosLike'],
  'by-hand': ['Concat'],
};

/** The operations that the usual way differentiates. */
const gradients = ['Add', 'BatchMatMul', 'Cast', 'FusedBatchNorm', 'Mean', 'Multiply', 'Relu', 'Reshape',
  'Rsqrt', 'Square', 'SquaredDifference', 'Sub', 'Sum'];

/** How each starts, and what it loads beside its script. */
const engines = {
  wasm: { backend: 'wasm', threads: 1, way: 'usual', loads: 'tfjs-backend-wasm-simd.wasm' },
  'wasm, threads': { backend: 'wasm', way: 'usual', loads: 'tfjs-backend-wasm-threaded-simd.wasm' },
  'wasm, by hand': { backend: 'wasm', threads: 1, way: 'by-hand', loads: 'tfjs-backend-wasm-simd.wasm' },
  'wasm, threads, by hand': { backend: 'wasm', way: 'by-hand', loads: 'tfjs-backend-wasm-threaded-simd.wasm' },
  'cpu, by hand': { backend: 'cpu', way: 'by-hand' },
  'webgl, by hand': { backend: 'webgl', way: 'by-hand' },
};

export const engineNames = Object.keys(engines);
export const bundleUrl = (name) => `/bundles/${fileOf(name)}`;
const fileOf = (name) => `${name.replaceAll(', ', '-').replaceAll(' ', '-')}.js`;

/** Builds all bundles; returns the size of each with gzip. */
export async function bundleAll() {
  await mkdir(bundles, { recursive: true });
  const bytes = {};
  for (const [name, engine] of Object.entries(engines)) {
    const outfile = join(bundles, fileOf(name));
    await build({
      stdin: { contents: entry(engine), resolveDir: join(root, 'tests/browser/bench') },
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      outfile,
      nodePaths: [join(tensorflowTools, '..')],
      plugins: [withoutRegistrations],
      logLevel: 'error',
      // The backends look for Node's modules where there is Node.
      external: ['fs', 'path', 'os', 'crypto', 'worker_threads', 'perf_hooks', 'util', 'string_decoder'],
    });
    const files = [outfile, ...(engine.loads ? [join(tensorflowWasm, engine.loads)] : [])];
    const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file), { level: 9 }).length));
    bytes[name] = sizes.reduce((sum, size) => sum + size);
  }
  return bytes;
}

/** The core without what it registers by itself, and the backends without all their kernels. */
const withoutRegistrations = {
  name: 'without-registrations',
  setup(building) {
    building.onResolve({ filter: /^@tensorflow\/tfjs-[a-z-]+$/ }, ({ path, ...how }) =>
      building.resolve(`${path}/dist/base.js`, { ...how, pluginData: undefined }));
  },
};

function entry({ backend, threads, way }) {
  const place = `@tensorflow/tfjs-backend-${backend}`;
  const used = [...kernels.both, ...kernels[way], ...(backend === 'wasm' ? [] : ['Conv2DBackpropFilter'])];
  const registered = way === 'usual' ? gradients : [];
  const config = (kernel, kind) => `${kernel[0].toLowerCase()}${kernel.slice(1)}${kind}`;
  const imports = [
    ...used.map((kernel) => `import { ${config(kernel, 'Config')} } from '${place}/dist/kernels/${kernel}.js';`),
    ...registered.map((kernel) =>
      `import { ${config(kernel, 'GradConfig')} } from '@tensorflow/tfjs-core/dist/gradients/${kernel}_grad.js';`),
  ];
  return `
    import { env, ready, registerGradient, registerKernel, setBackend } from '@tensorflow/tfjs-core';
    import '@tensorflow/tfjs-core/dist/flags.js';
    import '@tensorflow/tfjs-core/dist/base_side_effects.js';
    import '@tensorflow/tfjs-core/dist/platforms/platform_browser.js';
    import * as backend from '${place}';
    ${imports.join('\n')}
    import { ${backend === 'wasm' ? 'outOfConvolutions' : 'own'} as convolution } from './tensorflow-convolution.js';
    import { offerJob } from './tensorflow-worker.js';
    import * as way from './tensorflow-${way}.js';
    [${used.map((kernel) => config(kernel, 'Config'))}].forEach(registerKernel);
    [${registered.map((kernel) => config(kernel, 'GradConfig'))}].forEach(registerGradient);
    ${backend === 'wasm' ? `backend.setWasmPaths('/tensorflow-wasm/');` : ''}
    ${threads === 1 ? `env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); backend.setThreadsCount(1);` : ''}
    offerJob(setBackend('${backend}').then((isThere) => {
      if (!isThere) throw new Error('there is no ${backend} here');
      return ready();
    }), way, convolution);
  `;
}
