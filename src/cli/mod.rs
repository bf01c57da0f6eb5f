//! The command line: meta-train, evaluate, and the experiments.
//!
//! Exit status 0 is success, 2 something that the user gave wrong, with one line on stderr, and
//! 130 an interrupted training run that left a checkpoint.

mod checkpoint;
mod compare;
mod evaluate;
mod measure;
mod meta_training;
mod plot;
mod provenance;
mod settings;
mod sine;
mod threads;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{Code, Error, Result};

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
    /// Measure a classifier on few-shot episodes.
    Evaluate(Box<evaluate::EvaluateArguments>),
    /// Few-shot sine regression: meta-train, adapt, plot.
    Sine(Box<sine::SineArguments>),
    /// Compare gradient combinations and first-order MAML: learning curves.
    Compare(Box<compare::CompareArguments>),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            // The first paragraph says what is wrong; the others repeat the usage.
            let text = error.to_string();
            let lines = text.lines().take_while(|line| !line.is_empty());
            let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
            eprintln!("{} (see --help)", words.join(" "));
            return ExitCode::from(2);
        }
        Err(help) => {
            print_line(help.to_string().trim_end());
            return ExitCode::SUCCESS;
        }
    };
    let outcome = match arguments.command {
        Command::Train(arguments) => train::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Sine(arguments) => sine::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Compare(arguments) => compare::run(&arguments).map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

/// Prints to stdout. A reader that has gone away is no error: it has read enough.
fn print_line(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Reads a whole file, or says which one could not be read.
fn read_file(path: &std::path::Path, code: Code) -> Result<Vec<u8>> {
    let cannot = |e| Error::new(code, format!("cannot read {}: {e}", path.display()));
    std::fs::read(path).map_err(cannot)
}

/// Finds out before the training, not after it, that there is no place for the file.
fn check_writable(out: &std::path::Path) -> Result<()> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    match out.is_dir() || folder.is_some_and(|folder| !folder.is_dir()) {
        true => Err(Error::new(Code::BadSetting, format!("cannot write {}", out.display()))),
        false => Ok(()),
    }
}

/// Writes a file so that at every moment either the old one or the whole new one is there.
fn write_file(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    let cannot = |e| Error::new(Code::BadSetting, format!("cannot write {}: {e}", path.display()));
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    std::fs::write(&unfinished, bytes).map_err(cannot)?;
    std::fs::rename(&unfinished, path).map_err(cannot)
}

/// The SHA-256 of some bytes, in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
