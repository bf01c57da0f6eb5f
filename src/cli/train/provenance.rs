//! What a weights file says about how it was made.

use std::path::PathBuf;

use super::arguments::TrainArguments;
use super::pools::Pools;
use crate::Result;
use crate::cli::commands::{HEADER_EPISODES, HeaderAccuracy, source_flags};
use crate::cli::digests::digests;
use crate::cli::flags::{file_name, flags};
use crate::training::Settings;
use crate::weights::Provenance;

/// The commit that this program was built from, if that is known.
const COMMIT: Option<&str> = option_env!("REPTILE_SKETCH_COMMIT");

/// The command that makes the same file, wherever the data lies: paths are file names only.
///
/// The commit is that of the program, and the list what was read of it: it may be a pipe.
pub fn provenance(arguments: &TrainArguments, pools: &Pools) -> Result<Provenance> {
    let commit = arguments.commit.as_deref().unwrap_or(COMMIT.unwrap_or("unknown"));
    let mut command =
        format!("reptile-sketch train{}", source_flags(&arguments.data, &arguments.strokes));
    if let Some(count) = arguments.glyphs {
        command += &format!(" --glyphs {count}");
    }
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
    let sources = arguments.data.iter().chain(&arguments.strokes).map(PathBuf::as_path);
    let list = arguments.exclude.as_deref().zip(pools.list.as_ref());
    let mut data = digests(&sources.collect::<Vec<_>>(), list)?;
    data.extend(pools.glyphs.iter().map(|digest| format!("glyphs {digest}")));
    let (commit, seed) = (commit.into(), arguments.settings.seed);
    let held_out = pools.held_out_words.clone();
    Ok(Provenance { command, commit, data, seed, held_out, ..Provenance::default() })
}

/// The command that measures the accuracy in the header; empty if nothing is held out.
pub fn evaluation_command(arguments: &TrainArguments) -> String {
    let TrainArguments { data, strokes, exclude, reading, out: weights, .. } = arguments;
    let (ways, episodes) = (arguments.header_ways(), arguments.eval_samples);
    if exclude.is_none() && arguments.glyphs.is_none() {
        return String::new();
    }
    let list = exclude.as_deref();
    HeaderAccuracy { data, strokes, list, reading, ways, episodes, weights }.command()
}
