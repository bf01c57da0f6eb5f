//! Tables: drawings of Quick, Draw!, labelled images, or the classes of images beside them, a line each.

pub(super) mod coco;
pub(super) mod columns;
mod fields;
pub(super) mod heads;
pub(in crate::data) mod index;
pub(super) mod others;
mod pixels;
pub(super) mod points;
mod wide;

use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

use crate::collection::quick_draw;
use crate::data::formats::bitmaps::{Bitmaps, Pixels};
use crate::data::formats::lines::Lines;
use crate::data::formats::reading::Reading;
use crate::data::formats::records::{self, Written};
use crate::data::formats::symbol::class_of_label;
use crate::data::names::file_names::words;
use crate::data::sources::gathered::Gathered;
use crate::data::sources::source::{Budget, bad, cannot_read};
use crate::{Code, Error, Result};
use columns::{Columns, Form, is_comment};
use fields::{list, number};
use index::Index;
use pixels::order;
use points::{Drawn, Points};
use wide::Wide;

/// Reads a table line by line. Without a line of names, the first column is the label, or the last if that alone is no
/// number.
///
/// *Source*: the tables of Kaggle's Quick, Draw! Doodle Recognition Challenge
/// (`countrycode,drawing,key_id,recognized,timestamp,word`) and Digit Recognizer (`label,pixel0,...`), and `_classes.csv` of Roboflow, which has a
/// column for each class.
///
/// *Errors*: `bad-data` and `bad-point` that name the line.
pub(super) fn read(reading: Reading) -> Result<()> {
    let Reading { path, name, content, budget, gathered } = reading;
    let mut lines = Lines::new(&name, content, budget.limits().drawing_bytes);
    let mut first = next_text(&mut lines)?.unwrap_or_default();
    while is_comment(&first) {
        first = next_text(&mut lines)?.unwrap_or_default();
    }
    let unknown = || bad(&name, "its columns have no names that are known");
    let form = Form::of(&first).ok_or_else(unknown)?;
    let first = form.fields(&first);
    let mut lines = Rows { lines, form };
    match form.columns {
        Columns::Strokes { word: None, .. } => Err(bad(&name, "no column `word`")),
        Columns::Strokes { drawing, word: Some(word), recognized } => {
            read_strokes(&mut lines, [drawing, word], recognized, budget, gathered)
        }
        Columns::Wide => {
            let drawings = read_wide(&mut lines, first, budget)?;
            records::add_drawn(drawings, path, &name, budget, gathered)
        }
        Columns::Points => match Points::of(&first) {
            Ok(points) => {
                let drawings = read_points(&mut lines, points, budget)?;
                records::add_drawn(drawings, path, &name, budget, gathered)
            }
            // It may be a table of something else.
            Err(why) if budget.is_inside() => {
                gathered.remarks.push(format!("{name} was not read: {why}"));
                Ok(())
            }
            Err(why) => Err(bad(&name, why)),
        },
        Columns::Lists { label } => {
            let drawings = read_lists(&mut lines, label, budget)?;
            records::add(drawings, path, &name, budget, gathered)
        }
        Columns::Pixels { label, has_head: true, .. } => {
            let order = order(&first, label);
            let first = lines.next_fields()?;
            read_pixels(&mut lines, first, (label, &order), budget, gathered)?;
            Ok(())
        }
        Columns::Pixels { .. } => {
            let is_word =
                |field: Option<&String>| field.is_some_and(|it| number::<f32>(it).is_none());
            let is_last = is_word(first.last()) && !is_word(first.first());
            let label = if is_last { first.len() - 1 } else { 0 };
            let may_be_last = read_pixels(&mut lines, Some(first), (label, &[]), budget, gathered)?;
            if may_be_last && !is_last {
                let why = "its first column is the same number in all lines, and whole numbers that differ are in its last: \
                     let it begin with a line of names, such as label,pixel0,pixel1 or pixel0,pixel1,label";
                return Err(bad(&name, why));
            }
            Ok(())
        }
        Columns::Index { .. } | Columns::OneHot { .. } => {
            if words(path).iter().any(|word| word.contains("submission")) {
                // Labels that somebody is to replace.
                gathered
                    .remarks
                    .push(format!("{name} was not read: it is an example of a submission"));
                return Ok(());
            }
            let rows = read_index(&mut lines, first, budget)?;
            gathered.add_index(Index { path: path.into(), name: name.clone(), rows }, budget)
        }
    }
}

