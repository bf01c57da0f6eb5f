//! Reptile, first-order MAML and exact MAML on sine waves: how good, and how long a step takes.

use std::time::Instant;

use clap::Args;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::output::say;
use super::records::{Claim, MethodRecord, SineRecord, round};
use crate::meta::{Interval, median};
use crate::sine::{Method, Sine, SineConfig, SineTraining};
use crate::training::check_count;
use crate::{Error, Result};

/// Gradient steps on the points of a held-out wave.
const STEPS: usize = 32;

/// How many outer updates there are between two lines of progress.
const PIECE: usize = 5000;

/// The settings of the comparison on sine waves; the others are those of `sine`.
#[derive(Args, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SineSettings {
    /// Outer updates of each method on sine waves, one task each; 0 leaves the waves out.
    #[arg(long, default_value_t = 30_000)]
    pub sine_meta_iterations: usize,
    /// The outer step sizes of Reptile, first-order MAML and MAML there, annealed to 0. The
    /// default is the best of 0.1, 0.25, 0.5 and 1 for each, with seed 1 and 300 waves.
    #[arg(long, num_args = 1.., value_delimiter = ',', default_values_t = [1.0, 0.5, 1.0])]
    pub sine_step_sizes: Vec<f32>,
    /// Held-out waves.
    #[arg(long, default_value_t = 1000)]
    pub sine_tasks: usize,
}

impl SineSettings {
    /// One experiment a method, or none if they are left out.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(&self, seed: u64) -> Result<Vec<Sine>> {
        check_count("sine_tasks", self.sine_tasks)?;
        if self.sine_step_sizes.len() != Method::ALL.len() {
            let (count, rule) = (self.sine_step_sizes.len(), "3: one for each method");
            return Err(Error::bad_setting("the number of sine_step_sizes", count, rule));
        }
        if self.sine_meta_iterations == 0 {
            return Ok(Vec::new());
        }
        let sine = |&step_size: &f32| {
            let meta_iterations = self.sine_meta_iterations;
            let config = SineConfig { seed, meta_iterations, step_size, ..SineConfig::default() };
            config.check().map_err(|e| e.within("the sine waves"))
        };
        self.sine_step_sizes.iter().map(sine).collect()
    }
}

/// Meta-trains by each method, in turn on one thread so that their times are comparable.
pub fn compare(sines: Vec<Sine>, tasks: usize) -> Result<SineRecord> {
    let start = |(sine, method)| SineTraining::with_method(sine, method);
    let mut trainings: Vec<SineTraining> = sines.into_iter().zip(Method::ALL).map(start).collect();
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); trainings.len()];
    let meta_iterations = trainings[0].sine().config().meta_iterations;
    for done in 1..=meta_iterations {
        for (training, times) in trainings.iter_mut().zip(&mut times) {
            let start = Instant::now();
            training.run(1)?;
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
        if done.is_multiple_of(PIECE) || done == meta_iterations {
            say(&format!("sine waves: {done} of {meta_iterations}"));
        }
    }
    let mut methods = Vec::new();
    for ((training, method), times) in trainings.iter().zip(Method::ALL).zip(times) {
        methods.push(MethodRecord::new(training, method, median(times.into_iter()), tasks)?);
    }
    let config = trainings[0].sine().config();
    Ok(SineRecord {
        meta_iterations,
        gradients: config.inner_steps,
        tasks,
        steps: STEPS,
        second_order_cost: round(methods[2].meta_iteration_us / methods[1].meta_iteration_us),
        methods,
    })
}

impl MethodRecord {
    fn new(training: &SineTraining, method: Method, us: f64, tasks: usize) -> Result<Self> {
        let sine = training.sine();
        let losses = |number| sine.losses(training.theta(), &sine.held_out(number as u64), STEPS);
        let losses: Vec<Vec<f32>> =
            (0..tasks).into_par_iter().map(losses).collect::<Result<_>>()?;
        let after = |step| Interval::of(&losses.iter().map(|l| l[step] as f64).collect::<Vec<_>>());
        let intervals: Vec<Interval> = (0..=STEPS).map(after).collect();
        Ok(MethodRecord {
            name: method.name(),
            step_size: sine.config().step_size,
            meta_iteration_us: (10.0 * us).round() / 10.0,
            loss: intervals.iter().map(|interval| round(interval.mean)).collect(),
            ci95: intervals.iter().map(|interval| round(interval.ci95)).collect(),
        })
    }
}

impl SineRecord {
    /// The claim about the second-order cost.
    pub fn claim(&self) -> Claim {
        let [_, first, exact] = &self.methods[..] else { unreachable!("three methods") };
        let [first, exact] = [first, exact].map(|method| method.meta_iteration_us);
        let evidence = format!(
            "{exact} us a meta-iteration of {} gradients against {first} us: {} times",
            self.gradients, self.second_order_cost
        );
        let claim = "exact MAML costs more time a step than first-order MAML".to_string();
        Claim { claim, holds: exact > first, evidence, differences: Vec::new() }
    }
}
