//! The shape of a convolution: what lies where, before anything is computed.

use std::ops::Range;

use super::overlap::{Image, Span};

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

    /// The multiply-adds of one image, in each pass: those with the zeros around the image are left out.
    pub fn multiply_adds(&self) -> usize {
        let spans = self.spans(0..3);
        let used = spans.iter().map(|span| span.taps.len() * span.positions.len());
        used.sum::<usize>().pow(2) * self.channels_in * self.channels_out
    }

    /// Along one axis, the outputs by those of some taps that lie inside the input.
    pub(super) fn spans(&self, taps: Range<usize>) -> Vec<Span> {
        Span::by_taps_inside(taps, self.side_out(), |tap, output| {
            (self.stride * output + tap).checked_sub(1).filter(|&input| input < self.side)
        })
    }
}
