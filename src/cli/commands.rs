//! Commands as a weights file records them: they hold wherever the data lies, so paths are file names only.

use std::path::{Path, PathBuf};

use super::flags::file_name;
use super::reading::ReadingFlags;
use crate::data::Pool;

/// The episodes of the accuracy in the file's header, unless the user says otherwise, and their seed.
pub const HEADER_EPISODES: usize = 5000;
pub const HEADER_SEED: u64 = 1;
/// The glyphs that it is measured on, where no data is held out.
pub const HEADER_GLYPHS: usize = 400;

/// The flags that name the data, each with a space before it.
pub fn source_flags(data: &[PathBuf], strokes: &[PathBuf]) -> String {
    let list = |flag: &str, paths: &[PathBuf]| match paths.is_empty() {
        true => String::new(),
        false => {
            let names: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
            format!(" {flag} {}", names.join(" "))
        }
    };
    list("--data", data) + &list("--strokes", strokes)
}

/// The part of the held-out classes that the accuracy in a file's header is of: what `--data` names, if it is given.
pub fn measured_part(held_out: Pool, data: &[PathBuf]) -> Pool {
    if data.is_empty() { held_out } else { held_out.only_from(data) }
}

/// The accuracy in a file's header: on the classes of a list, of what `--data` names if it is given, or on unseen glyphs.
pub struct HeaderAccuracy<'a> {
    pub data: &'a [PathBuf],
    pub strokes: &'a [PathBuf],
    pub list: Option<&'a Path>,
    pub reading: &'a ReadingFlags,
    pub ways: usize,
    pub episodes: usize,
    pub weights: &'a Path,
}

impl HeaderAccuracy<'_> {
    /// The command that measures it.
    pub fn command(&self) -> String {
        let HeaderAccuracy { data, strokes, list, ways, episodes, weights, .. } = *self;
        let sources = source_flags(data, if data.is_empty() { strokes } else { &[] });
        // The list may also name what only the strokes have.
        let mut reading = self.reading.clone();
        reading.allow_missing |= !data.is_empty() && !strokes.is_empty();
        let classes = match list {
            Some(list) => format!("{sources} --only {}{}", file_name(list), reading.words()),
            None => format!(" --glyphs {HEADER_GLYPHS}"),
        };
        format!(
            "reptile-sketch evaluate{classes} --ways {ways} --shots 1 --queries 1 \
             --episodes {episodes} --seed {HEADER_SEED} --weights {} --json",
            file_name(weights)
        )
    }
}
