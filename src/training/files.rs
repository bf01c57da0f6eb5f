//! Whole files, read and written.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::data::{FileKind, cannot_open};
use crate::{Code, Error, Result};

/// Reads a whole file, or says which one could not be read.
pub fn read_file(path: &Path, code: Code) -> Result<Vec<u8>> {
    fs::read(path).map_err(|e| cannot_open(path, code, e))
}

/// Reads a weights file, byte by byte and as weights.
///
/// *Errors*: `bad-weights` that names the file, and says what it is if that is something else.
#[cfg(feature = "cli")]
pub fn read_weights(path: &Path) -> Result<(Vec<u8>, crate::weights::Weights)> {
    let file = read_file(path, Code::BadWeights)?;
    match crate::weights::read(&file) {
        Ok(weights) => Ok((file, weights)),
        Err(error) => Err(not_meant(path, &file, "weights file", error)),
    }
}

/// The error for a file that is not what it was given for, from that of its reader.
pub(crate) fn not_meant(path: &Path, file: &[u8], meant: &str, error: Error) -> Error {
    let path = path.display();
    let kind = FileKind::of(file);
    // Half a checkpoint is no weights file, but its reader calls it one.
    let is_part =
        ["only the start", "cut or damaged"].iter().any(|it| error.message().contains(it));
    let own = if kind == FileKind::Checkpoint { "checkpoint" } else { meant };
    let message = match kind {
        FileKind::Weights | FileKind::Checkpoint if is_part => {
            format!("{path}: {}", error.message().replace("weights file", own))
        }
        kind if kind.to_string().starts_with(&format!("a {meant}")) => {
            return error.within(&path.to_string());
        }
        kind => format!("{path} is no {meant}: it is {kind}"),
    };
    Error::new(error.code(), message)
}

/// Whether what is written there replaces a file, or makes one: it is neither a device nor a pipe.
pub fn is_replaceable(path: &Path) -> bool {
    path.metadata().map_or(true, |metadata| metadata.is_file())
}

/// Writes a file so that at every moment either the old one or the whole new one is there. What a link leads to is
/// written, and devices and pipes are written through.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = match is_replaceable(path) {
        true => replace(&target(path), bytes),
        false => OpenOptions::new().write(true).open(path).and_then(|mut f| f.write_all(bytes)),
    };
    written.map_err(|e| cannot_write(path, e))
}

/// Makes sure that a file can be written there, and leaves everything as it was.
#[cfg(feature = "cli")]
pub fn probe(path: &Path) -> Result<()> {
    let target = target(path);
    let refuse = |why: &str| {
        let message = format!("cannot write {}: {why}", path.display());
        Err(Error::new(Code::BadSetting, message))
    };
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => return refuse("it is a folder"),
        Ok(metadata) if !metadata.is_file() => return Ok(()),
        // A folder that may be written would let it be replaced, which its owner does not want.
        Ok(metadata) if metadata.permissions().readonly() => return refuse("it is read-only"),
        Err(_) if target.is_symlink() => return refuse("links in a circle"),
        _ => {}
    }
    let unfinished = unfinished(&target);
    let written = write_new(&unfinished, b"probe");
    let _ = fs::remove_file(&unfinished);
    written.map_err(|e| cannot_write(path, e))
}

fn cannot_write(path: &Path, why: std::io::Error) -> Error {
    let message = format!("cannot write {}: {why}", path.display());
    Error::new(Code::BadSetting, message).with_source(why)
}

/// Where a link leads to; it may lead to nothing yet.
fn target(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    // As many as Linux follows.
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    path
}

/// A name that nobody else's file has.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    name.into()
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let unfinished = unfinished(path);
    let finish = || {
        write_new(&unfinished, bytes)?;
        if let Ok(metadata) = path.metadata() {
            fs::set_permissions(&unfinished, metadata.permissions())?;
        }
        fs::rename(&unfinished, path)
    };
    finish().inspect_err(|_| drop(fs::remove_file(&unfinished)))
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    // A full disk may be noticed only now.
    file.sync_all()
}
