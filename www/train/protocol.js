// @ts-check

/**
 * What the page asks the worker that trains. The messages around it are in `classifier/protocol.js`.
 *
 * @typedef {number[][]} Drawing strokes `[x0, y0, x1, y1, …]`
 * @typedef {{ examples: Drawing[], input: Drawing }} Symbols the visitor's own
 *
 * @typedef {{ name: string, bytes: Uint8Array<ArrayBuffer> }} DrawingFile strokes as `train` reads them, `.json` or `.ndjson`
 *
 * @typedef {object} Status
 * @property {number} tasks learned so far
 * @property {number} planned tasks
 * @property {number} [accuracy] on classes that it does not train on, measured now and then
 * @property {Source} [source] what it learns from, said when it begins
 * @property {Uint8Array<ArrayBuffer>} [weights] as a file, whenever the accuracy is measured
 * @property {number[]} [answer] the probability of each of the visitor's symbols, asked for now and then
 *
 * @typedef {object} Source
 * @property {number} classes of the visitor's files; 0 for made-up alphabets
 * @property {number} drawings of these
 * @property {boolean} isMeasuredOnDrawings whether the accuracy is of classes of these, and not of made-up ones
 *
 * @typedef {object} Look the first layer after one number of steps
 * @property {Float32Array} filters `[3, 3, filters]`
 * @property {Float32Array} maps what they make of the last drawing, `[side, side, filters]`
 *
 * @typedef {object} Operations
 * @property {(start: { seed: number, tasks: number, learned?: number, weights?: Uint8Array, files?: DrawingFile[] }) => Status} begin
 *   from untrained weights, or from those of a file, which another worker may have learned from so many tasks; on made-up
 *   alphabets, or on drawings in files
 * @property {(plan: { tasks: number }) => Status} plan sets how many tasks are learned altogether
 * @property {(how: { symbols: Symbols | undefined }) => Status} run learns a few tasks more
 * @property {(what: { symbols: Symbols }) => number[]} answer
 * @property {(nothing: {}) => Uint8Array<ArrayBuffer>} weights as a file
 * @property {(what: { drawing: Drawing, seed: number, hand: number }) => Drawing} redraw gives another hand's version
 * @property {(at: { weights: Uint8Array, seed: number | null, symbols: Symbols, steps: number }) => Look[]} look at the
 *   first layer before the first step and after each; from weights, or from random ones of a seed in their place
 *
 * @typedef {{ [Op in keyof Operations]: { op: Op, argument: Parameters<Operations[Op]>[0] } }[keyof Operations]} Request
 */

export {};
