//! Lists of classes to keep or to leave out.

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;

use super::limits::{LIMITS, read_capped};
use super::source::cannot_read;
use crate::{Code, Error, Result};

/// A text file with one class a line.
///
/// A line names every class whose name is the line, or ends in it after a `/`:
/// `Greek/character01` also names `images_background/Greek/character01`. Space around a line
/// and empty lines count for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassList {
    source: String,
    lines: HashSet<String>,
}

impl ClassList {
    /// Reads a list.
    ///
    /// *Errors*: `bad-data` for a file that cannot be read, or is not UTF-8.
    pub fn read(path: &Path) -> Result<ClassList> {
        let bytes = File::open(path).and_then(|file| read_capped(file, LIMITS.file_bytes));
        let bytes = bytes.map_err(|e| cannot_read(path.display(), e))?;
        let text =
            String::from_utf8(bytes).map_err(|e| cannot_read(path.display(), e.utf8_error()))?;
        Ok(ClassList::new(path.display().to_string(), &text))
    }

    /// A list from its text; `source` is for messages.
    ///
    /// ```
    /// use reptile_sketch::data::ClassList;
    /// let list = ClassList::new("held out", "Greek/character01\n\ncat\n");
    /// assert!(list.names("images_background/Greek/character01"));
    /// assert!(!list.names("bobcat"));
    /// ```
    pub fn new(source: impl Into<String>, text: &str) -> ClassList {
        // Windows' editor begins a file with a byte order mark.
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty()).map(str::to_string);
        ClassList { source: source.into(), lines: lines.collect() }
    }

    /// Whether a line names this class.
    pub fn names(&self, class: &str) -> bool {
        let ends = class.match_indices('/').map(|(slash, _)| &class[slash + 1..]);
        std::iter::once(class).chain(ends).any(|end| self.lines.contains(end))
    }

    /// Whether it has no lines.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn names_nothing(&self) -> Error {
        let message = match self.lines.iter().min() {
            None => format!("{} is empty", self.source),
            Some(line) => {
                format!("{} names no class of the data; its first name is {line}", self.source)
            }
        };
        Error::new(Code::BadData, message)
    }

    pub(super) fn leaves_nothing(&self) -> Error {
        Error::new(Code::BadData, format!("{} leaves no class of the data", self.source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_class_by_its_whole_path_or_by_its_end_at_a_folder() {
        let list = ClassList::new("", "a/b\nc");
        for class in ["a/b", "x/a/b", "c", "a/c", "x/y/c"] {
            assert!(list.names(class), "{class}");
        }
        for class in ["b", "xa/b", "a/b/d", "cc", "", "a", "c/d"] {
            assert!(!list.names(class), "{class}");
        }
    }

    #[test]
    fn blank_lines_windows_ends_and_marks_count_for_nothing() {
        let list = ClassList::new("", "\u{feff}a b\r\n\r\n  \n c \r\n");
        assert_eq!(list, ClassList::new("", "c\na b"));
        assert!(ClassList::new("", "\n \n").is_empty());
    }
}
