//! Lists of classes to keep or to leave out.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::class::Class;
use super::limits::{LIMITS, read_capped};
use super::sha256::sha256;
use crate::data::formats::kind::Kind;
use crate::data::names::nearest::nearest;
use crate::data::sources::missing::cannot_open;
use crate::data::sources::opened::Opened;
use crate::data::sources::source::cannot_read;
use crate::{Code, Error, Result};

/// How many names a message holds.
const SHOWN: usize = 3;

/// A text file with one class, or one folder of classes, a line.
///
/// A line names the classes whose path is the line, or ends in it after a `/`: `Greek/character01` also names
/// `images_background/Greek/character01`. If there is none, it names those that lie in such a folder (`Greek`), and
/// if there is none either, the class of such an image file. Composed and decomposed accents are one; `\` is `/`; `./`
/// before, `/` behind and Vinyals' `/rot090` count for nothing, nor do space around a line, empty lines, and those that
/// begin with `#` and name no class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassList {
    source: String,
    digest: String,
    lines: Vec<String>,
    allow_missing: bool,
}

/// What a line of a list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListLine {
    /// The line, tidied.
    pub line: String,
    /// How many classes it names.
    pub classes: usize,
}

impl ClassList {
    /// Reads a list.
    ///
    /// *Errors*: `bad-data` for a file that cannot be read, or is not UTF-8.
    pub fn read(path: &Path) -> Result<ClassList> {
        let opened = File::open(path).and_then(Opened::new);
        let opened = opened.map_err(|e| cannot_open(path, Code::BadData, e))?;
        let kind = opened.kind;
        if !matches!(kind, Kind::Other(_)) {
            let message = format!("{} is no list of classes: it is {kind}", path.display());
            return Err(Error::new(Code::BadData, message));
        }
        let bytes = read_capped(opened, LIMITS.file_bytes);
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        let text = text.map_err(|e| cannot_read(path.display(), e))?;
        Ok(ClassList::new(path.display().to_string(), &text))
    }

    /// A list from its text; `source` is for messages.
    ///
    /// ```
    /// use reptile_sketch::data::{ClassList, Drawing, Pool};
    /// use reptile_sketch::sketch::Strokes;
    /// let dot = Drawing::from_strokes("mine".into(), 0, Strokes::new(vec![vec![[0., 0.]]])?);
    /// let pool = Pool::new(["Greek/one", "Greek/two", "cat"].map(|n| (n.into(), dot.clone())).into());
    /// let list = ClassList::new("held out", "Greek\n");
    /// assert_eq!(list.lines(pool.classes())?[0].classes, 2);
    /// assert_eq!(pool.exclude(&list)?.classes()[0].name(), "cat");
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn new(source: impl Into<String>, text: &str) -> ClassList {
        // Windows' editor begins a file with a byte order mark.
        let mut lines = Vec::new();
        for line in text.trim_start_matches('\u{feff}').lines().map(tidy) {
            if !line.is_empty() && !lines.contains(&line) {
                lines.push(line);
            }
        }
        let digest = sha256(text.as_bytes());
        ClassList { source: source.into(), digest, lines, allow_missing: false }
    }

    /// The SHA-256 of the text that was read, which may have come from a pipe.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The same list, of which a line may name nothing.
    pub fn allow_missing(self, allow_missing: bool) -> ClassList {
        ClassList { allow_missing, ..self }
    }

    /// Whether it has no lines.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// What each line names of the classes of a pool.
    ///
    /// *Errors*: as [`super::Pool::only`].
    pub fn lines(&self, classes: &[Class]) -> Result<Vec<ListLine>> {
        let found = self.find(classes)?;
        let count = |(line, classes): (&String, Vec<usize>)| ListLine {
            line: line.clone(),
            classes: classes.len(),
        };
        let lines = self.lines.iter().zip(found);
        let lines = lines.filter(|(line, found)| !found.is_empty() || !is_comment(line));
        Ok(lines.map(count).collect())
    }

    /// The indices of the classes that each line names, if any.
    pub(super) fn named(&self, classes: &[Class]) -> Vec<Vec<usize>> {
        let index = Index::new(classes);
        self.lines.iter().map(|line| index.find(line)).collect()
    }

    /// The indices of the classes that each line names.
    ///
    /// *Errors*: `bad-data` if there are lines and none names a class, or, unless that is allowed, one does not.
    pub(super) fn find(&self, classes: &[Class]) -> Result<Vec<Vec<usize>>> {
        let found = self.named(classes);
        let missing = self.lines.iter().zip(&found).filter(|(_, found)| found.is_empty());
        let missing = missing.map(|(line, _)| line).filter(|line| !is_comment(line));
        let missing: Vec<&String> = missing.collect();
        if missing.is_empty() || (self.allow_missing && missing.len() < self.lines.len()) {
            return Ok(found);
        }
        Err(Error::new(Code::BadData, self.missing(&missing, classes)))
    }

