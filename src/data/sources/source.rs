//! What folders and archives have in common: their files, and the limits on them.

use std::io::Read;
use std::path::Path;

use crate::data::limits::{Limits, read_capped};
use crate::data::names::file_names::{is_archive, is_other_data, is_other_picture, split_folder};
use crate::{Code, Error, Result};

/// What is done with the files of a source, in the order in which they lie there.
pub(in crate::data) trait Visitor {
    /// Whether a file with this path is worth opening.
    fn wants(&self, path: &str) -> bool;

    /// Reads a file; or says why not, if its content is none of ours.
    fn visit(
        &mut self,
        path: &str,
        content: &mut dyn Read,
        budget: &mut Budget,
    ) -> Result<Option<&'static str>>;
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
pub(in crate::data) const NO_IMAGE: &str = "without images or strokes";

/// Why entries of folders and archives that are no files are not read, after their number.
pub(super) const LINKS: &str = "links, pipes and devices";

/// Why a file of a name that is not wanted is not read, after its number.
pub(super) fn unread(path: &str) -> &'static str {
    match path {
        path if is_archive(path) => "archives inside: give them by themselves",
        path if is_other_data(path) => {
            "files of other programs' data: save their images as PNG, or their arrays as .npz"
        }
        path if is_other_picture(path) => "pictures of formats that are not read: save them as PNG",
        path if !split_folder(path).1.contains('.') => {
            "files whose names do not end in .png or the like"
        }
        _ => NO_IMAGE,
    }
}

/// Whether a part of a path is the name of a hidden file, such as `.DS_Store`, or of what systems add.
pub(super) fn is_hidden(part: &str) -> bool {
    part.starts_with('.') || NOT_OURS.contains(&part)
}

/// The files and bytes of one source so far, and its limits.
pub(in crate::data) struct Budget<'a> {
    limits: &'a Limits,
    source: &'a Path,
    files: usize,
    bytes: u64,
    points: usize,
    /// Whether the source is a single file, and no folder or archive of them.
    is_file: bool,
}

impl<'a> Budget<'a> {
    pub fn new(source: &'a Path, limits: &'a Limits) -> Self {
        Budget { limits, source, files: 0, bytes: 0, points: 0, is_file: false }
    }

    /// Of a source that is one file of many drawings.
    pub fn of_file(source: &'a Path, limits: &'a Limits) -> Self {
        Budget { is_file: true, ..Budget::new(source, limits) }
    }

    /// Whether the files come from a folder or an archive.
    pub fn is_inside(&self) -> bool {
        !self.is_file
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// The source, and a file in it, for messages.
    pub fn name(&self, path: &str) -> String {
        if self.is_file {
            return self.source.display().to_string();
        }
        format!("{}/{path}", self.source.display())
    }

    /// The bytes of a file that is held whole, up to `limit`.
    pub fn read(&mut self, path: &str, content: impl Read, limit: u64) -> Result<Vec<u8>> {
        let bytes = read_capped(content, limit).map_err(|e| cannot_read(self.name(path), e))?;
        self.add_bytes(bytes.len())?;
        Ok(bytes)
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

    /// Counts the points of strokes.
    pub fn add_points(&mut self, points: usize) -> Result<()> {
        self.points += points;
        if self.points > self.limits.points {
            let (source, limit) = (self.source.display(), self.limits.points);
            let message = format!("{source}: more than {limit} points; read less with --per-class");
            return Err(Error::new(Code::BadData, message));
        }
        Ok(())
    }

    pub fn add_bytes(&mut self, bytes: usize) -> Result<()> {
        self.bytes += bytes as u64;
        if self.bytes > self.limits.source_bytes {
            let (source, limit) = (self.source.display(), self.limits.source_bytes);
            let message = format!("{source}: more than {limit} bytes when unpacked");
            return Err(Error::new(Code::BadData, message));
        }
        Ok(())
    }
}

/// The error for what the system, or a format's reader, says about a file.
pub(in crate::data) fn cannot_read(
    file: impl std::fmt::Display,
    why: impl std::error::Error + Send + Sync + 'static,
) -> Error {
    Error::new(Code::BadData, format!("cannot read {file}: {why}")).with_source(why)
}

/// The error that says what is wrong with a file.
pub(in crate::data) fn bad(name: &str, why: &str) -> Error {
    Error::new(Code::BadData, format!("cannot read {name}: {why}"))
}
