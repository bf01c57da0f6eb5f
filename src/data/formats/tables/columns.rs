//! The columns of a table.

use super::fields::{MARKS, fields, list, number};
use super::heads::{LABELS, LISTS, PATHS, plain};
use super::points;
use super::wide::Wide;
use crate::data::formats::bitmaps::LEAST_SIDE_PX;
use crate::data::names::file_names::is_image;

/// How a table is written, and what its columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub mark: char,
    pub columns: Columns,
}

/// What the columns of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    /// `drawing`, `word` and perhaps `recognized`.
    Strokes { drawing: usize, word: Option<usize>, recognized: Option<usize> },
    /// A point of a stroke: further columns tell of which.
    Points,
    /// All points of a stroke.
    Wide,
    /// A label, and a list in JSON in one of the others, whichever it is.
    Lists { label: usize },
    /// A label, and a pixel in each of the others; before them there may be the number of the line, which is left out.
    Pixels { label: usize, has_head: bool, is_numbered: bool },
    /// The path of an image, and its class.
    Index { path: usize, label: usize, has_head: bool },
    /// The path of an image, and a column for each class, of 0 and 1.
    OneHot { path: usize },
}

impl Form {
    /// What the first line says.
    pub fn of(first: &str) -> Option<Form> {
        let form = |mark| Some(Form { mark, columns: Columns::of(&fields(first, mark))? });
        let index = || {
            let columns = Columns::Index { path: 0, label: 1, has_head: false };
            path_and_label(first).map(|_| Form { mark: ' ', columns })
        };
        MARKS.into_iter().find_map(form).or_else(index)
    }

    /// The fields of a line.
    pub fn fields(self, line: &str) -> Vec<String> {
        match self.mark {
            ' ' => path_and_label(line).map(<[_; 2]>::into).unwrap_or_default(),
            mark => {
                let mut fields = fields(line, mark);
                if let Columns::Pixels { is_numbered, .. } = self.columns {
                    // A mark at the end is no pixel.
                    fields.pop_if(|last| last.trim().is_empty());
                    fields.drain(..usize::from(is_numbered));
                }
                fields
            }
        }
    }
}

/// Whether a text begins as one of these tables, so far as its first lines tell.
pub(in crate::data) fn is_table(text: &[u8]) -> bool {
    let mut lines = lines(text).map(String::from_utf8_lossy).skip_while(|line| is_comment(line));
    let first = lines.next().unwrap_or_default();
    let Some(form) = Form::of(&first) else {
        // The label may come last, behind so many names that they are cut.
        return first.len() == text.len() && are_pixels(&first);
    };
    if form.mark == ' ' {
        // Other texts name an image in their first line, too. The last line may be cut.
        let text = String::from_utf8_lossy(text);
        let whole = text.rfind(['\n', '\r']).map_or(&*text, |end| &text[..end]);
        let mut lines = whole.lines().filter(|line| !line.trim().is_empty());
        return lines.all(|line| path_and_label(line).is_some());
    }
    let length = form.fields(&first).len();
    match (form.columns, lines.next()) {
        // Other tables of numbers are not ours. A line that is cut may still become a square.
        (Columns::Pixels { .. }, _) if first.len() < text.len() => {
            (length - 1).isqrt().pow(2) == length - 1
        }
        (Columns::OneHot { path }, Some(second)) => {
            let second = form.fields(&second);
            let is_yes_or_no = |(column, field): (usize, &String)| {
                column == path || ["0", "1"].contains(&field.trim())
            };
            second.len() == length && second.iter().enumerate().all(is_yes_or_no)
        }
        (Columns::OneHot { .. }, None) => false,
        (Columns::Lists { .. }, Some(second)) => list(&form.fields(&second)).is_some(),
        (Columns::Lists { .. }, None) => false,
        _ => true,
    }
}

pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut lines = text.split(|byte| [b'\n', b'\r'].contains(byte));
    let first = lines.next();
    first.into_iter().chain(lines.filter(|line| !line.is_empty()))
}

impl Columns {
    fn of(first: &[String]) -> Option<Columns> {
        let heads: Vec<String> = first.iter().map(|head| plain(head)).collect();
        let find =
            |names: &[&str]| names.iter().find_map(|name| heads.iter().position(|own| own == name));
        // Without strokes, points are those of something in an image.
        let are_points = || points::place(&heads).is_some() && find(&PATHS).is_none();
        if points::have_strokes(&heads) || are_points() {
            return Some(Columns::Points);
        }
        if Wide::of(first).is_some() {
            return Some(Columns::Wide);
        }
        if let Some(drawing) = find(&["drawing"]).filter(|_| first.len() > 1) {
            let (word, recognized) = (find(&["word"]), find(&["recognized"]));
            if let (None, Some(label)) = (word, find(&LABELS)) {
                return Some(Columns::Lists { label });
            }
            return Some(Columns::Strokes { drawing, word, recognized });
        }
        // Beside the path of an image, points are those of something in it.
        let has_path =
            find(&PATHS).is_some_and(|path| !["id", "name"].contains(&heads[path].as_str()));
        if let (Some(_), Some(label), false) = (find(&LISTS), find(&LABELS), has_path) {
            return Some(Columns::Lists { label });
        }
        if first.len() > LEAST_SIDE_PX * LEAST_SIDE_PX {
            match find(&LABELS) {
                Some(label) => {
                    // As pandas writes it.
                    let is_numbered = label > 0 && ["", "Unnamed: 0"].contains(&first[0].trim());
                    let label = label - usize::from(is_numbered);
                    return Some(Columns::Pixels { label, has_head: true, is_numbered });
                }
                // The last may be cut.
                None if first[..first.len() - 1]
                    .iter()
                    .all(|field| number::<f32>(field).is_some()) =>
                {
                    let (label, has_head, is_numbered) = (0, false, false);
                    return Some(Columns::Pixels { label, has_head, is_numbered });
                }
                None => {}
            }
        }
        match (find(&PATHS), find(&LABELS), first) {
            (Some(path), Some(label), _) => Some(Columns::Index { path, label, has_head: true }),
            (Some(path), None, [_, _, _, ..]) if find(&["name"]) != Some(path) => {
                Some(Columns::OneHot { path })
            }
            (None, None, [a, b]) if is_image(a) != is_image(b) => {
                let path = usize::from(is_image(b));
                Some(Columns::Index { path, label: 1 - path, has_head: false })
            }
            _ => None,
        }
    }
}

