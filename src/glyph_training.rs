//! Meta-training of the drawing network on made-up alphabets alone: what a browser can do with nothing at hand.
//!
//! It is `reptile-sketch train --glyphs N` on one thread, with tasks that are made when they are learned.

use crate::glyphs::Glyphs;
use crate::learner::{Classification, Learner};
use crate::meta::{Outer, OuterConfig, Reduction};
use crate::net::{ConvNetConfig, Workspace};
use crate::sketch::SIDE_PX;
use crate::trainer::{Progress, Trainer};
use crate::weights::{AdaptConfig, BodyOptimizer, Precision, Provenance, SecondMoments, Weights};
use crate::{Code, Error, Result};

/// As `train` has them by default.
const WAYS: usize = 10;
const DRAWINGS_PER_STEP: usize = 2;
const META_BATCH: usize = 4;
const DISTORTION: f32 = 0.5;
const FILTERS: [usize; 4] = [32; 4];
const ADAPT: AdaptConfig = AdaptConfig {
    steps: 5,
    learning_rate: 1e-3,
    head_learning_rate: 8.0,
    optimizer: BodyOptimizer::Adam,
    batch: None,
};
/// More than a training of an hour sees.
const CLASSES: usize = 1 << 20;
/// The episodes of [`GlyphTraining::accuracy`].
const EPISODE_WAYS: usize = 3;
/// The streams of tasks to measure on.
const HELD_OUT_SEED: u64 = 1;

/// A run of batched Reptile on glyphs.
///
/// ```
/// use reptile_sketch::glyph_training::GlyphTraining;
/// let mut training = GlyphTraining::new(0, 30)?;
/// let untrained = training.accuracy(60)?;
/// while training.iteration() < 30 {
///     training.step()?;
/// }
/// assert!(training.accuracy(60)? > untrained);
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
pub struct GlyphTraining {
    glyphs: Glyphs,
    held_out: Glyphs,
    trainer: Trainer,
    workspace: Workspace,
    drawings: usize,
}

impl GlyphTraining {
    /// A run from untrained parameters, over so many meta-iterations.
    ///
    /// *Errors*: `bad-setting` for none.
    pub fn new(seed: u64, meta_iterations: usize) -> Result<Self> {
        let net = ConvNetConfig::grey(SIDE_PX, &FILTERS).check()?;
        let trainer = Trainer::new(net, ADAPT.check()?, WAYS, outer(meta_iterations)?, seed);
        Ok(GlyphTraining {
            glyphs: Glyphs::training(seed),
            held_out: Glyphs::held_out(HELD_OUT_SEED),
            trainer,
            workspace: Workspace::default(),
            drawings: 0,
        })
    }

    /// A run from the parameters of a weights file, as if they were the first.
    ///
    /// *Errors*: as [`GlyphTraining::new`]; `bad-weights` if they are of another network.
    pub fn from_weights(weights: Weights, seed: u64, meta_iterations: usize) -> Result<Self> {
        let mut training = GlyphTraining::new(seed, meta_iterations)?;
        if weights.net.config() != training.trainer.net().config() {
            return Err(Error::new(
                Code::BadWeights,
                "weights of another network than is trained here",
            ));
        }
        let theta = weights.parameters;
        // Nothing of the zeros at the start is left in a file.
        let (second_moments, decayed) = match weights.second_moments {
            SecondMoments::Known(moments) => (moments, 0.0),
            SecondMoments::Unknown => (vec![0.0; theta.len()], 1.0),
        };
        let progress = Progress { theta, second_moments, decayed, iteration: 0 };
        training.trainer.go_on(progress, outer(meta_iterations)?);
        Ok(training)
    }

    /// Plans so many meta-iterations altogether: the outer step size falls until then.
    ///
    /// *Errors*: `bad-setting` if as many are done already.
    pub fn plan(&mut self, meta_iterations: usize) -> Result<()> {
        if meta_iterations <= self.iteration() {
            let rule = "more than are done";
            return Err(Error::bad_setting("meta_iterations", meta_iterations, rule));
        }
        let progress = self.trainer.progress();
        self.trainer.go_on(progress, outer(meta_iterations)?);
        Ok(())
    }

    /// The outer updates so far.
    pub fn iteration(&self) -> usize {
        self.trainer.iteration()
    }

    /// The planned outer updates.
    pub fn planned(&self) -> usize {
        self.trainer.outer().config().meta_iterations
    }

    /// How many tasks have been learned.
    pub fn tasks(&self) -> usize {
        self.iteration() * META_BATCH
    }

    /// How many drawings have been learned from since the run began here.
    pub fn drawings(&self) -> usize {
        self.drawings
    }

    /// One outer update. Returns the loss as [`Trainer::update`] does.
    ///
    /// *Errors*: `diverged`; `bad-setting` if all that were planned are done.
    pub fn step(&mut self) -> Result<f32> {
        let first = self.tasks() as u64;
        let learned = (0..META_BATCH as u64).map(|i| {
            let mut task = self.glyphs.task(CLASSES, WAYS, first + i);
            let batch = || task.batch(DRAWINGS_PER_STEP, DISTORTION);
            self.trainer.learn(&mut self.workspace, batch)
        });
        let learned = learned.collect();
        self.drawings += META_BATCH * ADAPT.steps * WAYS * DRAWINGS_PER_STEP;
        self.trainer.update(learned)
    }

    /// The part of right answers in so many episodes of three unseen glyphs, each drawn once to learn from and once to
    /// be asked for, by different hands.
    pub fn accuracy(&self, episodes: usize) -> Result<f64> {
        let mut learner = Learner::new(self.weights()?);
        let mut right = 0;
        for number in 0..episodes {
            let mut task = self.held_out.task(CLASSES, EPISODE_WAYS, number as u64);
            let batch = task.batch(2, 0.0);
            let images: Vec<&[f32]> = batch.images.chunks(batch.images.len() / 6).collect();
            let examples: Vec<(&[f32], usize)> =
                (0..EPISODE_WAYS).map(|label| (images[2 * label], label)).collect();
            learner.adapt(&examples, None)?;
            for label in 0..EPISODE_WAYS {
                let Classification { probabilities, .. } =
                    learner.classify(&images[2 * label + 1])?;
                let most = probabilities.iter().copied().fold(0.0, f32::max);
                right += usize::from(probabilities[label] == most);
            }
        }
        Ok(right as f64 / (EPISODE_WAYS * episodes) as f64)
    }

    /// The parameters so far, ready to use and to be written.
    pub fn weights(&self) -> Result<Weights> {
        let seed = self.glyphs.seed();
        let command = format!(
            "made in a browser: {} meta-iterations of {} on glyphs of seed {seed}",
            self.iteration(),
            self.planned()
        );
        Ok(Weights {
            net: self.trainer.net().config().clone().check()?,
            adapt: self.trainer.adapt().clone(),
            provenance: Provenance { command, seed, ..Provenance::default() },
            parameters: self.trainer.theta().to_vec(),
            precision: Precision::Half,
            second_moments: self.trainer.second_moments(),
            population: None,
            calibration: None,
        })
    }
}

fn outer(meta_iterations: usize) -> Result<Outer> {
    let config = OuterConfig {
        meta_iterations,
        meta_batch: META_BATCH,
        step_size: 1.0,
        step_size_final: 0.0,
        reduction: Reduction::Mean,
    };
    config.check()
}
