//! Digests of the data sets, for checkpoints, weights files and reports.

use std::path::Path;

use super::flags::file_name;
use crate::data::sha256;
use crate::training::files::read_file;
use crate::{Code, Result};

/// The data sets, each `name sha256`.
pub fn digests(sources: &[&Path]) -> Result<Vec<String>> {
    let digest = |path: &&Path| {
        let digest = match path.is_dir() {
            true => "folder".into(),
            false => sha256(&read_file(path, Code::BadData)?),
        };
        Ok(format!("{} {digest}", file_name(path)))
    };
    sources.iter().map(digest).collect()
}
