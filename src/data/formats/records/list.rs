//! What a list holds, by the first thing in it that is no list.

use serde_json::Deserializer;

use super::keys::Fields;

/// What a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// The strokes of a drawing, or the points of its only one.
    Drawing,
    /// Drawings, records, or lists of them.
    Several,
    /// `[label, drawing]`, perhaps with something before it.
    Labelled,
    Numbers,
    Empty,
    Other,
}

impl List {
    /// What the list is that this text begins with.
    pub fn of(text: &str) -> List {
        let mut depth = 0;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'[' => depth += 1,
                b']' => depth -= 1,
                b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
                b'-' | b'0'..=b'9' => return numbers(depth),
                b'{' => return objects(&text[at..], depth),
                b'"' => return texts(&text[at..], depth),
                _ => return List::Other,
            }
        }
        List::Empty
    }
}

fn numbers(depth: i32) -> List {
    match depth {
        1 => List::Numbers,
        2 | 3 => List::Drawing,
        _ => List::Several,
    }
}

fn objects(text: &str, depth: i32) -> List {
    // What is wrong with it, its reader says.
    let Some(Ok(fields)) = Deserializer::from_str(text).into_iter::<Fields>().next() else {
        return List::Several;
    };
    match depth {
        1 | 2 if fields.is_point() => List::Drawing,
        1 if fields.is_stroke() => List::Drawing,
        _ => List::Several,
    }
}

/// Labels, or the paths of SVG: `"M 1 2 L 3 4"`, or `["M", 1, 2]`, as Fabric.js has them.
fn texts(text: &str, depth: i32) -> List {
    let mut texts = Deserializer::from_str(text).into_iter::<String>();
    let Some(Ok(first)) = texts.next() else { return List::Other };
    let next = text[texts.byte_offset()..].trim_start_matches([',', ' ', '\t', '\r', '\n']);
    let is_command = first.eq_ignore_ascii_case("m") && !next.starts_with(['[', '{', '"']);
    match depth {
        1 if is_path(&first) => List::Drawing,
        1 => List::Labelled,
        2 if is_command => List::Drawing,
        _ => List::Several,
    }
}

/// Whether a text is a path of SVG.
pub(super) fn is_path(text: &str) -> bool {
    let numbers = text.trim_start().strip_prefix(['M', 'm']).map(str::trim_start);
    numbers.is_some_and(|rest| {
        rest.starts_with(|letter: char| letter.is_ascii_digit() || "-+.".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_what_is_in_it() {
        for (text, list) in [
            ("[]", List::Empty),
            ("[[], [ ]]", List::Empty),
            ("[1, 2]", List::Numbers),
            ("[[1, 2]]", List::Drawing),
            ("[[], [[-1, 2]]]", List::Drawing),
            ("[[[[1, 2]]]]", List::Several),
            (r#"[{"x": 1, "y": 2}]"#, List::Drawing),
            (r#"[[{"y": 1, "x": 2}]]"#, List::Drawing),
            (r#"[{"x": 1, "y": 2, "width": 3, "height": 4}]"#, List::Several),
            (r#"[[[{"y": 1, "x": 2}]]]"#, List::Several),
            (r#"[{"points": [1, 2]}]"#, List::Drawing),
            (r#"[{"x": [1], "y": [2]}]"#, List::Drawing),
            (r#"[[{"points": [1, 2]}]]"#, List::Several),
            (r#"[{"points": [1, 2], "label": 7}]"#, List::Several),
            (r#"[{"strokes": []}]"#, List::Several),
            (r#"["M1 2L3 4"]"#, List::Drawing),
            (r#"[["M", 1, 2]]"#, List::Drawing),
            (r#"[["M", [[1, 2]]]]"#, List::Several),
            (r#"["M", [[1, 2]]]"#, List::Labelled),
            ("[true]", List::Other),
        ] {
            assert_eq!(List::of(text), list, "{text}");
        }
    }
}
