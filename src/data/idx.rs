//! IDX, the form of MNIST and its like, with images in one file and their labels in another: such files and their names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::file_names::{is_idx_name, split_folder, words};
use super::npy::{Array, Number};

/// Words in the names of such files that tell what they hold, and not of which data set.
const CONTENTS: [&str; 10] =
    ["images", "image", "imgs", "labels", "label", "idx1", "idx3", "idx", "ubyte", ""];

/// A file of images, or of labels, that waits for the other.
pub(super) struct Waiting {
    /// Its path in its source.
    pub path: String,
    /// The same, for messages.
    pub name: String,
    pub array: Array,
}

/// Whether a file begins with the mark of IDX: two zeros, a type of numbers, and how many dimensions there are.
pub(super) fn is_idx(start: &[u8]) -> bool {
    matches!(start, [0, 0, kind, 1..=4, ..] if number(*kind).is_some())
}

/// The type of numbers.
fn number(kind: u8) -> Option<Number> {
    let names = [(8, "u1"), (9, "i1"), (11, ">i2"), (12, ">i4"), (13, ">f4"), (14, ">f8")];
    names.into_iter().find(|(own, _)| *own == kind).and_then(|(_, name)| Number::new(name))
}

/// The numbers of a file.
///
/// *Source*: "The IDX file format" of the page of MNIST by LeCun, Cortes and Burges: a mark, the sizes of the dimensions,
/// four bytes each, and the numbers, all with the highest byte first.
///
/// *Errors*: what is wrong, to be read after the name of the file.
pub(super) fn array(bytes: Vec<u8>) -> Result<Array, String> {
    let cut = || "the header is cut short".to_string();
    let &[_, _, kind, count] = bytes.first_chunk().ok_or_else(cut)?;
    let start = 4 + 4 * usize::from(count);
    let sizes = bytes.get(4..start).ok_or_else(cut)?.as_chunks().0.iter();
    let shape: Vec<usize> = sizes.map(|&size| u32::from_be_bytes(size) as usize).collect();
    let number = number(kind).ok_or("numbers of an unknown type")?;
    let array = Array::new(number, shape, false, bytes.into(), start)?;
    if array.is_to_the_end() { Ok(array) } else { Err("more bytes than its sizes say".into()) }
}

/// The file on the disk that belongs to one of images, or to one of labels.
pub(super) fn partner(file: &Path) -> Option<PathBuf> {
    let names = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let own = names(file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut others: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    others.sort();
    others
        .into_iter()
        .find(|path| path.is_file() && names(path).is_some_and(|name| belong_together(&own, &name)))
}

/// Leaves out labels whose images are there too: those bring them along.
pub(super) fn drop_labels(files: &mut BTreeMap<PathBuf, &Path>) {
    let names: Vec<String> = files.keys().map(|file| file.to_string_lossy().into_owned()).collect();
    let is_brought =
        |file: &str| is_of_labels(file) && names.iter().any(|other| belong_together(other, file));
    files.retain(|file, _| !is_brought(&file.to_string_lossy()));
}

/// Whether one name is that of images, and the other that of their labels.
pub(super) fn belong_together(left: &str, right: &str) -> bool {
    is_idx_name(left)
        && is_idx_name(right)
        && key(left) == key(right)
        && is_of_labels(left) != is_of_labels(right)
}

fn is_of_labels(path: &str) -> bool {
    words(path).iter().any(|word| word.starts_with("label"))
}

/// What the paths of images and of their labels have in common.
pub(super) fn key(path: &str) -> String {
    let words = words(path).into_iter().filter(|word| !CONTENTS.contains(&word.as_str()));
    format!("{}/{}", split_folder(path).0, words.collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_and_their_labels_are_told_by_their_names() {
        for (images, labels) in [
            ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
            ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte.gz"),
            (
                "emnist-letters-test-images-idx3-ubyte.gz",
                "emnist-letters-test-labels-idx1-ubyte.gz",
            ),
        ] {
            assert!(belong_together(images, labels) && belong_together(labels, images));
            assert!(!belong_together(images, images));
        }
        assert!(!belong_together("train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"));
        assert!(!belong_together("a/train-images-idx3-ubyte", "b/train-labels-idx1-ubyte"));
        assert!(!belong_together("cat.png", "labels.png"));
    }

    #[test]
    fn every_byte_of_a_file_belongs_to_its_numbers() {
        let whole = [&[0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1][..], &[7, 9]].concat();
        assert_eq!(array(whole.clone()).unwrap().get(1), 9.0);
        for length in 0..whole.len() {
            assert!(array(whole[..length].to_vec()).is_err(), "{length}");
        }
        assert!(array([&whole[..], b"!"].concat()).is_err());
        assert!(array([&[0, 0, 8, 3][..], &[255; 12]].concat()).is_err());
    }
}
