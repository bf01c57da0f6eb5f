//! Where answers go: standard output, which takes nothing else, or a file.

use std::io::Write;
use std::path::Path;

use crate::{Code, Error, Result};

/// Prints to stdout. A reader that has gone away is no error: it has read enough.
pub fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Finds out before the training, not after it, that there is no place for the file.
pub fn check_writable(out: &Path) -> Result<()> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    match out.is_dir() || folder.is_some_and(|folder| !folder.is_dir()) {
        true => Err(Error::new(Code::BadSetting, format!("cannot write {}", out.display()))),
        false => Ok(()),
    }
}
