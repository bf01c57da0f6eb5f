//! Quick, Draw! as its makers publish it: a JSON object a line.

use std::io::{self, BufRead, BufReader, Read};

use super::gathered::Gathered;
use super::source::{Budget, cannot_read};
use crate::collection::quick_draw::Line;
use crate::{Code, Error, Result};

/// Reads drawing by drawing, so that a file of any size takes no more memory than what is kept of it.
///
/// *Source*: the README of `googlecreativelab/quickdraw-dataset`: the raw and the simplified files.
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
    let mut reader = BufReader::with_capacity(1 << 16, content);
    let (mut text, mut number) = (Vec::new(), 0);
    loop {
        text.clear();
        number += 1;
        let place = || format!("{name}, line {number}");
        let most = budget.limits().drawing_bytes;
        let read = reader.by_ref().take(most + 1).read_until(b'\n', &mut text);
        match read.map_err(|e| cannot_read(place(), e))? {
            0 => return Ok(()),
            length if length as u64 > most => {
                let why = io::Error::other(format!("a line of more than {most} bytes"));
                return Err(cannot_read(place(), why));
            }
            _ if text.trim_ascii().is_empty() => continue,
            _ => {}
        }
        let line: Line = serde_json::from_slice(&text).map_err(|e| cannot_read(place(), e))?;
        let bad = |why: &str| Error::new(Code::BadData, format!("{}: {why}", place()));
        if gathered.config.recognized && !line.recognized.ok_or_else(|| bad("no `recognized`"))? {
            continue;
        }
        let strokes =
            line.strokes().ok_or_else(|| bad("a stroke that is not [[x, ...], [y, ...]]"))?;
        gathered.add_strokes(&line.word, strokes, budget).map_err(|e| e.within(&place()))?;
    }
}
