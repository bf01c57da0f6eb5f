//! What a JSON holds, by how it begins.

use super::records::keys::STROKES;

/// What a JSON holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Json {
    /// `{"class": [drawing, ...]}`.
    Strokes,
    /// Objects with a `drawing` in columns, and a `word`.
    QuickDraw,
    /// Annotations of images, as COCO has them.
    Coco,
    /// What was drawn in a program for whiteboards.
    Board,
    /// Drawings, or paths of images, with labels.
    Records,
    Other(&'static str),
}

/// What else than [`STROKES`] objects hold that are records of drawings, or a list of them.
const OTHER_RECORDS: [&str; 7] = ["x", "X", "xs", "x_coords", "xCoords", "examples", "0"];
/// How the paths of images end there.
const IMAGES: [&str; 8] =
    [".png\"", ".jpg\"", ".jpeg\"", ".PNG\"", ".JPG\"", ".gif\"", ".bmp\"", ".webp\""];
/// What other programs write, by what only they have in it, and what to do with it.
const OTHERS: [(&str, &str); 7] = [
    (
        "\"excalidrawlib\"",
        "a library of Excalidraw, which is not read: save each drawing by itself",
    ),
    ("[\"Layer\"", "a drawing of Paper.js, which is not read: export it as SVG"),
    (
        "\"shape_type\"",
        "annotations of LabelMe, which are not read: put each image into a folder of its class",
    ),
    (
        "\"shape_attributes\"",
        "annotations of VIA, which are not read: put each image into a folder of its class",
    ),
    (
        "\"medians\"",
        "characters of Make Me a Hanzi, whose strokes are outlines: write its medians as a stroke file, y down",
    ),
    ("\"FeatureCollection\"", "GeoJSON, which is not read: write its lines as a stroke file"),
    ("\"nbformat\"", "a notebook, and no data"),
];

/// Said of JSON of no known form.
pub(super) const NO_DRAWINGS: &str =
    "JSON, but not {\"class\": [drawing, ...]}, nor records of drawings";

/// What a JSON is that begins so.
pub(super) fn of(text: &[u8]) -> Json {
    let holds = |key: &str| text.windows(key.len()).any(|part| part == key.as_bytes());
    let has_key = |key: &str| holds(&format!("\"{key}\""));
    if let Some((_, what)) = OTHERS.iter().find(|(mark, _)| holds(mark)) {
        return Json::Other(what);
    }
    if text.starts_with(b"{") && is_board(has_key) {
        return Json::Board;
    }
    let is_coco = (has_key("images") && has_key("file_name"))
        || (has_key("categories") && has_key("supercategory"));
    if text.starts_with(b"{") && is_stroke_file(text, has_key("word")) {
        return Json::Strokes;
    }
    if text.starts_with(b"{") && has_key("drawing") && has_key("word") && has_columns(text) {
        return Json::QuickDraw;
    }
    if is_coco {
        return Json::Coco;
    }
    let (depth, first) = first_in_lists(text);
    let is_list =
        depth >= 2 && first.is_some_and(|byte| byte.is_ascii_digit() || b"-\"".contains(&byte));
    let are_records = STROKES.iter().chain(&OTHER_RECORDS).any(|key| has_key(key));
    if is_list || are_records || IMAGES.iter().any(|end| holds(end)) {
        return Json::Records;
    }
    Json::Other(NO_DRAWINGS)
}

/// Whether the start of a JSON is that of a drawing of a program for whiteboards.
fn is_board(has_key: impl Fn(&str) -> bool) -> bool {
    let is_library = has_key("excalidrawlib");
    !is_library && (has_key("excalidraw") || has_key("excalidraw/clipboard"))
        || has_key("tldrawFileFormatVersion")
        || has_key("document:document")
        || has_key("className") && (has_key("attrs") || has_key("shapes"))
}

/// Whether an object's first value is a list of our drawings: lists in lists in lists, in which are points or numbers.
fn is_stroke_file(text: &[u8], has_word: bool) -> bool {
    let Some((key, value)) = first_value(text) else { return true };
    let is_record = ONE_DRAWING.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(key));
    let mut depth = 0_i32;
    for byte in value {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            b',' | b' ' | b'\t' | b'\r' | b'\n' if depth > 0 => {}
            // The first list is empty.
            b',' if depth == 0 => return !has_word && !is_record,
            // What is no number there has an error that names the place.
            b'{' | b'"' => return false,
            _ if depth == 4 => return true,
            b'-' | b'0'..=b'9' => return depth == 3 && !has_word && !is_record,
            _ => return false,
        }
    }
    true
}