fn read_strokes(
    lines: &mut Rows<impl Read>,
    [drawing, word]: [usize; 2],
    recognized: Option<usize>,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    while let Some(fields) = lines.next_fields()? {
        let bad = |why: &str| Error::new(Code::BadData, format!("{}: {why}", lines.place()));
        let field = |column: usize| fields.get(column).ok_or_else(|| bad("a field is missing"));
        if gathered.config.recognized {
            let column = recognized.ok_or_else(|| bad("no column `recognized`"))?;
            if !["true", "1"].contains(&field(column)?.to_lowercase().as_str()) {
                continue;
            }
        }
        let columns: Vec<Vec<Vec<f64>>> =
            serde_json::from_str(field(drawing)?).map_err(|e| cannot_read(lines.place(), e))?;
        let strokes: Option<Vec<_>> = columns.iter().map(|rows| quick_draw::points(rows)).collect();
        let strokes = strokes.ok_or_else(|| bad("a stroke that is not [[x, ...], [y, ...]]"))?;
        let added = gathered.add_strokes(field(word)?, strokes, budget);
        added.map_err(|e| e.within(&lines.place()))?;
    }
    Ok(())
}

/// Drawings that are lists in JSON, each with its label.
///
/// *Source*: the HWRT database of handwritten symbols (Thoma 2015), `symbol_id;user_id;data;user_agent`.
fn read_lists(
    lines: &mut Rows<impl Read>,
    label: usize,
    budget: &mut Budget,
) -> Result<Vec<(Option<String>, Written)>> {
    let mut drawings = Vec::new();
    while let Some(fields) = lines.next_fields()? {
        let place = lines.place();
        let own = list(&fields).ok_or_else(|| bad(&place, "no list of strokes"))?;
        let value = serde_json::from_str(own).map_err(|e| cannot_read(&place, e))?;
        let written = Written::of(&value).map_err(|why| bad(&place, &why))?;
        let class = fields.get(label).and_then(|label| class_of_label(label));
        let class = class.ok_or_else(|| bad(&place, "an empty label"))?;
        budget.add_bytes(own.len())?;
        drawings.push((Some(class), written));
    }
    Ok(drawings)
}

/// Drawings of which each line has a point.
fn read_points(
    lines: &mut Rows<impl Read>,
    mut points: Points,
    budget: &mut Budget,
) -> Result<Vec<Drawn>> {
    while let Some(fields) = lines.next_fields()? {
        budget.add_bytes(fields.iter().map(String::len).sum())?;
        points.add(&fields).map_err(|why| bad(&lines.place(), &why))?;
    }
    points.drawings().map_err(|why| bad(&lines.place(), &why))
}

/// Drawings of which each line has all points.
fn read_wide(
    lines: &mut Rows<impl Read>,
    first: Vec<String>,
    budget: &mut Budget,
) -> Result<Vec<Drawn>> {
    let unknown = || bad(&lines.place(), "its columns have no names that are known");
    let wide = Wide::of(&first).ok_or_else(unknown)?;
    let mut next = if wide.has_head { lines.next_fields()? } else { Some(first) };
    let mut drawings = Vec::new();
    while let Some(fields) = next {
        budget.add_bytes(fields.iter().map(String::len).sum())?;
        drawings.push(wide.drawing(&fields).map_err(|why| bad(&lines.place(), why))?);
        next = lines.next_fields()?;
    }
    Ok(drawings)
}

