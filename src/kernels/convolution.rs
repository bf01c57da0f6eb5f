//! 3x3 convolution with stride 1 or 2, without bias (a normalisation follows).
//!
//! The input carries its zero border with it: one row and column before, and as many after as
//! the last filter position needs: one, or none where stride 2 meets an even side. The weights are `[3, 3, channels in, channels out]`.

use super::input_gradient::InputGradient;
use super::product::{Rows, Target, multiply, multiply_transposed};

/// The shape of one convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// The input's height and width, without border.
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

    /// The input's height and width, with its border.
    pub fn side_bordered(&self) -> usize {
        self.stride * (self.side_out() - 1) + 3
    }

    /// The number of values of one input with its border.
    pub fn input_len(&self) -> usize {
        self.side_bordered().pow(2) * self.channels_in
    }

    /// The number of values of one output.
    pub fn output_len(&self) -> usize {
        self.side_out().pow(2) * self.channels_out
    }

    /// The number of weights.
    pub fn weights_len(&self) -> usize {
        9 * self.channels_in * self.channels_out
    }

    /// Copies images into the middle of bordered ones, whose border stays as it is.
    pub fn add_border(&self, images: &[f32], bordered: &mut [f32]) {
        let rows = images.chunks_exact(self.side * self.channels_in);
        self.rows_mut(bordered).zip(rows).for_each(|(to, row)| to.copy_from_slice(row));
    }

    /// The rows of bordered images, without their border.
    pub fn rows_mut<'a>(
        &self,
        bordered: &'a mut [f32],
    ) -> impl Iterator<Item = &'a mut [f32]> + use<'a> {
        let Convolution { side, channels_in, .. } = *self;
        let row_len = self.side_bordered() * channels_in;
        let images = bordered.chunks_exact_mut(self.input_len());
        let rows = images.flat_map(move |image| image.chunks_exact_mut(row_len).skip(1).take(side));
        rows.map(move |row| &mut row[channels_in..][..side * channels_in])
    }

    /// The convolution of batches of so many images.
    pub fn of_batch(self, batch: usize) -> BatchConvolution {
        let side = self.side_out();
        let row_len = self.side_bordered() * self.channels_in;
        let pixel = |i| (i / (side * side), i / side % side, i % side);
        let pixels = (0..batch * side * side).map(pixel);
        let patches = pixels.map(|(image, y, x)| {
            image * self.input_len() + self.stride * (y * row_len + x * self.channels_in)
        });
        BatchConvolution {
            patches: patches.collect(),
            outputs: (0..batch * side * side).map(|i| i * self.channels_out).collect(),
            input_gradient: None,
            shape: self,
        }
    }
}

/// A convolution of batches of one size: where everything lies, and room for the gradients.
pub struct BatchConvolution {
    shape: Convolution,
    /// Where each output pixel's patch begins in the bordered inputs.
    patches: Vec<usize>,
    /// Where each output pixel begins.
    outputs: Vec<usize>,
    /// Made when it is first asked for: of images nobody wants the gradient.
    input_gradient: Option<InputGradient>,
}

impl BatchConvolution {
    fn patches(&self) -> Rows<'_> {
        let Convolution { channels_in, .. } = self.shape;
        let run_stride = self.shape.side_bordered() * channels_in;
        Rows { starts: &self.patches, runs: 3, run_length: 3 * channels_in, run_stride }
    }

    /// The output: `output` is overwritten.
    ///
    /// *Shapes*: `input` `[batch, bordered, bordered, in]`, `output` `[batch, out, out, channels]`.
    pub fn forward(&self, input: &[f32], weights: &[f32], output: &mut [f32]) {
        let columns = self.shape.channels_out;
        let target = Target { values: output, starts: &self.outputs, columns, adds: false };
        multiply(input, self.patches(), weights, target);
    }

    /// Adds the gradient of the weights to `d_weights`.
    pub fn backward_weights(&self, input: &[f32], d_output: &[f32], d_weights: &mut [f32]) {
        multiply_transposed(input, self.patches(), d_output, self.shape.channels_out, d_weights);
    }

    /// The gradient of the images, without border: `d_images` is overwritten.
    pub fn backward_input(&mut self, d_output: &[f32], weights: &[f32], d_images: &mut [f32]) {
        let batch = d_images.len() / (self.shape.side.pow(2) * self.shape.channels_in);
        let room =
            self.input_gradient.get_or_insert_with(|| InputGradient::new(&self.shape, batch));
        room.compute(&self.shape, d_output, weights, d_images);
    }
}
