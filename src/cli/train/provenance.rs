//! What a weights file says about how it was made.

use std::path::PathBuf;

use super::arguments::{HEADER_EPISODES, HEADER_SEED, TrainArguments};
use crate::Result;
use crate::cli::digests::digests;
use crate::cli::flags::{file_name, flags};
use crate::training::Settings;
use crate::weights::Provenance;

/// The command that makes the same file, wherever the data lies: paths are file names only.
pub fn provenance(arguments: &TrainArguments) -> Result<Provenance> {
    let commit = arguments.commit.clone().unwrap_or_else(checkout_commit);
    let mut command = format!("reptile-sketch train{}", source_flags(arguments));
    if let Some(list) = &arguments.exclude {
        command += &format!(" --exclude {}", file_name(list));
    }
    command += &arguments.reading.words();
    if arguments.eval_samples != HEADER_EPISODES {
        command += &format!(" --eval-samples {}", arguments.eval_samples);
    }
    let out = file_name(&arguments.out);
    // Its default depends on the network, so it is always named.
    let distortion = Some(arguments.settings.distortion());
    let settings = Settings { distortion, ..arguments.settings.clone() };
    command += &flags(&settings, &["network", "head", "prior_weight"]);
    command += &format!(" --commit {commit} --out {out}");
    let sources = arguments.data.iter().chain(&arguments.strokes).chain(&arguments.exclude);
    let data = digests(&sources.map(PathBuf::as_path).collect::<Vec<_>>())?;
    let seed = arguments.settings.seed;
    Ok(Provenance { command, commit, data, seed, ..Provenance::default() })
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

/// The command that measures the accuracy in the header.
pub fn evaluation_command(arguments: &TrainArguments) -> String {
    let (flag, paths) = match arguments.data.is_empty() {
        true => ("--strokes", &arguments.strokes),
        false => ("--data", &arguments.data),
    };
    let names: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
    let list = arguments.exclude.as_deref().map(file_name).unwrap_or_default();
    // The list may also name what only the strokes have.
    let mut reading = arguments.reading.clone();
    reading.allow_missing |= !arguments.data.is_empty() && !arguments.strokes.is_empty();
    let ways = arguments.header_ways();
    format!(
        "reptile-sketch evaluate {flag} {} --only {list}{} --ways {ways} --shots 1 --queries 1 \
         --episodes {} --seed {HEADER_SEED} --weights {} --json",
        names.join(" "),
        reading.words(),
        arguments.eval_samples,
        file_name(&arguments.out)
    )
}

fn checkout_commit() -> String {
    let git = std::process::Command::new("git").args(["rev-parse", "HEAD"]).output();
    match git {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim().to_string()
        }
        _ => "unknown".into(),
    }
}
