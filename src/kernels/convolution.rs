//! 3x3 convolution with stride 1 or 2, without bias (a normalisation follows).
//!
//! Around the image lies a border of zeros, one wide, that nobody multiplies with. The weights are
//! `[3, 3, channels in, channels out]`.

use super::checks::require;
use super::input_gradient::InputGradient;
use super::overlap::Overlaps;
pub use super::shape::Convolution;

/// How many pixels of the output add to the weights' gradient before the next: they, and what is under them,
/// stay in the nearest cache.
const PIXELS_AT_ONCE: usize = 64;

/// From so many channels on a tap by itself keeps the machine busy; of fewer, the three in a row do it better.
const CHANNELS_OF_A_TAP: usize = 4;

impl Convolution {
    /// The convolution of batches of so many images.
    ///
    /// *Panics* if the images are empty or the stride is neither 1 nor 2.
    pub fn of_batch(self, batch: usize) -> BatchConvolution {
        require(matches!(self.stride, 1 | 2), "a stride of 1 or 2");
        require(self.input_len() > 0 && self.channels_out > 0, "images with pixels and channels");
        let (spans, whole) = (self.spans(0..3), batch * self.side_out());
        BatchConvolution {
            overlaps: Overlaps::new(&spans, batch, self.input(), self.output(), whole),
            overlaps_for_weights: None,
            input_gradient: None,
            batch,
            shape: self,
        }
    }

    /// For the weights' gradient, which is a sum over positions: a tap by itself has the most of them.
    fn overlaps_for_weights(&self, batch: usize) -> Overlaps {
        let spans = if self.channels_in < CHANNELS_OF_A_TAP {
            self.spans(0..3)
        } else {
            (0..3).flat_map(|tap| self.spans(tap..tap + 1)).collect()
        };
        let rows_at_once = PIXELS_AT_ONCE / self.side_out();
        Overlaps::new(&spans, batch, self.input(), self.output(), rows_at_once)
    }
}

/// A convolution of batches of one size: where everything lies, and room for the gradients. What only a gradient
/// needs is made when one is first asked for.
#[derive(Debug)]
pub struct BatchConvolution {
    shape: Convolution,
    batch: usize,
    overlaps: Overlaps,
    overlaps_for_weights: Option<Overlaps>,
    input_gradient: Option<InputGradient>,
}

impl BatchConvolution {
    /// The output: `output` is overwritten.
    ///
    /// *Shapes*: `input` `[batch, side, side, in]`, `weights` `[3, 3, in, channels]`, `output`
    /// `[batch, out, out, channels]`.
    ///
    /// *Panics* if the lengths are not those of such shapes, as the gradients' functions do.
    pub fn forward(&self, input: &[f32], weights: &[f32], output: &mut [f32]) {
        self.check(input, weights, output);
        self.overlaps.multiply(input, weights, output);
    }

    /// Adds the gradient of the weights to `d_weights`.
    ///
    /// *Shapes*: as for [`forward`](Self::forward); a gradient has the shape of what it is of.
    pub fn backward_weights(&mut self, input: &[f32], d_output: &[f32], d_weights: &mut [f32]) {
        self.check(input, d_weights, d_output);
        let overlaps = self
            .overlaps_for_weights
            .get_or_insert_with(|| self.shape.overlaps_for_weights(self.batch));
        overlaps.multiply_transposed(input, d_output, d_weights);
    }

    /// The gradient of the input: `d_input` is overwritten.
    ///
    /// *Shapes*: as for [`forward`](Self::forward); a gradient has the shape of what it is of.
    pub fn backward_input(&mut self, d_output: &[f32], weights: &[f32], d_input: &mut [f32]) {
        self.check(d_input, weights, d_output);
        let room =
            self.input_gradient.get_or_insert_with(|| InputGradient::new(&self.shape, self.batch));
        room.compute(d_output, weights, d_input);
    }

    #[cfg_attr(not(target_arch = "wasm32"), track_caller)]
    fn check(&self, input: &[f32], weights: &[f32], output: &[f32]) {
        let expected = [
            self.batch * self.shape.input_len(),
            self.shape.weights_len(),
            self.batch * self.shape.output_len(),
        ];
        let lengths = [input, weights, output].map(<[f32]>::len);
        require(lengths == expected, "the batch, filter and output of this convolution");
    }
}
