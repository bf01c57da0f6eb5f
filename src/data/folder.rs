//! Files of a folder, at any depth.

use std::fs::File;
use std::path::Path;

use walkdir::WalkDir;

use super::limits::{Limits, read_capped};
use super::source::{Budget, SourceFile, cannot_read, is_hidden};
use crate::{Code, Error, Result};

/// The files below a folder whose path is `wanted`. Links are followed, hidden files are not read.
pub(super) fn read(
    folder: &Path,
    limits: &Limits,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<SourceFile>> {
    let mut budget = Budget::new(folder, limits);
    let mut files = Vec::new();
    let walk = WalkDir::new(folder).follow_links(true).into_iter();
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !is_hidden(&entry.file_name().to_string_lossy())
    };
    for entry in walk.filter_entry(visible) {
        let entry = entry.map_err(|e| cannot_read(folder.display(), e))?;
        budget.add_files(1)?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if !entry.file_type().is_file() || !wanted(&relative.to_string_lossy()) {
            continue;
        }
        let path = slashed(relative)?;
        let bytes = File::open(entry.path())
            .and_then(|file| read_capped(file, limits.file_bytes))
            .map_err(|e| cannot_read(entry.path().display(), e))?;
        budget.add_bytes(bytes.len())?;
        files.push(SourceFile { path, bytes });
    }
    Ok(files)
}

/// A relative path with `/` on every system.
fn slashed(path: &Path) -> Result<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    let parts = parts.ok_or_else(|| {
        Error::new(Code::BadData, format!("{}: a name that is not UTF-8", path.display()))
    })?;
    Ok(parts.join("/"))
}
