// @ts-check
import { Engine } from './engine.js';
import { serve } from './serve.js';

/** @typedef {import('./protocol.js').Request} Request */

serve((wasm) => Engine.start(wasm), (engine, /** @type {Request} */ request) => engine.answer(request));
