//! The convolutional network that turns an image into a feature vector.
//!
//! Each stage is a 3x3 convolution, a normalisation, a learned scale and shift, and a rectified
//! linear unit, and halves the image's sides; what comes after the last depends on the [`Head`].

use std::ops::Range;

use rand::{Rng, RngExt};

use super::{ConvNetConfig, Downsampling, Head, Layout, Norm};
use crate::kernels::convolution::{BatchConvolution, Convolution};
use crate::kernels::normalization::{Channels, statistics};
use crate::kernels::pooling::MaxPool;
use crate::kernels::unit_length;

struct Stage {
    convolution: Convolution,
    pool: Option<MaxPool>,
    weights: Range<usize>,
    scale: Range<usize>,
    shift: Range<usize>,
    rectify: bool,
}

impl Stage {
    /// The number of values that an image has behind this stage.
    fn output_len(&self) -> usize {
        self.pool.map_or(self.convolution.output_len(), |pool| pool.output_len())
    }

    /// Normalises what the convolution gave, each group by itself, up to the rectified values.
    fn normalize(&self, parameters: &[f32], groups: usize, tape: &mut StageTape) {
        let StageTape { values, mean, inverse_deviation, activated, .. } = tape;
        let group_len = values.len() / groups;
        let channels = self.convolution.channels_out;
        let groups = (values.chunks_exact(group_len))
            .zip(activated.chunks_exact_mut(group_len))
            .zip(mean.chunks_exact_mut(channels))
            .zip(inverse_deviation.chunks_exact_mut(channels));
        for (((values, activated), mean), inverse_deviation) in groups {
            statistics(values, mean, inverse_deviation);
            self.channels(parameters, mean, inverse_deviation).forward(values, activated);
        }
    }

    /// Takes the gradient back through [`Stage::normalize`], in place.
    fn normalize_backward(
        &self,
        parameters: &[f32],
        groups: usize,
        tape: &StageTape,
        gradient: &mut [f32],
        d_parameters: &mut [f32],
    ) {
        let channels = self.convolution.channels_out;
        let group_len = gradient.len() / groups;
        let groups = (gradient.chunks_exact_mut(group_len))
            .zip(tape.values.chunks_exact(group_len))
            .zip(tape.mean.chunks_exact(channels))
            .zip(tape.inverse_deviation.chunks_exact(channels));
        let (d_scale, d_shift) = (self.scale.clone(), self.shift.clone());
        let [d_scale, d_shift] =
            d_parameters.get_disjoint_mut([d_scale, d_shift]).expect("two parts of the layout");
        for (((gradient, values), mean), inverse_deviation) in groups {
            let channels = self.channels(parameters, mean, inverse_deviation);
            channels.backward(values, gradient, d_scale, d_shift);
        }
    }

    fn channels<'a>(
        &self,
        parameters: &'a [f32],
        mean: &'a [f32],
        inverse_deviation: &'a [f32],
    ) -> Channels<'a> {
        let scale = &parameters[self.scale.clone()];
        let shift = &parameters[self.shift.clone()];
        Channels { mean, inverse_deviation, scale, shift, rectify: self.rectify }
    }
}

/// The network: a shape and a layout, no parameters.
pub struct ConvNet {
    config: ConvNetConfig,
    layout: Layout,
    stages: Vec<Stage>,
    /// The length of the stages' parameters; a learned head's follow.
    body_len: usize,
    feature_len: usize,
}

/// What a forward pass leaves for the backward pass, and room for both.
#[derive(Default)]
pub struct Tape {
    batch: usize,
    stages: Vec<StageTape>,
    features: Vec<f32>,
    inverse_length: Vec<f32>,
    gradient: Vec<f32>,
    gradient_before: Vec<f32>,
}

struct StageTape {
    convolution: BatchConvolution,
    /// What the convolution gave.
    values: Vec<f32>,
    mean: Vec<f32>,
    inverse_deviation: Vec<f32>,
    /// The same, normalised, scaled and rectified.
    activated: Vec<f32>,
    /// With pooling: its output, and which pixels it is from.
    pooled: Vec<f32>,
    winners: Vec<u8>,
}

