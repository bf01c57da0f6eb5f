//! `reptile-sketch train`: batched Reptile on drawings.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::checkpoint::{Checkpoint, Progress, path_beside};
use super::evaluate::{Measurement, measure};
use super::{read_file, sha256, write_file};
use crate::data::{ClassList, EpisodeConfig, Pool, TaskConfig, Tasks};
use crate::meta::{Adam, BETA2, Mean, Outer, OuterConfig, Parts, Sgd, inner_loop};
use crate::net::{ConvNet, ConvNetConfig, FewShot, Norm};
use crate::sketch::SIDE_PX;
use crate::weights::{self, AdaptConfig, Provenance, SecondMoments, Weights};
use crate::{Code, Error, Result};

/// How often the held-out accuracy on the progress bar is renewed, in meta-iterations.
const MEASURE_EVERY: usize = 500;
/// How often a checkpoint is written.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(60);
/// The episodes of the accuracy in the file's header, and those of the one on the progress bar.
const HEADER_EPISODES: usize = 5000;
const PROGRESS_EPISODES: usize = 500;
const HEADER_SEED: u64 = 1;

/// The flags of `train`.
#[derive(Args)]
pub struct TrainArguments {
    /// Folders or zips of images; all of them, and the stroke files, form one pool of classes.
    #[arg(long, num_args = 1.., required_unless_present = "strokes")]
    data: Vec<PathBuf>,
    /// Stroke files, .json or .json.gz.
    #[arg(long, num_args = 1..)]
    strokes: Vec<PathBuf>,
    /// Where the weights go; a checkpoint is kept beside them.
    #[arg(long)]
    out: PathBuf,
    /// A text file of classes, one a line, to hold out: the accuracy is measured on them.
    #[arg(long)]
    exclude: Option<PathBuf>,
    /// Go on from a checkpoint, with the same data and settings.
    #[arg(long)]
    resume: Option<PathBuf>,
    /// Threads; 0 is one a core. The weights do not depend on it.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// The commit to note in the file's header; the checkout's own if not given.
    #[arg(long)]
    commit: Option<String>,
    #[command(flatten)]
    settings: Settings,
}

/// What the weights depend on, besides the data.
#[derive(Args, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The seed of every random choice.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Outer updates.
    #[arg(long, default_value_t = 20_000)]
    meta_iterations: usize,
    /// Tasks an outer update; 1 is serial Reptile.
    #[arg(long, default_value_t = 4)]
    meta_batch: usize,
    /// The outer step size at the start; it is annealed linearly.
    #[arg(long, default_value_t = 1.0)]
    step_size: f32,
    /// The outer step size at the end.
    #[arg(long, default_value_t = 0.0)]
    step_size_final: f32,
    /// Inner steps a task, and the steps of adapting unless the user says otherwise.
    #[arg(long, default_value_t = 5)]
    inner_steps: usize,
    /// The inner learning rate of the convnet (Adam).
    #[arg(long, default_value_t = 1e-3)]
    learning_rate: f32,
    /// The inner learning rate of the head (plain gradient descent).
    #[arg(long, default_value_t = 2.0)]
    head_learning_rate: f32,
    /// Classes a training task.
    #[arg(long, default_value_t = 10)]
    ways: usize,
    /// Drawings of each class in an inner step's batch.
    #[arg(long, default_value_t = 2)]
    drawings_per_step: usize,
    /// Also turn and mirror whole classes, which makes eight classes out of one.
    #[arg(long)]
    turn_classes: bool,
    /// How much each training drawing is distorted: 0 not at all, 1 as people differ.
    #[arg(long, default_value_t = 0.5)]
    distortion: f32,
    /// Filters of the convolutions.
    #[arg(long, value_delimiter = ',', default_values_t = [32, 32, 32, 32])]
    filters: Vec<usize>,
    /// What is normalised together: `batch` or `instance`.
    #[arg(long, default_value = "batch", value_parser = ["batch", "instance"])]
    norm: String,
}

/// A run that can be stopped and gone on with.
struct Run<'a> {
    settings: &'a Settings,
    net: ConvNet,
    tasks: Tasks,
    outer: Outer,
    theta: Vec<f32>,
    second_moments: Vec<f32>,
    decayed: f32,
}

/// What a task's inner loop leads to.
struct TaskResult {
    parameters: Vec<f32>,
    second_moments: Vec<f32>,
    first_loss: f32,
}

