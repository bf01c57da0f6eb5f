// @ts-check
// Every message between a page and its worker. The requests of the classifier are described here, those of the figures
// in `how/lab/protocol.js`, those of training in `train/protocol.js`; all are sent in the same envelope.

import { codeOf, messageOf } from './errors.js';

/**
 * To the worker. The first message starts it, every other one asks it something; each gets one reply.
 * @typedef {{ id: number, wasm: import('./source.js').Wasm }} StartMessage
 * @typedef {{ id: number, request: unknown }} RequestMessage
 */

/**
 * From the worker: any number of reports while it computes, then an answer or a failure. The buffer of an answer that
 * is a Float32Array is transferred, not copied.
 * @typedef {{ id: number, report: unknown }} ReportMessage
 * @typedef {{ id: number, answer: Answer }} AnswerMessage
 * @typedef {{ id: number, failure: Failure }} FailureMessage
 * @typedef {ReportMessage | AnswerMessage | FailureMessage} Reply
 *
 * @typedef {{ value: any, elapsedMs: number }} Answer the time is from receipt to reply
 * @typedef {{ code?: import('../index.js').ReptileErrorCode, message: string }} Failure without a code, the wasm
 *   has trapped, and its instance can no longer be used
 */

/**
 * What a classifier asks its learner in the worker, and what the answer's value is.
 * @typedef {import('./drawing.js').PackedDrawing} PackedDrawing
 * @typedef {{ init: 'pretrained' | 'random', weights?: Uint8Array, seed?: number }} Start without weights: the embedded ones
 * @typedef {{ drawings: PackedDrawing[], classes: Uint32Array, steps?: number }} Task
 *
 * @typedef {object} Operations
 * @property {(start: Start) => number | undefined} open makes the learner, and gives the seed of random weights
 * @property {(task: Task) => Float32Array} adapt gives the losses, before each step and after the last
 * @property {() => void} revert takes back the last adapt
 * @property {(drawing: PackedDrawing) => Classified} classify
 * @property {(task: Task & { query: PackedDrawing }) => Both} adaptAndClassify
 * @property {(drawing: PackedDrawing) => Float32Array} rasterize gives what the network sees
 * @property {() => void} close frees the learner
 *
 * @typedef {{ probabilities: Float32Array, unlike: number, confidence: import('../index.js').Confidence }} Classified
 * @typedef {{ losses: Float32Array, adaptMs: number, answer: Classified }} Both
 * @typedef {{ [Op in keyof Operations]: { learner: number, op: Op, argument?: Parameters<Operations[Op]>[0] } }[
 *   keyof Operations]} Request
 */

/**
 * @param {unknown} error
 * @returns {Failure}
 */
export function toFailure(error) {
  return { code: codeOf(error), message: messageOf(error) };
}
