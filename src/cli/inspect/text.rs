//! What is said of a path, line by line.

use std::fmt;
use std::path::Path;

use crate::error::one_line;

/// How wide the names of the lines are.
const NAME_WIDTH: usize = 16;
/// How many names a line holds.
const SHOWN: usize = 5;

/// A title, and lines that each have a name.
pub struct Lines {
    title: String,
    lines: Vec<(&'static str, String)>,
}

impl Lines {
    pub fn new(path: &Path, what: &str) -> Lines {
        Lines { title: one_line(format!("{}: {what}", path.display())), lines: Vec::new() }
    }

    /// Adds a line, unless there is nothing to say.
    pub fn add(&mut self, name: &'static str, text: impl Into<String>) {
        let text = one_line(text.into());
        if !text.is_empty() {
            self.lines.push((name, text));
        }
    }

    /// Adds a line a text; only the first has the name.
    pub fn add_all(&mut self, name: &'static str, texts: impl IntoIterator<Item = String>) {
        texts
            .into_iter()
            .enumerate()
            .for_each(|(i, text)| self.add(if i == 0 { name } else { "" }, text));
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.title)?;
        for (name, text) in &self.lines {
            write!(f, "\n  {name:NAME_WIDTH$}{text}")?;
        }
        Ok(())
    }
}

/// The first few of some names, and how many more there are.
pub fn names<S: AsRef<str>>(all: &[S]) -> String {
    let shown: Vec<&str> = all.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match all.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}
