//! The classes of images in the form of COCO, as Roboflow writes it: `_annotations.coco.json` beside the images.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;

use serde::Deserialize;

use super::index::Index;
use crate::Result;
use crate::data::formats::reading::Reading;
use crate::data::limits::Capped;
use crate::data::sources::source::{bad, cannot_read};

#[derive(Deserialize)]
struct Coco {
    images: Vec<Image>,
    #[serde(default)]
    annotations: Vec<Annotation>,
    categories: Vec<Category>,
}

#[derive(Deserialize)]
struct Image {
    id: i64,
    file_name: String,
}

#[derive(Deserialize)]
struct Annotation {
    image_id: i64,
    category_id: i64,
}

#[derive(Deserialize)]
struct Category {
    id: i64,
    name: String,
}

/// Reads of which class each image is; one with annotations of several classes is of none.
///
/// *Source*: "Data format" of the page of COCO, cocodataset.org.
///
/// *Errors*: `bad-data` that names the file.
pub(in crate::data) fn read(reading: Reading) -> Result<()> {
    let Reading { path, name, content, budget, gathered } = reading;
    let content = BufReader::new(Capped::new(content, budget.limits().stroke_bytes));
    let coco: Coco = serde_json::from_reader(content).map_err(|e| cannot_read(&name, e))?;
    let categories: BTreeMap<i64, &str> =
        coco.categories.iter().map(|category| (category.id, category.name.as_str())).collect();
    let mut classes: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    for annotation in &coco.annotations {
        let class = categories.get(&annotation.category_id);
        let why = format!("no category {}", annotation.category_id);
        let class = class.ok_or_else(|| bad(&name, &why))?;
        classes.entry(annotation.image_id).or_default().insert(class);
    }
    let row = |image: Image| {
        let own = classes.get(&image.id).filter(|own| own.len() == 1);
        (image.file_name, own.and_then(BTreeSet::first).map(ToString::to_string))
    };
    let rows = coco.images.into_iter().map(row).collect();
    gathered.add_index(Index { path: path.into(), name: name.clone(), rows }, budget)
}
