//! A stage of the convolutional network: a convolution, a normalisation, and pooling if there is any.

use std::ops::Range;

use super::population::{Statistics, own_share};
use crate::kernels::convolution::{BatchConvolution, Convolution};
use crate::kernels::normalization::{self, Channels};
use crate::kernels::pooling::MaxPool;

/// A convolution and what follows it, and where its parameters are.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub convolution: Convolution,
    pub pool: Option<MaxPool>,
    /// Whether it pools what the convolution gave, before it is normalised, and not what was rectified.
    pub pools_first: bool,
    pub weights: Range<usize>,
    pub scale: Range<usize>,
    pub shift: Range<usize>,
    pub rectify: bool,
    /// The place of its channels among those of all stages.
    pub first_channel: usize,
}

impl Stage {
    /// The number of values that an image has behind this stage.
    pub fn output_len(&self) -> usize {
        self.pool.map_or(self.convolution.output_len(), |pool| pool.output_len())
    }

    /// The number of values of an image that are normalised.
    fn normalized_len(&self) -> usize {
        if self.pools_first { self.output_len() } else { self.convolution.output_len() }
    }

    /// The convolution, and the pooling if that comes before the normalisation.
    pub fn convolve(&self, input: &[f32], weights: &[f32], tape: &mut StageTape) {
        let Some(pool) = self.pool.filter(|_| self.pools_first) else {
            return tape.convolution.forward(input, weights, &mut tape.values);
        };
        tape.convolution.forward(input, weights, &mut tape.unpooled);
        pool.forward(&tape.unpooled, &mut tape.values, &mut tape.winners);
    }

    /// The pooling, if that comes after the normalisation.
    pub fn pool_activated(&self, tape: &mut StageTape) {
        if let Some(pool) = self.pool.filter(|_| !self.pools_first) {
            pool.forward(&tape.activated, &mut tape.pooled, &mut tape.winners);
        }
    }

    /// Takes the gradient back through the pooling, if it comes at this place: before the normalisation or not.
    /// `spare` is room for it.
    pub fn pool_backward(
        &self,
        comes_first: bool,
        tape: &StageTape,
        gradient: &mut Vec<f32>,
        spare: &mut Vec<f32>,
    ) {
        if let Some(pool) = self.pool.filter(|_| self.pools_first == comes_first) {
            spare.resize(gradient.len() / pool.output_len() * pool.input_len(), 0.0);
            pool.backward(&tape.winners, gradient, spare);
            std::mem::swap(gradient, spare);
        }
    }

    /// Normalises what the convolution gave, each group of so many images by itself, up to the rectified
    /// values.
    pub fn normalize(
        &self,
        parameters: &[f32],
        groups: usize,
        statistics: Statistics,
        tape: &mut StageTape,
    ) {
        let images = tape.values.len() / self.normalized_len() / groups;
        tape.own_share = match statistics {
            Statistics::Batch => 1.0,
            Statistics::Mixed(population) => own_share(population.weight, images),
            Statistics::Frozen(_) => 0.0,
        };
        let own_share = tape.own_share;
        let StageTape { values, mean, inverse_deviation, activated, .. } = tape;
        let group_len = values.len() / groups;
        let channels = self.convolution.channels_out;
        let groups = (values.chunks_exact(group_len))
            .zip(activated.chunks_exact_mut(group_len))
            .zip(mean.chunks_exact_mut(channels))
            .zip(inverse_deviation.chunks_exact_mut(channels));
        for (((values, activated), mean), inverse_deviation) in groups {
            self.find_statistics(values, images, statistics, mean, inverse_deviation);
            self.channels(parameters, mean, inverse_deviation, own_share)
                .forward(values, activated);
        }
    }

    fn find_statistics(
        &self,
        values: &[f32],
        images: usize,
        statistics: Statistics,
        mean: &mut [f32],
        inverse_deviation: &mut [f32],
    ) {
        if let Statistics::Frozen(frozen) = statistics {
            let channels = self.first_channel..self.first_channel + mean.len();
            mean.copy_from_slice(&frozen.mean[channels.clone()]);
            inverse_deviation.copy_from_slice(&frozen.inverse_deviation[channels]);
            return;
        }
        let variance = inverse_deviation;
        normalization::statistics(values, mean, variance);
        if let Statistics::Mixed(population) = statistics {
            population.mix_into(self.first_channel, images, mean, variance);
        }
        normalization::invert_deviations(variance);
    }

    /// Takes the gradient back through [`Stage::normalize`], in place.
    pub fn normalize_backward(
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
            let channels = self.channels(parameters, mean, inverse_deviation, tape.own_share);
            channels.backward(values, gradient, d_scale, d_shift);
        }
    }

    fn channels<'a>(
        &self,
        parameters: &'a [f32],
        mean: &'a [f32],
        inverse_deviation: &'a [f32],
        own_share: f32,
    ) -> Channels<'a> {
        let scale = &parameters[self.scale.clone()];
        let shift = &parameters[self.shift.clone()];
        Channels { mean, inverse_deviation, scale, shift, rectify: self.rectify, own_share }
    }
}

/// What a forward pass through a stage leaves for the backward pass, and room for both.
#[derive(Debug)]
pub(super) struct StageTape {
    pub convolution: BatchConvolution,
    /// What the convolution gave, if it is pooled before it is normalised.
    pub unpooled: Vec<f32>,
    /// What is normalised: what the convolution gave, or its pooling.
    pub values: Vec<f32>,
    pub mean: Vec<f32>,
    pub inverse_deviation: Vec<f32>,
    /// How much of these statistics is the batch's own.
    pub own_share: f32,
    /// The same, normalised, scaled and rectified.
    pub activated: Vec<f32>,
    /// With pooling: its output, if it comes last, and which pixels it is from.
    pub pooled: Vec<f32>,
    pub winners: Vec<u8>,
}

impl StageTape {
    /// Room for no image yet.
    pub fn new(stage: &Stage) -> Self {
        StageTape {
            convolution: stage.convolution.of_batch(0),
            unpooled: vec![],
            values: vec![],
            mean: vec![],
            inverse_deviation: vec![],
            own_share: 1.0,
            activated: vec![],
            pooled: vec![],
            winners: vec![],
        }
    }

    /// What the stage gave: the next one's input.
    pub fn output(&self) -> &[f32] {
        if self.pooled.is_empty() { &self.activated } else { &self.pooled }
    }

    /// Makes it room for so many images, out of what there is where that is enough.
    pub fn resize(&mut self, stage: &Stage, batch: usize, groups: usize) {
        let shape = stage.convolution;
        self.convolution = shape.of_batch(batch);
        self.values.resize(batch * stage.normalized_len(), 0.0);
        self.activated.resize(self.values.len(), 0.0);
        self.mean.resize(groups * shape.channels_out, 0.0);
        self.inverse_deviation.resize(self.mean.len(), 0.0);
        if stage.pools_first {
            self.unpooled.resize(batch * shape.output_len(), 0.0);
        } else if stage.pool.is_some() {
            self.pooled.resize(batch * stage.output_len(), 0.0);
        }
        if stage.pool.is_some() {
            self.winners.resize(batch * stage.output_len(), 0);
        }
    }
}
