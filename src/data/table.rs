//! Comma-separated values: drawings of Quick, Draw!, or labelled images, a line each.

use std::io::Read;
use std::sync::Arc;

use super::bitmaps::{Bitmaps, Pixels};
use super::columns::{Columns, fields};
use super::gathered::Gathered;
use super::lines::Lines;
use super::source::{Budget, cannot_read};
use crate::collection::quick_draw;
use crate::{Code, Error, Result};

/// Reads a table line by line. Without a line of names, the first column is the label.
///
/// *Source*: the tables of Kaggle's Quick, Draw! Doodle Recognition Challenge
/// (`countrycode,drawing,key_id,recognized,timestamp,word`) and Digit Recognizer (`label,pixel0,...`).
///
/// *Errors*: `bad-data` and `bad-point` that name the line.
pub(super) fn read(
    path: &str,
    content: impl Read,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    let name = budget.name(path);
    gathered.begin(&name);
    let mut lines = Lines::new(&name, content, budget.limits().drawing_bytes);
    let first = next_fields(&mut lines)?.unwrap_or_default();
    match Columns::of(&first) {
        Some(Columns::Strokes { word: None, .. }) | None => {
            Err(Error::new(Code::BadData, format!("cannot read {name}: no column `word`")))
        }
        Some(Columns::Strokes { drawing, word: Some(word), recognized }) => {
            read_strokes(&mut lines, [drawing, word], recognized, budget, gathered)
        }
        Some(Columns::Pixels { label, has_head }) => {
            let first = if has_head { next_fields(&mut lines)? } else { Some(first) };
            read_pixels(&mut lines, first, label, budget, gathered)
        }
    }
}

fn read_strokes(
    lines: &mut Lines<impl Read>,
    [drawing, word]: [usize; 2],
    recognized: Option<usize>,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    while let Some(fields) = next_fields(lines)? {
        let bad = |why: &str| Error::new(Code::BadData, format!("{}: {why}", lines.place()));
        let field = |column: usize| fields.get(column).ok_or_else(|| bad("a field is missing"));
        if gathered.config.recognized {
            let column = recognized.ok_or_else(|| bad("no column `recognized`"))?;
            if !["true", "1"].contains(&field(column)?.to_lowercase().as_str()) {
                continue;
            }
        }
        let columns: Vec<Vec<Vec<f32>>> =
            serde_json::from_str(field(drawing)?).map_err(|e| cannot_read(lines.place(), e))?;
        let strokes: Option<Vec<_>> = columns.iter().map(|rows| quick_draw::points(rows)).collect();
        let strokes = strokes.ok_or_else(|| bad("a stroke that is not [[x, ...], [y, ...]]"))?;
        let added = gathered.add_strokes(field(word)?, strokes, budget);
        added.map_err(|e| e.within(&lines.place()))?;
    }
    Ok(())
}

fn read_pixels(
    lines: &mut Lines<impl Read>,
    first: Option<Vec<String>>,
    label: usize,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    let side_px = first.as_ref().map_or(0, |first| (first.len() - 1).isqrt());
    let (mut labels, mut pixels) = (Vec::new(), Pixels::default());
    let mut next = first;
    while let Some(mut fields) = next {
        let bad = |why: &str| Error::new(Code::BadData, format!("{}: {why}", lines.place()));
        if fields.len() != side_px * side_px + 1 || label >= fields.len() {
            return Err(bad("not a label and the pixels of a square"));
        }
        labels.push(fields.remove(label));
        for field in &fields {
            let value = field.parse::<f32>().ok().filter(|value| (0.0..=255.0).contains(value));
            pixels.push(value.ok_or_else(|| bad("a pixel that is not from 0 to 255"))?);
        }
        budget.add_bytes(fields.len())?;
        next = next_fields(lines)?;
    }
    let bitmaps = Arc::new(Bitmaps::square(pixels, side_px));
    for (number, label) in labels.iter().enumerate() {
        gathered.add_bitmap(label, &bitmaps, number);
    }
    Ok(())
}

fn next_fields(lines: &mut Lines<impl Read>) -> Result<Option<Vec<String>>> {
    let Some(line) = lines.next_line()? else { return Ok(None) };
    let text = str::from_utf8(line).map(fields);
    text.map(Some).map_err(|e| cannot_read(lines.place(), e))
}
