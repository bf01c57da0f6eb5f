// @ts-check

/**
 * What the page asks the worker that trains. The messages around it are in `classifier/protocol.js`.
 *
 * @typedef {number[][]} Drawing strokes `[x0, y0, x1, y1, …]`
 * @typedef {{ examples: Drawing[], input: Drawing }} Symbols the visitor's own
 *
 * @typedef {object} Status
 * @property {number} tasks learned so far
 * @property {number} planned tasks
 * @property {number} [accuracy] on glyphs of unseen alphabets, measured now and then
 * @property {number[]} [answer] the probability of each of the visitor's symbols, asked for now and then
 *
 * @typedef {object} Operations
 * @property {(start: { seed: number, tasks: number, weights?: Uint8Array }) => Status} begin from untrained weights, or
 *   from those of a file
 * @property {(plan: { tasks: number }) => Status} plan sets how many tasks are learned altogether
 * @property {(how: { symbols: Symbols | undefined }) => Status} run learns a few tasks more
 * @property {(what: { symbols: Symbols }) => number[]} answer
 * @property {(nothing: {}) => Uint8Array} weights as a file
 * @property {(what: { drawing: Drawing, seed: number, hand: number }) => Drawing} redraw gives another hand's version
 *
 * @typedef {{ [Op in keyof Operations]: { op: Op, argument: Parameters<Operations[Op]>[0] } }[keyof Operations]} Request
 */

export {};
