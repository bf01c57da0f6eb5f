//! NumPy's files: bitmaps of Quick, Draw!, and strokes of sketch-rnn.

mod codes;
pub(in crate::data) mod content;
mod entry;
mod machine;
pub(super) mod npy;
mod pickle;
mod sketch_rnn;

use std::io::Cursor;

use zip::ZipArchive;

use crate::Result;
use crate::data::formats::label_arrays;
use crate::data::formats::pairs::says_labels;
use crate::data::formats::reading::Reading;
use crate::data::names::file_names::class_of;
use crate::data::names::parts::{is_part, words};
use crate::data::sources::gathered::Gathered;
use crate::data::sources::source::{bad, cannot_read};
use content::Waiting;
use entry::Entry;

/// Words of names of arrays that are no names of classes, whatever number they end in, besides those of parts.
const CONTENTS: [&str; 10] =
    ["arr", "x", "data", "image", "img", "bitmap", "stroke", "sketch", "sketche", "drawing"];

/// A file of one array: the bitmaps, or the strokes, of one class, that of the file's name.
///
/// *Source*: `full/numpy_bitmap` of the Quick, Draw! data set: `[n, 784]` bytes, light ink on dark paper.
pub(super) fn read_npy(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().array_bytes)?;
    let Reading { path, name, budget, gathered, .. } = reading;
    let entry = Entry::read(String::new(), bytes).map_err(|why| bad(&name, &why))?;
    let Some(entry) = wait(path, &name, entry, gathered) else { return Ok(()) };
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
pub(super) fn read_npz(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().array_bytes)?;
    let Reading { path, name, budget, gathered, .. } = reading;
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
    if entries.len() == 1 && entries[0].1.is_ok() {
        let (key, entry) = entries.remove(0);
        let Some(entry) = wait(path, &name, entry.expect("it is"), gathered) else { return Ok(()) };
        entries.push((key, Ok(entry)));
    }
    let found: Vec<&Entry> = entries.iter().flat_map(|(_, entry)| entry).collect();
    let (mut has_drawings, mut unused) = (false, Vec::new());
    for entry in &found {
        let class = if is_of_contents(&entry.key) {
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

/// Keeps the array of a file that is called as one of images, or of labels, until the other is there.
fn wait(path: &str, name: &str, entry: Entry, gathered: &mut Gathered) -> Option<Entry> {
    let is_labels = says_labels(path).filter(|&is_labels| entry.content.can_be(is_labels));
    let Some(is_labels) = is_labels else { return Some(entry) };
    let (path, name, content) = (path.into(), name.into(), entry.content);
    gathered.waiting.push(Waiting { path, name, content, is_labels });
    None
}

/// Whether the name of an array says what it holds, or of which part of a data set, and tells no class.
pub(super) fn is_of_contents(key: &str) -> bool {
    words(key).iter().all(|word| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let one = word.strip_suffix('s').unwrap_or(word);
        word.is_empty() || is_part(word) || CONTENTS.contains(&one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts_are_no_classes() {
        assert!(
            ["train", "arr_0", "x_train", "test_images", "X", "valid"]
                .iter()
                .all(|key| is_of_contents(key))
        );
        assert!(!["cat", "x-ray", "train track"].iter().any(|key| is_of_contents(key)));
    }
}
