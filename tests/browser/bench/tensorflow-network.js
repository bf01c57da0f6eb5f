// The network of src/net, and its gradient, in TensorFlow.js: convolution 3x3 with stride 2, batch
// normalisation, scale, shift, rectified linear unit (not after the last); features of length 1; a
// linear head. The gradient is written by hand, as ours is, so that no tape is kept and no operation
// is there that is not needed. A sum over rows is a product with ones: faster than any reduction.

import {
  add, concat, conv2d, div, matMul, mul, ones, relu, reshape, rsqrt, slice, softmax, split, sqrt, square, step,
  sub, sum, transpose,
} from '@tensorflow/tfjs-core';

const NORM_EPSILON = 1e-5;
const LENGTH_EPSILON = 1e-8;

/** Its stages, and where each one's parameters lie in the flat vector. */
export function network(filters) {
  let before = 1;
  const stages = filters.map((after) => {
    const stage = { shape: [3, 3, before, after], channels: after, size: 9 * before * after };
    before = after;
    return stage;
  });
  const sizes = stages.flatMap(({ size, channels }) => [size, channels, channels]);
  return { stages, sizes };
}

/** What a pass over images `[rows, 28, 28, 1]` computes, for the gradient too. */
export function forward({ stages, sizes }, parameters, head, images) {
  const parts = split(parameters, sizes);
  let input = images;
  const tape = stages.map(({ shape }, i) => {
    const [weights, scale, shift] = [reshape(parts[3 * i], shape), parts[3 * i + 1], parts[3 * i + 2]];
    const made = stageForward(input, { weights, scale, shift }, i + 1 < stages.length);
    input = made.output;
    return made;
  });
  const features = reshape(input, [images.shape[0], -1]);
  const inverseLength = rsqrt(add(sum(square(features), 1, true), LENGTH_EPSILON));
  const scaled = mul(features, inverseLength);
  return { tape, inverseLength, features: scaled, logits: matMul(scaled, head) };
}

/** The gradient of the parameters and of the head, given what `forward` made and that of the logits. */
export function backward({ tape, inverseLength, features }, head, dLogits, convolution) {
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

/** Rows of channels: normalisation does not care for where a pixel lies. */
const rowsOf = (values) => reshape(values, [-1, values.shape.at(-1)]);
const sumOfRows = (values) => reshape(matMul(ones([1, values.shape[0]]), values), [-1]);

function stageForward(input, { weights, scale, shift }, rectify) {
  const convolved = conv2d(input, weights, 2, 1, 'NHWC', 1, 'floor');
  const values = rowsOf(convolved);
  const count = values.shape[0];
  const centred = sub(values, div(sumOfRows(values), count));
  const inverse = rsqrt(add(div(sumOfRows(square(centred)), count), NORM_EPSILON));
  const normalized = mul(centred, inverse);
  const shifted = add(mul(normalized, scale), shift);
  const output = reshape(rectify ? relu(shifted) : shifted, convolved.shape);
  return { input, weights, scale, inverse, normalized, rectify, output };
}

function stageBackward({ input, weights, scale, inverse, normalized, rectify, output }, d, needsInput, convolution) {
  const dShifted = rowsOf(rectify ? mul(d, step(output)) : d);
  const count = normalized.shape[0];
  const dShift = sumOfRows(dShifted);
  const dScale = sumOfRows(mul(dShifted, normalized));
  const middle = add(div(dShift, count), mul(normalized, div(dScale, count)));
  const dConvolved = reshape(mul(sub(dShifted, middle), mul(scale, inverse)), output.shape);
  return {
    weights: convolution.ofWeights(input, dConvolved, weights.shape),
    scale: dScale,
    shift: dShift,
    input: needsInput ? convolution.ofInput(dConvolved, weights, input.shape) : undefined,
  };
}

/** Adam without first moments for the parameters. */
export function adam(parameters, gradient, moments, { learningRate, unbias, decay, epsilon }) {
  const next = add(mul(moments, decay), mul(square(gradient), 1 - decay));
  const moved = div(mul(gradient, learningRate), add(sqrt(mul(next, unbias)), epsilon));
  return { parameters: sub(parameters, moved), moments: next };
}

export const probabilities = (logits) => softmax(logits);

/** The last row. */
export const lastOf = (values) => slice(values, [values.shape[0] - 1, 0]);
