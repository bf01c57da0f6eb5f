// @ts-check
import { isList, pack } from './drawing.js';
import { reading, ReptileError } from './errors.js';
import { shown } from './kind.js';

/** How many classes a task may have. */
export const WAYS = { min: 2, max: 20 };
const MAX_STEPS = 100;

/**
 * The support set of a task, checked and copied.
 * @typedef {object} Support
 * @property {string[]} labels in the order in which they first came
 * @property {Uint32Array} classes which label each drawing has
 * @property {import('./drawing.js').PackedDrawing[]} drawings
 * @property {number | undefined} steps inner steps; undefined: what the weights were made for
 */

/**
 * @param {unknown} examples
 * @param {unknown} steps
 * @returns {Support}
 */
export const packSupport = (examples, steps) => reading('bad-setting', () => checkedSupport(examples, steps));

/** @type {typeof packSupport} */
function checkedSupport(examples, steps) {
  if (!isList(examples)) {
    throw new ReptileError('bad-setting', 'The examples must be an array of { label, drawing }.');
  }
  const checkedSteps = checkSteps(steps);
  /** @type {Map<string, number>} */
  const classOf = new Map();
  const classes = [];
  const drawings = [];
  for (let i = 0; i < examples.length; i++) {
    const { label, drawing } = /** @type {{ label?: unknown, drawing?: unknown }} */ (
      examples[i] ?? {}
    );
    if (typeof label !== 'string') {
      throw new ReptileError('bad-setting', `The label of example ${i} is not a string.`);
    }
    if (!classOf.has(label)) classOf.set(label, classOf.size);
    classes.push(classOf.get(label) ?? 0);
    drawings.push(pack(drawing));
  }
  if (classOf.size < WAYS.min || classOf.size > WAYS.max) {
    throw new ReptileError(
      'bad-setting',
      `There must be ${WAYS.min} to ${WAYS.max} different labels, not ${classOf.size}.`,
    );
  }
  return { labels: [...classOf.keys()], classes: Uint32Array.from(classes), drawings, steps: checkedSteps };
}

/**
 * @param {unknown} steps
 * @returns {number | undefined}
 */
function checkSteps(steps) {
  if (steps === undefined) return undefined;
  if (typeof steps !== 'number' || !Number.isInteger(steps) || steps < 0 || steps > MAX_STEPS) {
    throw new ReptileError('bad-setting', `steps is ${shown(steps)}; it must be a whole number from 0 to ${MAX_STEPS}.`);
  }
  return steps;
}
