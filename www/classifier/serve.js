// @ts-check
import { toFailure } from './protocol.js';

/**
 * @typedef {import('./protocol.js').StartMessage} StartMessage
 * @typedef {import('./protocol.js').RequestMessage} RequestMessage
 */

/**
 * The worker's side of the protocol: listens at once, and answers when it has started.
 *
 * @template Started
 * @template Request
 * @param {(wasm: import('./source.js').Wasm) => Promise<Started>} start
 * @param {(started: Started, request: Request, report: (progress: unknown) => void) => unknown} run
 */
export function serve(start, run) {
  /** @type {Promise<Started> | undefined} */
  let started;

  /** @param {import('./protocol.js').Reply} reply @param {Transferable[]} [transfer] */
  const reply = (reply, transfer = []) => postMessage(reply, { transfer });

  addEventListener('message', async ({ data }) => {
    const receivedMs = performance.now();
    const { id } = data;
    const message = /** @type {StartMessage | RequestMessage} */ (data);
    try {
      let value;
      if ('wasm' in message) {
        started ??= start(message.wasm);
        await started;
      } else {
        // A page asks nothing before that.
        const ready = await /** @type {Promise<Started>} */ (started);
        value = run(ready, /** @type {Request} */ (message.request), (progress) => reply({ id, report: progress }));
      }
      const elapsedMs = performance.now() - receivedMs;
      reply({ id, answer: { value, elapsedMs } }, value instanceof Float32Array ? [value.buffer] : []);
    } catch (error) {
      reply({ id, failure: toFailure(error) });
    }
  });
}
