//! What a browser holds: learns from a few examples, and classifies drawings.

mod adaptation;
mod first_stage;
mod rows;
mod support;
mod views;

use adaptation::Adaptation;
pub use first_stage::FirstStage;
use views::{LearnedView, seen};

use crate::kernels::{dense, loss, unit_length};
use crate::net::{Batch, FewShot, Head, Statistics, Workspace};
use crate::weights::{Confidence, UNCALIBRATED, Weights};
use crate::{Code, Error, Result};

/// The fewest and the most classes.
pub const WAYS: std::ops::RangeInclusive<usize> = 2..=20;

/// Few examples say less surely than many of which kind drawings are, so their mean counts for less.
///
/// *Source*: ours, of 0, 4, 6 and 8 a compromise between tasks of 3 classes, which are best calibrated with 4, and of
/// 20 classes, with 8.
const PRIOR_ROWS: f32 = 6.0;

/// Pretrained weights, and what was learned from the latest examples.
///
/// The answer does not depend on the order of the classes or of the examples: they are put in an
/// order of their own before anything is added up.
#[derive(Debug)]
pub struct Learner {
    weights: Weights,
    adapted: Option<Adapted>,
    before: Option<Adapted>,
    under_way: Option<Box<Adaptation>>,
    adapt_workspace: Workspace,
    classify_workspace: Workspace,
}

/// The parameters that one set of examples led to.
#[derive(Clone, Debug)]
struct Adapted {
    parameters: Vec<f32>,
    ways: usize,
    support: Batch,
    /// Which column of the head is the caller's class.
    column_of_class: Vec<usize>,
    /// What was learned in each view, the upright one first, once all steps are taken.
    views: Vec<LearnedView>,
    /// That of [`Learner::task_embedding`].
    task_embedding: Vec<f32>,
}

impl Adapted {
    /// What was learned, if anything was.
    fn known(adapted: &Option<Adapted>) -> Result<&Adapted> {
        let none = || Error::new(Code::NoSupport, "there are no examples to go by yet");
        adapted.as_ref().ok_or_else(none)
    }
}

/// The sum of the rows of features, divided by more than there are.
fn task_embedding(features: &[f32], width: usize) -> Vec<f32> {
    let share = 1.0 / ((features.len() / width) as f32 + PRIOR_ROWS);
    let mut mean = vec![0.0; width];
    for row in features.chunks_exact(width) {
        mean.iter_mut().zip(row).for_each(|(mean, value)| *mean += share * value);
    }
    mean
}

/// What the network says about one drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification {
    /// One for each class, from 0 to 1; they add up to 1.
    pub probabilities: Vec<f32>,
    /// How little the drawing is like any example: 0 is the same, 1 and more is nothing alike.
    ///
    /// One minus the cosine of its features and those of the nearest example.
    pub unlike: f32,
    /// How much more unlike the nearest example of any class but the likeliest is: near 0 where the network can
    /// hardly tell the classes apart, whatever the probabilities say.
    pub margin: f32,
    /// In a word, how far the answer can be trusted.
    pub confidence: Confidence,
}

/// The same weights, and what was learned so far; from then on, each learns for itself.
impl Clone for Learner {
    fn clone(&self) -> Self {
        let (adapted, before) = (self.adapted.clone(), self.before.clone());
        Learner { adapted, before, ..Learner::new(self.weights.clone()) }
    }
}

impl Learner {
    /// A learner that starts from these weights.
    ///
    /// *Panics* for weights that no file holds: with settings that
    /// [`AdaptConfig::check`](crate::weights::AdaptConfig::check) refuses, several views of images of several channels, or
    /// other than one parameter for each of the network's.
    pub fn new(weights: Weights) -> Self {
        // A page has its weights from files.
        #[cfg(not(target_arch = "wasm32"))]
        weights.check().unwrap_or_else(|error| panic!("{error}"));
        Learner {
            weights,
            adapted: None,
            before: None,
            under_way: None,
            adapt_workspace: Workspace::default(),
            classify_workspace: Workspace::default(),
        }
    }

