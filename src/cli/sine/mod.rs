//! `reptile-sketch sine`: few-shot sine regression from three initialisations.

mod figure;
mod report;

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;

use super::output::{check_writable, print_line, write_result};
use super::plot::{check_name, svg};
use crate::meta::Interval;
use crate::sine::{Sine, SineConfig, SineTraining};
use crate::training::check_count;
use crate::{Error, Result};

/// How many meta-iterations there are between two losses of the fixed curve.
const PIECE: usize = 1000;

/// The flags of `sine`.
#[derive(Args)]
pub struct SineArguments {
    #[command(flatten)]
    config: SineConfig,
    /// Gradient steps on the points of a held-out task.
    #[arg(long, default_value_t = 32)]
    steps: usize,
    /// Held-out tasks.
    #[arg(long, default_value_t = 1000)]
    tasks: usize,
    /// Draw the fits and the losses to an SVG file.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Parameters to start from, and the losses after starting there.
struct Initialization {
    name: &'static str,
    theta: Vec<f32>,
    /// Over held-out tasks, before the first step and after each.
    losses: Vec<Interval>,
}

/// The results of the experiment.
struct Outcome {
    sine: Sine,
    joint: SineConfig,
    /// The meta-iteration, and the loss on the fixed curve then.
    curve: Vec<(usize, f32)>,
    initializations: [Initialization; 3],
    reptile_s: f64,
    joint_s: f64,
    evaluation_s: f64,
}

/// Runs the command.
pub fn run(arguments: &SineArguments) -> Result<()> {
    let config = &arguments.config;
    let (sine, joint) = (config.clone().check()?, config.joint().check()?);
    for (field, value) in [("tasks", arguments.tasks), ("steps", arguments.steps)] {
        check_count(field, value)?;
    }
    if let Some(path) = &arguments.out {
        check_name(path)?;
        check_writable(path, &[])?;
    }
    let outcome = arguments.experiment(sine, joint)?;
    if let Some(path) = &arguments.out {
        write_result(path, svg(&figure::charts(&outcome)?)?.as_bytes())?;
    }
    match arguments.json {
        true => print_line(&report::json(&outcome, arguments.tasks).to_string()),
        false => print_line(&report::table(&outcome, arguments.tasks)),
    }
}

impl SineArguments {
    fn experiment(&self, sine: Sine, joint: Sine) -> Result<Outcome> {
        let mut reptile_s = 0.0;
        let mut curve = Vec::new();
        let mut training = SineTraining::new(sine.clone());
        while !training.is_finished() {
            // The first loss is that after one meta-iteration, as in the post.
            let piece =
                if curve.is_empty() { 1 } else { PIECE - training.meta_iteration() % PIECE };
            let start = Instant::now();
            training.run(piece)?;
            reptile_s += start.elapsed().as_secs_f64();
            let done = training.meta_iteration();
            let loss = sine.curve_loss(training.theta(), self.steps).map_err(|error| {
                let place = format!("after meta-iteration {}, the fixed curve", done - 1);
                error.within(&place)
            })?;
            curve.push((done, loss));
            if !self.json {
                print_line(&report::progress(done, loss))?;
            }
        }
        let start = Instant::now();
        let mut joint_training = SineTraining::new(joint.clone());
        joint_training.run(usize::MAX).map_err(|error| error.within("joint training"))?;
        let joint_s = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let initializations = [
            self.evaluate(&sine, "reptile", training.theta().to_vec())?,
            self.evaluate(&sine, "random", sine.initialize())?,
            self.evaluate(&sine, "joint", joint_training.theta().to_vec())?,
        ];
        let evaluation_s = start.elapsed().as_secs_f64();
        let joint = joint.config().clone();
        Ok(Outcome { sine, joint, curve, initializations, reptile_s, joint_s, evaluation_s })
    }

    /// The losses on held-out tasks; the same for any number of threads.
    fn evaluate(&self, sine: &Sine, name: &'static str, theta: Vec<f32>) -> Result<Initialization> {
        let of_task = |number: usize| {
            let losses = sine.losses(&theta, &sine.held_out(number as u64), self.steps);
            losses.map_err(|error: Error| error.within(&format!("{name}, held-out task {number}")))
        };
        // Collected before the first error is looked for, so that it does not depend on threads.
        let losses: Vec<Result<Vec<f32>>> = (0..self.tasks).into_par_iter().map(of_task).collect();
        let losses = losses.into_iter().collect::<Result<Vec<Vec<f32>>>>()?;
        let after = |step: usize| -> Vec<f64> {
            losses.iter().map(|losses| f64::from(losses[step])).collect()
        };
        let losses = (0..=self.steps).map(|step| Interval::of(&after(step))).collect();
        Ok(Initialization { name, theta, losses })
    }
}