pub fn run(arguments: &TrainArguments) -> Result<ExitCode> {
    if arguments.threads > 0 {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads);
        pool.build_global()
            .map_err(|e| Error::new(Code::BadSetting, format!("threads: {e}")))?;
    }
    let everything = Pool::read(&arguments.data, &arguments.strokes)?;
    let list = arguments
        .exclude
        .as_deref()
        .map(ClassList::read)
        .transpose()?;
    let (pool, held_out) = match &list {
        Some(list) => (
            everything.exclude(list)?,
            Some(held_out_pool(arguments, list)?),
        ),
        None => (everything, None),
    };
    let settings = &arguments.settings;
    let mut run = Run::new(settings, &pool)?;
    let mut start = 0;
    if let Some(path) = &arguments.resume {
        start = run.restore(Checkpoint::read(path, run.theta.len())?)?;
    }
    eprintln!(
        "{} classes to train on, {} held out, {} parameters",
        pool.classes().len(),
        held_out.as_ref().map_or(0, |pool| pool.classes().len()),
        run.theta.len()
    );
    drop(pool);
    if !run.meta_train(start, &path_beside(&arguments.out), held_out.as_ref())? {
        return Ok(ExitCode::from(130));
    }
    let mut weights = run.weights()?;
    weights.provenance = provenance(arguments)?;
    if let Some(pool) = &held_out {
        let file = weights::write(&weights);
        weights.provenance.accuracy = Some(measure(&file, &header_measurement(pool)?)?.accuracy);
        weights.provenance.evaluation = evaluation_command(arguments);
    }
    let file = weights::write(&weights);
    write_file(&arguments.out, &file)?;
    let _ = std::fs::remove_file(path_beside(&arguments.out));
    let accuracy = weights
        .provenance
        .accuracy
        .map_or("not measured".into(), |a| a.to_string());
    println!(
        "{} {} held-out accuracy {accuracy}",
        sha256(&file),
        arguments.out.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// The excluded classes, of the images if there are any: the pool of the header's accuracy.
fn held_out_pool(arguments: &TrainArguments, list: &ClassList) -> Result<Pool> {
    match arguments.data.is_empty() {
        true => Pool::read(&[], &arguments.strokes)?.only(list),
        false => Pool::read(&arguments.data, &[])?.only(list),
    }
}

fn header_measurement(pool: &Pool) -> Result<Measurement<'_>> {
    let episodes = EpisodeConfig {
        ways: 3,
        shots: 1,
        queries: 1,
    }
    .check(pool)?;
    Ok(Measurement::new(episodes, HEADER_EPISODES, HEADER_SEED))
}

impl<'a> Run<'a> {
    fn new(settings: &'a Settings, pool: &Pool) -> Result<Self> {
        let outer = OuterConfig {
            meta_iterations: settings.meta_iterations,
            meta_batch: settings.meta_batch,
            step_size: settings.step_size,
            step_size_final: settings.step_size_final,
        };
        let task = TaskConfig {
            ways: settings.ways,
            drawings_per_step: settings.drawings_per_step,
            turn_classes: settings.turn_classes,
            distortion: settings.distortion,
        };
        settings.adapt_config().check()?;
        if settings.inner_steps == 0 {
            return Err(Error::new(Code::BadSetting, "inner_steps: at least 1"));
        }
        let norm = Norm::named(&settings.norm);
        let norm = norm.ok_or_else(|| Error::new(Code::BadSetting, "norm: batch or instance"))?;
        let filters = settings.filters.clone();
        let net = ConvNetConfig {
            side_px: SIDE_PX,
            filters,
            norm,
        }
        .check()?;
        let theta = net.initialize(&mut ChaCha8Rng::seed_from_u64(settings.seed));
        Ok(Run {
            settings,
            outer: outer.check()?,
            tasks: task.check(pool)?,
            second_moments: vec![0.0; theta.len()],
            decayed: 1.0,
            theta,
            net,
        })
    }

    /// Takes a checkpoint over and returns the iteration to go on with.
    fn restore(&mut self, checkpoint: Checkpoint) -> Result<usize> {
        if checkpoint.progress.settings != *self.settings {
            let theirs = serde_json::to_string(&checkpoint.progress.settings).unwrap_or_default();
            let message = format!("the checkpoint was made with other settings: {theirs}");
            return Err(Error::new(Code::BadSetting, message));
        }
        self.theta = checkpoint.theta;
        self.second_moments = checkpoint.second_moments;
        self.decayed = checkpoint.progress.decayed;
        Ok(checkpoint.progress.iteration)
    }

