//! The gradient of a convolution's input, as matrix products.
//!
//! An input pixel is seen by those filter taps that are as far from a multiple of the stride as it is: with
//! stride 2, of nine taps one, two or four. For the pixels that are seen by the same taps the gradient is
//! again a convolution, of the output's gradient, with these taps turned; nothing is multiplied that does
//! not count.

use super::overlap::{Overlaps, Span};
use super::shape::Convolution;
use super::transpose::transpose;

/// Where the pixels lie for batches of one size, and room.
#[derive(Debug)]
pub struct InputGradient {
    channels_out: usize,
    /// Along one axis: the taps in the order of the turned weights.
    order: [usize; 3],
    overlaps: Overlaps,
    /// The weights, `[3, 3, channels out, channels in]`.
    turned: Vec<f32>,
}

impl InputGradient {
    /// For batches of so many images.
    pub fn new(shape: &Convolution, batch: usize) -> Self {
        let order = turned_order(shape.stride);
        InputGradient {
            channels_out: shape.channels_out,
            order,
            overlaps: Overlaps::new(
                &spans(shape, order),
                batch,
                shape.output(),
                shape.input(),
                batch * shape.side,
            ),
            turned: vec![0.0; shape.weights_len()],
        }
    }

    /// Overwrites `d_input` `[batch, side, side, in]`.
    pub fn compute(&mut self, d_output: &[f32], weights: &[f32], d_input: &mut [f32]) {
        let tap_len = weights.len() / 9;
        let taps = self.order.iter().flat_map(|y| self.order.iter().map(move |x| 3 * y + x));
        for (turned, tap) in self.turned.chunks_exact_mut(tap_len).zip(taps) {
            transpose(&weights[tap * tap_len..][..tap_len], self.channels_out, turned);
        }
        self.overlaps.multiply(d_output, &self.turned, d_input);
    }
}

/// The taps: those that see the same pixels together, from the last to the first, as the outputs that they
/// belong to follow each other.
fn turned_order(stride: usize) -> [usize; 3] {
    let together = |rest| [2, 1, 0].into_iter().filter(move |tap| tap % stride == rest);
    let mut taps = (0..stride).flat_map(together);
    [(); 3].map(|_| taps.next().expect("each of the taps"))
}

/// Along one axis, the inputs by the taps that see them.
fn spans(shape: &Convolution, order: [usize; 3]) -> Vec<Span> {
    Span::by_taps_inside(0..3, shape.side, |turned, input| {
        let from_first = (input + 1).checked_sub(order[turned])?;
        let output = from_first / shape.stride;
        (from_first % shape.stride == 0 && output < shape.side_out()).then_some(output)
    })
}
