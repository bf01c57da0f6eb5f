//! The maximum of every 2x2 pixels, channel by channel.

use super::checks::require;

/// The shape of one pooling.
///
/// An odd last row or column is dropped: no output sees it, and its gradient is 0.
///
/// ```
/// use reptile_sketch::kernels::pooling::MaxPool;
/// let pool = MaxPool { side: 2, channels: 1 };
/// let (mut output, mut winners) = ([0.0], [0]);
/// pool.forward(&[1.0, 5.0, 5.0, 2.0], &mut output, &mut winners);
/// assert_eq!(output, [5.0]);
/// let mut d_input = [0.0; 4];
/// pool.backward(&winners, &[0.5], &mut d_input);
/// assert_eq!(d_input, [0.0, 0.5, 0.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxPool {
    /// The input's height and width.
    pub side: usize,
    /// Channels of the input and of the output.
    pub channels: usize,
}

impl MaxPool {
    /// The output's height and width.
    pub fn side_out(&self) -> usize {
        self.side / 2
    }

    /// The number of values of one input.
    pub fn input_len(&self) -> usize {
        self.side.pow(2) * self.channels
    }

    /// The number of values of one output.
    pub fn output_len(&self) -> usize {
        self.side_out().pow(2) * self.channels
    }

    #[cfg_attr(not(target_arch = "wasm32"), track_caller)]
    fn check(&self, input: usize, output: usize, winners: usize) {
        let whole = self.channels > 0 && self.side > 0 && input.is_multiple_of(self.input_len());
        require(whole, "whole images of one or more channels");
        let expected = input / self.input_len() * self.output_len();
        require(output == expected && winners == expected, "a value for every four pixels");
    }

    /// Where the four pixels of output pixel `i` of a batch begin, in the order of reading.
    fn corners(&self, i: usize) -> [usize; 4] {
        let side = self.side_out();
        let (image, y, x) = (i / (side * side), i / side % side, i % side);
        let first = ((image * self.side + 2 * y) * self.side + 2 * x) * self.channels;
        let below = first + self.side * self.channels;
        [first, first + self.channels, below, below + self.channels]
    }

    /// The output for a batch, and which of the four pixels each value is: 0 to 3 in the order
    /// of reading, the first where several are largest. NaN counts as the largest.
    ///
    /// *Shapes*: `input` `[batch, side, side, channels]`, `output` and `winners`
    /// `[batch, out, out, channels]`; both are overwritten.
    ///
    /// *Panics* if the lengths are not those of such shapes.
    pub fn forward(&self, input: &[f32], output: &mut [f32], winners: &mut [u8]) {
        self.check(input.len(), output.len(), winners.len());
        let places = output.chunks_exact_mut(self.channels);
        let places = places.zip(winners.chunks_exact_mut(self.channels));
        for (i, (most, winners)) in places.enumerate() {
            let pixels = self.corners(i).map(|start| &input[start..][..self.channels]);
            largest(pixels, most, winners);
        }
    }

    /// The gradient of the input, which overwrites `d_input`: each winner has its output's.
    ///
    /// *Shapes*: as for [`forward`](Self::forward), which left the `winners`.
    ///
    /// *Panics* if the lengths are not those of such shapes.
    pub fn backward(&self, winners: &[u8], d_output: &[f32], d_input: &mut [f32]) {
        self.check(d_input.len(), d_output.len(), winners.len());
        d_input.fill(0.0);
        let places = winners.chunks_exact(self.channels).zip(d_output.chunks_exact(self.channels));
        for (i, (winners, d_output)) in places.enumerate() {
            for (which, start) in (0..).zip(self.corners(i)) {
                let d_pixel = &mut d_input[start..][..self.channels];
                for ((d, winner), d_output) in d_pixel.iter_mut().zip(winners).zip(d_output) {
                    *d = if *winner == which { *d_output } else { 0.0 };
                }
            }
        }
    }
}

/// The largest value of each channel of four pixels, and which of them it is.
fn largest(pixels: [&[f32]; 4], most: &mut [f32], winners: &mut [u8]) {
    let [first, second, third, fourth] = pixels;
    let pixels = first.iter().zip(second).zip(third).zip(fourth);
    for ((((a, b), c), d), (most, winner)) in pixels.zip(most.iter_mut().zip(winners)) {
        (*most, *winner) = (*a, 0);
        for (which, value) in [(1, *b), (2, *c), (3, *d)] {
            // Not `max`, which would turn NaN into a number and hide it.
            let larger = value > *most || value.is_nan();
            (*most, *winner) = if larger { (value, which) } else { (*most, *winner) };
        }
    }
}
