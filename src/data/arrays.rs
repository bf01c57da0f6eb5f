//! NumPy's files: bitmaps of Quick, Draw!, and strokes of sketch-rnn.

use std::io::{Cursor, Read};
use std::rc::Rc;
use std::sync::Arc;

use zip::ZipArchive;

use super::bitmaps::Bitmaps;
use super::files::{split_folder, unpacked_name};
use super::gathered::Gathered;
use super::npy::{Array, Header};
use super::source::{Budget, cannot_read};
use super::{pickle, sketch_rnn};
use crate::{Code, Error, Result};

/// Names of arrays that are no names of classes, whatever number they end in.
const PARTS: [&str; 14] = [
    "arr", "x", "data", "image", "imgs", "bitmap", "stroke", "sketch", "sketche", "drawing",
    "train", "valid", "val", "test",
];

/// A file of one array: the bitmaps, or the strokes, of one class, that of the file's name.
///
/// *Source*: `full/numpy_bitmap` of the Quick, Draw! data set: `[n, 784]` bytes, light ink on dark paper.
pub(super) fn read_npy(
    path: &str,
    content: impl Read,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    let name = budget.name(path);
    let bytes = budget.read(path, content, budget.limits().array_bytes)?;
    gathered.begin(&name);
    let entry = Entry::read(String::new(), bytes).map_err(|why| bad(&name, &why))?;
    if !entry.add(&class_of(path), &[], budget, gathered).map_err(|e| e.within(&name))? {
        return Err(bad(&name, &format!("no array of drawings: {}", entry.text())));
    }
    Ok(())
}

/// A file of several arrays: parts of one class, that of the file's name; or a class each, by their names; or images
/// with a second array of their classes.
///
/// *Source*: `hardmaru/sketch-rnn-datasets` and the sketch-rnn files of Quick, Draw! have `train`, `valid` and `test`;
/// Keras' `mnist.npz` has `x_train` and `y_train`.
pub(super) fn read_npz(
    path: &str,
    content: impl Read,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    let name = budget.name(path);
    let bytes = budget.read(path, content, budget.limits().array_bytes)?;
    gathered.begin(&name);
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| cannot_read(&name, e))?;
    let mut entries = Vec::new();
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|e| cannot_read(&name, e))?;
        let key = entry.name().map_err(|e| cannot_read(&name, e))?.to_string();
        let Some(key) = key.strip_suffix(".npy").map(str::to_string) else { continue };
        let place = format!("{path}/{key}");
        let bytes = budget.read(&place, entry, budget.limits().array_bytes)?;
        entries.push(Entry::read(key, bytes));
    }
    let found: Vec<&Entry> = entries.iter().flatten().collect();
    let mut has_drawings = false;
    for entry in &found {
        let class = if is_part(&entry.key) {
            class_of(path)
        } else {
            class_of(&format!("{path}/{}", entry.key))
        };
        has_drawings |= entry
            .add(&class, &found, budget, gathered)
            .map_err(|e| e.within(&format!("{name}/{}", entry.key)))?;
    }
    if has_drawings {
        return Ok(());
    }
    if let Some(why) = entries.iter().find_map(|entry| entry.as_ref().err()) {
        return Err(bad(&name, why));
    }
    let texts: Vec<String> = found.iter().map(|entry| entry.text()).collect();
    Err(bad(&name, &format!("no array of drawings: {}", texts.join(", "))))
}

fn bad(name: &str, why: &str) -> Error {
    Error::new(Code::BadData, format!("cannot read {name}: {why}"))
}

/// Whether the name of an array is that of a part of a data set.
fn is_part(key: &str) -> bool {
    let words = key.split(['_', '-', '.']).map(|word| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
        word.strip_suffix('s').unwrap_or(&word).to_string()
    });
    words.into_iter().all(|word| word.is_empty() || PARTS.contains(&word.as_str()))
}

/// The class that a file's name says: without its endings, and what Google's storage puts before it.
fn class_of(path: &str) -> String {
    let path = path.replace("%20", " ").replace("%2F", "_").replace("%2f", "_");
    let (folder, file) = split_folder(&path);
    let file = unpacked_name(file);
    let endings = [".npy", ".npz", ".full"];
    let file = endings.iter().fold(file, |file, ending| file.strip_suffix(ending).unwrap_or(file));
    let before = ["full_numpy_bitmap_", "numpy_bitmap_", "sketchrnn_"];
    let file = before.iter().find_map(|before| file.strip_prefix(before)).unwrap_or(file);
    let folder = if folder.ends_with(".npz") { class_of(folder) } else { folder.into() };
    if folder == "." { file.into() } else { format!("{folder}/{file}") }
}