    /// Runs all outer updates from `start`; false if Ctrl-C ended it, with a checkpoint.
    fn meta_train(
        &mut self,
        start: usize,
        checkpoint: &Path,
        held_out: Option<&Pool>,
    ) -> Result<bool> {
        let stop = Arc::new(AtomicBool::new(false));
        let handler = stop.clone();
        ctrlc::set_handler(move || handler.store(true, Ordering::Relaxed))
            .map_err(|e| Error::new(Code::BadSetting, format!("cannot catch Ctrl-C: {e}")))?;
        let bar = ProgressBar::new(self.settings.meta_iterations as u64);
        let style = "{elapsed_precise} {wide_bar} {pos}/{len} {per_sec} eta {eta} {msg}";
        bar.set_style(ProgressStyle::with_template(style).expect("a sound template"));
        bar.set_position(start as u64);
        let mut written = Instant::now();
        for iteration in start..self.settings.meta_iterations {
            let loss = self.outer_step(iteration).inspect_err(|_| {
                // The last good parameters are worth keeping; the error itself says more.
                let _ = self.checkpoint(iteration).write(checkpoint);
            })?;
            bar.inc(1);
            let done = iteration + 1;
            if done % MEASURE_EVERY == 0
                && let Some(pool) = held_out
            {
                let mut measurement = header_measurement(pool)?;
                measurement.episodes = PROGRESS_EPISODES;
                let figures = measure(&weights::write(&self.weights()?), &measurement)?;
                let line = format!("loss {loss:.3} held-out accuracy {:.4}", figures.accuracy);
                bar.set_message(line.clone());
                if bar.is_hidden() {
                    eprintln!("{done}: {line}");
                }
            }
            let stopped = stop.load(Ordering::Relaxed);
            if stopped || written.elapsed() > CHECKPOINT_EVERY {
                self.checkpoint(done).write(checkpoint)?;
                written = Instant::now();
            }
            if stopped {
                bar.abandon();
                eprintln!("stopped; go on with --resume {}", checkpoint.display());
                return Ok(false);
            }
        }
        bar.finish();
        Ok(true)
    }

    /// One outer update; returns the mean loss before the first inner step with a moved head.
    fn outer_step(&mut self, iteration: usize) -> Result<f32> {
        let count = self.settings.meta_batch;
        let room = || FewShot::new(&self.net, self.settings.ways);
        // Collected in the order of the tasks, so that sums do not depend on threads.
        let results: Vec<Result<TaskResult>> = (0..count)
            .into_par_iter()
            .map_init(room, |few_shot, i| {
                self.learn_task(few_shot, iteration * count + i)
            })
            .collect();
        let mut parameters = Mean::new(self.theta.len());
        let mut moments = Mean::new(self.theta.len());
        let mut loss = 0.0;
        for (i, result) in results.into_iter().enumerate() {
            let place = |e: Error| {
                let message = format!("meta-iteration {iteration}, task {i}: {}", e.message());
                Error::new(e.code(), message)
            };
            let result = result.map_err(place)?;
            parameters.add(&result.parameters);
            moments.add(&result.second_moments);
            loss += result.first_loss / count as f32;
        }
        self.outer
            .update(&mut self.theta, &parameters.finish(), iteration);
        self.second_moments = moments.finish();
        self.decayed *= BETA2.powi(self.settings.inner_steps as i32);
        Ok(loss)
    }

    fn learn_task(&self, few_shot: &mut FewShot, number: usize) -> Result<TaskResult> {
        let mut task = self.tasks.task(self.settings.seed, number as u64);
        let mut parameters = self.theta.clone();
        parameters.resize(few_shot.parameters_len(), 0.0);
        let mut optimizer = Parts {
            first: Adam {
                learning_rate: self.settings.learning_rate,
                second_moments: self.second_moments.clone(),
                decayed: self.decayed,
            },
            second: Sgd {
                learning_rate: self.settings.head_learning_rate,
            },
            first_len: self.theta.len(),
        };
        let batches = (0..self.settings.inner_steps).map(|_| task.batch());
        let losses = inner_loop(&mut parameters, &mut optimizer, batches, |w, batch, d| {
            few_shot.loss_and_gradient(w, batch, d)
        })?;
        parameters.truncate(self.theta.len());
        let second_moments = optimizer.first.second_moments;
        let first_loss = losses.get(1).copied().unwrap_or(losses[0]);
        Ok(TaskResult {
            parameters,
            second_moments,
            first_loss,
        })
    }

