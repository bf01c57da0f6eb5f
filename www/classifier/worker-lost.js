// @ts-check
// How the death of a worker is noticed, and what it is called. What follows from it: `worker-client.js` fails what the
// worker was asked, `host.js` tells the classifiers, and `classifier.js` starts another, which learns the examples again.

import { ReptileError } from './errors.js';

/** The cause of an error where nothing was heard of a worker. */
export const SILENCE = 'silence';

/** @param {string} why @param {unknown} [cause] */
export const lostError = (why, cause) => new ReptileError('worker-lost', `The worker stopped: ${why}.`, cause);

/**
 * How many lost workers in a row are replaced: the next one most often works. Where as many have fallen silent, it is this
 * thread that computes.
 */
export const MOST_LOSSES = 2;

/** How often is looked. */
const TICK_MS = 500;

/** How long a worker may take to start, once it has the wasm. */
export const START_MS = 8000;
/** How long a worker may be silent over any request, far longer than the slowest phones need. */
const REQUEST_MS = 6000;
const PER_EXAMPLE_AND_STEP_MS = 50;
const PER_PIXEL_MS = 1e-3;
/** And over a part of a training. */
export const TRAINING_MS = 60_000;
/** What weights may be made for. */
const USUAL_STEPS = 10;

/**
 * How long a worker may be silent over a request before it is taken for dead: some browsers end workers of pages in the
 * background, and say nothing.
 * @param {import('./protocol.js').Request} request
 */
export function patienceFor({ argument }) {
  const { drawings = [], steps = USUAL_STEPS, query } = /** @type {any} */ (argument ?? {});
  let pixels = 0;
  for (const drawing of [...drawings, query ?? argument]) pixels += drawing?.data ? drawing.width * drawing.height : 0;
  return REQUEST_MS + drawings.length * steps * PER_EXAMPLE_AND_STEP_MS + pixels * PER_PIXEL_MS;
}

/**
 * Calls `onEnd` once when `patienceMs` have passed in which this thread could have heard something: a page that slept,
 * or was busy itself, has missed nothing.
 *
 * @param {number} patienceMs
 * @param {() => void} onEnd
 * @returns {() => void} stops it
 */
export function wait(patienceMs, onEnd) {
  let left = patienceMs / TICK_MS;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    onEnd();
  }, TICK_MS);
  return () => clearInterval(timer);
}
