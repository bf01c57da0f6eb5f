//! The files of a folder or a zip that we want, whichever of the two it is.

use std::path::Path;

use super::limits::Limits;
use super::{archive, folder};
use crate::{Code, Error, Result};

/// A file as it lies in a folder or in a zip.
pub(super) struct SourceFile {
    /// Relative to the folder or to the zip's root, with `/` between its parts.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// The files whose path is `wanted`, in the order of their paths.
///
/// *Errors*: `bad-data`, naming the file at fault.
pub(super) fn read_files(
    source: &Path,
    limits: &Limits,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<SourceFile>> {
    let metadata = std::fs::metadata(source).map_err(|e| cannot_read(source.display(), e))?;
    let mut files = if metadata.is_dir() {
        folder::read(source, limits, wanted)?
    } else {
        archive::open(source, limits, wanted)?
    };
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Whether the last part of a path says PNG or JPEG, in small or large letters.
pub(super) fn is_image(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or_default();
    ["png", "jpg", "jpeg"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether a part of a path marks what operating systems leave behind, such as `.DS_Store`.
pub(super) fn is_hidden(part: &str) -> bool {
    part.starts_with('.') || part == "__MACOSX"
}

/// The folder of a path, `.` at the root, and the rest.
pub(super) fn split_folder(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or((".", path))
}

/// What the files of one source take together, against its limits.
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
pub(super) fn cannot_read(file: impl std::fmt::Display, why: impl std::fmt::Display) -> Error {
    Error::new(Code::BadData, format!("cannot read {file}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_by_their_extension_in_any_case() {
        assert!(["a.png", "b/c.JPG", "d e.f.Jpeg"].iter().all(|path| is_image(path)));
        assert!(!["a.txt", "png", "a.png.zip", "a.png/b", ".png"].iter().any(|p| is_image(p)));
    }

    #[test]
    fn the_folder_of_a_file_at_the_root_is_a_dot() {
        assert_eq!(split_folder("a.png"), (".", "a.png"));
        assert_eq!(split_folder("b/c/a.png"), ("b/c", "a.png"));
    }
}
