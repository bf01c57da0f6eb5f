//! The convolutional network that turns an image into a feature vector.
//!
//! Each stage is a 3x3 convolution, a normalisation, a learned scale and shift, and a rectified
//! linear unit, and halves the image's sides; what comes after the last depends on the [`Head`].

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::population::{Frozen, Population, Statistics};
use super::stage::{Stage, StageTape};
use super::{ConvNetConfig, Downsampling, Head, Layout};
use crate::Result;
use crate::kernels::convolution::Convolution;
use crate::kernels::normalization::EPSILON;
use crate::kernels::pooling::MaxPool;
use crate::kernels::unit_length;

/// The network: a shape and a layout, no parameters.
#[derive(Clone, Debug)]
pub struct ConvNet {
    config: ConvNetConfig,
    layout: Layout,
    stages: Vec<Stage>,
    /// The length of the stages' parameters; a learned head's follow.
    body_len: usize,
    feature_len: usize,
}

/// What a forward pass leaves for the backward pass, and room for both.
#[derive(Debug, Default)]
pub struct Tape {
    batch: usize,
    stages: Vec<StageTape>,
    features: Vec<f32>,
    inverse_length: Vec<f32>,
    gradient: Vec<f32>,
    gradient_before: Vec<f32>,
}

impl Tape {
    /// The features of the last forward pass, `[batch, feature_len]`.
    pub fn features(&self) -> &[f32] {
        &self.features
    }

    /// The rectified values of the first stage in the last forward pass.
    ///
    /// *Panics* before the first.
    pub(super) fn first_stage(&self) -> &[f32] {
        &self.stages[0].activated
    }
}

impl ConvNetConfig {
    /// The network, if the shape is possible.
    ///
    /// *Errors*: `bad-setting` for no stage, more than 8, a stage of 0 or over 1024
    /// filters, images of side 0 or over 1024, of other than 1 to 4 channels, or so small that
    /// nothing is left of them after the last stage, or a learned head of other than 2 to 1024 classes.
    pub fn check(self) -> Result<ConvNet> {
        self.check_shape()?;
        Ok(ConvNet::new(self))
    }
}

impl ConvNet {
    fn new(config: ConvNetConfig) -> Self {
        let mut layout = Layout::default();
        let mut stages = Vec::new();
        let (mut side, mut channels_in) = (config.side_px, config.channels);
        let mut first_channel = 0;
        for (i, &channels_out) in config.filters.iter().enumerate() {
            let (stride, pool) = match config.downsampling.pools(i) {
                false => (2, None),
                true => (1, Some(MaxPool { side, channels: channels_out })),
            };
            let convolution = Convolution { side, channels_in, channels_out, stride };
            let name = |part| format!("stage{}.{part}", i + 1);
            stages.push(Stage {
                weights: layout.push(name("convolution"), &[3, 3, channels_in, channels_out]),
                scale: layout.push(name("scale"), &[channels_out]),
                shift: layout.push(name("shift"), &[channels_out]),
                rectify: i + 1 < config.filters.len() || config.head != Head::Zero,
                convolution,
                pool,
                pools_first: config.downsampling == Downsampling::MaxPoolFirst && i == 0,
                first_channel,
            });
            first_channel += channels_out;
            side = pool.map_or(convolution.side_out(), |pool| pool.side_out());
            channels_in = channels_out;
        }
        let (body_len, feature_len) = (layout.len(), side * side * channels_in);
        if let Head::Learned { ways } = config.head {
            layout.push("head.weights", &[ways, feature_len]);
            layout.push("head.bias", &[ways]);
        }
        ConvNet { config, layout, stages, body_len, feature_len }
    }

    /// The shape.
    pub fn config(&self) -> &ConvNetConfig {
        &self.config
    }

    /// The names and places of the parameters.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How many of the parameters are the stages'; those of a learned head follow.
    pub fn body_len(&self) -> usize {
        self.body_len
    }

    /// The convolutions, stage by stage.
    #[cfg(feature = "web-bench")]
    pub(crate) fn convolutions(&self) -> impl Iterator<Item = Convolution> {
        self.stages.iter().map(|stage| stage.convolution)
    }

    /// The number of values of an image.
    pub fn image_len(&self) -> usize {
        self.config.side_px.pow(2) * self.config.channels
    }

    /// The number of features of an image.
    pub fn feature_len(&self) -> usize {
        self.feature_len
    }

    /// Untrained parameters, the same for the same seed; see [`ConvNet::initialize`].
    ///
    /// ```
    /// use reptile_sketch::net::ConvNetConfig;
    /// let net = ConvNetConfig::grey(28, &[8, 8]).check()?;
    /// let theta = net.initialize_by_seed(7);
    /// assert_eq!(theta, net.initialize_by_seed(7));
    /// assert_ne!(theta, net.initialize_by_seed(8));
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn initialize_by_seed(&self, seed: u64) -> Vec<f32> {
        self.initialize(&mut ChaCha8Rng::seed_from_u64(seed))
    }

    /// Untrained parameters: convolutions uniform with variance 2 / fan-in (He et al. 2015),
    /// scales 1, shifts 0; a learned head uniform with variance 2 / (fan-in + fan-out) (Glorot,
    /// Bengio 2010), its bias 0.
    pub fn initialize(&self, rng: &mut impl Rng) -> Vec<f32> {
        let mut parameters = vec![0.0; self.layout.len()];
        for stage in &self.stages {
            let fan_in = 9 * stage.convolution.channels_in;
            fill_uniform(&mut parameters[stage.weights.clone()], fan_in, rng);
            parameters[stage.scale.clone()].fill(1.0);
        }
        if let Head::Learned { ways } = self.config.head {
            let weights = self.body_len..self.layout.len() - ways;
            fill_uniform(&mut parameters[weights], self.feature_len() + ways, rng);
        }
        parameters
    }

