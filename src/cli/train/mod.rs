//! `reptile-sketch train`: batched Reptile on drawings.

mod arguments;
mod pools;
mod provenance;
mod share;

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::output::{kept_elsewhere, print_line, say, shell_word, write_result};
use super::reading::print_notes;
use super::stop::{self, STOPPED};
use super::threads::use_threads;
use crate::data::{Pool, sha256};
use crate::training::{
    Checkpoint, Checkpoints, End, Measurement, MetaTraining, check_count, measure,
};
use crate::weights::{self, Provenance};
use crate::{Code, Error, Result};
pub use arguments::TrainArguments;
use pools::Pools;
use provenance::{evaluation_command, provenance};

/// The meta-iterations between two measurements of the held-out accuracy on the progress bar.
const MEASURE_EVERY: usize = 2000;
/// How often a run says how it goes where there is no progress bar.
const SAY_EVERY: Duration = Duration::from_secs(60);
/// The episodes of the accuracy on the progress bar.
const PROGRESS_EPISODES: usize = 500;

/// Runs the command.
pub fn run(arguments: &TrainArguments) -> Result<ExitCode> {
    use_threads(arguments.threads)?;
    check_count("eval_samples", arguments.eval_samples)?;
    if let Some(share) = arguments.share {
        let pools = Pools::read(arguments)?;
        share.write(&arguments.settings, &provenance(arguments, &pools)?, &pools.training)?;
        return Ok(ExitCode::SUCCESS);
    }
    let _lock = arguments.check_out()?;
    let pools = Pools::read(arguments)?;
    if let Some(pool) = &pools.held_out {
        arguments.header_measurement(pool)?;
    }
    let provenance = provenance(arguments, &pools)?;
    let Pools { training: pool, held_out, .. } = pools;
    // How they are read counts as much as the files.
    let data = [provenance.data.clone(), arguments.reading.decisive()].concat();
    let mut training = MetaTraining::new(arguments.settings.clone(), &data, &pool)?;
    if let Some(path) = &arguments.resume {
        let name = |e: Error| e.within(&path.display().to_string());
        training.restore(Checkpoint::read(path)?).map_err(name)?;
    }
    print_notes(&pool);
    if !provenance.held_out.is_empty() {
        say(&format!("held out: {}", provenance.held_out));
    }
    say(&format!(
        "{} classes to train on, {} held out, {} parameters",
        pool.classes().len(),
        held_out.as_ref().map_or(0, |pool| pool.classes().len()),
        training.parameters_len()
    ));
    drop(pool);
    if train(&mut training, arguments, held_out.as_ref())? == End::Stopped {
        return Ok(ExitCode::from(STOPPED));
    }
    Ok(match finish(&training, arguments, provenance, held_out)? {
        End::Finished => ExitCode::SUCCESS,
        End::Stopped => ExitCode::from(STOPPED),
    })
}

/// Runs the outer updates that are left, with a progress bar, until Ctrl-C.
fn train(
    training: &mut MetaTraining,
    arguments: &TrainArguments,
    held_out: Option<&Pool>,
) -> Result<End> {
    stop::catch()?;
    let checkpoints = arguments.checkpoints();
    let (mut said, mut unsaved) = (Instant::now(), false);
    let bar = progress_bar(arguments.settings.meta_iterations, training.iteration());
    let end = training.run(checkpoints.as_ref(), |training, loss| {
        bar.inc(1);
        if stop::is_asked() {
            return Ok(ControlFlow::Break(()));
        }
        if let Some(error) = training.unsaved().filter(|_| !unsaved) {
            let line = format!("{error}; the run goes on, and tries again each minute");
            bar.suspend(|| say(&line));
        }
        unsaved = training.unsaved().is_some();
        if bar.is_hidden() && said.elapsed() >= SAY_EVERY {
            let (done, all) = (training.iteration(), training.settings().meta_iterations);
            say(&format!("{done} of {all}: loss {loss:.3}"));
            said = Instant::now();
        }
        if let Some(pool) = held_out.filter(|_| training.iteration().is_multiple_of(MEASURE_EVERY))
        {
            let measurement = Measurement {
                episodes: PROGRESS_EPISODES.min(arguments.eval_samples),
                ..arguments.header_measurement(pool)?
            };
            let figures = measure(&weights::write(&training.weights()), &measurement)?;
            let accuracy = figures.evaluation.accuracy;
            let line = format!("loss {loss:.3} held-out accuracy {accuracy:.4}");
            bar.set_message(line.clone());
            if bar.is_hidden() {
                say(&format!("{}: {line}", training.iteration()));
            }
        }
        Ok(ControlFlow::Continue(()))
    });
    let end = end.map_err(|error| match (training.unsaved(), &checkpoints) {
        (Some(unsaved), Some(Checkpoints { path, .. })) => {
            let kept = kept_elsewhere(path, &training.checkpoint().bytes(), unsaved.clone());
            if unsaved == &error { kept } else { error.within(kept.message()) }
        }
        _ => error,
    })?;
    match end {
        End::Finished => bar.finish(),
        End::Stopped => {
            bar.abandon();
            say_stopped(checkpoints.as_ref());
        }
    }
    Ok(end)
}

fn say_stopped(checkpoints: Option<&Checkpoints>) {
    match checkpoints {
        Some(checkpoints) => {
            let path = shell_word(&checkpoints.path.to_string_lossy());
            say(&format!("stopped; go on with --resume {path}"));
        }
        None => say("stopped"),
    }
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
    held_out: Option<Pool>,
) -> Result<End> {
    let checkpoints = arguments.checkpoints();
    let mut weights = training.weights();
    weights.provenance = provenance;
    let evaluation = evaluation_command(arguments);
    if let Some(pool) = held_out {
        // Whoever stops the measurement has the checkpoint.
        if let Some(Checkpoints { path, .. }) = &checkpoints {
            training.checkpoint().write(path).unwrap_or_else(|error| say(&error.to_string()));
        }
        let file = weights::write(&weights);
        let arguments = arguments.clone();
        let measured =
            stop::unless_asked(move || measure(&file, &arguments.header_measurement(&pool)?));
        let Some(figures) = measured.transpose()? else {
            say_stopped(checkpoints.as_ref());
            return Ok(End::Stopped);
        };
        weights.provenance.accuracy = Some(figures.evaluation.accuracy);
        weights.provenance.evaluation = evaluation;
    }
    let file = weights::write(&weights);
    // A file with parameters beyond the range of f16 could not be read again.
    weights::read(&file).map_err(|e| Error::new(Code::Diverged, e.message()))?;
    write_result(&arguments.out, &file)?;
    // The run is complete without it; a checkpoint that cannot be removed does no harm.
    if let Some(Checkpoints { path, .. }) = checkpoints {
        let _ = std::fs::remove_file(path);
    }
    let accuracy = weights.provenance.accuracy.map_or("not measured".into(), |a| a.to_string());
    let (digest, out) = (sha256(&file), arguments.out.display());
    print_line(&format!("{digest} {out} held-out accuracy {accuracy}"))?;
    Ok(End::Finished)
}
