//! What the benchmark in the browser needs in addition to the classifier: networks of any width, their
//! convolutions alone, and the peak speed of the machine.

use std::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_splat};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use wasm_bindgen::prelude::*;

use super::Learner;
use crate::kernels::convolution::{BatchConvolution, Convolution};
use crate::kernels::simd::multiply_add;
use crate::learner;
use crate::net::{ConvNetConfig, Head};
use crate::sketch::SIDE_PX;
use crate::weights::{SecondMoments, Weights};

#[wasm_bindgen]
impl Learner {
    /// Starts from random weights of a network with so many filters in each stage, with the inner loop of
    /// the embedded weights, and looks at drawings upright alone.
    #[wasm_bindgen(js_name = ofFilters)]
    pub fn of_filters(filters: &[u32], seed: u32) -> Result<Learner, JsValue> {
        let mut weights = Weights::pretrained();
        weights.net = network(filters).check()?;
        weights.adapt.views = 1;
        Ok(Learner(learner::Learner::new(weights.untrained_by_seed(seed.into()))))
    }

    /// The parameters that every `adapt` starts from; a head that starts at zero is not among them.
    pub fn parameters(&self) -> Vec<f32> {
        self.0.weights().parameters.clone()
    }

    /// The second moments that Adam starts from, one a parameter; none where it has seen no gradient.
    #[wasm_bindgen(js_name = secondMoments)]
    pub fn second_moments(&self) -> Vec<f32> {
        match &self.0.weights().second_moments {
            SecondMoments::Known(moments) => moments.clone(),
            SecondMoments::Unknown => Vec::new(),
        }
    }

    /// What moves the convnet: `adam` or `sgd`.
    pub fn optimizer(&self) -> String {
        self.0.weights().adapt.optimizer.name().into()
    }

    /// The learning rate of the convnet, and that of the head.
    #[wasm_bindgen(js_name = learningRates)]
    pub fn learning_rates(&self) -> Vec<f32> {
        let adapt = &self.0.weights().adapt;
        vec![adapt.learning_rate, adapt.head_learning_rate]
    }

    /// In how many views drawings are looked at.
    pub fn views(&self) -> usize {
        self.0.weights().adapt.views
    }

    /// The filters of each stage.
    pub fn filters(&self) -> Vec<u32> {
        self.0.weights().net.config().filters.iter().map(|&filters| filters as u32).collect()
    }

    /// What halves the images: `stride`, `max-pool` or `max-pool-first`.
    pub fn downsampling(&self) -> String {
        self.0.weights().net.config().downsampling.name().into()
    }

    /// The convolutions of the network alone, on a batch of random images.
    pub fn convolutions(&self, batch: usize) -> Convolutions {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let shapes = self.0.weights().net.convolutions();
        Convolutions {
            stages: shapes.map(|shape| Stage::new(shape, batch, &mut rng)).collect(),
            batch,
        }
    }
}

fn network(filters: &[u32]) -> ConvNetConfig {
    let filters: Vec<usize> = filters.iter().map(|&filters| filters as usize).collect();
    ConvNetConfig { head: Head::Zero, ..ConvNetConfig::grey(SIDE_PX, &filters) }
}

/// The convolutions of a network alone, without its other layers.
#[wasm_bindgen]
pub struct Convolutions {
    stages: Vec<Stage>,
    batch: usize,
}

/// One of them, with room for a batch.
struct Stage {
    shape: Convolution,
    convolution: BatchConvolution,
    input: Vec<f32>,
    weights: Vec<f32>,
    output: Vec<f32>,
    d_input: Vec<f32>,
    d_weights: Vec<f32>,
}

#[wasm_bindgen]
impl Convolutions {
    /// The multiply-adds of [`Convolutions::forward`].
    #[wasm_bindgen(js_name = forwardMultiplyAdds)]
    pub fn forward_multiply_adds(&self) -> f64 {
        self.stages.iter().map(|stage| stage.multiply_adds(self.batch)).sum()
    }

    /// The multiply-adds of [`Convolutions::backward`]: the gradients of the weights and of the
    /// inputs, except those of the images, which no step needs.
    #[wasm_bindgen(js_name = backwardMultiplyAdds)]
    pub fn backward_multiply_adds(&self) -> f64 {
        2.0 * self.forward_multiply_adds() - self.stages[0].multiply_adds(self.batch)
    }

    /// All forward passes.
    pub fn forward(&mut self) {
        self.stages.iter_mut().for_each(Stage::forward);
    }

    /// All backward passes.
    pub fn backward(&mut self) {
        for (i, stage) in self.stages.iter_mut().enumerate() {
            stage.backward_weights();
            if i > 0 {
                stage.backward_input();
            }
        }
    }

    /// One of a stage's three passes, by itself: 0 is forward, 1 the gradient of the weights, 2 that of the input.
    pub fn pass(&mut self, stage: usize, pass: u32) {
        let stage = &mut self.stages[stage];
        match pass {
            0 => stage.forward(),
            1 => stage.backward_weights(),
            _ => stage.backward_input(),
        }
    }
}

impl Stage {
    fn new(shape: Convolution, batch: usize, rng: &mut ChaCha8Rng) -> Stage {
        let mut random = |len: usize| -> Vec<f32> { (0..len).map(|_| rng.random()).collect() };
        let input = random(batch * shape.input_len());
        Stage {
            shape,
            convolution: shape.of_batch(batch),
            d_input: vec![0.0; batch * shape.input_len()],
            input,
            weights: random(shape.weights_len()),
            output: random(batch * shape.output_len()),
            d_weights: vec![0.0; shape.weights_len()],
        }
    }

    fn forward(&mut self) {
        self.convolution.forward(&self.input, &self.weights, &mut self.output);
    }

    fn backward_weights(&mut self) {
        // Reset before each pass: summed over many passes the values would overflow, which costs time.
        self.d_weights.fill(0.0);
        self.convolution.backward_weights(&self.input, &self.output, &mut self.d_weights);
    }

    fn backward_input(&mut self) {
        self.convolution.backward_input(&self.output, &self.weights, &mut self.d_input);
    }

    fn multiply_adds(&self, batch: usize) -> f64 {
        (batch * self.shape.side_out().pow(2) * self.shape.weights_len()) as f64
    }
}

/// Runs independent multiply-adds that touch no memory: `rounds` for each of [`PEAK_CHAINS`] registers of
/// four numbers. Returns their sum, so that the compiler cannot remove them.
#[wasm_bindgen]
pub fn peak(rounds: u32) -> f32 {
    let (factor, term) = (f32x4_splat(0.999), f32x4_splat(0.001));
    let mut chains: [_; PEAK_CHAINS] = std::array::from_fn(|i| f32x4_splat(i as f32));
    for _ in 0..rounds {
        for chain in &mut chains {
            *chain = multiply_add(*chain, factor, term);
        }
    }
    f32x4_extract_lane::<0>(chains.into_iter().fold(term, |sum, chain| f32x4_add(sum, chain)))
}

/// Enough chains to hide the latency of one multiply-add, and few enough to stay in registers.
const PEAK_CHAINS: usize = 12;

/// The multiply-adds of one round of [`peak`].
#[wasm_bindgen(js_name = peakMultiplyAdds)]
pub fn peak_multiply_adds() -> u32 {
    4 * PEAK_CHAINS as u32
}