    fn checkpoint(&self, iteration: usize) -> Checkpoint {
        let settings = self.settings.clone();
        Checkpoint {
            progress: Progress {
                settings,
                iteration,
                decayed: self.decayed,
            },
            theta: self.theta.clone(),
            second_moments: self.second_moments.clone(),
        }
    }

    fn weights(&self) -> Result<Weights> {
        let optimizer = Adam {
            learning_rate: self.settings.learning_rate,
            second_moments: self.second_moments.clone(),
            decayed: self.decayed,
        };
        Ok(Weights {
            net: self.net.config().clone().check()?,
            adapt: self.settings.adapt_config(),
            provenance: Provenance::default(),
            parameters: self.theta.clone(),
            second_moments: SecondMoments::Known(optimizer.unbiased_moments()),
        })
    }
}

impl Settings {
    fn adapt_config(&self) -> AdaptConfig {
        AdaptConfig {
            steps: self.inner_steps,
            learning_rate: self.learning_rate,
            head_learning_rate: self.head_learning_rate,
        }
    }

    fn flags(&self) -> String {
        let filters: Vec<String> = self.filters.iter().map(usize::to_string).collect();
        format!(
            "--seed {} --meta-iterations {} --meta-batch {} --step-size {} --step-size-final {} \
             --inner-steps {} --learning-rate {} --head-learning-rate {} --ways {} \
             --drawings-per-step {} --distortion {} --filters {} --norm {}{}",
            self.seed,
            self.meta_iterations,
            self.meta_batch,
            self.step_size,
            self.step_size_final,
            self.inner_steps,
            self.learning_rate,
            self.head_learning_rate,
            self.ways,
            self.drawings_per_step,
            self.distortion,
            filters.join(","),
            self.norm,
            if self.turn_classes {
                " --turn-classes"
            } else {
                ""
            },
        )
    }
}

/// The command that makes the same file, wherever the data lies: paths are file names only.
fn provenance(arguments: &TrainArguments) -> Result<Provenance> {
    let commit = arguments.commit.clone().unwrap_or_else(checkout_commit);
    let mut command = format!("reptile-sketch train{}", source_flags(arguments));
    if let Some(list) = &arguments.exclude {
        command += &format!(" --exclude {}", file_name(list));
    }
    let out = file_name(&arguments.out);
    command += &format!(
        " {} --commit {commit} --out {out}",
        arguments.settings.flags()
    );
    let mut data = Vec::new();
    for path in arguments
        .data
        .iter()
        .chain(&arguments.strokes)
        .chain(&arguments.exclude)
    {
        let digest = match path.is_dir() {
            true => "folder".into(),
            false => sha256(&read_file(path, Code::BadData)?),
        };
        data.push(format!("{} {digest}", file_name(path)));
    }
    let seed = arguments.settings.seed;
    Ok(Provenance {
        command,
        commit,
        data,
        seed,
        ..Provenance::default()
    })
}

fn source_flags(arguments: &TrainArguments) -> String {
    let list = |flag: &str, paths: &[PathBuf]| match paths.is_empty() {
        true => String::new(),
        false => {
            let names: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
            format!(" {flag} {}", names.join(" "))
        }
    };
    list("--data", &arguments.data) + &list("--strokes", &arguments.strokes)
}

fn evaluation_command(arguments: &TrainArguments) -> String {
    let (flag, paths) = match arguments.data.is_empty() {
        true => ("--strokes", &arguments.strokes),
        false => ("--data", &arguments.data),
    };
    let names: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
    let list = arguments
        .exclude
        .as_deref()
        .map(file_name)
        .unwrap_or_default();
    format!(
        "reptile-sketch evaluate {flag} {} --only {list} --ways 3 --shots 1 --queries 1 \
         --episodes {HEADER_EPISODES} --seed {HEADER_SEED} --weights {} --json",
        names.join(" "),
        file_name(&arguments.out)
    )
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn checkout_commit() -> String {
    let git = std::process::Command::new("git")
        .args(["rev-parse", "HEAD"])
        .output();
    match git {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim().to_string()
        }
        _ => "unknown".into(),
    }
}
