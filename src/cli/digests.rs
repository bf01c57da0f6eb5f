//! Digests of the data sets, for checkpoints, weights files and reports.

use std::path::Path;

use super::flags::file_name;
use crate::Result;
use crate::data::{ClassList, source_digest};

/// The data sets and a list, each `name sha256`.
pub fn digests(sources: &[&Path], list: Option<(&Path, &ClassList)>) -> Result<Vec<String>> {
    let source = |path: &&Path| Ok(format!("{} {}", file_name(path), source_digest(path)?));
    let list = list.map(|(path, list)| Ok(format!("{} {}", file_name(path), list.digest())));
    sources.iter().map(source).chain(list).collect()
}
