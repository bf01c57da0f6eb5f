//! All drawings of one symbol.

use std::collections::{BTreeSet, HashMap};

use super::drawing::Drawing;
use crate::data::names::file_names::split_folder;

/// All drawings of one symbol, at least one.
#[derive(Clone, Debug)]
pub struct Class {
    name: String,
    drawings: Vec<Drawing>,
}

impl Class {
    /// Its path in the folder, zip or stroke file that it comes from, less a top folder that all classes there have
    /// in common; `.` for images that lie in none of its folders.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its drawings: images by name, then strokes by index.
    pub fn drawings(&self) -> &[Drawing] {
        &self.drawings
    }

    /// How many of its drawings are not the same drawing in two forms.
    pub fn distinct(&self) -> usize {
        self.drawings.iter().enumerate().filter(|(i, drawing)| drawing.identity == *i).count()
    }

    pub(super) fn has_photos(&self) -> bool {
        self.drawings.iter().any(|drawing| drawing.sketch().is_none())
    }

    /// Its name and its drawings.
    pub(super) fn into_parts(self) -> (String, Vec<Drawing>) {
        (self.name, self.drawings)
    }

    /// Its name, and where its images lie: paths that a list may give.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        let folder = |drawing: &Drawing| {
            drawing.file().map(|file| format!("{}/{}", drawing.source, split_folder(file).0))
        };
        let folders = self.drawings.iter().filter_map(folder);
        folders.chain([self.name.clone()]).collect()
    }

    pub(super) fn new(name: String, mut drawings: Vec<Drawing>) -> Self {
        drawings.sort_by(|a, b| a.place.cmp(&b.place));
        let mut kept: Vec<Drawing> = Vec::with_capacity(drawings.len());
        for drawing in drawings {
            let namesakes = kept.iter().rev().take_while(|other| other.place == drawing.place);
            if !namesakes.into_iter().any(|other| drawing.is_copy_of(other)) {
                kept.push(drawing);
            }
        }
        let mut by_drawer = HashMap::new();
        for (i, drawing) in kept.iter_mut().enumerate() {
            let drawer = drawing.omniglot_drawer(&name);
            drawing.identity = drawer.map_or(i, |drawer| *by_drawer.entry(drawer).or_insert(i));
        }
        Class { name, drawings: kept }
    }
}

/// What is to be said where some of these classes have fewer drawings than are needed.
pub(super) fn too_few<'c>(
    classes: impl Iterator<Item = (&'c str, usize)>,
    needed: usize,
) -> Option<String> {
    let few: Vec<(&str, usize)> = classes.filter(|(_, has)| *has < needed).collect();
    let (name, has) = few.first()?;
    let drawings = if *has == 1 { "drawing" } else { "drawings" };
    let others = match few.len() - 1 {
        0 => String::new(),
        others => format!(" (and {others} more have too few)"),
    };
    Some(format!(
        "the class {name} has only {has} {drawings}{others}; a list for --exclude leaves classes out"
    ))
}
