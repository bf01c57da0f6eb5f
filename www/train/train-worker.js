// @ts-check
import { serve } from '../classifier/serve.js';
import * as glue from './reptile_train.js';

/**
 * @typedef {import('./protocol.js').Drawing} Drawing
 * @typedef {import('./protocol.js').Request} Request
 * @typedef {import('./protocol.js').Status} Status
 * @typedef {import('./protocol.js').Symbols} Symbols
 */

/** As many tasks has an outer update. */
const TASKS_A_STEP = 4;
/** Between two of these the page is told how far it is, and may stop. */
const STEPS_A_RUN = 5;
/** The accuracy is measured, and the visitor's symbols are answered, every hundred tasks. */
const STEPS_A_MEASUREMENT = 25;
const EPISODES = 60;
/** A filter of the first layer has as many weights. */
const FILTER_LENGTH = 9;

/** @type {glue.Training | undefined} */
let training;

function current() {
  if (!training) throw new Error('No training has begun.');
  return training;
}

/** @returns {Status} */
const progress = () => ({ tasks: current().tasks(), planned: current().planned() * TASKS_A_STEP });

const theta = () => /** @type {Uint8Array<ArrayBuffer>} */ (current().weights());

/** @returns {Status} */
const status = () => ({ ...progress(), accuracy: current().accuracy(EPISODES), weights: theta() });

/** @param {number} tasks */
const steps = (tasks) => Math.ceil(tasks / TASKS_A_STEP);

/** @param {Symbols} symbols */
function answer({ examples, input }) {
  const asked = sketchOf(input);
  try {
    return [...current().answer(examples.map(sketchOf), asked)];
  } finally {
    asked.free();
  }
}

/** @param {import('./protocol.js').DrawingFile[]} files */
function collected(files) {
  const drawings = new glue.Drawings();
  try {
    files.forEach(({ name, bytes }) => drawings.read(name, bytes));
  } catch (error) {
    drawings.free();
    throw error;
  }
  return drawings;
}

/** @param {Drawing} drawing */
const sketchOf = (drawing) => glue.Sketch.strokes(...flat(drawing));

/** @param {Drawing} drawing @returns {[Float32Array, Uint32Array]} */
const flat = (drawing) => [Float32Array.from(drawing.flat()), Uint32Array.from(drawing, ({ length }) => length)];

/** @type {import('./protocol.js').Operations} */
const operations = {
  begin({ seed, tasks, learned = 0, weights, files }) {
    const drawings = files?.length ? collected(files) : undefined;
    const [classes, count] = drawings ? [drawings.classes(), drawings.drawings()] : [0, 0];
    // The training takes the drawings over.
    const begun = new glue.Training(seed, steps(tasks), drawings, weights, steps(learned));
    training?.free();
    training = begun;
    return { ...status(), source: { classes, drawings: count, isMeasuredOnDrawings: begun.isMeasuredOnDrawings() } };
  },

  plan({ tasks }) {
    current().plan(steps(tasks));
    return status();
  },

  run({ symbols }) {
    const first = current().iteration();
    current().run(STEPS_A_RUN);
    const last = current().iteration();
    const isDue = Math.floor(first / STEPS_A_MEASUREMENT) < Math.floor(last / STEPS_A_MEASUREMENT)
      || last === current().planned();
    if (!isDue) return progress();
    return { ...status(), ...(symbols && { answer: answer(symbols) }) };
  },

  answer: ({ symbols }) => answer(symbols),

  weights: theta,

  look({ weights, seed, symbols: { examples, input }, steps }) {
    const inner = new glue.InnerLoop(weights, seed ?? undefined);
    const asked = sketchOf(input);
    try {
      return Array.from({ length: steps + 1 }, (_, step) => {
        const values = inner.look(examples.map(sketchOf), asked, step);
        const length = FILTER_LENGTH * inner.filters();
        return { filters: values.slice(0, length), maps: values.slice(length) };
      });
    } finally {
      asked.free();
      inner.free();
    }
  },

  redraw({ drawing, seed, hand }) {
    const redrawn = new glue.Redrawn(...flat(drawing), seed, hand);
    try {
      const values = [...redrawn.values()];
      let at = 0;
      return [...redrawn.lengths()].map((length) => values.slice(at, (at += length)));
    } finally {
      redrawn.free();
    }
  },
};

serve(
  (wasm) => glue.default({ module_or_path: wasm }),
  (_, /** @type {Request} */ { op, argument }) => {
    const run = /** @type {(argument: any) => unknown} */ (operations[op]);
    return run(argument);
  },
);
