//! The gradient of a convolution's input, as matrix products.
//!
//! An input pixel is seen by those filter taps that are as far from a multiple of the stride as it is: with
//! stride 2, of nine taps one, two or four. The pixels that are seen by the same taps are a phase. For
//! each phase the gradient is again a convolution, of the output's gradient, with these taps
//! turned; nothing is multiplied that does not count, but for the border. Each pixel is of one phase.

use super::convolution::Convolution;
use super::product::{Rows, Target, multiply};
use super::transpose::transpose;

/// Where the pixels of each phase lie for batches of one size, and room.
pub struct InputGradient {
    phases: Vec<Phase>,
    /// The gradient of the outputs, in a border of zeros one wide.
    bordered: Vec<f32>,
    /// The weights of each phase in turn, `[taps, channels out, channels in]`.
    turned: Vec<f32>,
}

/// The input pixels that are seen by the same taps.
struct Phase {
    /// From the last tap to the first, as the outputs that they belong to follow each other.
    taps_y: Vec<usize>,
    taps_x: Vec<usize>,
    /// For each pixel where its outputs begin in the bordered gradient.
    from: Vec<usize>,
    /// Where each pixel begins in the images.
    to: Vec<usize>,
}

impl InputGradient {
    /// For batches of so many images.
    pub fn new(shape: &Convolution, batch: usize) -> Self {
        let stride = shape.stride;
        let phases = (0..stride * stride).map(|i| Phase::new(shape, batch, i / stride, i % stride));
        InputGradient {
            phases: phases.collect(),
            bordered: vec![0.0; batch * side_bordered(shape).pow(2) * shape.channels_out],
            turned: vec![0.0; shape.weights_len()],
        }
    }

    /// Overwrites `d_images` `[batch, side, side, in]`.
    pub fn compute(
        &mut self,
        shape: &Convolution,
        d_output: &[f32],
        weights: &[f32],
        d_images: &mut [f32],
    ) {
        self.turn(shape, weights);
        self.add_border(shape, d_output);
        let mut turned = self.turned.as_slice();
        for phase in &self.phases {
            let a_rows = Rows {
                starts: &phase.from,
                runs: phase.taps_y.len(),
                run_length: phase.taps_x.len() * shape.channels_out,
                run_stride: side_bordered(shape) * shape.channels_out,
            };
            let b;
            (b, turned) = turned.split_at(a_rows.length() * shape.channels_in);
            let (starts, columns) = (&phase.to, shape.channels_in);
            multiply(
                &self.bordered,
                a_rows,
                b,
                Target { values: d_images, starts, columns, adds: false },
            );
        }
    }

    fn turn(&mut self, shape: &Convolution, weights: &[f32]) {
        let Convolution { channels_in, channels_out, .. } = *shape;
        let tap_len = channels_in * channels_out;
        let taps = self.phases.iter().flat_map(Phase::taps);
        for (turned, tap) in self.turned.chunks_exact_mut(tap_len).zip(taps) {
            transpose(&weights[tap * tap_len..][..tap_len], channels_out, turned);
        }
    }

    fn add_border(&mut self, shape: &Convolution, d_output: &[f32]) {
        let row_len = shape.side_out() * shape.channels_out;
        let bordered_len = side_bordered(shape) * shape.channels_out;
        let images = self.bordered.chunks_exact_mut(side_bordered(shape) * bordered_len);
        for (bordered, image) in images.zip(d_output.chunks_exact(shape.output_len())) {
            let rows = bordered.chunks_exact_mut(bordered_len).skip(1);
            for (to, row) in rows.zip(image.chunks_exact(row_len)) {
                to[shape.channels_out..][..row_len].copy_from_slice(row);
            }
        }
    }
}

/// The side of the output's gradient with its border.
fn side_bordered(shape: &Convolution) -> usize {
    shape.side_out() + 2
}

impl Phase {
    /// The pixels that are so far from a multiple of the stride in y and in x, counted from the
    /// input's border.
    fn new(shape: &Convolution, batch: usize, from_y: usize, from_x: usize) -> Phase {
        let (stride, side, bordered) = (shape.stride, shape.side, side_bordered(shape));
        let taps = |from| (0..3).rev().filter(|tap| tap % stride == from).collect::<Vec<_>>();
        let (taps_y, taps_x) = (taps(from_y), taps(from_x));
        let places = |from| (1..=side).filter(move |place| place % stride == from);
        // The first output, counted from its border.
        let first = |place: usize, taps: &[usize]| (place + stride - taps[0]) / stride;
        let (mut starts, mut to) = (Vec::new(), Vec::new());
        for image in 0..batch {
            for y in places(from_y) {
                for x in places(from_x) {
                    let row = image * bordered + first(y, &taps_y);
                    starts.push((row * bordered + first(x, &taps_x)) * shape.channels_out);
                    let row = image * side + y - 1;
                    to.push((row * side + x - 1) * shape.channels_in);
                }
            }
        }
        Phase { taps_y, taps_x, from: starts, to }
    }

    /// The taps by their place in the weights.
    fn taps(&self) -> impl Iterator<Item = usize> {
        self.taps_y.iter().flat_map(|y| self.taps_x.iter().map(move |x| 3 * y + x))
    }
}
