//! The convolutions of the networks that are measured, each with room for a batch.

#![allow(dead_code)] // Not every benchmark needs all of it.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::kernels::convolution::{BatchConvolution, Convolution};
use reptile_sketch::sketch::SIDE_PX;

/// The filters of each of the four stages: the browser comparison's, the shipped and the paper's.
pub const FILTERS: [usize; 3] = [24, 32, 64];
/// The stages of a network.
pub const STAGES: usize = 4;
/// The images of an inner step.
pub const BATCH: usize = 10;
/// The classes of a task.
pub const WAYS: usize = 5;

/// What a convolution computes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pass {
    Forward,
    BackwardWeights,
    BackwardInput,
}

impl Pass {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Pass::Forward => "forward",
            Pass::BackwardWeights => "backward, weights",
            Pass::BackwardInput => "backward, input",
        }
    }
}

/// What a pass has to do whoever does it.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Without those with the zeros around the images.
    pub multiply_adds: usize,
    /// Every operand read once and the result written once.
    pub bytes: usize,
}

impl Cost {
    /// The arithmetic intensity, in multiply-adds a byte.
    pub fn intensity(&self) -> f64 {
        self.multiply_adds as f64 / self.bytes as f64
    }
}

/// A convolution, and room for a batch of [`BATCH`] images.
pub struct Layer {
    /// Its shape.
    pub shape: Convolution,
    convolution: BatchConvolution,
    input: Vec<f32>,
    weights: Vec<f32>,
    output: Vec<f32>,
    d_output: Vec<f32>,
    d_input: Vec<f32>,
    d_weights: Vec<f32>,
}

/// The convolutions of a network with so many filters in each stage.
pub fn network(filters: usize) -> Vec<Layer> {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let (mut side, mut channels_in) = (SIDE_PX, 1);
    let mut layer = |_| {
        let shape = Convolution { side, channels_in, channels_out: filters, stride: 2 };
        (side, channels_in) = (shape.side_out(), filters);
        Layer::new(shape, &mut rng)
    };
    (0..STAGES).map(&mut layer).collect()
}

impl Layer {
    fn new(shape: Convolution, rng: &mut ChaCha8Rng) -> Self {
        let mut random = |len: usize| -> Vec<f32> { (0..len).map(|_| rng.random()).collect() };
        let input = random(BATCH * shape.input_len());
        Layer {
            shape,
            convolution: shape.of_batch(BATCH),
            d_input: vec![0.0; BATCH * shape.input_len()],
            input,
            weights: random(shape.weights_len()),
            output: vec![0.0; BATCH * shape.output_len()],
            d_output: random(BATCH * shape.output_len()),
            d_weights: vec![0.0; shape.weights_len()],
        }
    }

    /// The passes that a training step needs: nobody asks for the gradient of the images.
    pub fn passes(&self) -> &'static [Pass] {
        match self.shape.channels_in {
            1 => &[Pass::Forward, Pass::BackwardWeights],
            _ => &[Pass::Forward, Pass::BackwardWeights, Pass::BackwardInput],
        }
    }

    /// As `28x28x1 to 14x14x64`.
    pub fn name(&self) -> String {
        let Convolution { side, channels_in, channels_out, .. } = self.shape;
        let side_out = self.shape.side_out();
        format!("{side}x{side}x{channels_in} to {side_out}x{side_out}x{channels_out}")
    }

    /// What a pass costs. All three have an input, an output and weights, whichever is the result.
    pub fn cost(&self) -> Cost {
        let values = self.input.len() + self.weights.len() + self.output.len();
        Cost { multiply_adds: BATCH * self.shape.multiply_adds(), bytes: values * size_of::<f32>() }
    }

    /// Computes a pass on random numbers.
    pub fn run(&mut self, pass: Pass) {
        let Layer { convolution, input, weights, d_output, .. } = self;
        match pass {
            Pass::Forward => convolution.forward(input, weights, &mut self.output),
            Pass::BackwardWeights => {
                // Not added up without end: a value that overflows costs more.
                self.d_weights.fill(0.0);
                convolution.backward_weights(input, d_output, &mut self.d_weights);
            }
            Pass::BackwardInput => {
                convolution.backward_input(d_output, weights, &mut self.d_input);
            }
        }
    }
}