/// Whether a line has names of many pixels, such as `pixel_0101`.
fn are_pixels(first: &str) -> bool {
    let is_pixel = |name: &&str| {
        let name =
            name.trim().trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '_');
        ["p", "px", "pixel", "pix"].iter().any(|word| name.eq_ignore_ascii_case(word))
    };
    MARKS
        .iter()
        .any(|mark| first.split(*mark).filter(is_pixel).count() > LEAST_SIDE_PX * LEAST_SIDE_PX)
}

/// Whether a line before a table is none of it: `# made by hand`.
pub(super) fn is_comment(line: &str) -> bool {
    line.starts_with('#') && Form::of(line).is_none()
}

/// The path of an image and its label, with a space between; both may have spaces in them.
fn path_and_label(line: &str) -> Option<[String; 2]> {
    let line = line.trim();
    let ends = line.match_indices(' ').map(|(end, _)| (&line[..end], line[end..].trim()));
    let (path, label) = ends.into_iter().find(|(path, _)| is_image(path))?;
    (!is_image(label)).then(|| [path.into(), label.into()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_first_line() {
        let pixels: String = (0..784).map(|i| format!(",pixel{i}")).collect();
        let zeros = ",0".repeat(784);
        for table in [
            "countrycode,drawing,key_id,recognized,timestamp,word\n",
            &format!("label{pixels}\n"),
            &format!("7{zeros}\n"),
            &format!("# by hand\n7{zeros}\n"),
            &format!(",label{pixels}\n0,7{zeros}\n"),
            &format!("label{pixels},\n7{zeros},\n"),
            &format!("7{zeros}"),
            "filename;label\n",
            "Path\tClass\rcat/1.png\tcat",
            "images/1.png,cat\n",
            "path,symbol_id,latex,user_id\n",
            "name,target\n",
            "filename,cat,dog\n1.png,1,0\n",
            "id_code,diagnosis\n1,cat\n",
            "Image Name,Ground Truth,hand\n1.png,cat,7\n",
            "label,points\na,\"[[1, 2]]\"\n",
            "symbol_id,user_id,data,user_agent\n3,1,[[{]],b\n",
            &format!("{}character\n1\n", "pixel_0000,".repeat(1024))[..8192],
        ] {
            assert!(is_table(table.as_bytes()), "{table}");
            assert!(is_table(table.replace(',', ";").as_bytes()), "{table}");
        }
        assert!(!is_table(format!("7{zeros},0\n").as_bytes()));
        for other in [
            "name,age\nx,3",
            "label,data\na,b\n",
            "name,age,size\nx,0,1",
            "1,2,3\n",
            "START\n1,2,3\n",
            "drawing",
            "28.0,-29.0,0.0",
            "filename,width,height\n1.png,20,30\n",
            "a.png,b.png\n",
        ] {
            assert!(!is_table(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn an_index_has_a_path_and_a_label() {
        let columns = |first: &str| Form::of(first).map(|form| form.columns);
        let index = |path, label, has_head| Some(Columns::Index { path, label, has_head });
        assert_eq!(columns("id,label"), index(0, 1, true));
        assert_eq!(columns("class,width,File_Name"), index(2, 0, true));
        assert_eq!(columns("cat;a/1.PNG"), index(1, 0, false));
        assert_eq!(columns("filename,label,points"), index(0, 1, true));
        assert_eq!(columns("image"), None);
        for (line, path, label) in [
            ("a/1.png cat", "a/1.png", "cat"),
            ("my images/1.png  alarm clock", "my images/1.png", "alarm clock"),
        ] {
            assert_eq!(columns(line), index(0, 1, false));
            assert_eq!(Form::of(line).unwrap().fields(line), [path, label]);
            assert!(is_table(format!("{line}\n{line}\n2.pn").as_bytes()), "{line}");
        }
        // A list of images, which lists of classes may be.
        assert!(!is_table(b"alarm clock/1.png\nalarm clock/2.png\n"));
        assert!(!is_table(b"a.png b.png\n") && !is_table(b"see a.png for\nwhat it is\n"));
    }
}
