//! The learning curves: every combination meta-trains from the same start on the same tasks.

use std::fmt;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::curve::Curve;
use super::records::{CurveRecord, Point};
use super::settings::CurveSettings;
use crate::Result;
use crate::data::{Pool, Tasks};
use crate::meta::{Optimizer, Reptile, Sgd};
use crate::net::{Batch, ConvNet, FewShot};
use crate::training::{Outcome, Prepared};
use crate::weights::{self, Precision, Provenance, SecondMoments, Weights};

/// All curves so far, each up to the same meta-iteration.
pub struct Learning {
    settings: CurveSettings,
    net: ConvNet,
    runs: Vec<Run>,
}

/// One curve.
pub struct Run {
    curve: Curve,
    tasks: Tasks,
    reptile: Reptile,
    pub progress: Progress,
}

/// What was measured of a curve.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub points: Vec<Point>,
    /// The sum of the accuracies in each episode over all points but the first.
    episode_sums: Vec<f64>,
}

impl Learning {
    /// The curves before the first meta-iteration, without points.
    ///
    /// *Errors*: `bad-setting` that names the setting.
    pub fn new(settings: &CurveSettings, pool: &Pool) -> Result<Learning> {
        let net = settings.net()?;
        let outer = settings.outer()?;
        settings.adapt()?;
        let tasks = settings.tasks(pool)?;
        let theta = net.initialize(&mut ChaCha8Rng::seed_from_u64(settings.seed));
        let run = |curve: Curve| {
            let tasks = tasks.with_batches(settings.batches(curve.task_minibatches))?;
            let reptile = Reptile::new(theta.clone(), outer.clone());
            Ok(Run { curve, tasks, reptile, progress: Progress::default() })
        };
        let runs = settings.curves()?.into_iter().map(run).collect::<Result<_>>()?;
        Ok(Learning { settings: settings.clone(), net, runs })
    }

    /// What the curves depend on, besides the data.
    pub fn settings(&self) -> &CurveSettings {
        &self.settings
    }

    /// The curves.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// How many points each curve has.
    pub fn points(&self) -> usize {
        self.runs[0].progress.points.len()
    }

    /// Restores a curve: its points, and the parameters at the last of them.
    pub fn restore(&mut self, run: usize, theta: Vec<f32>, progress: Progress) {
        let run = &mut self.runs[run];
        let done = progress.points.last().map_or(0, |point| point.meta_iteration);
        run.reptile = Reptile::new(theta, run.reptile.outer().clone()).starting_at(done);
        run.progress = progress;
    }

    /// The curves so far, for the report.
    pub fn records(&self) -> Vec<CurveRecord> {
        let record = |run: &Run| {
            let Progress { points, episode_sums } = run.progress.clone();
            let learned = points.len() as f64 - 1.0;
            let means = episode_sums.into_iter().map(|sum| sum / learned).collect();
            CurveRecord::new(&run.curve, points, means)
        };
        self.runs.iter().map(record).collect()
    }

    /// Meta-trains all curves up to a meta-iteration, and adds a point to each.
    ///
    /// *Errors*: `diverged`, with curve, meta-iteration and step.
    pub fn advance(&mut self, meta_iteration: usize, held_out: &Prepared) -> Result<()> {
        let Learning { settings, net, runs } = self;
        // The longest first, so that none of the long ones is left for the end, on one thread.
        let mut order: Vec<&mut Run> = runs.iter_mut().collect();
        order.sort_by_key(|run| std::cmp::Reverse(run.curve.minibatches.len()));
        order.into_par_iter().with_max_len(1).try_for_each(|run| {
            run.learn(settings, net, meta_iteration)
                .and_then(|()| run.measure(settings, held_out))
                .map_err(|e| e.within(&run.curve.name))
        })
    }
}

impl Run {
    /// The parameters so far.
    pub fn theta(&self) -> &[f32] {
        self.reptile.theta()
    }

    /// The outer updates up to a meta-iteration.
    fn learn(&mut self, settings: &CurveSettings, net: &ConvNet, until: usize) -> Result<()> {
        let Run { curve, tasks, reptile, .. } = self;
        let mut few_shot = FewShot::new(net, settings.ways);
        let learning_rate = settings.learning_rate;
        while reptile.iteration() < until {
            let mut task = tasks.task(settings.seed, reptile.iteration() as u64);
            let minibatches: Vec<Batch> =
                (0..curve.task_minibatches).map(|_| task.batch()).collect();
            reptile.step([minibatches], |w, minibatches| {
                let batches = curve.minibatches.iter().map(|i| &minibatches[i - 1]);
                let outer = curve.combination.outer_gradient(
                    w,
                    learning_rate,
                    batches,
                    |w, batch, gradient| few_shot.loss_and_gradient(w, batch, gradient),
                )?;
                Sgd { learning_rate }.step(w, &outer.gradient);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Adds the accuracy of the parameters, as a weights file holds them.
    fn measure(&mut self, settings: &CurveSettings, held_out: &Prepared) -> Result<()> {
        let weights = Weights {
            net: settings.net()?,
            adapt: settings.adapt()?,
            provenance: Provenance::default(),
            parameters: self.theta().to_vec(),
            precision: Precision::Half,
            second_moments: SecondMoments::Unknown,
            population: None,
            calibration: None,
        };
        let figures = held_out.measure(&weights::write(&weights))?;
        let Progress { points, episode_sums } = &mut self.progress;
        episode_sums.resize(figures.outcomes.len(), 0.0);
        if !points.is_empty() {
            let accuracies = figures.outcomes.iter().map(Outcome::accuracy);
            episode_sums.iter_mut().zip(accuracies).for_each(|(sum, accuracy)| *sum += accuracy);
        }
        points.push(Point::new(self.reptile.iteration(), &figures));
        Ok(())
    }
}

/// The latest accuracy of each.
impl fmt::Display for Learning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for run in &self.runs {
            let accuracy = run.progress.points.last().map_or(f64::NAN, |point| point.accuracy);
            write!(f, "{} {accuracy:.3}  ", run.curve.name)?;
        }
        Ok(())
    }
}
