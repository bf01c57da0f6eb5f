//! Drawings that are there more than once, point by point or pixel by pixel.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::oddities::place;
use crate::data::{Picture, Pool, sha256};
use crate::sketch::Sketch;

/// How many groups are told by name.
const SHOWN: usize = 3;

/// The drawings of a pool by what they show.
pub struct Copies {
    path: String,
    /// For each content, the class and the place of each drawing that has it.
    by_content: BTreeMap<String, Vec<(String, String)>>,
}

/// Groups of drawings that are the same.
pub struct Groups(Vec<Vec<String>>);

impl Copies {
    pub fn of(path: &Path, pool: &Pool) -> Copies {
        let drawings = pool
            .classes()
            .par_iter()
            .flat_map_iter(|class| class.drawings().iter().map(|drawing| (class.name(), drawing)));
        let keyed: Vec<_> = drawings
            .map(|(class, drawing)| {
                (content(drawing.picture()), (class.to_string(), place(class, drawing)))
            })
            .collect();
        let mut by_content: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for (content, drawing) in keyed {
            by_content.entry(content).or_default().push(drawing);
        }
        Copies { path: path.display().to_string(), by_content }
    }

    /// The same drawing several times in one class.
    pub fn within_classes(&self) -> Groups {
        self.groups(true)
    }

    /// The same drawing in several classes, of which all but one must be wrong.
    pub fn between_classes(&self) -> Groups {
        self.groups(false)
    }

    fn groups(&self, in_one_class: bool) -> Groups {
        let is_wanted = |drawings: &&Vec<(String, String)>| {
            let all_in_one = drawings.iter().all(|(class, _)| *class == drawings[0].0);
            drawings.len() > 1 && all_in_one == in_one_class
        };
        let names = |drawings: &Vec<(String, String)>| {
            drawings.iter().map(|(_, name)| name.clone()).collect()
        };
        let mut groups: Vec<Vec<String>> =
            self.by_content.values().filter(is_wanted).map(names).collect();
        groups.sort();
        Groups(groups)
    }
}

/// The same drawing in several pools, such as one for training and one for a test.
pub fn between(pools: &[&Copies]) -> Groups {
    let mut found: HashMap<&str, Vec<String>> = HashMap::new();
    for pool in pools {
        for (content, drawings) in &pool.by_content {
            let name = format!("{}: {}", pool.path, drawings[0].1);
            found.entry(content).or_default().push(name);
        }
    }
    let mut groups: Vec<Vec<String>> =
        found.into_values().filter(|names| names.len() > 1).collect();
    groups.sort();
    Groups(groups)
}

impl Groups {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn json(&self) -> Value {
        json!(self.0)
    }
}

/// How many, and the names of the first.
impl fmt::Display for Groups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        let shown: Vec<String> = self.0.iter().take(SHOWN).map(|names| names.join(" = ")).collect();
        let more = if self.0.len() > SHOWN { "; …" } else { "" };
        write!(f, "{} ({}{more})", self.0.len(), shown.join("; "))
    }
}

/// What tells a picture from every other: the digest of all that was read of it.
fn content(picture: &Picture) -> String {
    let mut bytes = Vec::new();
    let mut add = |value: f32| bytes.extend(value.to_le_bytes());
    match picture {
        Picture::Sketch(Sketch::Strokes(strokes)) => {
            for stroke in strokes.strokes() {
                add(stroke.len() as f32);
                stroke.iter().flatten().for_each(|&value| add(value));
            }
        }
        Picture::Sketch(Sketch::Bitmap(bitmap)) => {
            for pixel in bitmap.inked() {
                [pixel.x.into(), pixel.y.into(), pixel.ink].into_iter().for_each(&mut add);
            }
        }
        Picture::Photo(photo) => photo.values().for_each(add),
    }
    sha256(&bytes)
}