impl StageTape {
    /// Room for no image yet.
    fn new(stage: &Stage) -> Self {
        StageTape {
            convolution: stage.convolution.of_batch(0),
            values: vec![],
            mean: vec![],
            inverse_deviation: vec![],
            activated: vec![],
            pooled: vec![],
            winners: vec![],
        }
    }

    /// What the stage gave: the next one's input.
    fn output(&self) -> &[f32] {
        if self.pooled.is_empty() { &self.activated } else { &self.pooled }
    }

    /// Makes it room for so many images, out of what there is where that is enough.
    fn resize(&mut self, stage: &Stage, batch: usize, groups: usize) {
        let shape = stage.convolution;
        self.convolution = shape.of_batch(batch);
        self.values.resize(batch * shape.output_len(), 0.0);
        self.activated.resize(self.values.len(), 0.0);
        self.mean.resize(groups * shape.channels_out, 0.0);
        self.inverse_deviation.resize(self.mean.len(), 0.0);
        if let Some(pool) = stage.pool {
            self.pooled.resize(batch * pool.output_len(), 0.0);
            self.winners.resize(self.pooled.len(), 0);
        }
    }
}

impl Tape {
    /// The features of the last forward pass, `[batch, feature_len]`.
    pub fn features(&self) -> &[f32] {
        &self.features
    }
}

impl ConvNet {
    pub(super) fn new(config: ConvNetConfig) -> Self {
        let mut layout = Layout::default();
        let mut stages = Vec::new();
        let (mut side, mut channels_in) = (config.side_px, config.channels);
        for (i, &channels_out) in config.filters.iter().enumerate() {
            let (stride, pool) = match config.downsampling {
                Downsampling::Stride => (2, None),
                Downsampling::MaxPool => (1, Some(MaxPool { side, channels: channels_out })),
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
            });
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

    /// The number of values of an image.
    pub fn image_len(&self) -> usize {
        self.config.side_px.pow(2) * self.config.channels
    }

    /// The number of features of an image.
    pub fn feature_len(&self) -> usize {
        self.feature_len
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

    /// Computes the features of a batch of images into the tape.
    ///
    /// *Shapes*: `images` `[batch, side, side, channels]`; the features are `[batch, feature_len]`.
    pub fn forward(&self, parameters: &[f32], images: &[f32], tape: &mut Tape) {
        self.prepare(images.len() / self.image_len(), tape);
        let mut input = images;
        for (stage, here) in self.stages.iter().zip(&mut tape.stages) {
            let weights = &parameters[stage.weights.clone()];
            here.convolution.forward(input, weights, &mut here.values);
            stage.normalize(parameters, self.groups(tape.batch), here);
            if let Some(pool) = stage.pool {
                pool.forward(&here.activated, &mut here.pooled, &mut here.winners);
            }
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
        let groups = self.groups(tape.batch);
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
            if let Some(pool) = stage.pool {
                gradient_before.resize(here.activated.len(), 0.0);
                pool.backward(&here.winners, gradient, gradient_before);
                std::mem::swap(gradient, gradient_before);
            }
            stage.normalize_backward(parameters, groups, here, gradient, d_parameters);
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

    /// How many groups of rows are normalised, each by itself.
    fn groups(&self, batch: usize) -> usize {
        match self.config.norm {
            Norm::Batch => 1,
            Norm::Instance => batch,
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
        let groups = self.groups(batch);
        for (stage, room) in self.stages.iter().zip(&mut tape.stages) {
            room.resize(stage, batch, groups);
        }
        tape.features.resize(batch * self.feature_len(), 0.0);
        tape.inverse_length.resize(batch, 0.0);
    }
}

/// Uniform values with a variance of 2 / fan.
fn fill_uniform(weights: &mut [f32], fan: usize, rng: &mut impl Rng) {
    let bound = (6.0 / fan as f32).sqrt();
    for weight in weights {
        *weight = bound * (2.0 * rng.random::<f32>() - 1.0);
    }
}