/// Reads pixels in the order of their [names](order), if it is known; else, in that of their columns.
///
/// Returns whether the last column may well be the labels, and the label a pixel.
fn read_pixels(
    lines: &mut Rows<impl Read>,
    first: Option<Vec<String>>,
    (label, order): (usize, &[usize]),
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<bool> {
    let side_px = first.as_ref().map_or(0, |first| (first.len() - 1).isqrt());
    let (mut labels, mut pixels) = (Vec::new(), Pixels::default());
    let (mut last, mut alike) = (BTreeSet::new(), 0);
    let mut next = first;
    while let Some(mut fields) = next {
        let bad = |why: &str| Error::new(Code::BadData, format!("{}: {why}", lines.place()));
        if fields.len() != side_px * side_px + 1 || label >= fields.len() {
            return Err(bad("not a label and the pixels of a square"));
        }
        labels.push(fields.remove(label));
        alike += usize::from(labels.last() == fields.first());
        last.insert(fields.last().cloned().unwrap_or_default());
        for at in 0..fields.len() {
            let field = &fields[order.get(at).copied().unwrap_or(at)];
            if !number(field).is_some_and(|value| pixels.push(value)) {
                return Err(bad("a pixel that is not from 0 to 255, or from -1 to 1 as all are"));
            }
        }
        budget.add_bytes(fields.len())?;
        next = lines.next_fields()?;
    }
    let bitmaps = Arc::new(Bitmaps::square(pixels, side_px));
    for (number, label) in labels.iter().enumerate() {
        gathered.add_bitmap(label, &bitmaps, number);
    }
    let is_whole = |field: &String| field.parse::<f32>().is_ok_and(|it| it.fract() == 0.0);
    // Paper, as next to it.
    let is_one = labels.windows(2).all(|two| two[0] == two[1]) && 2 * alike > labels.len();
    Ok(is_one && last.len() > 1 && last.iter().all(is_whole))
}

/// The paths of images, and the class of each.
fn read_index(
    lines: &mut Rows<impl Read>,
    head: Vec<String>,
    budget: &mut Budget,
) -> Result<Vec<(String, Option<String>)>> {
    let mut rows = Vec::new();
    let has_head = !matches!(lines.form.columns, Columns::Index { has_head: false, .. });
    let mut next = if has_head { lines.next_fields()? } else { Some(head.clone()) };
    while let Some(fields) = next {
        let bad = |why: &str| Error::new(Code::BadData, format!("{}: {why}", lines.place()));
        let field = |column: usize| fields.get(column).ok_or_else(|| bad("a field is missing"));
        let (path, class) = match lines.form.columns {
            Columns::Index { path, label, .. } => (path, Some(field(label)?.trim().to_string())),
            Columns::OneHot { path } => (path, only_one(&head, &fields, path)),
            _ => return Err(bad("no path of an image")),
        };
        if class.as_deref() == Some("") {
            return Err(bad("an empty label"));
        }
        budget.add_bytes(fields.iter().map(String::len).sum())?;
        rows.push((field(path)?.clone(), class));
        next = lines.next_fields()?;
    }
    Ok(rows)
}

/// The name of the one column that has a 1.
fn only_one(head: &[String], fields: &[String], path: usize) -> Option<String> {
    let ones = head.iter().zip(fields).enumerate();
    let mut ones = ones.filter(|(column, (_, field))| *column != path && field.trim() == "1");
    let (_, (class, _)) = ones.next()?;
    ones.next().is_none().then(|| class.trim().into())
}

/// The lines of a table, each parted into fields.
struct Rows<'a, R> {
    lines: Lines<'a, R>,
    form: Form,
}

impl<R: Read> Rows<'_, R> {
    fn place(&self) -> String {
        self.lines.place()
    }

    fn next_fields(&mut self) -> Result<Option<Vec<String>>> {
        Ok(next_text(&mut self.lines)?.map(|line| self.form.fields(&line)))
    }
}

fn next_text(lines: &mut Lines<impl Read>) -> Result<Option<String>> {
    let Some(line) = lines.next_line()? else { return Ok(None) };
    let text = str::from_utf8(line).map(|text| Some(text.to_string()));
    text.map_err(|_| bad(&lines.place(), "it is not in UTF-8: save it so"))
}
