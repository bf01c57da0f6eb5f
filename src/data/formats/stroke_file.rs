//! Stroke files: `{"class": [drawing, ...]}`.

use super::reading::Reading;
use crate::collection::classes::parse;
use crate::collection::form::Form;
use crate::collection::not_strokes::checked_form;
use crate::data::limits::Capped;
use crate::data::sources::source::cannot_read;
use crate::{Code, Error, Result};

/// Reads a file of several classes. Drawings without points are skipped.
///
/// *Errors*: `bad-data` for what cannot be read as strokes; `bad-point` for a coordinate
/// that is too large to be a number. Both name the file.
pub(super) fn read(reading: Reading) -> Result<()> {
    let Reading { name, content, budget, gathered, .. } = reading;
    let content = Capped::new(content, budget.limits().stroke_bytes);
    let classes = parse(content).map_err(|e| cannot_read(&name, e))?;
    let form = checked_form(&classes)
        .map_err(|why| Error::new(Code::BadData, format!("{name}: {why}")))?;
    if form == Form::Unsure {
        gathered
            .remarks
            .push(format!("{name}: each stroke has 2 or 3 points, taken for [[x, y], ...]"));
    }
    for (class, drawings) in classes {
        for (index, strokes) in drawings.into_iter().enumerate() {
            let strokes = strokes.into_iter().map(|stroke| stroke.points(form)).collect();
            gathered
                .add_strokes(&class, strokes, budget)
                .map_err(|e| e.within(&format!("{name}, drawing {index} of {class}")))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::data::limits::LIMITS;
    use crate::data::names::SourceDrawings;
    use crate::data::read_config::ReadConfig;
    use crate::data::sources::gathered::Gathered;
    use crate::data::sources::source::Budget;
    use crate::sketch::{Sketch, Strokes};

    fn drawings(text: &str) -> Result<SourceDrawings> {
        let config = ReadConfig::default();
        let mut gathered = Gathered::new("s.json", &config);
        let mut budget = Budget::of_file(Path::new("s.json"), &LIMITS);
        read(Reading::new("s.json", &mut text.as_bytes(), &mut budget, &mut gathered))?;
        Ok(gathered.strokes)
    }

    fn strokes_of(text: &str) -> Vec<Vec<Vec<[f32; 2]>>> {
        let strokes = |(_, drawing): (String, crate::data::Drawing)| match drawing.sketch() {
            Some(Sketch::Strokes(strokes)) => strokes.strokes().to_vec(),
            _ => panic!("strokes were read"),
        };
        drawings(text).unwrap().into_iter().map(strokes).collect()
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
        ] {
            let error = drawings(text).unwrap_err();
            assert_eq!(error.code(), Code::BadData, "{text}");
            assert!(error.message().contains("s.json"), "{text}: {error}");
        }
    }

    #[test]
    fn columns_as_quick_draw_has_them_are_told_from_points() {
        // A stroke of four points tells for all others.
        let text = r#"{"a": [[[[0, 3], [9, 5]]], [[[0, 1, 2, 3], [9, 8, 7, 6]]]]}"#;
        let expected = [[0.0, 9.0], [3.0, 5.0]];
        assert_eq!(strokes_of(text)[0], [expected]);
        assert_eq!(strokes_of(text)[1][0][3], [3.0, 6.0]);
        // Quick, Draw! moves drawings to the top left.
        let text =
            r#"{"a": [[[[0, 255], [10, 0]]], [[[7, 2], [0, 255]], [[0, 2, 3], [4, 5, 6]]]]}"#;
        assert_eq!(strokes_of(text)[0], [[[0.0, 10.0], [255.0, 0.0]]]);
        assert_eq!(strokes_of(text)[1][1], [[0.0, 4.0], [2.0, 5.0], [3.0, 6.0]]);
        // Its times begin at 0, and grow.
        let text = r#"{"a": [[[[31.5, 42.25], [17, 11.5], [0, 16]], [[1, 2, 3], [4, 5, 6], [40, 56, 71]]]]}"#;
        assert_eq!(strokes_of(text)[0][0], [[31.5, 17.0], [42.25, 11.5]]);
    }

    #[test]
    fn strokes_may_be_numbers_alone_as_the_element_gives_them() {
        let flat = r#"{"a": [[[1, 2.5, 3, 4], [-5, 6]], [[7, 8, 9, 10, 11, 12]]]}"#;
        assert_eq!(strokes_of(flat)[0], [vec![[1.0, 2.5], [3.0, 4.0]], vec![[-5.0, 6.0]]]);
        for (text, why) in [
            (r#"{"a": [[[1, 2, 3]]]}"#, "half a point"),
            (r#"{"a": [[[1, 2, [3, 4]]]]}"#, "points and of numbers"),
            // A list of points is a stroke, and no drawing.
            (r#"{"a": [[[1, 2], [3, 4], [5, 6]]]}"#, "each stroke is a single point"),
            (r#"{"a": [[[[NaN, 1]]]]}"#, "line 1 column 1"),
        ] {
            let error = drawings(text).unwrap_err();
            assert!(error.message().contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn points_that_could_be_columns_are_points_if_nothing_speaks_against_it() {
        let plus = r#"{"plus": [[[[0, 5], [10, 5]], [[5, 0], [5, 10]]]]}"#;
        assert_eq!(strokes_of(plus)[0][0], [[0.0, 5.0], [10.0, 5.0]]);
        let timed = r#"{"a": [[[[3, 4, 0], [5, 6, 16]], [[3, 9, 32], [5, 9, 40]]]]}"#;
        assert_eq!(strokes_of(timed)[0][0], [[3.0, 4.0], [5.0, 6.0]]);
        // One stroke that can only be points tells for all others.
        let told = r#"{"a": [[[[0, 255], [10, 0]], [[1, 2]]]]}"#;
        assert_eq!(strokes_of(told)[0][0], [[0.0, 255.0], [10.0, 0.0]]);
    }

    #[test]
    fn a_file_that_mixes_points_and_columns_or_could_be_either_is_refused() {
        for text in [
            r#"{"a": [[[[0, 1, 2, 3], [9, 8, 7, 6]]], [[[1, 2]]]]}"#,
            r#"{"a": [[[[0, 9], [9, 0]]]]}"#,
        ] {
            let error = drawings(text).unwrap_err();
            assert!(error.message().contains("[[x, ...], [y, ...]]"), "{error}");
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
