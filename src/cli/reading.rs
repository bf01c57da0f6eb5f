//! The flags that say how data is read, and what is said of the data.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::output::say;
use crate::data::{ClassList, ImageKind, ListLine, Pool, ReadConfig};
use crate::glyphs::Glyphs;
use crate::sketch::Polarity;
use crate::{Code, Error, Result};

/// How many lines of a list are told one by one.
const SHOWN_LINES: usize = 20;

/// Flags of every command that reads drawings.
#[derive(Args, Clone, Debug)]
pub struct ReadingFlags {
    /// Which of ink and paper is the darker; by itself, each data set tells.
    #[arg(long, value_enum, default_value_t = PolarityFlag::Auto)]
    polarity: PolarityFlag,
    /// Of Quick, Draw! files, read only the drawings that the game has recognised.
    #[arg(long)]
    recognized: bool,
    /// The most drawings of a class to read from one file of many drawings; all if not given.
    #[arg(long, value_name = "N")]
    per_class: Option<usize>,
    /// Pass over lines of a list that name no class of the data.
    #[arg(long)]
    pub allow_missing: bool,
}

/// A polarity, or that of the images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PolarityFlag {
    /// The images tell.
    Auto,
    /// Dark ink on light paper.
    DarkInk,
    /// Light ink on dark paper.
    LightInk,
}

impl PolarityFlag {
    /// The polarity, if the user has told it.
    pub fn polarity(self) -> Option<Polarity> {
        match self {
            PolarityFlag::Auto => None,
            PolarityFlag::DarkInk => Some(Polarity::DarkInk),
            PolarityFlag::LightInk => Some(Polarity::LightInk),
        }
    }
}

impl ReadingFlags {
    /// How sources are read, as images of some kind.
    pub fn config(&self, kind: ImageKind) -> ReadConfig {
        let (recognized, per_class) = (self.recognized, self.per_class);
        ReadConfig { kind, polarity: self.polarity.polarity(), recognized, per_class }
    }

    /// Reads a list of classes.
    pub fn list(&self, path: &Path) -> Result<ClassList> {
        Ok(ClassList::read(path)?.allow_missing(self.allow_missing))
    }

    /// Reads a list of classes to leave out, and says so if there are none.
    pub fn list_to_exclude(&self, path: &Path) -> Result<ClassList> {
        let list = self.list(path)?;
        if list.is_empty() {
            say(&format!("{}: an empty list, which leaves out no class", path.display()));
        }
        Ok(list)
    }

    /// The flags that drawings depend on, as they are written; none where they are as usual.
    pub fn decisive(&self) -> Vec<String> {
        let polarity = match self.polarity {
            PolarityFlag::Auto => None,
            PolarityFlag::DarkInk => Some("--polarity dark-ink".into()),
            PolarityFlag::LightInk => Some("--polarity light-ink".into()),
        };
        let recognized = self.recognized.then(|| "--recognized".into());
        let per_class = self.per_class.map(|most| format!("--per-class {most}"));
        polarity.into_iter().chain(recognized).chain(per_class).collect()
    }

    /// The flags as they are written, each with a space before it; none where they are as usual.
    pub fn words(&self) -> String {
        let allow_missing = self.allow_missing.then(|| "--allow-missing".into());
        self.decisive().into_iter().chain(allow_missing).map(|flag| format!(" {flag}")).collect()
    }
}

/// So many glyphs.
pub fn made_up(glyphs: &Glyphs, count: usize, kind: ImageKind) -> Result<Pool> {
    if kind != ImageKind::Drawing {
        let message = "glyphs are drawings, and this network is for photographs";
        return Err(Error::new(Code::BadSetting, message));
    }
    Pool::made_up(glyphs, count)
}

/// Says what was read, and what was decided about it.
pub fn print_notes(pool: &Pool) {
    pool.notes().iter().for_each(|note| note.to_string().lines().for_each(say));
    say(&format!("{} classes, {} drawings", pool.classes().len(), pool.drawings()));
}

/// How many classes each line of a list names, in one sentence.
pub fn counts(lines: &[ListLine]) -> String {
    if lines.iter().all(|line| line.classes == 1) {
        return format!("{} lines of 1 class each", lines.len());
    }
    let line = |line: &ListLine| format!("{} {}", line.line, line.classes);
    let mut words: Vec<String> = lines.iter().take(SHOWN_LINES).map(line).collect();
    if let Some(rest) = lines.get(SHOWN_LINES..).filter(|rest| !rest.is_empty()) {
        let classes: usize = rest.iter().map(|line| line.classes).sum();
        words.push(format!("{} more lines {classes}", rest.len()));
    }
    words.join(", ")
}
