//! Meta-training of the drawing network in a browser: on made-up alphabets, with nothing at hand, or on drawings of the
//! visitor's own.
//!
//! It is `reptile-sketch train` on one thread, with tasks that are made when they are learned.

use crate::collection::Collection;
use crate::glyphs::Glyphs;
use crate::learner::{Classification, Learner};
use crate::meta::{Answer, Outer, OuterConfig, Reduction};
use crate::net::{Batch, ConvNetConfig, Workspace};
use crate::sketch::{PIXELS, SIDE_PX};
use crate::trainer::{State, Trainer};
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
    views: 1,
    batch: None,
};
/// More than a training of an hour sees.
const CLASSES: usize = 1 << 20;
/// The episodes of [`PageTraining::accuracy`].
const EPISODE_WAYS: usize = 3;
/// The streams of tasks to measure on.
const HELD_OUT_SEED: u64 = 1;
/// Of classes that are given, one in so many is kept to measure on, if that makes an episode.
const HELD_OUT_EVERY: usize = 5;

/// What tasks are made of.
#[derive(Debug)]
enum Source {
    Glyphs(Glyphs),
    Drawings(Collection),
}

impl Source {
    /// The batches of a task of the training, or of an episode.
    fn batches(
        &self,
        ways: usize,
        seed: u64,
        number: u64,
    ) -> Box<dyn FnMut(usize, f32) -> Batch + '_> {
        match self {
            Source::Glyphs(glyphs) => {
                let mut task = glyphs.task(CLASSES, ways, number);
                Box::new(move |drawings, distortion| task.batch(drawings, distortion))
            }
            Source::Drawings(collection) => {
                let mut task = collection.task(ways, seed, number);
                Box::new(move |drawings, distortion| task.batch(drawings, distortion))
            }
        }
    }
}

/// A run of batched Reptile on glyphs, or on drawings.
///
/// ```
/// use reptile_sketch::page_training::PageTraining;
/// let mut training = PageTraining::new(0, 30)?;
/// let untrained = training.accuracy(60)?;
/// while training.iteration() < 30 {
///     training.step()?;
/// }
/// assert!(training.accuracy(60)? > untrained);
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
#[derive(Debug)]
pub struct PageTraining {
    seed: u64,
    ways: usize,
    source: Source,
    held_out: Source,
    trainer: Trainer,
    workspace: Workspace,
    drawings: usize,
}

impl PageTraining {
    /// A run from untrained parameters, over so many meta-iterations.
    ///
    /// *Errors*: `bad-setting` for none.
    pub fn new(seed: u64, meta_iterations: usize) -> Result<Self> {
        PageTraining::of(Source::Glyphs(Glyphs::training(seed)), WAYS, seed, meta_iterations)
    }

    /// A run from untrained parameters on drawings. Of 15 classes or more every fifth is left out of the training, and
    /// [`PageTraining::accuracy`] is measured on those; otherwise on glyphs.
    ///
    /// *Errors*: as [`PageTraining::new`]; `bad-data` for fewer than three classes of two drawings.
    pub fn on_drawings(drawings: Collection, seed: u64, meta_iterations: usize) -> Result<Self> {
        let drawings = drawings.with_pairs().at_least(EPISODE_WAYS)?;
        let [mut rest, mut held_out] = [drawings, Collection::default()];
        if rest.classes() >= EPISODE_WAYS * HELD_OUT_EVERY {
            [rest, held_out] = rest.without_every(HELD_OUT_EVERY);
        }
        let ways = WAYS.min(rest.classes());
        let mut training = PageTraining::of(Source::Drawings(rest), ways, seed, meta_iterations)?;
        if held_out.classes() > 0 {
            training.held_out = Source::Drawings(held_out);
        }
        Ok(training)
    }

    fn of(source: Source, ways: usize, seed: u64, meta_iterations: usize) -> Result<Self> {
        let net = ConvNetConfig::grey(SIDE_PX, &FILTERS).check()?;
        let trainer = Trainer::new(net, ADAPT.check()?, ways, outer(meta_iterations)?, seed);
        Ok(PageTraining {
            seed,
            ways,
            source,
            held_out: Source::Glyphs(Glyphs::held_out(HELD_OUT_SEED)),
            trainer,
            workspace: Workspace::default(),
            drawings: 0,
        })
    }

