// @ts-check

/**
 * @typedef {import('../index.js').SketchClassifier} SketchClassifier
 * @typedef {{ label: string, drawing: number[][] }} Shown a drawing, and the number of its class
 *
 * @typedef {object} Moment what the network says after so many steps
 * @property {number} loss in nats, over all examples together
 * @property {number[][]} examples for each example the probability of each class
 * @property {number[] | undefined} input the same for the last drawing, if there is one
 *
 * @typedef {object} Course
 * @property {Moment[]} moments before the first step, and after each
 * @property {number} madeFor how many steps the weights were made for
 */

/**
 * Learns the examples with 0 steps, 1 step, and so on, and asks each time what everything is: the inner loop, seen from
 * outside.
 *
 * @param {SketchClassifier} classifier
 * @param {Shown[]} examples
 * @param {number[][]} input
 * @param {number | null} steps null: as many as the weights were made for
 * @param {() => boolean} isStale whether something has changed since
 * @returns {Promise<Course | undefined>} undefined if something has
 */
export async function courseOf(classifier, examples, input, steps, isStale) {
  const { losses } = await classifier.adapt(examples);
  const madeFor = losses.length - 1;
  const ask = async (/** @type {number[][]} */ drawing) =>
    (await classifier.classify(drawing)).predictions.map(({ probability }) => probability);
  /** @type {Moment[]} */
  const moments = [];
  for (let step = 0; step <= (steps ?? madeFor); step++) {
    if (isStale()) return undefined;
    const learned = await classifier.adapt(examples, { steps: step });
    moments.push({
      loss: learned.losses[step],
      examples: await Promise.all(examples.map(({ drawing }) => ask(drawing))),
      input: input.length > 0 ? await ask(input) : undefined,
    });
  }
  return { moments, madeFor };
}

/**
 * Between two moments, for a picture that moves.
 * @param {Moment[]} moments
 * @param {number} step with a fraction
 * @returns {Moment}
 */
export function momentAt(moments, step) {
  const before = Math.min(Math.floor(step), moments.length - 1);
  const [a, b] = [moments[before], moments[Math.min(before + 1, moments.length - 1)]];
  const share = step - before;
  const mixed = (/** @type {number[]} */ x, /** @type {number[]} */ y) => x.map((value, i) => value + share * (y[i] - value));
  return {
    loss: a.loss + share * (b.loss - a.loss),
    examples: a.examples.map((each, i) => mixed(each, b.examples[i])),
    input: a.input && b.input && mixed(a.input, b.input),
  };
}
