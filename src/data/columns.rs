//! The columns of a table of comma-separated values.

use super::bitmaps::LEAST_SIDE_PX;

/// What heads the column of the classes of images.
const LABELS: [&str; 3] = ["label", "labels", "class"];

/// Whether a text begins as one of these tables, so far as its first line tells.
pub(super) fn is_table(text: &[u8]) -> bool {
    let mut lines = text.split(|&byte| byte == b'\n');
    let first = fields(&String::from_utf8_lossy(lines.next().unwrap_or_default()));
    match Columns::of(&first) {
        // Other tables of numbers are not ours. A line that is cut may still become a square.
        Some(Columns::Pixels { .. }) if lines.next().is_some() => {
            (first.len() - 1).isqrt().pow(2) == first.len() - 1
        }
        columns => columns.is_some(),
    }
}

/// Whether the first two lines of a text have fields, as many in both, between commas, semicolons or tabs.
pub(super) fn is_some_table(text: &[u8]) -> bool {
    let mut lines = text.split(|&byte| byte == b'\n');
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    [b',', b';', b'\t'].into_iter().any(|mark| {
        let count = |line: &[u8]| line.iter().filter(|&&byte| byte == mark).count();
        count(first) > 0 && count(first) == count(second)
    })
}

/// What the columns of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    /// `drawing`, `word` and perhaps `recognized`.
    Strokes { drawing: usize, word: Option<usize>, recognized: Option<usize> },
    /// A label, and a pixel in each of the others.
    Pixels { label: usize, has_head: bool },
}

impl Columns {
    /// What the first line says.
    pub fn of(first: &[String]) -> Option<Columns> {
        let find = |names: &[&str]| {
            first.iter().position(|field| names.iter().any(|name| field.eq_ignore_ascii_case(name)))
        };
        if let Some(drawing) = find(&["drawing"]).filter(|_| first.len() > 1) {
            let (word, recognized) = (find(&["word"]), find(&["recognized"]));
            return Some(Columns::Strokes { drawing, word, recognized });
        }
        if first.len() <= LEAST_SIDE_PX * LEAST_SIDE_PX {
            return None;
        }
        let is_number = |field: &String| field.parse::<f32>().is_ok();
        match find(&LABELS) {
            Some(label) => Some(Columns::Pixels { label, has_head: true }),
            // The last may be cut.
            None if first[..first.len() - 1].iter().all(is_number) => {
                Some(Columns::Pixels { label: 0, has_head: false })
            }
            None => None,
        }
    }
}

/// The fields of a line. One in quotes may hold commas, and a quote as two.
pub(super) fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut is_quoted) = (vec![String::new()], false);
    let mut letters = line.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                fields.last_mut().expect("there is one").push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            letter => fields.last_mut().expect("there is one").push(letter),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_may_be_quoted() {
        assert_eq!(fields("a,\"b,\"\"c\"\"\",,d"), ["a", "b,\"c\"", "", "d"]);
    }

    #[test]
    fn a_table_is_known_by_its_first_line() {
        let pixels: String = (0..784).map(|i| format!(",pixel{i}")).collect();
        let zeros = ",0".repeat(784);
        for table in [
            "countrycode,drawing,key_id,recognized,timestamp,word\n",
            &format!("label{pixels}\n"),
            &format!("7{zeros}\n"),
            &format!("7{zeros}"),
        ] {
            assert!(is_table(table.as_bytes()), "{table}");
        }
        assert!(!is_table(format!("7{zeros},0\n").as_bytes()));
        for other in ["name,age\nx,3", "1,2,3\n", "START\n1,2,3\n", "drawing", "28.0,-29.0,0.0"] {
            assert!(!is_table(other.as_bytes()), "{other}");
        }
    }
}
