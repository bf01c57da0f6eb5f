// @ts-check
import { ReptileError } from './errors.js';
import { unbundled } from './unbundled.js';

/** `(module (func (param v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0))))` */
const FUSED_MULTIPLY_ADD = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0,
  10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 133, 2, 11,
);

/** `(module (func (result v128) (i8x16.splat (i32.const 0))))` */
const SIMD = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
);

/** Says in words for the people at the browser why it cannot run the network, if so. */
export function checkBrowser() {
  if (!globalThis.WebAssembly) {
    throw new ReptileError('load-failed', 'This browser has no WebAssembly, which the network needs. It may be turned off in the settings, as by Lockdown Mode.');
  }
  if (!WebAssembly.validate(SIMD)) {
    throw new ReptileError('load-failed', 'This browser is too old for the network, or runs it without the SIMD instructions of WebAssembly. A current one will do.');
  }
}

/** The address of the wasm module: the one with relaxed SIMD where the engine has it, since it is faster, else the other. */
export function wasmBeside() {
  try {
    // Bundlers recognise a file by exactly these expressions.
    return unbundled(globalThis.WebAssembly?.validate(FUSED_MULTIPLY_ADD)
      ? new URL('./reptile_sketch_relaxed_bg.wasm', import.meta.url)
      : new URL('./reptile_sketch_bg.wasm', import.meta.url));
  } catch (error) {
    throw new ReptileError('load-failed', 'This script has no address beside which the wasm could be, as in a blob: set wasm.', error);
  }
}
