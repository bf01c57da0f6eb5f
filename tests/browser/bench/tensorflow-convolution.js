// The gradients of a 3x3 convolution with stride 2 and a border of 1.

import { conv2d, Conv2DBackpropFilter, Conv2DBackpropInput, engine, pad, slice, transpose } from '@tensorflow/tfjs-core';

const attributes = { strides: [2, 2], pad: 1, dataFormat: 'NHWC', dimRoundingMode: 'floor' };

const ofInput = (dy, filter, inputShape) =>
  engine().runKernel(Conv2DBackpropInput, { dy, filter }, { ...attributes, inputShape });

/** By the backend's own kernels. */
export const own = {
  ofInput,
  ofWeights: (x, dy, filterShape) =>
    engine().runKernel(Conv2DBackpropFilter, { x, dy }, { ...attributes, filterShape }),
};

/**
 * The wasm backend has no kernel for the gradient of the weights. It is a convolution, too: over images whose
 * channels are the batch, with the gradient as its filter, spread out. Here that takes less than half of the
 * time of nine slices and their products; and of the gradient of the input, its own kernel is the fastest.
 */
export const outOfConvolutions = {
  ofInput,
  ofWeights(x, dy) {
    const bordered = pad(transpose(x, [3, 1, 2, 0]), [[0, 0], [1, 1], [1, 1], [0, 0]]);
    const d = conv2d(bordered, transpose(dy, [1, 2, 0, 3]), 1, 'valid', 'NHWC', 2);
    const [channelsIn, , , channelsOut] = d.shape;
    return transpose(slice(d, [0, 0, 0, 0], [channelsIn, 3, 3, channelsOut]), [1, 2, 0, 3]);
  },
};
