// @ts-check
import { Engine } from './engine.js';
import * as glue from './reptile_sketch.js';
import { serve } from './serve.js';

/** @typedef {import('./protocol.js').Request} Request */

serve(
  (wasm) => Engine.start(glue, wasm),
  (engine, /** @type {Request} */ request) => engine.answer(request),
);
