// @ts-check
import { answer, Engine, failure } from './engine.js';
import * as glue from './reptile_sketch.js';

/**
 * The first message starts the engine, every other one asks it something; each gets one reply.
 * @typedef {{ id: number, module: WebAssembly.Module }} StartMessage
 * @typedef {{ id: number, request: import('./engine.js').Request }} RequestMessage
 */

/** @type {Promise<Engine> | undefined} */
let engine;

addEventListener('message', async ({ data }) => {
  const receivedMs = performance.now();
  const { id } = data;
  const message = /** @type {StartMessage | RequestMessage} */ (data);
  try {
    if ('module' in message) {
      engine ??= Engine.start(glue, message.module);
      await engine;
      postMessage({ id, answer: { value: undefined, elapsedMs: performance.now() - receivedMs } });
      return;
    }
    if (!engine) throw new Error('The worker was asked before it was started.');
    const reply = answer(await engine, message.request, receivedMs);
    const buffers = reply.value instanceof Float32Array ? [reply.value.buffer] : [];
    postMessage({ id, answer: reply }, { transfer: buffers });
  } catch (error) {
    postMessage({ id, failure: failure(error) });
  }
});
