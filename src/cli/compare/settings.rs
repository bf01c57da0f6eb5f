//! What the learning curves depend on, besides the data.

use clap::Args;
use serde::{Deserialize, Serialize};

use super::curve::Curve;
use crate::data::{Batches, EpisodeConfig, Pool, TaskConfig, Tasks};
use crate::meta::{Outer, OuterConfig, Reduction};
use crate::net::{ConvNet, ConvNetConfig, Head};
use crate::sketch::SIDE_PX;
use crate::training::Protocol;
use crate::weights::{AdaptConfig, BodyOptimizer};
use crate::{Code, Error, Result};

/// The settings of the figure; flags have the reference's names as aliases.
#[derive(Args, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurveSettings {
    /// The seed of every random choice.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Outer updates of each curve, one task each.
    #[arg(long, alias = "meta-iters", default_value_t = 2000)]
    pub meta_iterations: usize,
    /// Meta-iterations between two points of a curve.
    #[arg(long, alias = "eval-interval", default_value_t = 100)]
    pub every: usize,
    /// Classes a task.
    #[arg(long, alias = "classes", default_value_t = 5)]
    pub ways: usize,
    /// The inner learning rate (plain gradient descent on the mean loss of a minibatch), also that of
    /// the evaluation. The reference's script descends the sum: its 0.003 with 25 drawings is this.
    #[arg(long, default_value_t = 0.075)]
    pub learning_rate: f32,
    /// The outer step size at the start; it is annealed linearly.
    #[arg(long, alias = "meta-step", default_value_t = 0.25)]
    pub step_size: f32,
    /// The outer step size at the end.
    #[arg(long, alias = "meta-step-final", default_value_t = 0.0)]
    pub step_size_final: f32,
    /// Drawings of all classes in a minibatch.
    #[arg(long, default_value_t = 25)]
    pub inner_batch: usize,
    /// Filters of the convolutions.
    #[arg(long, num_args = 1.., value_delimiter = ',', default_values_t = [64, 64, 64, 64])]
    pub filters: Vec<usize>,
    /// Held-out episodes that a point is the mean of.
    #[arg(long, default_value_t = 100)]
    pub episodes: usize,
    /// Support drawings a class in an episode.
    #[arg(long, default_value_t = 5)]
    pub shots: usize,
    /// Query drawings a class in an episode.
    #[arg(long, default_value_t = 1)]
    pub queries: usize,
    /// Inner steps in an episode.
    #[arg(long, default_value_t = 5)]
    pub eval_iters: usize,
    /// Support drawings a step in an episode.
    #[arg(long, default_value_t = 25)]
    pub eval_batch: usize,
    /// Classify all queries of an episode in one batch, so that they share its normalisation.
    #[arg(long)]
    pub transductive: bool,
    /// The curves, such as g1+g2,(g1+g2)/2,g2; all of the figure if not given.
    #[arg(long, num_args = 1.., value_delimiter = ',')]
    pub only_curves: Vec<String>,
}

impl CurveSettings {
    /// The curves.
    pub fn curves(&self) -> Result<Vec<Curve>> {
        if self.only_curves.is_empty() {
            return Ok(Curve::figure());
        }
        let mut curves: Vec<Curve> = Vec::new();
        for name in &self.only_curves {
            let curve: Curve = name.parse()?;
            if curves.iter().any(|other| other.name == curve.name) {
                let message = format!("the curve {} is named twice", curve.name);
                return Err(Error::new(Code::BadSetting, message));
            }
            curves.push(curve);
        }
        Ok(curves)
    }

    /// The outer loop: serial.
    pub fn outer(&self) -> Result<Outer> {
        if self.every == 0 {
            return Err(Error::bad_setting("every", 0, "at least 1"));
        }
        let outer = OuterConfig {
            meta_iterations: self.meta_iterations,
            meta_batch: 1,
            step_size: self.step_size,
            step_size_final: self.step_size_final,
            reduction: Reduction::Mean,
        };
        outer.check()
    }

    /// The meta-iterations at which the curves have points: 0, and up to the last.
    pub fn places(&self) -> Vec<usize> {
        let places = (0..self.meta_iterations).step_by(self.every);
        places.chain([self.meta_iterations]).collect()
    }

    /// The paper's network.
    pub fn net(&self) -> Result<ConvNet> {
        let head = Head::Learned { ways: self.ways };
        ConvNetConfig { head, ..ConvNetConfig::grey(SIDE_PX, &self.filters) }.check()
    }

    /// Tasks of one minibatch.
    pub fn tasks(&self, pool: &Pool) -> Result<Tasks> {
        let batches = self.batches(1);
        TaskConfig {
            ways: self.ways,
            batches,
            turn_classes: true,
            mirror_classes: false,
            distortion: 0.0,
        }
        .check(pool)
    }

    /// Tasks with as many drawings as some minibatches take.
    pub fn batches(&self, minibatches: usize) -> Batches {
        let train_shots = (minibatches * self.inner_batch).div_ceil(self.ways.max(1));
        Batches::Epochs { train_shots, inner_batch: self.inner_batch }
    }

    /// How a held-out episode is learned.
    pub fn adapt(&self) -> Result<AdaptConfig> {
        if self.learning_rate == 0.0 {
            return Err(Error::bad_setting("learning_rate", 0, "above 0"));
        }
        let adapt = AdaptConfig {
            steps: self.eval_iters,
            learning_rate: self.learning_rate,
            // A learned head has no rate of its own.
            head_learning_rate: 1.0,
            optimizer: BodyOptimizer::Sgd,
            views: 1,
            batch: None,
        };
        adapt.check()
    }

    /// The size of a held-out episode.
    pub fn episode(&self) -> EpisodeConfig {
        EpisodeConfig { ways: self.ways, shots: self.shots, queries: self.queries }
    }

    /// How a held-out episode is played.
    pub fn protocol(&self) -> Protocol {
        Protocol {
            steps: Some(self.eval_iters),
            batch: Some(self.eval_batch),
            transductive: self.transductive,
            ..Protocol::default()
        }
    }
}
