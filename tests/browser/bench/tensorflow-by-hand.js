// The job in TensorFlow.js as fast as we could get it: the gradients are written by hand, as ours are, so
// that no tape is kept and no operation is there that is not needed; all parameters are one vector; a sum
// over rows is a product with ones, which is faster than its reductions.

import {
  add, concat, conv2d, div, keep, log, matMul, mul, relu, reshape, rsqrt, scalar, slice, softmax, sqrt, square,
  step, sub, sum, tensor, transpose, zeros,
} from '@tensorflow/tfjs-core';
import { stagesOf } from './tensorflow-worker.js';

const NORM_EPSILON = 1e-5;
const LENGTH_EPSILON = 1e-8;

const DECAY = 0.999;
const EPSILON = 1e-8;

/** What stays from episode to episode: `weights` is what the engine's own worker says of its own. */
export function open({ filters, parameters, secondMoments, ...how }) {
  const isKnown = secondMoments.length > 0;
  return {
    ...how,
    stages: stagesOf(filters),
    parameters: keep(tensor(parameters)),
    moments: keep(isKnown ? tensor(secondMoments) : zeros([parameters.length])),
    decayed: isKnown ? 0 : 1,
  };
}

/** The probabilities of the query; the losses go to `losses`, if there is one. */
export function run(job, { images, labels, rowWeights, all }, convolution, losses) {
  const { stages, steps, learningRate, headLearningRate, optimizer } = job;
  let { parameters, moments, decayed } = job;
  let head = zeros([stages.at(-1).channels * 4, labels.shape[1]]);
  // The loss after the last step is one pass more.
  for (let i = 0; i < (losses ? steps + 1 : steps); i++) {
    const pass = forward(stages, parameters, head, images);
    const likely = softmax(pass.logits);
    losses?.push(keep(sum(mul(mul(labels, log(likely)), mul(rowWeights, -1)))));
    if (i === steps) break;
    const gradient = backward(pass, head, mul(sub(likely, labels), rowWeights), convolution);
    if (optimizer === 'adam') {
      decayed *= DECAY;
      ({ parameters, moments } = adam(parameters, gradient.parameters, moments, learningRate, decayed));
    } else {
      parameters = sub(parameters, mul(gradient.parameters, number(learningRate)));
    }
    head = sub(head, mul(gradient.head, number(headLearningRate)));
  }
  const { logits } = forward(stages, parameters, head, all);
  return softmax(slice(logits, [images.shape[0], 0]));
}

/** What a pass over images `[rows, 28, 28, 1]` computes, for the gradient too. */
function forward(stages, parameters, head, images) {
  let start = 0;
  const next = (shape) => {
    const size = shape.reduce((product, length) => product * length);
    start += size;
    return reshape(slice(parameters, [start - size], [size]), shape);
  };
  let input = images;
  const tape = stages.map(({ shape, channels }, i) => {
    const [weights, scale, shift] = [next(shape), next([channels]), next([channels])];
    const made = stageForward(input, { weights, scale, shift }, i + 1 < stages.length);
    input = made.output;
    return made;
  });
  const features = reshape(input, [images.shape[0], -1]);
  const inverseLength = rsqrt(add(sum(square(features), 1, true), number(LENGTH_EPSILON)));
  const scaled = mul(features, inverseLength);
  return { tape, inverseLength, features: scaled, logits: matMul(scaled, head) };
}

/** The gradient of the parameters and of the head, given what `forward` made and that of the logits. */
function backward({ tape, inverseLength, features }, head, dLogits, convolution) {
  const dHead = matMul(transpose(features), dLogits);
  const dScaled = matMul(dLogits, transpose(head));
  const along = sum(mul(dScaled, features), 1, true);
  let d = mul(inverseLength, sub(dScaled, mul(along, features)));
  const gradients = [];
  for (let i = tape.length - 1; i >= 0; i--) {
    const made = stageBackward(tape[i], reshape(d, tape[i].output.shape), i > 0, convolution);
    gradients.unshift(reshape(made.weights, [-1]), made.scale, made.shift);
    d = made.input;
  }
  return { parameters: concat(gradients), head: dHead };
}

/** Rows of channels: normalisation does not depend on where a pixel lies. */
const rowsOf = (values) => reshape(values, [-1, values.shape.at(-1)]);
const sumOfRows = (values) => weighted(values, 1);
const meanOfRows = (values) => weighted(values, 1 / values.shape[0]);
const weighted = (values, weight) => reshape(matMul(row(values.shape[0], weight), values), [-1]);

/** Constants are made once, and stay. */
const constants = new Map();
function constant(key, make) {
  if (!constants.has(key)) constants.set(key, keep(make()));
  return constants.get(key);
}
const number = (value) => constant(value, () => scalar(value));
const row = (length, value) => constant(`${length} ${value}`, () => tensor(Array(length).fill(value), [1, length]));

function stageForward(input, { weights, scale, shift }, rectify) {
  const convolved = conv2d(input, weights, 2, 1, 'NHWC', 1, 'floor');
  const values = rowsOf(convolved);
  const centred = sub(values, meanOfRows(values));
  const inverse = rsqrt(add(meanOfRows(square(centred)), number(NORM_EPSILON)));
  const normalized = mul(centred, inverse);
  const shifted = add(mul(normalized, scale), shift);
  const output = reshape(rectify ? relu(shifted) : shifted, convolved.shape);
  return { input, weights, scale, inverse, normalized, rectify, output };
}

function stageBackward({ input, weights, scale, inverse, normalized, rectify, output }, d, needsInput, convolution) {
  const dShifted = rowsOf(rectify ? mul(d, step(output)) : d);
  const share = number(1 / normalized.shape[0]);
  const dShift = sumOfRows(dShifted);
  const dScale = sumOfRows(mul(dShifted, normalized));
  const middle = add(mul(dShift, share), mul(normalized, mul(dScale, share)));
  const dConvolved = reshape(mul(sub(dShifted, middle), mul(scale, inverse)), output.shape);
  return {
    weights: convolution.ofWeights(input, dConvolved, weights.shape),
    scale: dScale,
    shift: dShift,
    input: needsInput ? convolution.ofInput(dConvolved, weights, input.shape) : undefined,
  };
}

/** Adam without first moments. */
function adam(parameters, gradient, before, learningRate, decayed) {
  const moments = add(mul(before, number(DECAY)), mul(square(gradient), number(1 - DECAY)));
  const unbiased = mul(moments, scalar(1 / (1 - decayed)));
  const moved = div(mul(gradient, number(learningRate)), add(sqrt(unbiased), number(EPSILON)));
  return { parameters: sub(parameters, moved), moments };
}
