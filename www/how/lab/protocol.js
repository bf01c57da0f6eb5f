// @ts-check

/**
 * What the figures ask their worker. The messages around it are in `classifier/protocol.js`.
 *
 * @typedef {Record<string, number>} Settings by the names of the library
 * @typedef {{ amplitude: number, phase: number, inputs: Float32Array, targets: Float32Array }} Task
 * @typedef {{ settings: Settings, task: Task, theta: Float32Array, steps: number, grid: Float32Array }} Adaptation
 * @typedef {{ fits: Float32Array, losses: Float32Array, pointLosses: Float32Array }} Adapted each after every step, and
 *   before the first
 * @typedef {{ amplitude: number, phase: number, inputs: Float32Array }} Wave
 * @typedef {{ theta: Float32Array, inner: Float32Array, nearest: Float32Array, joint: Float32Array }} Path
 * @typedef {{ settings: Settings, joint: boolean, steps: number }} Order
 * @typedef {{ metaIteration: number, total: number, loss: number, seconds: number,
 *   theta: Float32Array }} Progress `loss`: on the fixed curve, after `steps` gradient steps
 *
 * @typedef {object} Operations
 * @property {(settings: Settings) => Float32Array} initialize gives untrained weights
 * @property {(which: { settings: Settings, number: number }) => Wave} wave gives a held-out task
 * @property {(what: Adaptation) => Adapted} adapt
 * @property {(settings: Settings) => Path} twoTasks gives Reptile's path between two tasks in the plane
 * @property {(order: Order, report: (progress: Progress) => void) => void} train reports its progress
 *
 * @typedef {{ [Op in keyof Operations]: { op: Op, argument: Parameters<Operations[Op]>[0] } }[keyof Operations]} Request
 */

export {};