    /// The run from the parameters of a weights file, which so many of its meta-iterations have given: 0 if they are to be
    /// the first.
    ///
    /// *Errors*: `bad-weights` if they are of another network; `bad-setting` if fewer meta-iterations are planned.
    pub fn starting_at(mut self, weights: Weights, iteration: usize) -> Result<Self> {
        if weights.net.config() != self.trainer.net().config() {
            return Err(Error::new(
                Code::BadWeights,
                "weights of another network than is trained here",
            ));
        }
        if iteration > self.planned() {
            return Err(Error::bad_setting(
                "iteration",
                iteration,
                "as many as are planned, or fewer",
            ));
        }
        let theta = weights.parameters;
        // Nothing of the zeros at the start is left in a file.
        let (second_moments, decayed) = match weights.second_moments {
            SecondMoments::Known(moments) => (moments, 0.0),
            SecondMoments::Unknown => (vec![0.0; theta.len()], 1.0),
        };
        let state = State { theta, second_moments, decayed, iteration };
        let outer = outer(self.planned())?;
        self.trainer.restore(state, outer);
        Ok(self)
    }

    /// Plans so many meta-iterations altogether: the outer step size falls until then.
    ///
    /// *Errors*: `bad-setting` if as many are done already.
    pub fn plan(&mut self, meta_iterations: usize) -> Result<()> {
        if meta_iterations <= self.iteration() {
            let rule = "more than are done";
            return Err(Error::bad_setting("meta_iterations", meta_iterations, rule));
        }
        let state = self.trainer.state();
        self.trainer.restore(state, outer(meta_iterations)?);
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
            let mut batches = self.source.batches(self.ways, self.seed, first + i);
            self.trainer.learn(&mut self.workspace, || batches(DRAWINGS_PER_STEP, DISTORTION))
        });
        let learned = learned.collect();
        self.drawings += META_BATCH * ADAPT.steps * self.ways * DRAWINGS_PER_STEP;
        self.trainer.update(learned)
    }

    /// Whether [`PageTraining::accuracy`] is measured on drawings that were given, and not on glyphs.
    pub fn is_measured_on_drawings(&self) -> bool {
        matches!(self.held_out, Source::Drawings(_))
    }

    /// The part of right answers in so many episodes of three unseen classes, each drawn once to learn from and once to
    /// be asked for; of glyphs, by different hands.
    ///
    /// *Errors*: `diverged` if an episode cannot be learned.
    pub fn accuracy(&self, episodes: usize) -> Result<f64> {
        let mut learner = Learner::new(self.weights());
        let mut right = 0.0;
        for number in 0..episodes {
            let batch = self.held_out.batches(EPISODE_WAYS, HELD_OUT_SEED, number as u64)(2, 0.0);
            let images: Vec<&[f32]> = batch.images.chunks(PIXELS).collect();
            let examples: Vec<(&[f32], usize)> =
                (0..EPISODE_WAYS).map(|label| (images[2 * label], label)).collect();
            learner.adapt(&examples, None)?;
            for truth in 0..EPISODE_WAYS {
                let Classification { probabilities, unlike, .. } =
                    learner.classify(&images[2 * truth + 1])?;
                right += Answer { probabilities: &probabilities, truth, unlike }.correct();
            }
        }
        Ok(right / (EPISODE_WAYS * episodes) as f64)
    }

    /// The parameters so far, ready to use and to be written.
    pub fn weights(&self) -> Weights {
        let seed = self.seed;
        let what = match &self.source {
            Source::Glyphs(_) => "glyphs".to_string(),
            Source::Drawings(own) => {
                format!("{} drawings of {} classes,", own.drawings(), own.classes())
            }
        };
        let command = format!(
            "made in a browser: {} meta-iterations of {} on {what} of seed {seed}",
            self.iteration(),
            self.planned()
        );
        Weights {
            net: self.trainer.net().clone(),
            adapt: self.trainer.adapt().clone(),
            provenance: Provenance { command, seed, ..Provenance::default() },
            parameters: self.trainer.theta().to_vec(),
            precision: Precision::Half,
            second_moments: self.trainer.second_moments(),
            population: None,
            calibration: None,
        }
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
