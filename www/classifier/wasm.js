// @ts-check
import { unbundled } from './unbundled.js';

/** `(module (func (param v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0))))` */
const FUSED_MULTIPLY_ADD = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0,
  10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 133, 2, 11,
);

/** The address of the wasm module: the one with relaxed SIMD where the engine has it, since it is faster, else the other. */
export function wasmBeside() {
  // Bundlers recognise a file by exactly these expressions.
  return unbundled(globalThis.WebAssembly?.validate(FUSED_MULTIPLY_ADD)
    ? new URL('./reptile_sketch_relaxed_bg.wasm', import.meta.url)
    : new URL('./reptile_sketch_bg.wasm', import.meta.url));
}