/// What holds the one drawing of an object.
const ONE_DRAWING: [&str; 10] = [
    "strokes",
    "drawing",
    "sketch",
    "paths",
    "traces",
    "points",
    "ink",
    "lines",
    "trajectory",
    "path",
];

/// The first key of an object, and what follows its colon.
fn first_value(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let key = text[1..].trim_ascii_start().strip_prefix(b"\"")?;
    let mut escaped = false;
    let end = key.iter().position(|&byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    })?;
    let value = key[end + 1..].trim_ascii_start().strip_prefix(b":")?;
    Some((&key[..end], value.trim_ascii_start()))
}

/// Whether the strokes of drawings are columns, as in Quick, Draw!, so far as this tells.
fn has_columns(text: &[u8]) -> bool {
    let (mut depth, mut rows) = (0_i32, Vec::new());
    for byte in text {
        match byte {
            b'[' => {
                depth += 1;
                match depth {
                    2 => rows.clear(),
                    3 => rows.push(1_usize),
                    _ => {}
                }
            }
            b',' if depth == 3 => *rows.last_mut().expect("it began") += 1,
            b']' => {
                let are_points = rows.iter().all(|length| [2, 3].contains(length));
                let are_columns = [2, 3].contains(&rows.len());
                match (depth, are_points, are_columns) {
                    (2, true, false) => return false,
                    (2, false, true) => return true,
                    _ => depth -= 1,
                }
            }
            b'{' if depth > 0 => return false,
            _ => {}
        }
    }
    true
}

/// In how many lists the first thing is that is no list, and how that begins.
fn first_in_lists(text: &[u8]) -> (usize, Option<u8>) {
    let before = text.iter().take_while(|byte| b"[ \t\r\n".contains(byte));
    let depth = before.clone().filter(|&&byte| byte == b'[').count();
    (depth, text.get(before.count()).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_apart_by_what_is_in_it() {
        for (kind, texts) in [
            (
                Json::Strokes,
                &[
                    "{}",
                    r#"{"a": [[], [[]], [[[1"#,
                    r#"{"a\"b" : [ [ [ [-1"#,
                    r#"{"a": [[], [],"#,
                    r#"{"a": [[[1"#,
                    r#"{"a": [], "b": [[[[1"#,
                    r#"{"x": [[[[1, 2]]]], "y": "#,
                ][..],
            ),
            (
                Json::QuickDraw,
                &[
                    r#"{"word":"cat","drawing":[["#,
                    r#"{"drawing": [[[1, 2], [3, 4]]], "word": "#,
                    r#"{"word":"cat","drawing":[[[1, 2, 3, 4"#,
                ],
            ),
            (
                Json::Records,
                &[
                    r#"{"word":"cat","drawing":[[[1, 2], [3, 4], [5, 6], [7, 8]]]}"#,
                    r#"{"word":"cat","drawing":[[{"x": 1, "y": 2}"#,
                    r#"{"label":"cat","drawing":[[[1, 2], [3, 4]]]}"#,
                    r#"{"strokes": [[[1, 2], [3, 4]]], "label": "cat"}"#,
                    r#"{"cat": [{"strokes": [[[1"#,
                    r#"{"labels": ["a", "b"], "examples": [[["#,
                    r#"[{"label": "a", "points": "#,
                    r#"[["id-label", [[[1, 2], [3, 4]]], "#,
                    "[[[[1, 2]]]]",
                    r#"{"file_name": "a.png", "label": 3}"#,
                ],
            ),
        ] {
            for text in texts {
                assert_eq!(of(text.as_bytes()), kind, "{text}");
            }
        }
        for other in [
            r#"{"mean": [0.5]}"#,
            r#"{"a": 1}"#,
            r#"{"images": [{"id": 1}]}"#,
            r#"{"a": [[1"#,
            "[1, 2]",
            r#"["a"]"#,
            r#"{"shapes": [{"label": "a", "points": [[1, 2]], "shape_type": "polygon""#,
        ] {
            assert!(matches!(of(other.as_bytes()), Json::Other(_)), "{other}");
        }
    }
}
