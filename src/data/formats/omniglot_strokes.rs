//! Omniglot's own strokes: a text file a drawing.

use super::reading::Reading;
use crate::data::names::file_names::split_folder;
use crate::{Code, Error, Result};

/// Reads one drawing: `START`, then a point `x,y,t` a line, and `BREAK` behind each stroke.
///
/// In these files y points up, and all of it is below zero.
///
/// *Source*: `strokes_background.zip` of `brendenlake/omniglot`, and `load_motor` and `space_motor_to_img` of the
/// `demo.py` beside it.
///
/// *Errors*: `bad-data` that names the line.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().drawing_bytes)?;
    let Reading { path, name, budget, gathered, .. } = reading;
    let bad = |line: usize, why: &str| {
        Error::new(Code::BadData, format!("{name}, line {}: {why}", line + 1))
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| bad(0, "not UTF-8"))?;
    let mut strokes = Vec::new();
    let mut stroke = Vec::new();
    for (number, line) in text.lines().map(str::trim).enumerate() {
        match line {
            "" => {}
            "START" if strokes.is_empty() && stroke.is_empty() => {}
            "BREAK" => strokes.push(std::mem::take(&mut stroke)),
            line => stroke.push(point(line).ok_or_else(|| bad(number, "not x,y,t"))?),
        }
    }
    if !stroke.is_empty() {
        return Err(bad(text.lines().count(), "the last stroke does not end in BREAK"));
    }
    let class = class(split_folder(path).0);
    gathered.add_stroke_file(&class, path, strokes, budget).map_err(|e| e.within(&name))
}

fn point(line: &str) -> Option<[f64; 2]> {
    let mut numbers = line.split(',').map(|number| number.trim().parse::<f64>());
    let (x, y) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let is_whole = numbers.next().is_none_or(|time| time.is_ok()) && numbers.next().is_none();
    is_whole.then_some([x, -y])
}

/// The class of a folder: that of the images in the folder beside it, where somebody has unpacked both.
fn class(folder: &str) -> String {
    let part = |part: &str| match part.strip_prefix("strokes_") {
        Some(set) => format!("images_{set}"),
        None => part.into(),
    };
    folder.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_has_two_coordinates_and_perhaps_a_time() {
        assert_eq!(point("28.0,-29.5,0.000000"), Some([28.0, 29.5]));
        assert_eq!(point("1, -2"), Some([1.0, 2.0]));
        for bad in ["1", "1,x", "1,2,3,4", "START", "1,2,t"] {
            assert_eq!(point(bad), None, "{bad}");
        }
    }
}
