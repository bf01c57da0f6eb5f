// The job in TensorFlow.js, on whatever backend the entry of a bundle brings, written either way.

import { dispose, engine, tensor, tidy } from '@tensorflow/tfjs-core';
import { offer } from './calls.js';

const SIDE_PX = 28;

/**
 * @param {Promise<unknown>} ready when the backend is there
 * @param {{ open: Function, run: Function }} way `tensorflow-usual.js` or `tensorflow-by-hand.js`
 * @param {object} convolution how the backend gets the gradients of a convolution
 */
export function offerJob(ready, way, convolution) {
  let job;
  const classify = (episode, losses) => tidy(() => way.run(job, tensorsOf(episode), convolution, losses));

  offer({
    open(weights) {
      job = way.open(weights);
    },

    /** The milliseconds of each episode, from pixels to probabilities. */
    async jobs(episodes) {
      const ms = [];
      for (const episode of episodes) {
        const start = performance.now();
        const answer = classify(episode);
        await answer.data();
        ms.push(performance.now() - start);
        answer.dispose();
      }
      return ms;
    },

    /** The losses and probabilities of episodes. */
    async answers(episodes) {
      const all = [];
      for (const episode of episodes) {
        const losses = [];
        const answer = classify(episode, losses);
        const values = await Promise.all([...losses, answer].map((value) => value.data()));
        dispose([...losses, answer]);
        all.push({ losses: values.slice(0, -1).map(([loss]) => loss), probabilities: [...values.at(-1)] });
      }
      return all;
    },

    /** How many tensors there are: a leak would show. */
    tensors: () => engine().memory().numTensors,
  }, ready);
}

/** The shape of each stage's convolution. */
export function stagesOf(filters) {
  return filters.map((channels, i) => ({ shape: [3, 3, filters[i - 1] ?? 1, channels], channels }));
}

function tensorsOf({ support, classes, query }) {
  const ways = Math.max(...classes) + 1;
  const oneHot = classes.flatMap((label) => Array.from({ length: ways }, (_, i) => (i === label ? 1 : 0)));
  const shots = (label) => classes.filter((other) => other === label).length;
  return {
    images: imagesOf(support),
    all: imagesOf([...support, query]),
    labels: tensor(oneHot, [classes.length, ways]),
    rowWeights: tensor(classes.map((label) => 1 / shots(label)), [classes.length, 1]),
  };
}

function imagesOf(pixels) {
  const values = new Float32Array(pixels.length * SIDE_PX * SIDE_PX);
  pixels.forEach((image, i) => values.set(image, i * image.length));
  return tensor(values, [pixels.length, SIDE_PX, SIDE_PX, 1]);
}
