// TensorFlow.js as small as it gets without work on it: for each backend a bundle of the job, with those
// kernels alone that the job calls.

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, tools } from '../places.mjs';
import { bundles, tensorflowTools } from './bench-page.mjs';

const { build } = createRequire(join(tools, 'any.js'))('esbuild');

const kernels = [
  'Add', 'BatchMatMul', 'Cast', 'Concat', 'Conv2D', 'DepthToSpace', 'Fill', 'Identity', 'Log', 'Multiply',
  'PadV2', 'RealDiv', 'Relu', 'Reshape', 'Reverse', 'Rsqrt', 'Slice', 'Softmax', 'SplitV', 'Sqrt', 'Square',
  'Step', 'StridedSlice', 'Sub', 'Sum', 'Transpose',
];
const gradients = ['Conv2DBackpropFilter', 'Conv2DBackpropInput'];

/** How each starts, how it gets a convolution's gradients, and what it loads beside its script. */
const engines = {
  wasm: { backend: 'wasm', threads: 1, convolution: 'outOfConvolutions', loads: 'tfjs-backend-wasm-simd.wasm' },
  'wasm-threads': {
    backend: 'wasm', threads: 0, convolution: 'outOfConvolutions', loads: 'tfjs-backend-wasm-threaded-simd.wasm',
  },
  cpu: { backend: 'cpu', convolution: 'own' },
  webgl: { backend: 'webgl', convolution: 'own' },
};

export const engineNames = Object.keys(engines);
export const bundleUrl = (name) => `/bundles/${name}.js`;

/** Bundles all of them; what each weighs with gzip. */
export async function bundleAll() {
  await mkdir(bundles, { recursive: true });
  const bytes = {};
  for (const [name, engine] of Object.entries(engines)) {
    const outfile = join(bundles, `${name}.js`);
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
    const files = [outfile, ...(engine.loads ? [join(tensorflowTools, 'tfjs-backend-wasm/wasm-out', engine.loads)] : [])];
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

function entry({ backend, threads, convolution }) {
  const used = [...kernels, ...(convolution === 'own' ? gradients : [])];
  const place = `@tensorflow/tfjs-backend-${backend}`;
  const configName = (kernel) => `${kernel[0].toLowerCase()}${kernel.slice(1)}Config`;
  return `
    import { engine, env, registerKernel, setBackend, ready } from '@tensorflow/tfjs-core';
    import '@tensorflow/tfjs-core/dist/flags.js';
    import '@tensorflow/tfjs-core/dist/base_side_effects.js';
    import '@tensorflow/tfjs-core/dist/platforms/platform_browser.js';
    import * as backend from '${place}';
    ${used.map((kernel) => `import { ${configName(kernel)} } from '${place}/dist/kernels/${kernel}.js';`).join('\n')}
    import * as convolution from './tensorflow-convolution.js';
    import { offerJob } from './tensorflow-worker.js';
    [${used.map(configName)}].forEach(registerKernel);
    ${backend === 'wasm' ? `backend.setWasmPaths('/tensorflow-wasm/');` : ''}
    ${threads === 1 ? `env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); backend.setThreadsCount(1);` : ''}
    offerJob(setBackend('${backend}').then((isThere) => {
      if (!isThere) throw new Error('there is no ${backend} here');
      return ready();
    }), convolution.${convolution});
  `;
}
