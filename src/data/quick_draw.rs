//! Quick, Draw! as its makers publish it: a JSON object a line.

use super::lines::Lines;
use super::reading::Reading;
use super::source::cannot_read;
use crate::collection::quick_draw::Line;
use crate::{Code, Error, Result};

/// Reads drawing by drawing, so that a file of any size takes no more memory than what is kept of it.
///
/// *Source*: the README of `googlecreativelab/quickdraw-dataset`: the raw and the simplified files.
///
/// *Errors*: `bad-data` and `bad-point` that name the line.
pub(super) fn read(reading: Reading) -> Result<()> {
    let Reading { name, content, budget, gathered, .. } = reading;
    let mut lines = Lines::new(&name, content, budget.limits().drawing_bytes);
    while let Some(text) = lines.next_line()? {
        let line = serde_json::from_slice(text);
        let place = lines.place();
        let line: Line = line.map_err(|e| cannot_read(&place, e))?;
        let bad = |why: &str| Error::new(Code::BadData, format!("{place}: {why}"));
        if gathered.config.recognized && !line.recognized.ok_or_else(|| bad("no `recognized`"))? {
            continue;
        }
        let strokes =
            line.strokes().ok_or_else(|| bad("a stroke that is not [[x, ...], [y, ...]]"))?;
        gathered.add_strokes(&line.word, strokes, budget).map_err(|e| e.within(&place))?;
    }
    Ok(())
}