fn is_all_drawings(arrays: &[Array]) -> bool {
    !arrays.is_empty() && arrays.iter().all(|array| sketch_rnn::is_drawing(&array.shape))
}

/// An array with its name.
struct Entry {
    key: String,
    content: Content,
}

enum Content {
    One(Array),
    Many(Vec<Array>),
}

impl Entry {
    fn read(key: String, bytes: Vec<u8>) -> std::result::Result<Entry, String> {
        let header = Header::read(&bytes)?;
        let bytes: Rc<[u8]> = bytes.into();
        let content = match header.number {
            Some(number) => Content::One(Array::new(
                number,
                header.shape,
                header.is_fortran,
                bytes,
                header.end,
            )?),
            None => Content::Many(pickle::arrays(bytes, header.end)?),
        };
        Ok(Entry { key, content })
    }

    /// Its name and its shape, for messages.
    fn text(&self) -> String {
        match &self.content {
            Content::One(array) => format!("{} {:?}", self.key, array.shape).trim_start().into(),
            Content::Many(arrays) => {
                format!("{} of {} arrays", self.key, arrays.len()).trim_start().into()
            }
        }
    }

    /// Takes the drawings in it, if it has any.
    fn add(
        &self,
        class: &str,
        beside: &[&Entry],
        budget: &mut Budget,
        gathered: &mut Gathered,
    ) -> Result<bool> {
        let array = match &self.content {
            Content::One(array) => array,
            Content::Many(arrays) if is_all_drawings(arrays) => {
                let add = |array| gathered.add_strokes(class, sketch_rnn::strokes(array), budget);
                return arrays.iter().try_for_each(add).map(|()| true);
            }
            Content::Many(_) => return Ok(false),
        };
        if array.shape.len() == 3 && sketch_rnn::is_drawing(&array.shape[1..]) {
            for i in 0..array.shape[0] {
                gathered.add_strokes(class, sketch_rnn::strokes(&array.item(i)), budget)?;
            }
            return Ok(true);
        }
        let labels = self.labels(beside);
        let most = if labels.is_some() {
            usize::MAX
        } else {
            gathered.config.per_class.unwrap_or(usize::MAX)
        };
        let Some(bitmaps) = Bitmaps::new(array, most) else { return Ok(false) };
        let bitmaps = Arc::new(bitmaps.map_err(|why| Error::new(Code::BadData, why))?);
        for i in 0..bitmaps.len() {
            let label = labels.map(|labels| labels.get(i).to_string());
            gathered.add_bitmap(label.as_deref().unwrap_or(class), &bitmaps, i);
        }
        Ok(true)
    }

    /// The classes of its items, where an array beside it has them.
    fn labels<'a>(&self, beside: &[&'a Entry]) -> Option<&'a Array> {
        let count = match &self.content {
            Content::One(array) => *array.shape.first()?,
            Content::Many(_) => return None,
        };
        let labels = |entry: &&'a Entry| match &entry.content {
            Content::One(array)
                if array.is_whole_numbers()
                    && matches!(array.shape[..], [n] | [n, 1] if n == count) =>
            {
                Some((part_of(&entry.key), array))
            }
            _ => None,
        };
        let found: Vec<_> = beside.iter().filter_map(labels).collect();
        match found[..] {
            [(_, only)] => Some(only),
            _ => {
                found.iter().find(|(part, _)| *part == part_of(&self.key)).map(|(_, array)| *array)
            }
        }
    }
}

/// The part of a data set that the name of an array tells.
fn part_of(key: &str) -> Option<&'static str> {
    ["train", "valid", "val", "test"].into_iter().find(|part| key.to_lowercase().contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_what_the_name_of_a_file_says() {
        for (path, class) in [
            ("cat.npy", "cat"),
            ("full_numpy_bitmap_alarm clock.npy", "alarm clock"),
            ("full%2Fnumpy_bitmap%2Falarm%20clock.npy", "alarm clock"),
            ("sketchrnn_cat.full.npz", "cat"),
            ("animals/cat.npy.gz", "animals/cat"),
            ("animals.npz/cat", "animals/cat"),
        ] {
            assert_eq!(class_of(path), class);
        }
    }

    #[test]
    fn names_of_parts_are_no_classes() {
        assert!(
            ["train", "arr_0", "x_train", "test_images", "X", "valid"]
                .iter()
                .all(|key| is_part(key))
        );
        assert!(!["cat", "x-ray", "train track"].iter().any(|key| is_part(key)));
    }
}
