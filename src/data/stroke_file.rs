//! Stroke files: `{"class": [drawing, ...]}`, plain or gzipped.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::drawing::Drawing;
use super::limits::{Capped, Limits};
use super::source::cannot_read;
use crate::sketch::Strokes;
use crate::{Code, Error, Result};

/// The drawings of a stroke file with their classes. Empty drawings are skipped.
///
/// *Errors*: `bad-data` for what cannot be read as strokes; `bad-point` for a coordinate
/// that is too large to be a number. Both name the file.
pub(super) fn read(path: &Path, limits: &Limits) -> Result<Vec<(String, Drawing)>> {
    let file = File::open(path).map_err(|e| cannot_read(path.display(), e))?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let start = reader.fill_buf().map_err(|e| cannot_read(path.display(), e))?;
    let classes = if start.starts_with(&[0x1f, 0x8b]) {
        parse(Capped::new(MultiGzDecoder::new(reader), limits.stroke_bytes))
    } else {
        parse(Capped::new(reader, limits.stroke_bytes))
    };
    let classes = classes.map_err(|e| cannot_read(path.display(), e))?;
    check(classes, path)
}

fn parse(reader: impl Read) -> serde_json::Result<Classes> {
    serde_json::from_reader(BufReader::with_capacity(1 << 16, reader))
}

fn check(classes: Classes, path: &Path) -> Result<Vec<(String, Drawing)>> {
    let source: Arc<str> = path.display().to_string().into();
    let mut found = Vec::new();
    for (class, drawings) in classes.0 {
        for (index, strokes) in drawings.into_iter().enumerate() {
            if strokes.iter().all(Vec::is_empty) {
                continue;
            }
            let points = |stroke: Vec<Point>| stroke.into_iter().map(|point| point.0).collect();
            let strokes = Strokes::new(strokes.into_iter().map(points).collect())
                .map_err(|e| e.within(&format!("{source}, drawing {index} of {class}")))?;
            found.push((class.clone(), Drawing::from_strokes(source.clone(), index, strokes)));
        }
    }
    if found.is_empty() {
        return Err(Error::new(Code::BadData, format!("{source} holds no drawings")));
    }
    Ok(found)
}

/// The file as it is written: classes of drawings of strokes of points.
struct Classes(Vec<(String, Vec<Vec<Vec<Point>>>)>);

impl<'de> Deserialize<'de> for Classes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct ClassesVisitor;
        impl<'de> Visitor<'de> for ClassesVisitor {
            type Value = Classes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of classes")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Classes, A::Error> {
                let mut classes = Vec::new();
                let mut names = std::collections::HashSet::new();
                while let Some(name) = map.next_key::<String>()? {
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom(format!("the class {name} comes twice")));
                    }
                    classes.push((name, map.next_value()?));
                }
                Ok(Classes(classes))
            }
        }
        deserializer.deserialize_map(ClassesVisitor)
    }
}

/// `[x, y]` or `[x, y, t]`; the time is dropped.
struct Point([f32; 2]);

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct PointVisitor;
        impl<'de> Visitor<'de> for PointVisitor {
            type Value = Point;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a point, [x, y] or [x, y, t]")
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut sequence: A,
            ) -> std::result::Result<Point, A::Error> {
                let mut coordinate = |index| match sequence.next_element::<f32>()? {
                    Some(value) => Ok(value),
                    None => Err(A::Error::invalid_length(index, &self)),
                };
                let point = Point([coordinate(0)?, coordinate(1)?]);
                sequence.next_element::<f64>()?;
                match sequence.next_element::<IgnoredAny>()? {
                    None => Ok(point),
                    Some(_) => Err(A::Error::invalid_length(4, &self)),
                }
            }
        }
        deserializer.deserialize_seq(PointVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::Sketch;

    fn drawings(text: &str) -> Result<Vec<(String, Drawing)>> {
        let classes = parse(text.as_bytes()).map_err(|e| cannot_read("s.json", e))?;
        check(classes, Path::new("s.json"))
    }

    #[test]
    fn points_are_read_with_and_without_times() {
        let found = drawings(r#"{"a": [[[[1, 2.5], [3, 4, 17]], [[5, 6, -1]]]]}"#).unwrap();
        let strokes = Strokes::new(vec![vec![[1.0, 2.5], [3.0, 4.0]], vec![[5.0, 6.0]]]).unwrap();
        assert_eq!(found.len(), 1);
        assert!(matches!(found[0].1.sketch(), Some(Sketch::Strokes(own)) if *own == strokes));
    }

    #[test]
    fn an_empty_drawing_is_skipped_and_the_others_keep_their_index() {
        let found = drawings(r#"{"a": [[], [[[1, 2]]], [[]], [[], [[3, 4]]]]}"#).unwrap();
        let names: Vec<String> = found.iter().map(|(_, drawing)| drawing.to_string()).collect();
        assert_eq!(names, ["s.json, drawing 1", "s.json, drawing 3"]);
    }

    #[test]
    fn what_is_not_strokes_is_one_error_that_names_the_file() {
        for text in [
            "",
            "{",
            "[]",
            "not JSON",
            r#"{"a": 1}"#,
            r#"{"a": [[[[1]]]]}"#,
            r#"{"a": [[[[1, 2, 3, 4]]]]}"#,
            r#"{"a": [[[[1, "2"]]]]}"#,
            r#"{"a": [[[[1, null]]]]}"#,
            r#"{"a": [[[[1, 2]]]]} and more"#,
            r#"{"a": [[[[1, 2]]]], "a": [[[[1, 2]]]]}"#,
            r#"{"a": [[]]}"#,
            "{}",
        ] {
            let error = drawings(text).unwrap_err();
            assert_eq!(error.code(), Code::BadData, "{text}");
            assert!(error.message().contains("s.json"), "{text}: {error}");
        }
    }

    #[test]
    fn a_coordinate_beyond_single_precision_is_a_bad_point() {
        let error = drawings(r#"{"a": [[[[0, 0]]], [[[1, 1e60]]]]}"#).unwrap_err();
        assert_eq!(error.code(), Code::BadPoint);
        assert!(error.message().contains("drawing 1 of a"), "{error}");
    }

    #[test]
    fn a_text_without_end_stops_at_the_limit() {
        let error = parse(Capped::new(std::io::repeat(b' '), 1 << 20)).err().unwrap();
        assert!(error.to_string().contains("more than 1048576 bytes"), "{error}");
    }
}
