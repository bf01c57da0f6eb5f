//! `reptile-sketch train`: batched Reptile on drawings.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::checkpoint::{Checkpoint, path_beside};
use super::measure::{Manner, Measurement, measure};
use super::meta_training::MetaTraining;
use super::provenance::{evaluation_command, provenance};
use super::settings::Settings;
use super::threads::use_threads;
use super::{check_writable, print_line, sha256, write_file};
use crate::data::{ClassList, EpisodeConfig, Pool};
use crate::weights::{self, Provenance};
use crate::{Code, Error, Result};

/// How often the held-out accuracy on the progress bar is renewed, in meta-iterations.
const MEASURE_EVERY: usize = 2000;
/// How often a checkpoint is written.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(60);
/// The episodes of the accuracy in the file's header, unless the user says otherwise, and their seed.
pub const HEADER_EPISODES: usize = 5000;
pub const HEADER_SEED: u64 = 1;
/// The classes of an episode of that accuracy: any number will do for a head that starts at zero.
pub fn header_ways(arguments: &TrainArguments) -> usize {
    if arguments.settings.head == "zero" { 3 } else { arguments.settings.ways }
}
/// The episodes of the accuracy on the progress bar.
const PROGRESS_EPISODES: usize = 500;

/// The flags of `train`.
#[derive(Args)]
pub struct TrainArguments {
    /// Folders or zips of images; all of them, and the stroke files, form one pool of classes.
    #[arg(long, num_args = 1.., required_unless_present = "strokes")]
    pub data: Vec<PathBuf>,
    /// Stroke files, .json or .json.gz.
    #[arg(long, num_args = 1..)]
    pub strokes: Vec<PathBuf>,
    /// Where the weights go; a checkpoint is kept beside them.
    #[arg(long)]
    pub out: PathBuf,
    /// A text file of classes, one a line, to hold out: the accuracy is measured on them.
    #[arg(long)]
    pub exclude: Option<PathBuf>,
    /// Go on from a checkpoint, with the same data and settings.
    #[arg(long)]
    resume: Option<PathBuf>,
    /// Threads; 0 is one a core. The weights do not depend on it.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// The commit to note in the file's header; the checkout's own if not given.
    #[arg(long)]
    pub commit: Option<String>,
    /// Episodes of the accuracy in the file's header.
    #[arg(long, default_value_t = HEADER_EPISODES)]
    pub eval_samples: usize,
    #[command(flatten)]
    pub settings: Settings,
}

/// Runs the command.
pub fn run(arguments: &TrainArguments) -> Result<ExitCode> {
    use_threads(arguments.threads)?;
    let kind = arguments.settings.image_kind();
    if arguments.eval_samples == 0 {
        return Err(Error::new(Code::BadSetting, "eval_samples: at least 1"));
    }
    let everything = Pool::read_as(kind, &arguments.data, &arguments.strokes)?;
    let (pool, held_out) = match &arguments.exclude {
        Some(path) => {
            let list = ClassList::read(path)?;
            (everything.exclude(&list)?, Some(held_out_pool(arguments, &list)?))
        }
        None => (everything, None),
    };
    if let Some(pool) = &held_out {
        header_measurement(arguments, pool)?;
    }
    check_writable(&arguments.out)?;
    let provenance = provenance(arguments)?;
    let mut training = MetaTraining::new(&arguments.settings, &provenance.data, &pool)?;
    if let Some(path) = &arguments.resume {
        training.restore(Checkpoint::read(path, training.parameters_len())?)?;
    }
    eprintln!(
        "{} classes to train on, {} held out, {} parameters",
        pool.classes().len(),
        held_out.as_ref().map_or(0, |pool| pool.classes().len()),
        training.parameters_len()
    );
    drop(pool);
    if !train(&mut training, arguments, held_out.as_ref())? {
        return Ok(ExitCode::from(130));
    }
    finish(&training, arguments, provenance, held_out.as_ref())?;
    Ok(ExitCode::SUCCESS)
}

