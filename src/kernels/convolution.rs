//! 3x3 convolution with stride 1 or 2, without bias (a normalisation follows).
//!
//! The input carries its zero border with it: one row and column before, and as many after as
//! the last filter position needs: one, or none where stride 2 meets an even side. The weights are `[3, 3, channels in, channels out]`.

use super::product::{Rows, multiply, multiply_transposed};

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

    /// Where each output pixel's patch begins in a batch of bordered inputs.
    pub fn patch_starts(&self, batch: usize) -> Vec<usize> {
        let side = self.side_out();
        let row_len = self.side_bordered() * self.channels_in;
        (0..batch * side * side)
            .map(|i| {
                let (image, y, x) = (i / (side * side), i / side % side, i % side);
                image * self.input_len() + self.stride * (y * row_len + x * self.channels_in)
            })
            .collect()
    }

    /// Copies images into the middle of bordered ones, whose border stays as it is.
    pub fn add_border(&self, images: &[f32], bordered: &mut [f32]) {
        let row_len = self.side * self.channels_in;
        let pairs = images
            .chunks_exact(self.side * row_len)
            .zip(bordered.chunks_exact_mut(self.input_len()));
        for (image, bordered) in pairs {
            for (y, row) in image.chunks_exact(row_len).enumerate() {
                let start = self.row_start(y);
                bordered[start..start + row_len].copy_from_slice(row);
            }
        }
    }

    /// Copies the middle of bordered images out.
    pub fn strip_border(&self, bordered: &[f32], images: &mut [f32]) {
        let row_len = self.side * self.channels_in;
        let pairs = images
            .chunks_exact_mut(self.side * row_len)
            .zip(bordered.chunks_exact(self.input_len()));
        for (image, bordered) in pairs {
            for (y, row) in image.chunks_exact_mut(row_len).enumerate() {
                let start = self.row_start(y);
                row.copy_from_slice(&bordered[start..start + row_len]);
            }
        }
    }

    /// Where a row begins, behind the border.
    fn row_start(&self, y: usize) -> usize {
        ((y + 1) * self.side_bordered() + 1) * self.channels_in
    }

    fn patches<'a>(&self, starts: &'a [usize]) -> Rows<'a> {
        let run_stride = self.side_bordered() * self.channels_in;
        Rows { starts, runs: 3, run_length: 3 * self.channels_in, run_stride }
    }

    /// The output for a batch: `output` is overwritten.
    ///
    /// *Shapes*: `input` `[batch, bordered, bordered, in]`, `output` `[batch, out, out, channels]`.
    pub fn forward(&self, input: &[f32], starts: &[usize], weights: &[f32], output: &mut [f32]) {
        output.fill(0.0);
        let rows = output_starts(starts.len(), self.channels_out);
        let c_rows = Rows::contiguous(&rows, self.channels_out);
        multiply(input, self.patches(starts), weights, output, c_rows);
    }

    /// Adds the gradient of the weights to `d_weights`.
    pub fn backward_weights(
        &self,
        input: &[f32],
        starts: &[usize],
        d_output: &[f32],
        d_weights: &mut [f32],
    ) {
        multiply_transposed(input, self.patches(starts), d_output, self.channels_out, d_weights);
    }

    /// The gradient of the input, border included: `d_input` is overwritten.
    ///
    /// `turned` is room for as many values as there are weights.
    pub fn backward_input(
        &self,
        d_output: &[f32],
        starts: &[usize],
        weights: &[f32],
        turned: &mut [f32],
        d_input: &mut [f32],
    ) {
        d_input.fill(0.0);
        let inner = 9 * self.channels_in;
        for (i, row) in weights.chunks_exact(self.channels_out).enumerate() {
            for (o, &weight) in row.iter().enumerate() {
                turned[o * inner + i] = weight;
            }
        }
        let rows = output_starts(starts.len(), self.channels_out);
        let a_rows = Rows::contiguous(&rows, self.channels_out);
        multiply(d_output, a_rows, turned, d_input, self.patches(starts));
    }
}

fn output_starts(rows: usize, channels: usize) -> Vec<usize> {
    (0..rows).map(|row| row * channels).collect()
}
