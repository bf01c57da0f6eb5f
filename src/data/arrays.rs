//! NumPy's files: bitmaps of Quick, Draw!, and strokes of sketch-rnn.

use std::io::{Cursor, Read};
use std::rc::Rc;
use std::sync::Arc;

use zip::ZipArchive;

use super::bitmaps::Bitmaps;
use super::file_names::class_of;
use super::gathered::Gathered;
use super::label_arrays::{self, Labels};
use super::npy::{Array, Header, Item};
use super::source::{Budget, cannot_read};
use super::{npy, pickle, sketch_rnn};
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
        entries.push((key.clone(), Entry::read(key, bytes)));
    }
    let found: Vec<&Entry> = entries.iter().flat_map(|(_, entry)| entry).collect();
    let (mut has_drawings, mut unused) = (false, Vec::new());
    for entry in &found {
        let class = if is_part(&entry.key) {
            class_of(path)
        } else {
            class_of(&format!("{path}/{}", entry.key))
        };
        let added = entry.add(&class, &found, budget, gathered);
        let has_own = added.map_err(|e| e.within(&format!("{name}/{}", entry.key)))?;
        has_drawings |= has_own;
        unused.extend(entry.remark().filter(|_| !has_own));
    }
    let unread = entries.iter().filter_map(|(key, entry)| Some((key, entry.as_ref().err()?)));
    for (key, why) in unread {
        if !has_drawings || label_arrays::is_named_so(key) {
            return Err(bad(&format!("{name}/{key}"), why));
        }
        gathered.remarks.push(format!("{name}/{key} was not read: {why}"));
    }
    if has_drawings {
        gathered.remarks.extend(unused.iter().map(|remark| format!("{name}/{remark}")));
        return Ok(());
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

fn is_all_drawings(arrays: &[Array]) -> bool {
    !arrays.is_empty()
        && arrays.iter().all(|array| array.shape.len() == 2 && sketch_rnn::is_drawing(array))
}

/// An array with its name.
struct Entry {
    key: String,
    content: Content,
}

enum Content {
    One(Array),
    Many(Vec<Array>),
    Texts(Vec<String>),
}

impl Entry {
    fn read(key: String, bytes: Vec<u8>) -> std::result::Result<Entry, String> {
        let header = Header::read(&bytes)?;
        let bytes: Rc<[u8]> = bytes.into();
        let Header { item, shape, is_fortran, end } = header;
        let content = match item {
            Item::Number(number) => {
                Content::One(Array::new(number, shape, is_fortran, bytes, end)?)
            }
            Item::Text { letters, is_wide } => {
                let count = shape.iter().try_fold(1, |all: usize, &size| all.checked_mul(size));
                let count = count.ok_or("fewer texts than its shape says")?;
                Content::Texts(npy::texts(letters, is_wide, count, &bytes[end..])?)
            }
            Item::Object => Content::Many(pickle::arrays(bytes, end)?),
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
            Content::Texts(texts) => {
                format!("{} of {} texts", self.key, texts.len()).trim_start().into()
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
            Content::Many(_) | Content::Texts(_) => return Ok(false),
        };
        if array.shape.len() == 3 && sketch_rnn::is_drawing(array) {
            for i in 0..array.shape[0] {
                gathered.add_strokes(class, sketch_rnn::strokes(&array.item(i)), budget)?;
            }
            return Ok(true);
        }
        let bad = |why| Error::new(Code::BadData, why);
        let labels =
            if Bitmaps::is_shape(array) { self.labels(beside).map_err(bad)? } else { None };
        let most = if labels.is_some() {
            usize::MAX
        } else {
            gathered.config.per_class.unwrap_or(usize::MAX)
        };
        let Some(bitmaps) = Bitmaps::new(array, most) else { return Ok(false) };
        if let [rows, columns] = array.shape[..]
            && rows == columns
            && labels.is_none()
        {
            let side = columns.isqrt();
            return Err(bad(format!(
                "[{rows}, {columns}] may be one image or {rows}: make it [1, {rows}, {columns}] or [{rows}, {side}, {side}]"
            )));
        }
        let bitmaps = Arc::new(bitmaps.map_err(bad)?);
        for i in 0..bitmaps.len() {
            let label = labels.map(|labels| labels.get(i));
            gathered.add_bitmap(label.as_deref().unwrap_or(class), &bitmaps, i);
        }
        Ok(true)
    }

    /// The classes of its items, where an array beside it has them.
    ///
    /// *Errors*: which arrays could all be those, or which one should be and is not.
    fn labels<'a>(
        &'a self,
        beside: &[&'a Entry],
    ) -> std::result::Result<Option<Labels<'a>>, String> {
        let Content::One(array) = &self.content else { return Ok(None) };
        let count = array.shape.first().copied().unwrap_or_default();
        let fitting = |entry: &&'a Entry| {
            let labels = match &entry.content {
                Content::One(array) => Labels::of(array, count),
                Content::Texts(texts) if texts.len() == count => Some(Labels::Texts(texts)),
                _ => None,
            };
            labels.map(|labels| (entry.key.as_str(), labels))
        };
        let labels = label_arrays::choose(&self.key, beside.iter().filter_map(fitting).collect())?;
        let unfit = beside.iter().find(|entry| label_arrays::is_named_so(&entry.key));
        match unfit.filter(|_| labels.is_none()) {
            Some(unfit) => Err(format!("{} does not have a label for each of them", unfit.text())),
            None => Ok(labels),
        }
    }

    /// What is to be said of it, if it was not used although it could be of drawings.
    fn remark(&self) -> Option<String> {
        let is_plain = match &self.content {
            Content::One(array) => {
                array.shape.len() < 2 || Labels::of(array, array.shape[0]).is_some()
            }
            Content::Many(_) => false,
            Content::Texts(_) => true,
        };
        (!is_plain).then(|| format!("{} was not read: no drawings", self.text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