/// Runs the outer updates that are left; false if Ctrl-C ended it, with a checkpoint.
fn train(
    training: &mut MetaTraining,
    arguments: &TrainArguments,
    held_out: Option<&Pool>,
) -> Result<bool> {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = stop.clone();
    ctrlc::set_handler(move || handler.store(true, Ordering::Relaxed))
        .map_err(|e| Error::new(Code::BadSetting, format!("cannot catch Ctrl-C: {e}")))?;
    let checkpoint = path_beside(&arguments.out);
    let meta_iterations = arguments.settings.meta_iterations;
    let bar = progress_bar(meta_iterations, training.iteration());
    let mut written = Instant::now();
    while training.iteration() < meta_iterations {
        let step = training.step();
        let stopped = stop.load(Ordering::Relaxed);
        if step.is_err() || stopped || written.elapsed() > CHECKPOINT_EVERY {
            training.checkpoint().write(&checkpoint)?;
            written = Instant::now();
        }
        let loss = step?;
        bar.inc(1);
        if stopped {
            bar.abandon();
            eprintln!("stopped; go on with --resume {}", checkpoint.display());
            return Ok(false);
        }
        if let Some(pool) = held_out.filter(|_| training.iteration().is_multiple_of(MEASURE_EVERY))
        {
            let measurement = Measurement {
                episodes: PROGRESS_EPISODES.min(arguments.eval_samples),
                ..header_measurement(arguments, pool)?
            };
            let figures = measure(&weights::write(&training.weights()?), &measurement)?;
            let accuracy = figures.evaluation.accuracy;
            let line = format!("loss {loss:.3} held-out accuracy {accuracy:.4}");
            bar.set_message(line.clone());
            if bar.is_hidden() {
                eprintln!("{}: {line}", training.iteration());
            }
        }
    }
    bar.finish();
    Ok(true)
}

fn progress_bar(meta_iterations: usize, start: usize) -> ProgressBar {
    let bar = ProgressBar::new(meta_iterations as u64);
    let style = "{elapsed_precise} {wide_bar} {pos}/{len} {per_sec} eta {eta} {msg}";
    bar.set_style(ProgressStyle::with_template(style).expect("a sound template"));
    bar.set_position(start as u64);
    bar
}

/// Measures the weights as the file holds them, and writes it.
fn finish(
    training: &MetaTraining,
    arguments: &TrainArguments,
    provenance: Provenance,
    held_out: Option<&Pool>,
) -> Result<()> {
    let mut weights = training.weights()?;
    weights.provenance = provenance;
    if let Some(pool) = held_out {
        let figures = measure(&weights::write(&weights), &header_measurement(arguments, pool)?)?;
        weights.provenance.accuracy = Some(figures.evaluation.accuracy);
        weights.provenance.evaluation = evaluation_command(arguments);
    }
    let file = weights::write(&weights);
    // Parameters beyond the range of f16 would make a file that nobody can read.
    weights::read(&file).map_err(|e| Error::new(Code::Diverged, e.message()))?;
    write_file(&arguments.out, &file)?;
    // The run is complete without it; a checkpoint that cannot be removed does no harm.
    let _ = std::fs::remove_file(path_beside(&arguments.out));
    let accuracy = weights.provenance.accuracy.map_or("not measured".into(), |a| a.to_string());
    let (digest, out) = (sha256(&file), arguments.out.display());
    print_line(&format!("{digest} {out} held-out accuracy {accuracy}"));
    Ok(())
}

/// The excluded classes, of the images if there are any: the pool of the header's accuracy.
fn held_out_pool(arguments: &TrainArguments, list: &ClassList) -> Result<Pool> {
    let kind = arguments.settings.image_kind();
    match arguments.data.is_empty() {
        true => Pool::read(&[], &arguments.strokes)?.only(list),
        false => Pool::read_as(kind, &arguments.data, &[])?.only(list),
    }
}

fn header_measurement<'a>(arguments: &TrainArguments, pool: &'a Pool) -> Result<Measurement<'a>> {
    let ways = header_ways(arguments);
    let source = EpisodeConfig { ways, shots: 1, queries: 1 }.check(pool)?;
    let (episodes, seed) = (arguments.eval_samples, HEADER_SEED);
    Ok(Measurement { source, episodes, seed, manner: Manner::default() })
}
