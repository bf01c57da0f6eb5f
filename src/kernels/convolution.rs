//! 3x3 convolution with stride 1 or 2, without bias (a normalisation follows).
//!
//! Around the image lies a border of zeros, one wide, that nobody multiplies with. The weights are
//! `[3, 3, channels in, channels out]`.

use std::ops::Range;

use super::input_gradient::InputGradient;
use super::overlap::{Image, Overlaps, Span};

/// How many pixels of the output are dealt with for all weights, before the next: what is under them stays in
/// the nearest cache.
const SUMS_AT_ONCE: usize = 64;

/// The shape of one convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// The input's height and width.
    pub side: usize,
    /// Channels of the input.
    pub channels_in: usize,
    /// Channels of the output.
    pub channels_out: usize,
    /// From one filter position to the next: 1 or 2.
    pub stride: usize,
}

impl Convolution {
    /// The output's height and width.
    pub fn side_out(&self) -> usize {
        self.side.div_ceil(self.stride)
    }

    /// The number of values of one input.
    pub fn input_len(&self) -> usize {
        self.side.pow(2) * self.channels_in
    }

    /// The number of values of one output.
    pub fn output_len(&self) -> usize {
        self.side_out().pow(2) * self.channels_out
    }

    /// The number of weights.
    pub fn weights_len(&self) -> usize {
        9 * self.channels_in * self.channels_out
    }

    pub(super) fn input(&self) -> Image {
        Image { side: self.side, channels: self.channels_in }
    }

    pub(super) fn output(&self) -> Image {
        Image { side: self.side_out(), channels: self.channels_out }
    }

    /// Along one axis, the outputs by those of some taps that lie inside the input.
    fn spans(&self, taps: Range<usize>) -> Vec<Span> {
        Span::all(taps, self.side_out(), |tap, output| {
            (self.stride * output + tap).checked_sub(1).filter(|&input| input < self.side)
        })
    }

    /// The convolution of batches of so many images.
    pub fn of_batch(self, batch: usize) -> BatchConvolution {
        let overlaps = |spans: &[Span], rows_at_once| {
            Overlaps::new(spans, batch, self.input(), self.output(), rows_at_once)
        };
        let together = self.spans(0..3);
        let whole = batch * self.side_out();
        // The gradient of the weights is a sum over positions, and a long one if it is of one tap after the
        // other; too few channels are not worth it.
        let backward_weights = if self.channels_in < 4 {
            overlaps(&together, whole)
        } else {
            let one_by_one: Vec<Span> = (0..3).flat_map(|tap| self.spans(tap..tap + 1)).collect();
            overlaps(&one_by_one, SUMS_AT_ONCE.div_ceil(self.side_out()))
        };
        BatchConvolution {
            forward: overlaps(&together, whole),
            backward_weights,
            input_gradient: None,
            batch,
            shape: self,
        }
    }
}

/// A convolution of batches of one size: where everything lies, and room for the gradients.
pub struct BatchConvolution {
    shape: Convolution,
    batch: usize,
    forward: Overlaps,
    backward_weights: Overlaps,
    /// Made when it is first asked for: of images nobody wants the gradient.
    input_gradient: Option<InputGradient>,
}

impl BatchConvolution {
    /// The output: `output` is overwritten.
    ///
    /// *Shapes*: `input` `[batch, side, side, in]`, `output` `[batch, out, out, channels]`.
    pub fn forward(&self, input: &[f32], weights: &[f32], output: &mut [f32]) {
        self.forward.multiply(input, weights, output);
    }

    /// Adds the gradient of the weights to `d_weights`.
    pub fn backward_weights(&self, input: &[f32], d_output: &[f32], d_weights: &mut [f32]) {
        self.backward_weights.multiply_transposed(input, d_output, d_weights);
    }

    /// The gradient of the input: `d_input` is overwritten.
    pub fn backward_input(&mut self, d_output: &[f32], weights: &[f32], d_input: &mut [f32]) {
        let room =
            self.input_gradient.get_or_insert_with(|| InputGradient::new(&self.shape, self.batch));
        room.compute(d_output, weights, d_input);
    }
}
