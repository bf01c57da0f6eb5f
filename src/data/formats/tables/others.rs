//! Rows of fields and of numbers that are not read as drawings, and what they are called.

use super::columns::lines;
use super::fields::{MARKS, number};
use crate::data::formats::bitmaps::LEAST_SIDE_PX;

/// As many as the smallest image has.
const LEAST_NUMBERS: usize = LEAST_SIDE_PX * LEAST_SIDE_PX;

/// Whether the first two lines of a text have fields, as many in both, between commas, semicolons or tabs; of a line that
/// has no end so far, many numbers tell.
pub(in crate::data) fn is_some_table(text: &[u8]) -> bool {
    let mut lines = lines(text);
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let is_long = first.len() + second.len() + 2 >= text.len();
    MARKS.into_iter().any(|mark| {
        let count = |line: &[u8]| line.iter().filter(|&&byte| char::from(byte) == mark).count();
        let numbers = |line: &[u8]| {
            let line = String::from_utf8_lossy(line);
            line.split(mark).filter(|field| number::<f32>(field.trim()).is_some()).count()
        };
        let has_numbers = || numbers(first).max(numbers(second)) >= LEAST_NUMBERS;
        count(first) > 0 && (count(first) == count(second) || is_long && has_numbers())
    })
}

/// What rows of numbers are that have no marks between them, if a text begins with those.
pub(in crate::data) fn numbers_without_marks(text: &[u8]) -> Option<&'static str> {
    let first = String::from_utf8_lossy(lines(text).next()?);
    let (label, fields) = first.trim().split_once([' ', '\t'])?;
    // The last may be cut.
    let mut fields: Vec<&str> = fields.split_whitespace().collect();
    fields.pop();
    number::<f32>(label)?;
    let is_pair = |field: &&str| {
        let pair = field.split_once(':');
        pair.is_some_and(|(at, value)| at.parse::<u32>().is_ok() && number::<f32>(value).is_some())
    };
    if fields.is_empty() {
        return None;
    }
    if fields.iter().all(is_pair) {
        return Some(
            "in the form of LIBSVM, which is not read: write a label and all pixels in each line of a .csv",
        );
    }
    fields.iter().all(|field| number::<f32>(field).is_some()).then_some(
        "numbers with spaces between them, which are not read: put commas there, and a label first in each line",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_rows_of_numbers_are_called_what_they_are() {
        for (text, part) in [
            ("1 3:0.5 17:-1 200:1\n", "LIBSVM"),
            ("+1 1:1 2:1 3:", "LIBSVM"),
            ("7.0000 -1.0000 0.631\n", "spaces"),
            ("7\t", ""),
            ("7 of 9 are left\n", ""),
            ("7", ""),
            ("", ""),
        ] {
            let what = numbers_without_marks(text.as_bytes()).unwrap_or_default();
            assert!(what.contains(part) && what.is_empty() == part.is_empty(), "{text}: {what}");
        }
        assert!(is_some_table("3,".repeat(LEAST_NUMBERS).as_bytes()));
        assert!(!is_some_table("so, ".repeat(LEAST_NUMBERS).as_bytes()));
        let names = "pixel,".repeat(LEAST_NUMBERS);
        assert!(is_some_table(format!("{names}\n{}", "0,".repeat(LEAST_NUMBERS)).as_bytes()));
        assert!(!is_some_table(b"3,4,5\n"));
    }
}
