//! Fixed few-shot tasks: Lake's one-shot classification runs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::drawing::{Drawing, Place};
use super::limits::LIMITS;
use super::read_config::ReadConfig;
use crate::data::images::decoding::decode_all;
use crate::data::images::unread::{Encoded, Unread};
use crate::data::names::file_names::{is_image, split_folder};
use crate::data::sources::files::walk;
use crate::data::sources::source::{Budget, NO_IMAGE, Visitor};
use crate::{Code, Error, Result};

/// The file of a run that says which support each query shows.
const LABELS: &str = "class_labels.txt";

/// One task: a support drawing for each class, and queries.
///
/// *Source*: Lake, Salakhutdinov, Tenenbaum 2015; `all_runs.zip` of the Omniglot repository holds
/// 20 runs of 20 classes.
#[derive(Clone, Debug)]
pub struct Run {
    /// The name of its folder, such as `run01`.
    pub name: String,
    /// One drawing a class, in the order of their file names.
    pub supports: Vec<Drawing>,
    /// In the order of the lines of `class_labels.txt`.
    pub queries: Vec<Query>,
}

/// A drawing to classify, and the right answer.
#[derive(Clone, Debug)]
pub struct Query {
    /// What is to be classified.
    pub drawing: Drawing,
    /// The index of its class in [`Run::supports`].
    pub answer: usize,
}

/// Whether a zip or a folder holds runs, to judge by its names.
///
/// *Errors*: `bad-data` for what cannot be read.
pub fn holds_runs(source: &Path) -> Result<bool> {
    let mut files = Files::new(source, false);
    walk(source, &LIMITS, &mut files)?;
    Ok(!files.labels.is_empty())
}

/// Reads the runs of a zip, or of a folder like it, in the order of their names.
///
/// A run is a folder with `training/` images, `test/` images and `class_labels.txt`. Each line of
/// it is the path of a test image, space, the path of the training image of its class. The
/// paths start where the run's folder lies: at the zip's root, or in a top folder such as
/// `all_runs/`.
///
/// *Errors*: `bad-data` for what cannot be read, holds no run, or a run that is not whole: a
/// line that is not two paths of its images, a test image with no line or two, fewer than
/// two training images. `bad-image` and `empty-drawing` as [`super::Pool::read`]. Each names the
/// file.
pub fn read_runs(source: &Path) -> Result<Vec<Run>> {
    let name = source.display().to_string();
    let mut files = Files::new(source, true);
    walk(source, &LIMITS, &mut files)?;
    let Files { labels, images, .. } = files;
    if labels.is_empty() {
        let message = format!("{name} holds no runs: no {LABELS} in it");
        return Err(Error::new(Code::BadData, message));
    }
    let mut folders: HashMap<String, BTreeMap<String, Drawing>> = HashMap::new();
    for (folder, drawing) in decode_all(images, &ReadConfig::default(), &name, &LIMITS)?.drawings {
        let path = drawing.file().unwrap_or_default().to_string();
        folders.entry(folder).or_default().insert(path, drawing);
    }
    labels.iter().map(|file| read_run(file, &mut folders, source)).collect()
}

fn is_labels(path: &str) -> bool {
    split_folder(path).1 == LABELS
}

/// The files of runs.
struct Files {
    source: Arc<str>,
    /// By their paths.
    labels: BTreeMap<String, Vec<u8>>,
    images: Vec<Unread>,
    with_images: bool,
}

impl Files {
    fn new(source: &Path, with_images: bool) -> Files {
        let source = source.display().to_string().into();
        Files { source, labels: BTreeMap::new(), images: Vec::new(), with_images }
    }
}

impl Visitor for Files {
    fn wants(&self, path: &str) -> bool {
        is_labels(path) || (self.with_images && is_image(path))
    }

    fn visit(
        &mut self,
        path: &str,
        content: &mut dyn Read,
        budget: &mut Budget,
    ) -> Result<Option<&'static str>> {
        if !budget.is_inside() {
            return Ok(Some(NO_IMAGE));
        }
        let bytes = budget.read(path, content, budget.limits().file_bytes)?;
        if is_image(path) {
            let (class, place) = (split_folder(path).0.into(), Place::File(path.into()));
            let (source, content) = (self.source.clone(), Encoded::File(bytes));
            self.images.push(Unread { class, source, place, content });
        } else {
            self.labels.insert(path.into(), bytes);
        }
        Ok(None)
    }
}

/// One run, from its labels; takes its images out of `folders`.
fn read_run(
    (path, labels): (&String, &Vec<u8>),
    folders: &mut HashMap<String, BTreeMap<String, Drawing>>,
    source: &Path,
) -> Result<Run> {
    let bad =
        |why: String| Error::new(Code::BadData, format!("{}/{path}: {why}", source.display()));
    let folder = split_folder(path).0;
    let mut images = |part| folders.remove(&format!("{folder}/{part}")).unwrap_or_default();
    let (training, mut test) = (images("training"), images("test"));
    if training.len() < 2 {
        return Err(bad(format!(
            "{} images in {folder}/training, at least 2 needed",
            training.len()
        )));
    }
    let text = std::str::from_utf8(labels).map_err(|e| bad(e.to_string()))?;
    // Paths start where the run's folder lies.
    let root = folder.strip_suffix(split_folder(folder).1).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let mut queries = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (query, support) = two_words(line)
            .ok_or_else(|| bad(format!("the line `{line}` is not a test and a training image")))?;
        let support = format!("{root}{support}");
        let answer = training.keys().position(|path| *path == support);
        let answer = answer.ok_or_else(|| bad(format!("{support} is not a training image")))?;
        let query = format!("{root}{query}");
        if !seen.insert(query.clone()) {
            return Err(bad(format!("{query} has two lines")));
        }
        let drawing = test.remove(&query);
        let drawing = drawing.ok_or_else(|| bad(format!("{query} is not a test image")))?;
        queries.push(Query { drawing, answer });
    }
    if let Some(path) = test.keys().next() {
        return Err(bad(format!("{path} has no line")));
    }
    if queries.is_empty() {
        return Err(bad("no lines".into()));
    }
    let name = split_folder(folder).1.to_string();
    Ok(Run { name, supports: training.into_values().collect(), queries })
}

fn two_words(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    let pair = (words.next()?, words.next()?);
    if words.next().is_none() { Some(pair) } else { None }
}
