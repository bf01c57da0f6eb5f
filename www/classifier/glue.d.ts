/** What wasm-bindgen made, for one instance. `tools/glue.mjs` puts `glue.js` beside this. */
export function makeGlue(): typeof import('./reptile_sketch.js');
