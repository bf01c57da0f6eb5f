// The job in TensorFlow.js as its documentation teaches it: variables, `moments` and `batchNorm`, gradients
// by `variableGrads`, its own optimizers. What a backend cannot differentiate has a gradient of ours.

import {
  add, AdamOptimizer, batchNorm, conv2d, customGrad, keep, logSoftmax, matMul, moments, mul, neg, relu, reshape,
  rsqrt, SGDOptimizer, slice, softmax, square, sum, tensor, variable, variableGrads, zeros,
} from '@tensorflow/tfjs-core';
import { stagesOf } from './tensorflow-worker.js';

const DECAY = 0.999;
const NORM_EPSILON = 1e-5;
const EPSILON = 1e-8;

/** What stays from episode to episode: the weights to start from, and the variables. */
export function open({ filters, parameters, secondMoments, optimizer, ...how }) {
  if (secondMoments.length > 0 || optimizer !== 'adam') throw new Error('its own Adam starts from nothing known');
  let start = 0;
  const next = (shape) => {
    const size = shape.reduce((product, length) => product * length);
    start += size;
    return keep(tensor(parameters.subarray(start - size, start), shape));
  };
  const starts = stagesOf(filters).flatMap(({ shape, channels }) => [next(shape), next([channels]), next([channels])]);
  return { ...how, starts, features: filters.at(-1) * 4, body: starts.map((value) => variable(value)) };
}

/** The probabilities of the query; the losses go to `losses`, if there is one. */
export function run(job, { images, labels, rowWeights, all }, convolution, losses) {
  const { starts, body, features, steps, learningRate, headLearningRate } = job;
  body.forEach((value, i) => value.assign(starts[i]));
  const head = variable(zeros([features, labels.shape[1]]));
  const adam = new AdamOptimizer(learningRate, 0, DECAY, EPSILON);
  const sgd = new SGDOptimizer(headLearningRate);
  const loss = () => sum(mul(neg(rowWeights), mul(labels, logSoftmax(logitsOf(body, head, images, convolution)))));
  const inBody = new Set(body.map(({ name }) => name));
  for (let i = 0; i < steps; i++) {
    const { value, grads } = variableGrads(loss, [...body, head]);
    losses?.push(keep(value));
    const gradients = Object.entries(grads).map(([name, tensor]) => ({ name, tensor }));
    adam.applyGradients(gradients.filter(({ name }) => inBody.has(name)));
    sgd.applyGradients(gradients.filter(({ name }) => !inBody.has(name)));
  }
  losses?.push(keep(loss()));
  const answer = softmax(slice(logitsOf(body, head, all, convolution), [images.shape[0], 0]));
  adam.dispose();
  sgd.dispose();
  head.dispose();
  return answer;
}

function logitsOf(body, head, images, convolution) {
  let x = images;
  for (let i = 0; i < body.length; i += 3) {
    const [weights, scale, shift] = body.slice(i, i + 3);
    const convolved = convolve(convolution, i === 0)(x, weights);
    const { mean, variance } = moments(convolved, [0, 1, 2]);
    const normalized = batchNorm(convolved, mean, variance, shift, scale, NORM_EPSILON);
    x = i + 3 < body.length ? relu(normalized) : normalized;
  }
  const features = reshape(x, [images.shape[0], -1]);
  return matMul(mul(features, rsqrt(add(sum(square(features), 1, true), EPSILON))), head);
}

/** The gradient of the images is not needed. */
const convolve = (convolution, isFirst) => customGrad((x, weights, save) => {
  save([x, weights]);
  return {
    value: conv2d(x, weights, 2, 1, 'NHWC', 1, 'floor'),
    gradFunc: (dy, [x, weights]) => [
      isFirst ? zeros(x.shape) : convolution.ofInput(dy, weights, x.shape),
      convolution.ofWeights(x, dy, weights.shape),
    ],
  };
});
