//! Reads the two text formats of strokes: `{"class": [drawing, ...]}`, and Quick, Draw!'s object a line.

use super::Collection;
use super::classes::parse;
use super::not_strokes::checked_form;
use super::quick_draw::Line;
use crate::sketch::Strokes;
use crate::{Code, Error, Result};

/// The most drawings of a class that are kept of one file: more make training hardly better, and take memory.
const MOST_DRAWINGS: usize = 200;

impl Collection {
    /// Adds the drawings of a file, by its bytes. Drawings without points are skipped, and of each class those after the
    /// first 200.
    ///
    /// *Errors*: `bad-data` for what is not strokes, `bad-point` for a coordinate too large to be a number. Both name
    /// the file.
    pub fn read(&mut self, name: &str, file: &[u8]) -> Result<()> {
        let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file).trim_ascii();
        let read = match text {
            [] => Err(bad("the file is empty")),
            [b'{', ..] if is_line(text) => self.read_lines(text),
            [b'{', ..] => self.read_classes(text),
            _ => Err(bad(
                "neither {\"class\": [drawing, ...]} nor Quick, Draw! (.ndjson); the command line reads more",
            )),
        };
        read.map_err(|error| error.within(name))
    }

    fn read_lines(&mut self, text: &[u8]) -> Result<()> {
        let lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).enumerate();
        let mut counts = Counts::default();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
            let place = || format!("line {}", number + 1);
            let line: Line = serde_json::from_slice(line)
                .map_err(|why| bad(&why.to_string()).within(&place()))?;
            let strokes = line
                .strokes()
                .ok_or_else(|| bad("a stroke that is not [[x, ...], [y, ...]]").within(&place()))?;
            self.take(&line.word, strokes, &mut counts).map_err(|error| error.within(&place()))?;
        }
        Ok(())
    }

    fn read_classes(&mut self, text: &[u8]) -> Result<()> {
        let classes = parse(text).map_err(|why| bad(&why.to_string()))?;
        let form = checked_form(&classes).map_err(|why| bad(&why))?;
        let mut counts = Counts::default();
        for (class, drawings) in classes {
            for (index, strokes) in drawings.into_iter().enumerate() {
                let strokes = strokes.into_iter().map(|stroke| stroke.points(form)).collect();
                self.take(&class, strokes, &mut counts)
                    .map_err(|error| error.within(&format!("drawing {index} of {class}")))?;
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        class: &str,
        strokes: Vec<Vec<[f64; 2]>>,
        counts: &mut Counts,
    ) -> Result<()> {
        match Strokes::placed(strokes) {
            Ok(strokes) if counts.next(class) <= MOST_DRAWINGS => self.add(class, strokes),
            Ok(_) => {}
            Err(error) if error.code() == Code::EmptyDrawing => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// How many drawings of each class a file has had.
#[derive(Default)]
struct Counts(Vec<(String, usize)>);

impl Counts {
    /// The number of the next drawing of a class, from 1.
    fn next(&mut self, class: &str) -> usize {
        // Most often it is the class of the drawing before.
        let at = self.0.iter().rposition(|(name, _)| name == class).unwrap_or_else(|| {
            self.0.push((class.into(), 0));
            self.0.len() - 1
        });
        self.0[at].1 += 1;
        self.0[at].1
    }
}

/// Whether the first line is a drawing of Quick, Draw!.
fn is_line(text: &[u8]) -> bool {
    let first = text.split(|&byte| byte == b'\n').next().unwrap_or(text);
    serde_json::from_slice::<Line>(first.trim_ascii()).is_ok()
}

fn bad(message: &str) -> Error {
    Error::new(Code::BadData, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Collection> {
        let mut collection = Collection::default();
        collection.read("mine.json", text.as_bytes())?;
        Ok(collection)
    }

    #[test]
    fn both_formats_are_told_apart_and_read_alike() {
        let ours =
            read(r#"{"cat": [[[[0, 1], [2, 3], [4, 5], [6, 7]]]], "dog": [[], [[[1, 2]]]]}"#)
                .unwrap();
        let lines = "\u{feff}{\"word\":\"cat\",\"recognized\":true,\"drawing\":[[[0,2,4,6],[1,3,5,7]]]}\r\n\n\
                     {\"drawing\":[[[1],[2]]],\"word\":\"dog\"}\n{\"drawing\":[],\"word\":\"dog\"}\n";
        let google = read(lines).unwrap();
        assert_eq!(ours.classes, google.classes);
        assert_eq!((ours.classes(), ours.drawings()), (2, 2));
    }

    #[test]
    fn of_a_class_the_first_two_hundred_drawings_of_a_file_are_kept() {
        let line = |word: &str| format!("{{\"word\":\"{word}\",\"drawing\":[[[0,9],[0,9]]]}}\n");
        let text = line("cat").repeat(300) + &line("dog") + &line("cat");
        assert_eq!(read(&text).unwrap().drawings(), 201);
    }

    #[test]
    fn what_is_not_strokes_is_an_error_that_names_the_file_and_the_place() {
        for (text, named) in [
            ("", "empty"),
            ("PK\u{3}\u{4}", "neither"),
            ("[[1, 2]]", "neither"),
            (r#"{"a": 1}"#, "line 1"),
            (r#"{"a": [[[[1, 1e60]]]]}"#, "drawing 0 of a"),
            (r#"{"a": [[[[1, 2]]]], "a": []}"#, "twice"),
            ("{\"word\":\"a\",\"drawing\":[[[0],[1]]]}\n{\"word\":", "line 2"),
            (
                "{\"word\":\"a\",\"drawing\":[[[0],[1]]]}\n{\"word\":\"a\",\"drawing\":[[[0,1],[1]]]}",
                "line 2",
            ),
        ] {
            let error = read(text).err().unwrap_or_else(|| panic!("{text}"));
            assert!(["bad-data", "bad-point"].contains(&error.code().as_str()), "{error}");
            assert!(error.message().starts_with("mine.json: "), "{error}");
            assert!(error.message().contains(named), "{text}: {error}");
        }
    }
}