    /// The weights it starts from.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    fn check_image(&self, image: &[f32]) -> Result<()> {
        let expected = self.weights.net.image_len();
        if image.len() != expected {
            let message = format!("an image of {} values, not {expected}", image.len());
            return Err(Error::new(Code::BadImage, message));
        }
        if !image.iter().all(|value| value.is_finite()) {
            return Err(Error::new(Code::BadImage, "an image with a value that is not finite"));
        }
        Ok(())
    }

    /// Goes back to what was learned before the latest [`Learner::adapt`].
    pub fn revert(&mut self) {
        self.adapted = self.before.take();
    }

    /// What kind of drawings the examples are, in the network's terms: the mean of their features after adapting,
    /// each of length 1, and of six rows of zeros, so that few examples count for less. The calibration goes by it.
    ///
    /// *Errors*: `no-support` before the first [`Learner::adapt`].
    pub fn task_embedding(&self) -> Result<Vec<f32>> {
        Ok(Adapted::known(&self.adapted)?.task_embedding.clone())
    }

    /// Says which class a drawing is of, going by the examples and this drawing alone.
    ///
    /// With the statistics of a population in the weights, the examples' statistics hold for the drawing
    /// too, and it takes one forward pass of one image in each view; without, it is normalised together with them.
    ///
    /// *Errors*: `no-support` before the first [`Learner::adapt`], `bad-image` for an image of
    /// another size than the network's, or with a value that is not finite.
    pub fn classify(&mut self, image: &impl AsRef<[f32]>) -> Result<Classification> {
        self.check_image(image.as_ref())?;
        Ok(self.answers(image.as_ref())?.pop().expect("one drawing, one answer"))
    }

    /// Classifies several drawings in one batch, so that they share its normalisation: the
    /// paper's transductive setting, in which the examples are not in the batch. It is made for a batch with about as many
    /// drawings of each class. One drawing has nothing to share: its answer is that of [`Learner::classify`].
    ///
    /// *Source*: as [the authors' program](https://github.com/openai/supervised-reptile) has it.
    ///
    /// *Errors*: as [`Learner::classify`].
    pub fn classify_batch(&mut self, queries: &[impl AsRef<[f32]>]) -> Result<Vec<Classification>> {
        queries.iter().try_for_each(|query| self.check_image(query.as_ref()))?;
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let mut images = Vec::new();
        queries.iter().for_each(|query| images.extend_from_slice(query.as_ref()));
        self.answers(&images)
    }

    /// The answers for drawings. Several are normalised together; a single one by the examples' statistics, where a
    /// population makes that possible, or else together with the examples.
    fn answers(&mut self, queries: &[f32]) -> Result<Vec<Classification>> {
        let adapted = Adapted::known(&self.adapted)?;
        let net = &self.weights.net;
        let (ways, width, examples) =
            (adapted.ways, net.feature_len(), adapted.support.labels.len());
        let rows = queries.len() / net.image_len();
        let frozen = rows == 1 && self.weights.population.is_some();
        let with_examples = rows == 1 && !frozen;
        let mut images = if with_examples { adapted.support.images.clone() } else { Vec::new() };
        images.extend_from_slice(queries);
        let first = if with_examples { examples } else { 0 };
        // Sums over the views.
        let (mut cosines, mut logits) = (vec![0.0; rows * examples], vec![0.0; rows * ways]);
        let mut here = vec![0.0; rows * examples];
        let workspace = std::mem::take(&mut self.classify_workspace);
        let mut few_shot = FewShot::with_workspace(net, ways, workspace);
        for (number, view) in adapted.views.iter().enumerate() {
            few_shot = few_shot.with_statistics(match frozen {
                true => Statistics::Frozen(&view.statistics),
                false => self.weights.statistics(),
            });
            few_shot.logits(&adapted.parameters, &seen(number, &images, net.config().side_px));
            let (features, of_head) = few_shot.features_and_logits();
            let features = self.unit_features(features);
            let learned_from = if with_examples { &features } else { &view.features };
            let learned_from = &learned_from[..examples * width];
            dense::forward(&features[first * width..], learned_from, width, &mut here);
            let of_head = &mut of_head[first * ways..];
            if number > 0 {
                dense::forward(&here, &view.shares, examples, of_head);
            }
            cosines.iter_mut().zip(&here).for_each(|(sum, value)| *sum += value);
            logits.iter_mut().zip(of_head).for_each(|(sum, value)| *sum += *value);
        }
        self.classify_workspace = few_shot.into_workspace();
        let rows = cosines.chunks_exact(examples).zip(logits.chunks_exact(ways));
        Ok(rows.map(|(cosines, logits)| self.answer(adapted, cosines, logits)).collect())
    }

    /// The answer for one drawing, from how like each example it is, and from its logits: sums over the views.
    // Apart from what calls it the wasm is smaller.
    #[inline(never)]
    fn answer(&self, adapted: &Adapted, cosines: &[f32], logits: &[f32]) -> Classification {
        let share = 1.0 / adapted.views.len() as f32;
        let mut logits = logits.to_vec();
        let top = logits.iter().fold(f32::MIN, |top, &logit| if logit > top { logit } else { top });
        let (mut nearest, mut nearest_other) = (-1.0, -1.0);
        for (cosine, &column) in cosines.iter().zip(&adapted.support.labels) {
            let cosine = (share * cosine).min(1.0);
            if cosine > nearest {
                nearest = cosine;
            }
            if cosine > nearest_other && logits[column] < top {
                nearest_other = cosine;
            }
        }
        let (unlike, margin) = (1.0 - nearest, nearest - nearest_other);
        let calibration = self.weights.calibration.as_ref().unwrap_or(&UNCALIBRATED);
        let shots = adapted.support.labels.len() as f32 / adapted.ways as f32;
        let factor = calibration.factor(adapted.ways, shots, unlike, &adapted.task_embedding);
        logits.iter_mut().for_each(|logit| *logit *= share * factor);
        loss::softmax(&mut logits, adapted.ways);
        let probabilities: Vec<f32> =
            adapted.column_of_class.iter().map(|&column| logits[column]).collect();
        let confidence = calibration.confidence(&probabilities, unlike, margin);
        Classification { probabilities, unlike, margin, confidence }
    }

    /// Features whose rows have length 1: with a head that starts at zero they have it already.
    fn unit_features(&self, features: &[f32]) -> Vec<f32> {
        let mut features = features.to_vec();
        if self.weights.net.config().head != Head::Zero {
            let rows = features.len() / self.weights.net.feature_len();
            unit_length::forward(&mut features, &mut vec![0.0; rows]);
        }
        features
    }
}
