//! Files of a folder, at any depth.

use std::fs::File;
use std::path::Path;

use walkdir::WalkDir;

use super::ignored::Ignored;
use super::source::{Budget, HIDDEN, LINKS, Visitor, cannot_read, is_hidden, unread};
use crate::data::limits::Limits;
use crate::{Code, Error, Result};

/// Shows the files below a folder to a visitor. Links are followed, but for those that lead to nothing or in a circle;
/// hidden files are not read.
pub(super) fn walk(folder: &Path, limits: &Limits, visitor: &mut dyn Visitor) -> Result<Ignored> {
    let mut budget = Budget::new(folder, limits);
    let mut ignored = Ignored::default();
    let mut walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                ignored.add(broken_link(&error, folder)?, &inner(&error, folder));
                continue;
            }
        };
        budget.add_files(1)?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if entry.depth() > 0 && is_hidden(&entry.file_name().to_string_lossy()) {
            ignored.add(HIDDEN, &relative.to_string_lossy());
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_dir() {
            continue;
        }
        let name = relative.to_string_lossy();
        if !entry.file_type().is_file() || !visitor.wants(&name) {
            // Nobody may ever write into a pipe.
            let why = if entry.file_type().is_file() { unread(&name) } else { LINKS };
            ignored.add(why, &name);
            continue;
        }
        let path = slashed(relative)?;
        let mut file =
            File::open(entry.path()).map_err(|e| cannot_read(entry.path().display(), e))?;
        if let Some(why) = visitor.visit(&path, &mut file, &mut budget)? {
            ignored.add(why, &path);
        }
    }
    Ok(ignored)
}

/// What is wrong with a link, or the error if it is no link.
fn broken_link(error: &walkdir::Error, folder: &Path) -> Result<&'static str> {
    if error.loop_ancestor().is_some() {
        return Ok("links in a circle");
    }
    let path = error.path().unwrap_or(folder);
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_symlink() && error.depth() > 0 => Ok("links to nothing"),
        _ if path.file_name().is_some_and(|name| is_hidden(&name.to_string_lossy())) => Ok(HIDDEN),
        _ => Err(Error::new(Code::BadData, format!("cannot read {}: {error}", folder.display()))),
    }
}

/// The path that an error is about, in its folder.
fn inner(error: &walkdir::Error, folder: &Path) -> String {
    let path = error.path().unwrap_or(folder);
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

/// A relative path with `/` on every system.
fn slashed(path: &Path) -> Result<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    let parts = parts.ok_or_else(|| {
        Error::new(
            Code::BadData,
            format!("{}: a name that is not in UTF-8: rename it", path.display()),
        )
    })?;
    Ok(parts.join("/"))
}