    /// The number of channels of all stages together.
    pub fn channels_len(&self) -> usize {
        self.config.filters.iter().sum()
    }

    /// The mean and the variance that the last forward pass went by, each for the channels of all stages.
    /// With more than one group they are those of the first.
    pub(super) fn batch_statistics(&self, tape: &Tape) -> (Vec<f32>, Vec<f32>) {
        let Frozen { mean, inverse_deviation } = self.freeze(tape);
        let variance = |inverse: &f32| (inverse.powi(-2) - EPSILON).max(0.0);
        (mean, inverse_deviation.iter().map(variance).collect())
    }

    /// The statistics that the last forward pass went by; with more than one group those of the first.
    pub(super) fn freeze(&self, tape: &Tape) -> Frozen {
        let mut frozen = Frozen::default();
        for (stage, here) in self.stages.iter().zip(&tape.stages) {
            let channels = ..stage.convolution.channels_out;
            frozen.mean.extend_from_slice(&here.mean[channels]);
            frozen.inverse_deviation.extend_from_slice(&here.inverse_deviation[channels]);
        }
        frozen
    }

    /// Computes the features of a batch of images into the tape.
    ///
    /// *Shapes*: `images` `[batch, side, side, channels]`; the features are `[batch, feature_len]`.
    ///
    /// *Panics* if the statistics are of a network with fewer channels.
    pub fn forward(
        &self,
        parameters: &[f32],
        images: &[f32],
        statistics: Statistics,
        tape: &mut Tape,
    ) {
        self.prepare(images.len() / self.image_len(), tape);
        let mut input = images;
        for (stage, here) in self.stages.iter().zip(&mut tape.stages) {
            let weights = &parameters[stage.weights.clone()];
            stage.convolve(input, weights, here);
            stage.normalize(parameters, self.config.norm.groups(tape.batch), statistics, here);
            stage.pool_activated(here);
            input = here.output();
        }
        tape.features.copy_from_slice(input);
        if self.config.head == Head::Zero {
            unit_length::forward(&mut tape.features, &mut tape.inverse_length);
        }
    }

    /// Adds the gradient of the parameters to `d_parameters`, given the images of the last forward pass and
    /// the gradient of its features.
    ///
    /// *Panics* if there are not as many images as in that pass.
    pub fn backward(
        &self,
        parameters: &[f32],
        images: &[f32],
        d_features: &[f32],
        tape: &mut Tape,
        d_parameters: &mut [f32],
    ) {
        assert_eq!(images.len(), tape.batch * self.image_len(), "the images of the forward pass");
        let groups = self.config.norm.groups(tape.batch);
        let Tape { stages, gradient, gradient_before, .. } = tape;
        gradient.clear();
        gradient.extend_from_slice(d_features);
        if self.config.head == Head::Zero {
            unit_length::backward(&tape.features, &tape.inverse_length, gradient);
        }
        for (i, stage) in self.stages.iter().enumerate().rev() {
            let (before, rest) = stages.split_at_mut(i);
            let input = before.last().map_or(images, StageTape::output);
            let here = &mut rest[0];
            stage.pool_backward(false, here, gradient, gradient_before);
            stage.normalize_backward(parameters, groups, here, gradient, d_parameters);
            stage.pool_backward(true, here, gradient, gradient_before);
            let d_weights = &mut d_parameters[stage.weights.clone()];
            here.convolution.backward_weights(input, gradient, d_weights);
            if i > 0 {
                let weights = &parameters[stage.weights.clone()];
                gradient_before.resize(tape.batch * self.stages[i - 1].output_len(), 0.0);
                here.convolution.backward_input(gradient, weights, gradient_before);
                std::mem::swap(gradient, gradient_before);
            }
        }
    }

    fn prepare(&self, batch: usize, tape: &mut Tape) {
        if tape.batch == batch {
            return;
        }
        tape.batch = batch;
        if tape.stages.is_empty() {
            tape.stages = self.stages.iter().map(StageTape::new).collect();
        }
        let groups = self.config.norm.groups(batch);
        for (stage, room) in self.stages.iter().zip(&mut tape.stages) {
            room.resize(stage, batch, groups);
        }
        tape.features.resize(batch * self.feature_len(), 0.0);
        tape.inverse_length.resize(batch, 0.0);
    }
}

impl Population {
    /// Measures the statistics of a batch of images.
    ///
    /// *Shapes*: `images` `[batch, side, side, channels]`.
    pub fn measure(net: &ConvNet, parameters: &[f32], images: &[f32], weight: f32) -> Self {
        let mut tape = Tape::default();
        net.forward(parameters, images, Statistics::Batch, &mut tape);
        let (mean, variance) = net.batch_statistics(&tape);
        Population { weight, mean, variance }
    }
}

/// Uniform values with a variance of 2 / fan.
fn fill_uniform(weights: &mut [f32], fan: usize, rng: &mut impl Rng) {
    let bound = (6.0 / fan as f32).sqrt();
    for weight in weights {
        *weight = bound * (2.0 * rng.random::<f32>() - 1.0);
    }
}
