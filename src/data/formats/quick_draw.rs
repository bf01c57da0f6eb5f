//! Quick, Draw! as its makers publish it: a JSON object a line, or drawings as bytes, one behind the other.

use std::io::{self, BufReader, Read};

use super::lines::Lines;
use super::reading::Reading;
use crate::collection::quick_draw::Line;
use crate::data::limits::Capped;
use crate::data::names::file_names::class_of;
use crate::data::sources::source::cannot_read;
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

/// A key (8 bytes), a country (2), whether the game recognised it (1), a time (4), and the number of strokes (2).
const HEAD: usize = 17;

/// Reads drawing by drawing, all of the class that the file's name says.
///
/// *Source*: `examples/binary_file_parser.py` of `googlecreativelab/quickdraw-dataset`: whole numbers are little-endian;
/// a stroke is the number of its points (2 bytes), then every x, then every y, a byte each, y down.
///
/// *Errors*: `bad-data` that names the drawing.
pub(super) fn read_binary(reading: Reading) -> Result<()> {
    let Reading { path, name, content, budget, gathered } = reading;
    let class = class_of(path);
    let mut reader = BufReader::with_capacity(1 << 16, content);
    for number in 0_usize.. {
        let place = || format!("{name}, drawing {number}");
        let limited = Capped::new(&mut reader, budget.limits().drawing_bytes);
        let Some(drawing) = drawing(limited).map_err(|e| cannot_read(place(), e))? else {
            break;
        };
        if drawing.is_recognized || !gathered.config.recognized {
            gathered
                .add_strokes(&class, drawing.strokes, budget)
                .map_err(|e| e.within(&place()))?;
        }
    }
    Ok(())
}

struct BinaryDrawing {
    is_recognized: bool,
    strokes: Vec<Vec<[f64; 2]>>,
}

/// The next drawing, if there is one.
fn drawing(mut reader: impl Read) -> io::Result<Option<BinaryDrawing>> {
    let mut head = [0; HEAD];
    if reader.read(&mut head[..1])? == 0 {
        return Ok(None);
    }
    reader.read_exact(&mut head[1..])?;
    if head[10] > 1 {
        return Err(io::Error::other("it is damaged"));
    }
    let count = u16::from_le_bytes([head[15], head[16]]);
    let strokes = (0..count).map(|_| stroke(&mut reader)).collect::<io::Result<_>>()?;
    Ok(Some(BinaryDrawing { is_recognized: head[10] == 1, strokes }))
}

fn stroke(reader: &mut impl Read) -> io::Result<Vec<[f64; 2]>> {
    let mut count = [0; 2];
    reader.read_exact(&mut count)?;
    let count = usize::from(u16::from_le_bytes(count));
    let mut bytes = vec![0; 2 * count];
    reader.read_exact(&mut bytes)?;
    let (x, y) = bytes.split_at(count);
    Ok(x.iter().zip(y).map(|(&x, &y)| [x.into(), y.into()]).collect())
}
