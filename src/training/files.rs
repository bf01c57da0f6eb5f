//! Whole files, read and written.

use std::path::Path;

use crate::{Code, Error, Result};

/// Reads a whole file, or says which one could not be read.
pub fn read_file(path: &Path, code: Code) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| {
        Error::new(code, format!("cannot read {}: {e}", path.display())).with_source(e)
    })
}

/// Writes a file so that at every moment either the old one or the whole new one is there.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let cannot = |e| {
        let message = format!("cannot write {}: {e}", path.display());
        Error::new(Code::BadSetting, message).with_source(e)
    };
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    std::fs::write(&unfinished, bytes).map_err(cannot)?;
    std::fs::rename(&unfinished, path).map_err(cannot)
}
