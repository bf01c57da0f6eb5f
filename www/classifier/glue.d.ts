/** What wasm-bindgen made, for one instance. `tools/glue.mjs` puts `glue.js` beside this. */
export function makeGlue(): Pick<typeof import('./reptile_sketch.js'), 'Learner' | 'Sketch' | 'freshSeed'> & {
  start(wasm: ArrayBuffer | WebAssembly.Module): Promise<WebAssembly.Module>;
  startAtOnce(module: WebAssembly.Module): void;
};
