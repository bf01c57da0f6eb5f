// The gradients of a 3x3 convolution with stride 2 and a border of 1: by TensorFlow.js's own kernels where
// they are, else out of convolutions that the wasm backend has.

import {
  concat, conv2d, Conv2DBackpropFilter, Conv2DBackpropInput, depthToSpace, engine, matMul, pad,
  reshape, reverse, slice, stridedSlice, transpose,
} from '@tensorflow/tfjs-core';

const attributes = { strides: [2, 2], pad: 1, dataFormat: 'NHWC', dimRoundingMode: 'floor' };

/** The backend's own kernels. */
export const own = {
  ofWeights: (x, dy, filterShape) =>
    engine().runKernel(Conv2DBackpropFilter, { x, dy }, { ...attributes, filterShape }),
  ofInput: (dy, filter, inputShape) =>
    engine().runKernel(Conv2DBackpropInput, { dy, filter }, { ...attributes, inputShape }),
};

/** As a product of a matrix of patches. */
export function weightsByProduct(x, dy, [,, channelsIn, channelsOut]) {
  const [batch, height, width] = dy.shape;
  const bordered = pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]);
  const patches = [];
  for (let v = 0; v < 3; v++) {
    for (let u = 0; u < 3; u++) {
      const end = [batch, v + 2 * height - 1, u + 2 * width - 1, channelsIn];
      patches.push(stridedSlice(bordered, [0, v, u, 0], end, [1, 2, 2, 1]));
    }
  }
  const matrix = reshape(concat(patches, 3), [batch * height * width, 9 * channelsIn]);
  const d = matMul(transpose(matrix), reshape(dy, [-1, channelsOut]));
  return reshape(d, [3, 3, channelsIn, channelsOut]);
}

/** As a convolution over images whose channels are the batch, with the gradient as its filter, spread out. */
export function weightsByConvolution(x, dy) {
  const bordered = pad(transpose(x, [3, 1, 2, 0]), [[0, 0], [1, 1], [1, 1], [0, 0]]);
  const d = conv2d(bordered, transpose(dy, [1, 2, 0, 3]), 1, 'valid', 'NHWC', 2);
  const [channelsIn, , , channelsOut] = d.shape;
  return transpose(slice(d, [0, 0, 0, 0], [channelsIn, 3, 3, channelsOut]), [1, 2, 0, 3]);
}

/**
 * As a convolution with stride 1 whose 2x2 filters make four pixels at once, put in their places after it:
 * even ones get from two neighbours, odd ones from one.
 */
export function inputByConvolution(dy, filter, [, height, width, channelsIn]) {
  const channelsOut = filter.shape[3];
  // In rows 0 to 3, the last all zero, is 2 * which neighbour + which pixel.
  const parts = reshape(pad(filter, [[0, 1], [0, 1], [0, 0], [0, 0]]), [2, 2, 2, 2 * channelsIn * channelsOut]);
  const turned = reverse(parts, [0, 2]);
  const byTap = transpose(reshape(turned, [2, 2, 2, 2, channelsIn, channelsOut]), [0, 2, 5, 1, 3, 4]);
  const filters = reshape(byTap, [2, 2, channelsOut, 4 * channelsIn]);
  const spread = depthToSpace(conv2d(dy, filters, 1, 1), 2);
  return slice(spread, [0, 1, 1, 0], [dy.shape[0], height, width, channelsIn]);
}


/** For a backend that has no kernels of its own, or slow ones. */
export const outOfConvolutions = { ofWeights: weightsByConvolution, ofInput: inputByConvolution };
