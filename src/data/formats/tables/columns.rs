//! The columns of a table.

use crate::data::formats::bitmaps::LEAST_SIDE_PX;
use crate::data::names::file_names::is_image;

/// What stands between the fields of a line.
pub(super) const MARKS: [char; 3] = [',', ';', '\t'];
/// What heads the column of the classes of images.
const LABELS: [&str; 17] = [
    "label",
    "labels",
    "class",
    "class_name",
    "classname",
    "category",
    "target",
    "word",
    "symbol",
    "symbol_id",
    "species",
    "character",
    "class_label",
    "label_name",
    "class_id",
    "label_id",
    "character_id",
];
/// What heads the column of the paths of images.
pub(in crate::data::formats) const PATHS: [&str; 17] = [
    "image",
    "images",
    "filename",
    "file_name",
    "file",
    "path",
    "filepath",
    "filepaths",
    "file_path",
    "image_path",
    "img_path",
    "img",
    "image_name",
    "image_id",
    "image_file",
    "id",
    "name",
];

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
    let Some(form) = Form::of(&first) else { return false };
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
        let find = |names: &[&str]| {
            let is =
                |name: &&str| first.iter().position(|own| own.trim().eq_ignore_ascii_case(name));
            names.iter().find_map(is)
        };
        if let Some(drawing) = find(&["drawing"]).filter(|_| first.len() > 1) {
            let (word, recognized) = (find(&["word"]), find(&["recognized"]));
            return Some(Columns::Strokes { drawing, word, recognized });
        }
        if first.len() > LEAST_SIDE_PX * LEAST_SIDE_PX {
            match find(&LABELS[..3]) {
                Some(label) => {
                    // As pandas writes it.
                    let is_numbered = label > 0 && ["", "Unnamed: 0"].contains(&first[0].trim());
                    let label = label - usize::from(is_numbered);
                    return Some(Columns::Pixels { label, has_head: true, is_numbered });
                }
                // The last may be cut.
                None if first[..first.len() - 1].iter().all(|field| number(field).is_some()) => {
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

/// A number, with a point or, as much of Europe writes it, a comma.
pub(super) fn number(field: &str) -> Option<f32> {
    field.parse().ok().or_else(|| field.replace(',', ".").parse().ok())
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

/// The fields of a line. One in quotes may hold marks, and a quote as two.
fn fields(line: &str, mark: char) -> Vec<String> {
    let (mut fields, mut is_quoted) = (vec![String::new()], false);
    let mut letters = line.trim_matches([' ', '\r', '\n']).chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                fields.last_mut().expect("there is one").push('"');
            }
            '"' => is_quoted = !is_quoted,
            letter if letter == mark && !is_quoted => fields.push(String::new()),
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
        assert_eq!(fields("a,\"b,\"\"c\"\"\",,d", ','), ["a", "b,\"c\"", "", "d"]);
        assert_eq!(fields("a,b;\"c;d\"", ';'), ["a,b", "c;d"]);
    }

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
        ] {
            assert!(is_table(table.as_bytes()), "{table}");
            assert!(is_table(table.replace(',', ";").as_bytes()), "{table}");
        }
        assert!(!is_table(format!("7{zeros},0\n").as_bytes()));
        for other in [
            "name,age\nx,3",
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
