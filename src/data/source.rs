//! What folders and zips have in common: their files, and the limits on them.

use std::path::Path;

use super::ignored::Ignored;
use super::limits::Limits;
use crate::{Code, Error, Result};

/// A file of a folder or of a zip.
pub(super) struct SourceFile {
    /// Relative to the folder or to the zip's root, with `/` between its parts.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// The files that were wanted, and what else there was.
#[derive(Default)]
pub(super) struct Found {
    pub files: Vec<SourceFile>,
    pub ignored: Ignored,
}

/// What systems and file servers add: previews, bins, what a repair has found.
const NOT_OURS: [&str; 7] = [
    "__MACOSX",
    "@eaDir",
    "lost+found",
    "#recycle",
    "$RECYCLE.BIN",
    "System Volume Information",
    "#snapshot",
];

/// Why [`is_hidden`] files are not read, after their number.
pub(super) const HIDDEN: &str = "hidden, or a system's own";
/// Why files of no known format are not read, after their number.
pub(super) const NO_IMAGE: &str = "no images";

/// Whether a part of a path is the name of a hidden file, such as `.DS_Store`, or of what systems add.
pub(super) fn is_hidden(part: &str) -> bool {
    part.starts_with('.') || NOT_OURS.contains(&part)
}

/// The files and bytes of one source so far, and its limits.
pub(super) struct Budget<'a> {
    limits: &'a Limits,
    source: &'a Path,
    files: usize,
    bytes: u64,
}

impl<'a> Budget<'a> {
    pub fn new(source: &'a Path, limits: &'a Limits) -> Self {
        Budget { limits, source, files: 0, bytes: 0 }
    }

    /// Counts further files. A zip's entries count whether wanted or not.
    pub fn add_files(&mut self, files: usize) -> Result<()> {
        self.files += files;
        if self.files > self.limits.files {
            let message =
                format!("{}: more than {} files", self.source.display(), self.limits.files);
            return Err(Error::new(Code::BadData, message));
        }
        Ok(())
    }

    pub fn add_bytes(&mut self, bytes: usize) -> Result<()> {
        self.bytes += bytes as u64;
        if self.bytes > self.limits.source_bytes {
            let limit = self.limits.source_bytes;
            let message =
                format!("{}: more than {limit} bytes when unpacked", self.source.display());
            return Err(Error::new(Code::BadData, message));
        }
        Ok(())
    }
}

/// The error for what the system, or a format's reader, says about a file.
pub(super) fn cannot_read(
    file: impl std::fmt::Display,
    why: impl std::error::Error + Send + Sync + 'static,
) -> Error {
    Error::new(Code::BadData, format!("cannot read {file}: {why}")).with_source(why)
}
