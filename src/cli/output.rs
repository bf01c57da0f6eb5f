//! Results: printed to standard output, which gets nothing else, or written to a file.

use std::io::Write;
use std::path::Path;

use crate::{Code, Error, Result};

/// Prints to stdout. A closed pipe is no error: the reader, such as `head`, has read enough.
pub fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Checks before a long run that its result can be written.
pub fn check_writable(out: &Path) -> Result<()> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    match out.is_dir() || folder.is_some_and(|folder| !folder.is_dir()) {
        true => Err(Error::new(Code::BadSetting, format!("cannot write {}", out.display()))),
        false => Ok(()),
    }
}
