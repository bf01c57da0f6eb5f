//! What kind of file a path leads to, from its first bytes.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use crate::data::holds_runs;
use crate::{Code, Error, Result};

/// As many bytes as tell what a file is.
const START_BYTES: u64 = 64;

/// What is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder of images.
    Folder,
    /// Images in one file.
    Archive,
    /// A folder or zip of Lake's one-shot runs.
    Runs,
    /// A stroke file.
    Strokes,
    /// A safetensors file: weights, or a checkpoint.
    Weights,
}

impl Kind {
    /// *Errors*: `bad-data` for a path that cannot be read.
    pub fn of(path: &Path) -> Result<Kind> {
        let cannot_read = |e: std::io::Error| {
            Error::new(Code::BadData, format!("cannot read {}: {e}", path.display())).with_source(e)
        };
        let metadata = path.metadata().map_err(cannot_read)?;
        if metadata.is_dir() {
            return Ok(if holds_runs(path)? { Kind::Runs } else { Kind::Folder });
        }
        let mut start = Vec::new();
        let mut file = File::open(path).map_err(cannot_read)?;
        file.by_ref().take(START_BYTES).read_to_end(&mut start).map_err(cannot_read)?;
        let name = path.extension().and_then(|extension| extension.to_str());
        if name == Some("safetensors") || is_safetensors(&start, metadata.len()) {
            return Ok(Kind::Weights);
        }
        if start.starts_with(&[0x1f, 0x8b]) {
            let file = BufReader::new(File::open(path).map_err(cannot_read)?);
            start.clear();
            // What is damaged will be found when all of it is read.
            let _ = MultiGzDecoder::new(file).take(START_BYTES).read_to_end(&mut start);
        }
        Ok(match () {
            () if is_json(&start) => Kind::Strokes,
            () if start.starts_with(b"PK") && holds_runs(path)? => Kind::Runs,
            () => Kind::Archive,
        })
    }

    /// In words, for a person and in JSON.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Folder => "a folder of images",
            Kind::Archive => "an archive of images",
            Kind::Runs => "fixed one-shot runs",
            Kind::Strokes => "a stroke file",
            Kind::Weights => "weights",
        }
    }

    /// In a word, for a program.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Folder => "folder",
            Kind::Archive => "archive",
            Kind::Runs => "runs",
            Kind::Strokes => "strokes",
            Kind::Weights => "weights",
        }
    }
}

/// Eight bytes of length that the file can have, and then an object.
fn is_safetensors(start: &[u8], file_len: u64) -> bool {
    match start.split_first_chunk::<8>() {
        Some((length, rest)) => {
            u64::from_le_bytes(*length) <= file_len && rest.first() == Some(&b'{')
        }
        None => false,
    }
}

/// Whether a text begins as an object or an array, after a byte-order mark and space.
fn is_json(start: &[u8]) -> bool {
    let text = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    first.is_some_and(|byte| b"{[".contains(byte))
}