    fn missing(&self, missing: &[&String], classes: &[Class]) -> String {
        let names = |line: &&&String| match nearest_classes(line, classes) {
            near if near.is_empty() => format!("`{line}`"),
            near => format!("`{line}` (is it {}?)", near.join(" or ")),
        };
        let mut text: Vec<String> = missing.iter().take(SHOWN).map(|line| names(&line)).collect();
        if missing.len() > SHOWN {
            text.push(format!("{} more", missing.len() - SHOWN));
        }
        let hint = match missing.len() == self.lines.len() || self.allow_missing {
            true => "",
            false => "; --allow-missing passes over such lines",
        };
        format!("{} names no class of the data with {}{hint}", self.source, text.join(", "))
    }

    pub(super) fn is_without_lines(&self) -> Error {
        Error::new(Code::BadData, format!("{} is empty", self.source))
    }

    pub(super) fn leaves_nothing(&self) -> Error {
        Error::new(Code::BadData, format!("{} leaves no class of the data", self.source))
    }
}

/// Whether a line that names no class is there for people.
fn is_comment(line: &str) -> bool {
    line.starts_with('#')
}

/// A line or a path as it is compared.
pub(super) fn tidy(line: &str) -> String {
    let line: String = line.trim().nfc().collect::<String>().replace('\\', "/");
    let mut parts: Vec<&str> = line.split('/').filter(|part| !["", "."].contains(part)).collect();
    let is_turn = |part: &str| {
        part.strip_prefix("rot").is_some_and(|turn| ["000", "090", "180", "270"].contains(&turn))
    };
    if parts.len() > 1 && parts.last().is_some_and(|last| is_turn(last)) {
        parts.pop();
    }
    // The class of images that lie in no folder.
    if parts.is_empty() && line.contains('.') { ".".into() } else { parts.join("/") }
}

/// Which classes a path may mean.
struct Index {
    by_class: HashMap<String, Vec<usize>>,
    by_folder: HashMap<String, Vec<usize>>,
    by_file: HashMap<String, Vec<usize>>,
}

impl Index {
    fn new(classes: &[Class]) -> Index {
        let mut index =
            Index { by_class: HashMap::new(), by_folder: HashMap::new(), by_file: HashMap::new() };
        for (i, class) in classes.iter().enumerate() {
            for path in class.paths() {
                add_ends(&mut index.by_class, &tidy(&path), i);
                let mut folder = path.as_str();
                while let Some((outer, _)) = folder.rsplit_once('/') {
                    folder = outer;
                    add_ends(&mut index.by_folder, &tidy(folder), i);
                }
            }
            for file in class.drawings().iter().filter_map(|drawing| drawing.file()) {
                add_ends(&mut index.by_file, &tidy(file), i);
            }
        }
        index
    }

    fn find(&self, line: &str) -> Vec<usize> {
        let found = [&self.by_class, &self.by_folder, &self.by_file];
        found.iter().find_map(|map| map.get(line)).cloned().unwrap_or_default()
    }
}

/// Notes a class under a path, and under each end of it after a `/`.
fn add_ends(map: &mut HashMap<String, Vec<usize>>, path: &str, class: usize) {
    let ends = path.match_indices('/').map(|(slash, _)| &path[slash + 1..]);
    for end in std::iter::once(path).chain(ends) {
        let classes = map.entry(end.into()).or_default();
        if classes.last() != Some(&class) {
            classes.push(class);
        }
    }
}

/// The names that are most like a line, of classes and of their folders.
fn nearest_classes(line: &str, classes: &[Class]) -> Vec<String> {
    let depth = line.matches('/').count();
    let mut names = BTreeSet::new();
    for class in classes {
        let parts: Vec<&str> = class.name().split('/').collect();
        (0..parts.len().saturating_sub(depth)).for_each(|i| {
            names.insert(parts[i..=i + depth].join("/"));
        });
    }
    nearest(line, names).into_iter().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_tidied_and_blank_ones_windows_ends_and_marks_count_for_nothing() {
        let list = ClassList::new("", "\u{feff}./a b/\r\n\r\n  \n Greek\\c \r\nGreek/c/rot090\n");
        assert_eq!(list.lines, ClassList::new("", "a b\nGreek/c").lines);
        assert!(ClassList::new("", "\n \n").is_empty());
        assert_eq!(tidy("cafe\u{301}"), "caf\u{e9}");
        assert_eq!(tidy("rot000"), "rot000");
    }
}
