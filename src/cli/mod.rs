//! The command line: meta-train, evaluate, and the experiments.
//!
//! Exit status 0 is success, 2 something that the user gave wrong, with one line on stderr, and
//! 130 an interrupted training run that left a checkpoint.

mod calibrate;
mod commands;
mod compare;
mod digests;
mod evaluate;
mod families;
mod flags;
mod hands;
mod inspect;
mod output;
mod plot;
mod reading;
mod sine;
mod stop;
mod threads;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use output::{print_line, say};

/// One-shot drawing classification with Reptile.
#[derive(Parser)]
#[command(version, about, max_term_width = 100, arg_required_else_help = false)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Meta-train a classifier on folders, zips or stroke files.
    Train(Box<train::TrainArguments>),
    /// Fit how sure the answers of trained weights are, and make the file small.
    Calibrate(Box<calibrate::CalibrateArguments>),
    /// Measure a classifier on few-shot episodes.
    Evaluate(Box<evaluate::EvaluateArguments>),
    /// Fit the model of other people's hands to drawings by people.
    Hands(Box<hands::HandsArguments>),
    /// Few-shot sine regression: meta-train, adapt, plot.
    Sine(Box<sine::SineArguments>),
    /// Compare gradient combinations and first-order MAML: learning curves.
    Compare(Box<compare::CompareArguments>),
    /// Say what a data set, a stroke file, a weights file or a checkpoint is.
    Inspect(Box<inspect::InspectArguments>),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            // The first paragraph says what is wrong, a tip what may be meant; the others repeat the usage.
            let text = error.to_string();
            let lines = text.lines().take_while(|line| !line.is_empty());
            let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
            let tip = text.lines().find_map(|line| line.trim().strip_prefix("tip: a similar "));
            let tip = tip.map(|tip| format!("; a similar {tip}")).unwrap_or_default();
            say(&format!("{}{tip} (see --help)", words.join(" ")));
            return ExitCode::from(2);
        }
        Err(help) => {
            return match print_line(help.to_string().trim_end()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::from(2),
            };
        }
    };
    stop::outlive_large_files();
    let outcome = match arguments.command {
        Command::Train(arguments) => train::run(&arguments),
        Command::Calibrate(arguments) => calibrate::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Evaluate(arguments) => evaluate::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Hands(arguments) => hands::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Sine(arguments) => sine::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Compare(arguments) => compare::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Inspect(arguments) => inspect::run(&arguments).map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|error| {
        say(&format!("error: {error}"));
        ExitCode::from(2)
    })
}
