//! Files of a tar archive, one behind the other. No path in it ever touches the disk.

use std::io::Read;
use std::path::Path;

use tar::Archive;

use super::archive::{Names, inner_path};
use super::ignored::Ignored;
use super::source::{Budget, HIDDEN, LINKS, Visitor, cannot_read, unread};
use crate::Result;
use crate::data::limits::{Capped, Limits};

/// Shows the files of a tar archive to a visitor; `name` is for the messages.
pub(super) fn walk(
    reader: impl Read,
    name: &Path,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<Ignored> {
    let tar = name.display().to_string();
    let failed = |e| cannot_read(&tar, e);
    let mut budget = Budget::new(name, limits);
    let mut ignored = Ignored::default();
    let mut names = Names::default();
    let mut archive = Archive::new(Capped::new(reader, limits.stream_bytes));
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(failed)?;
        budget.add_files(1)?;
        let entry_name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        let Some(path) = inner_path(&entry_name).map_err(|e| e.within(&tar))? else {
            ignored.add(HIDDEN, &entry_name);
            continue;
        };
        let is_file = kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse();
        if !is_file {
            ignored.add(LINKS, &path);
        } else if !visitor.wants(&path) {
            ignored.add(unread(&path), &path);
        } else {
            names.add(&path, name)?;
            if let Some(why) = visitor.visit(&path, &mut entry, &mut budget)? {
                ignored.add(why, &path);
            }
        }
    }
    Ok(ignored)
}
