//! Records: JSON in which each drawing is an object with its label, or stands under its label, in whatever lists.

mod drawing;
mod fabric;
mod find;
mod frame;
pub(super) mod keys;
mod list;
pub(super) mod pen;
mod rows;

use std::collections::HashMap;

use serde_json::value::RawValue;

pub(super) use self::drawing::Written;
use self::find::Found;
use self::rows::{RowForm, Rows};
use super::reading::Reading;
use super::tables::index::Index;
use super::tables::points::Drawn;
use crate::Result;
use crate::collection::form::{ClassStrokes, Form, Stroke};
use crate::collection::not_strokes::checked_form;
use crate::data::names::file_names::{class_of, split_folder};
use crate::data::sources::gathered::Gathered;
use crate::data::sources::source::{Budget, bad, cannot_read};

/// Reads records: a list of them, one a line, or an object that holds them.
///
/// *Source*: ours, for what JavaScript's drawing libraries save, such as signature_pad and Fabric.js, and for
/// `[label, strokes]`, as the data of Detexify are.
///
/// *Errors*: `bad-data` and `bad-point` that name the file and the drawing.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let limits = reading.budget.limits();
    let bytes = reading.bytes(limits.stroke_bytes)?;
    let Reading { path, name, budget, gathered, .. } = reading;
    let values = serde_json::Deserializer::from_slice(&bytes).into_iter::<&RawValue>();
    let values: serde_json::Result<Vec<_>> = values.collect();
    let mut values = values.map_err(|e| cannot_read(&name, e))?;
    let rows = frame::rows(&values);
    if let Some(rows) = &rows {
        values = rows.iter().map(|row| &**row).collect();
    }
    if let Some(drawings) = frame::points(&values).map_err(|why| bad(&name, &why))? {
        return add_drawn(drawings, path, &name, budget, gathered);
    }
    let found = Found::of(&values, limits.drawing_bytes).map_err(|why| bad(&name, &why))?;
    if found.drawings.is_empty() && !found.images.is_empty() {
        return gathered.add_index(Index { path: path.into(), name, rows: found.images }, budget);
    }
    if found.drawings.is_empty() {
        if !budget.is_inside() {
            return Err(bad(&name, "it is JSON without strokes"));
        }
        gathered.remarks.push(format!("{name} was not read: it has no strokes"));
        return Ok(());
    }
    gathered.remarks.extend(found.remark(&name));
    let has_label = found.drawings.iter().any(|(label, _)| label.is_some());
    if let Some(text) = found.text.as_ref().filter(|_| found.drawings.len() > 1 && !has_label) {
        let class = class_of(path);
        let remark = format!(
            "{name}: drawings without a label, unless {text} is one: they are of the class {class}"
        );
        gathered.remarks.push(remark);
    }
    add(found.drawings, path, &name, budget, gathered)
}

/// Adds drawings of a file, each with its label.
///
/// *Errors*: `bad-data` and `bad-point` that name the file and the drawing.
pub(super) fn add(
    drawings: Vec<(Option<String>, Written)>,
    path: &str,
    name: &str,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    let is_one = drawings.len() == 1;
    let classes = by_class(drawings).map_err(|why| bad(name, &why))?;
    let form = checked_form(&classes).map_err(|why| bad(name, &why))?;
    if form == Form::Unsure {
        let remark = format!("{name}: each stroke has 2 or 3 points, taken for [[x, y], ...]");
        gathered.remarks.push(remark);
    }
    for (class, drawings) in classes {
        for (index, strokes) in drawings.into_iter().enumerate() {
            let strokes = strokes.into_iter().map(|stroke| stroke.points(form)).collect();
            let added = match class.as_str() {
                "" if is_one && budget.is_inside() => {
                    gathered.add_stroke_file(split_folder(path).0, path, strokes, budget)
                }
                "" => gathered.add_strokes(&class_of(path), strokes, budget),
                class => gathered.add_strokes(class, strokes, budget),
            };
            added.map_err(|e| e.within(&format!("{name}, drawing {index} of {class}")))?;
        }
    }
    Ok(())
}

/// Adds drawings whose points are known, as [`add`] does.
pub(super) fn add_drawn(
    drawings: Vec<Drawn>,
    path: &str,
    name: &str,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    let written = |(label, strokes): Drawn| {
        (label, Written::Strokes(strokes.into_iter().map(Stroke::Points).collect()))
    };
    add(drawings.into_iter().map(written).collect(), path, name, budget, gathered)
}

/// The drawings by their labels; those of a file without labels are under an empty one.
fn by_class(drawings: Vec<(Option<String>, Written)>) -> std::result::Result<ClassStrokes, String> {
    let without_label = drawings.iter().position(|(label, _)| label.is_none());
    if let Some(number) = without_label.filter(|_| drawings.iter().any(|(it, _)| it.is_some())) {
        return Err(format!("drawing {number} has no label, as others have"));
    }
    let rows: Vec<&Rows> = drawings
        .iter()
        .filter_map(|(_, drawing)| match drawing {
            Written::Rows(rows) => Some(rows),
            Written::Strokes(_) => None,
        })
        .collect();
    let rows = if rows.is_empty() { RowForm::Strokes } else { RowForm::of(&rows)? };
    let mut classes: ClassStrokes = Vec::new();
    let mut numbers = HashMap::new();
    for (label, drawing) in drawings {
        let strokes: Vec<Stroke> = match drawing {
            Written::Strokes(strokes) => strokes,
            Written::Rows(own) => rows.strokes(&own)?,
        };
        let number = *numbers.entry(label.unwrap_or_default()).or_insert_with_key(|label| {
            classes.push((label.clone(), Vec::new()));
            classes.len() - 1
        });
        classes[number].1.push(strokes);
    }
    Ok(classes)
}
