//! Reads UNIPEN: what a pen has drawn, and labelled segments of it, perhaps in several files.

mod set;
pub(in crate::data) mod text;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use crate::data::formats::reading::Reading;
use crate::data::formats::symbol::class_of_label;
use crate::data::formats::tables::index::ends_of;
use crate::data::limits::Limits;
use crate::data::sources::gathered::Gathered;
use crate::data::sources::source::Budget;
use crate::{Code, Error, Result};
use set::{Set, Wrong};
use text::{Text, statements};

/// Keeps a file until all of its source are there.
///
/// *Errors*: `bad-data` that names the file.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().stroke_bytes)?;
    let Reading { path, name, gathered, .. } = reading;
    // Names of people and of places in it may be in any code.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    gathered.texts.push(Text { path: path.into(), name, text });
    Ok(())
}

/// Takes the segments of all files, each a drawing. What other files include is read with those.
///
/// *Source*: the definition of UNIPEN 1.0 (Guyon, 1994). It measures lines from the bottom of the page, so y points up.
///
/// *Errors*: `bad-data` that names the file and the line.
pub(in crate::data) fn finish(
    source: &Path,
    limits: &Limits,
    gathered: &mut Gathered,
) -> Result<()> {
    let mut texts = std::mem::take(&mut gathered.texts);
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let files = Files::new(&texts);
    let included = files.included();
    let mut budget = Budget::new(source, limits);
    let (mut known, mut passed_over) = (HashSet::new(), BTreeSet::new());
    let mut bytes = 0;
    for root in (0..texts.len()).filter(|number| !included.contains(number)) {
        let mut play =
            Play { files: &files, open: Vec::new(), done: HashSet::new(), missing: None };
        let mut set = Set::default();
        let wrong = |((file, line), why): Wrong| {
            let name = &texts[file].name;
            Error::new(Code::BadData, format!("{name}, line {line}: {why}"))
        };
        play.file(root, &mut set).map_err(wrong)?;
        bytes += play.done.iter().map(|&file| texts[file].text.len() as u64).sum::<u64>();
        if bytes > limits.stream_bytes {
            let why = "files that include too much of one another";
            return Err(wrong(((root, 1), why.into())));
        }
        gathered.begin(&texts[root].name);
        for drawing in set.drawings() {
            let drawing = drawing.map_err(|(place, why)| match &play.missing {
                Some(file) => {
                    wrong((place, format!("{why}, and {file} is not in the same source")))
                }
                None => wrong((place, why)),
            })?;
            let Some(class) = class_of_label(&drawing.label) else { continue };
            // Files may tell the same of a third.
            if known.insert((drawing.key, class.clone())) {
                let added = gathered.add_strokes(&class, drawing.strokes, &mut budget);
                added.map_err(|e| e.within(&texts[drawing.place.0].name))?;
            }
        }
        passed_over.extend(set.passed_over().into_iter().map(str::to_string));
    }
    if !texts.is_empty() && known.is_empty() {
        gathered.remarks.push("no segment of UNIPEN has a label in quotes".into());
    }
    if !passed_over.is_empty() {
        let levels = passed_over.into_iter().collect::<Vec<_>>().join(", ");
        let remark =
            format!("of UNIPEN's segments, those of {levels} were not read, as finer ones were");
        gathered.remarks.push(remark);
    }
    Ok(())
}

/// All files of a source.
struct Files<'t> {
    texts: &'t [Text],
    by_end: HashMap<&'t str, Vec<usize>>,
}

impl<'t> Files<'t> {
    fn new(texts: &'t [Text]) -> Files<'t> {
        let mut by_end: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, text) in texts.iter().enumerate() {
            for end in ends_of(&text.path) {
                by_end.entry(end).or_default().push(number);
            }
        }
        Files { texts, by_end }
    }

    /// The file that is included under a name, if it is there.
    ///
    /// *Errors*: that there are several.
    fn find(&self, name: &str) -> std::result::Result<Option<usize>, String> {
        let name = name.trim().trim_matches('"').replace('\\', "/");
        let name = name.trim_start_matches("./");
        match self.by_end.get(name).map_or(&[][..], |files| &files[..]) {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            [a, b, ..] => {
                let [a, b] = [a, b].map(|&file| &self.texts[file].path);
                Err(format!("{name} could be {a} or {b}"))
            }
        }
    }

    fn included(&self) -> HashSet<usize> {
        let names = self.texts.iter().flat_map(|text| statements(&text.text));
        let names = names.filter(|statement| statement.keyword == "INCLUDE");
        names.filter_map(|statement| self.find(statement.text).ok().flatten()).collect()
    }
}

/// A file that is read with all that it includes, each once.
struct Play<'f, 't> {
    files: &'f Files<'t>,
    /// Those that are being read.
    open: Vec<usize>,
    done: HashSet<usize>,
    /// The last that was not there.
    missing: Option<&'t str>,
}

/// How deep files may include one another.
const MOST_OPEN: usize = 8;

impl Play<'_, '_> {
    fn file(&mut self, file: usize, set: &mut Set) -> std::result::Result<(), Wrong> {
        self.open.push(file);
        self.done.insert(file);
        for statement in statements(&self.files.texts[file].text) {
            if statement.keyword != "INCLUDE" {
                set.take(file, &statement)?;
                continue;
            }
            let wrong = |why| ((file, statement.line), why);
            match self.files.find(statement.text).map_err(wrong)? {
                None => self.missing = Some(statement.text),
                Some(other) if self.open.contains(&other) || self.open.len() == MOST_OPEN => {
                    return Err(wrong("files that include one another".into()));
                }
                Some(other) if self.done.contains(&other) => {}
                Some(other) => self.file(other, set)?,
            }
        }
        self.open.pop();
        Ok(())
    }
}
