// The job in TensorFlow.js, on whatever backend the entry of a bundle brings.

import { dispose, engine, keep, log, mul, sub, sum, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { offer } from './calls.js';
import { adam, backward, forward, lastOf, network, probabilities } from './tensorflow-network.js';

const EPSILON = 1e-8;
const DECAY = 0.999;
const SIDE_PX = 28;

/**
 * @param {Promise<unknown>} ready when the backend is there
 * @param {object} convolution how it gets the gradients of a convolution
 */
export function offerJob(ready, convolution) {
  let job;
  const functions = {
    /** What the engine's own worker says of its weights. */
    open({ filters, parameters, secondMoments, ...how }) {
      dispose(job ? [job.parameters, job.moments] : []);
      const isKnown = secondMoments.length > 0;
      job = {
        ...how,
        net: network(filters),
        parameters: keep(tensor(parameters)),
        moments: keep(isKnown ? tensor(secondMoments) : zeros([parameters.length])),
        decayed: isKnown ? 0 : 1,
      };
    },

    /** The milliseconds of each episode, from pixels to probabilities. */
    async jobs(episodes) {
      const ms = [];
      for (const episode of episodes) {
        const start = performance.now();
        const answer = tidy(() => run(job, episode, convolution).probabilities);
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
        const answer = tidy(() => run(job, episode, convolution, losses).probabilities);
        const values = await Promise.all([...losses, answer].map((value) => value.data()));
        dispose([...losses, answer]);
        all.push({ losses: values.slice(0, -1).map(([loss]) => loss), probabilities: [...values.at(-1)] });
      }
      return all;
    },

    /** How many tensors there are: a leak would show. */
    tensors: () => engine().memory().numTensors,
  };
  offer(functions, ready);
}

/** The losses are computed only where somebody asks for them. */
function run(job, { support, classes, query }, convolution, losses) {
  const { net, steps, learningRate, headLearningRate, optimizer } = job;
  const ways = Math.max(...classes) + 1;
  const images = imagesOf(support);
  const labels = tensor(classes.flatMap((label) => oneOf(ways, label)), [classes.length, ways]);
  const shots = Array.from({ length: ways }, (_, i) => classes.filter((label) => label === i).length);
  const rowWeights = tensor(classes.map((label) => 1 / shots[label]), [classes.length, 1]);
  let { parameters, moments, decayed } = job;
  let head;
  for (let i = 0; i <= steps; i++) {
    if (i === steps && !losses) break;
    head ??= zeros([net.stages.at(-1).channels * 4, ways]);
    const pass = forward(net, parameters, head, images);
    const likely = probabilities(pass.logits);
    losses?.push(keep(sum(mul(mul(labels, log(likely)), mul(rowWeights, -1)))));
    if (i === steps) break;
    const gradient = backward(pass, head, mul(sub(likely, labels), rowWeights), convolution);
    if (optimizer === 'adam') {
      decayed *= DECAY;
      const how = { learningRate, unbias: 1 / (1 - decayed), decay: DECAY, epsilon: EPSILON };
      ({ parameters, moments } = adam(parameters, gradient.parameters, moments, how));
    } else {
      parameters = sub(parameters, mul(gradient.parameters, learningRate));
    }
    head = sub(head, mul(gradient.head, headLearningRate));
  }
  const all = forward(net, parameters, head, imagesOf([...support, query]));
  return { probabilities: probabilities(lastOf(all.logits)) };
}

function imagesOf(pixels) {
  const values = new Float32Array(pixels.length * SIDE_PX * SIDE_PX);
  pixels.forEach((image, i) => values.set(image, i * image.length));
  return tensor(values, [pixels.length, SIDE_PX, SIDE_PX, 1]);
}

const oneOf = (count, which) => Array.from({ length: count }, (_, i) => (i === which ? 1 : 0));
