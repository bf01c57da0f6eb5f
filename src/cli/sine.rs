//! `reptile-sketch sine`: few-shot sine regression from three initialisations.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;

use super::output::{check_writable, print_line};
use super::plot::svg;
use crate::meta::Interval;
use crate::net::Activation;
use crate::sine::{Sine, SineConfig, SineTraining};
use crate::training::files::write_file;
use crate::{Code, Error, Result};

mod figure;
mod report;

/// How many meta-iterations there are between two losses of the fixed curve.
const PIECE: usize = 1000;

/// The flags of `sine`; the defaults are the post's.
#[derive(Args)]
pub struct SineArguments {
    /// The seed of every random choice.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Outer updates, one task each.
    #[arg(long, default_value_t = 30_000)]
    meta_iterations: usize,
    /// Inner steps a task, the paper's k.
    #[arg(long, visible_alias = "k", default_value_t = 5)]
    inner_steps: usize,
    /// Points of an inner step's minibatch.
    #[arg(long, default_value_t = 10)]
    batch: usize,
    /// The learning rate of inner steps and of adapting.
    #[arg(long, default_value_t = 0.02)]
    learning_rate: f32,
    /// The outer step size at the start; it is annealed linearly.
    #[arg(long, default_value_t = 0.1)]
    step_size: f32,
    /// The outer step size at the end.
    #[arg(long, default_value_t = 0.0)]
    step_size_final: f32,
    /// Units of the hidden layers.
    #[arg(long, value_delimiter = ',', default_values_t = [64, 64])]
    hidden: Vec<usize>,
    /// The activation of the hidden layers.
    #[arg(long, default_value = "tanh", value_parser = ["tanh", "relu"])]
    activation: String,
    /// Points of a task.
    #[arg(long, default_value_t = 50)]
    points: usize,
    /// Points of a held-out task that are shown.
    #[arg(long, default_value_t = 10)]
    shots: usize,
    /// Gradient steps on those points.
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

/// Parameters to start from, and how well.
struct Initialization {
    name: &'static str,
    theta: Vec<f32>,
    /// Over held-out tasks, before the first step and after each.
    losses: Vec<Interval>,
}

/// What came of the experiment.
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
    let config = arguments.config();
    let (sine, joint) = (config.clone().check()?, config.joint().check()?);
    for (field, value) in [("tasks", arguments.tasks), ("steps", arguments.steps)] {
        if !(1..=1_000_000).contains(&value) {
            return Err(Error::new(Code::BadSetting, format!("{field}: from 1 to 1000000")));
        }
    }
    if let Some(path) = &arguments.out {
        check_writable(path)?;
    }
    let outcome = arguments.experiment(sine, joint)?;
    if let Some(path) = &arguments.out {
        write_file(path, svg(&figure::charts(&outcome)?)?.as_bytes())?;
    }
    match arguments.json {
        true => print_line(&report::json(&outcome, arguments.tasks).to_string()),
        false => print_line(&report::table(&outcome, arguments.tasks)),
    }
    Ok(())
}

impl SineArguments {
    fn config(&self) -> SineConfig {
        SineConfig {
            seed: self.seed,
            meta_iterations: self.meta_iterations,
            inner_steps: self.inner_steps,
            batch: self.batch,
            learning_rate: self.learning_rate,
            step_size: self.step_size,
            step_size_final: self.step_size_final,
            hidden: self.hidden.clone(),
            activation: match &*self.activation {
                "relu" => Activation::Relu,
                _ => Activation::Tanh,
            },
            points: self.points,
            shots: self.shots,
        }
    }

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
            let of_curve = |error| {
                in_place(&format!("after meta-iteration {}, the fixed curve", done - 1), error)
            };
            let loss = sine.curve_loss(training.theta(), self.steps).map_err(of_curve)?;
            curve.push((done, loss));
            if !self.json {
                print_line(&report::progress(done, loss));
            }
        }
        let start = Instant::now();
        let mut joint_training = SineTraining::new(joint.clone());
        joint_training.run(usize::MAX).map_err(|error| in_place("joint training", error))?;
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
            losses.map_err(|error| in_place(&format!("{name}, held-out task {number}"), error))
        };
        // All of them, then the first error in order: which one it is does not depend on threads.
        let losses: Vec<Result<Vec<f32>>> = (0..self.tasks).into_par_iter().map(of_task).collect();
        let losses = losses.into_iter().collect::<Result<Vec<Vec<f32>>>>()?;
        let after = |step: usize| -> Vec<f64> {
            losses.iter().map(|losses| f64::from(losses[step])).collect()
        };
        let losses = (0..=self.steps).map(|step| Interval::of(&after(step))).collect();
        Ok(Initialization { name, theta, losses })
    }
}

fn in_place(place: &str, error: Error) -> Error {
    Error::new(error.code(), format!("{place}: {}", error.message()))
}
