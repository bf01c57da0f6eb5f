//! Images in one file, and their labels in another.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::label_arrays::is_named_so;
use crate::Result;
use crate::data::formats::numpy::content::Waiting;
use crate::data::names::file_names::{
    class_of, has_extension, is_idx_name, split_folder, unpacked_name, words,
};
use crate::data::names::parts::is_part;
use crate::data::sources::gathered::Gathered;
use crate::data::sources::source::bad;

/// Words of names of files that say that these hold images.
const IMAGES: [&str; 8] = ["images", "image", "imgs", "img", "x", "data", "features", "bitmaps"];
/// Words that say nothing of which data set it is, besides those.
const FORMS: [&str; 8] = ["idx1", "idx3", "idx", "ubyte", "npy", "npz", "mat", ""];

/// Whether the name of a file of NumPy says that it holds labels, or images; none if it says neither.
pub(super) fn says_labels(path: &str) -> Option<bool> {
    if is_of_labels(path) {
        return Some(true);
    }
    words(path).iter().any(|word| IMAGES.contains(&word.as_str())).then_some(false)
}

/// Takes the images that have waited, with their labels.
///
/// *Errors*: `bad-data` for images without labels, or with more or fewer.
pub(in crate::data) fn finish(gathered: &mut Gathered) -> Result<()> {
    let waiting = std::mem::take(&mut gathered.waiting);
    let (labels, images): (Vec<Waiting>, Vec<Waiting>) =
        waiting.into_iter().partition(|file| file.is_labels);
    let mut keys: Vec<String> = Vec::new();
    for images in images {
        let key = key(&images.path);
        if keys.contains(&key) {
            let remark = format!("{} was not read: another file has its images", images.name);
            gathered.remarks.push(remark);
            continue;
        }
        let own = labels.iter().find(|labels| self::key(&labels.path) == key);
        add(images, own, gathered)?;
        keys.push(key);
    }
    let alone = labels.iter().filter(|labels| !keys.contains(&key(&labels.path)));
    let remark = |labels: &Waiting| format!("{} was not read: labels of no images", labels.name);
    gathered.remarks.extend(alone.map(remark));
    Ok(())
}

fn add<'w>(images: Waiting, labels: Option<&'w Waiting>, gathered: &mut Gathered) -> Result<()> {
    let Waiting { path, name, content, .. } = images;
    if labels.is_none() && must_have_labels(&path) {
        let example = if is_idx_name(&path) { "train-labels-idx1-ubyte" } else { "y_train.npy" };
        return Err(bad(&name, &format!("no file of labels, such as {example}, beside it")));
    }
    let count = content.len();
    let unfit = |own: &Waiting| format!("{count} images, and {} labels", own.content.len());
    let fitting =
        |own: &'w Waiting| own.content.labels(count).ok_or_else(|| bad(&name, &unfit(own)));
    let labels = labels.map(fitting).transpose()?;
    let shape = format!("{} is no array of images", content.text(""));
    // Without labels, all are of one class.
    let most = if labels.is_some() { None } else { gathered.config.per_class };
    let bitmaps = content.bitmaps(most.unwrap_or(usize::MAX)).ok_or_else(|| bad(&name, &shape))?;
    let bitmaps = Arc::new(bitmaps.map_err(|why| bad(&name, &why))?);
    drop(content);
    gathered.begin(&name);
    let folder = class_folder(&path);
    for number in 0..bitmaps.len() {
        let class = match &labels {
            Some(labels) => format!("{folder}{}", labels.get(number)),
            None => class_of(&path),
        };
        gathered.add_bitmap(&class, &bitmaps, number);
    }
    Ok(())
}

/// Whether images of a file of this name are of several classes: where it tells no class, but a part of a data set.
fn must_have_labels(path: &str) -> bool {
    let words = words(path);
    is_idx_name(path) || words.iter().any(|word| is_part(word) || word == "x")
}

/// The file on the disk that belongs to one of images, or to one of labels.
pub(in crate::data) fn partner(file: &Path) -> Option<PathBuf> {
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
pub(in crate::data) fn drop_labels(files: &mut BTreeMap<PathBuf, &Path>) {
    let names: Vec<String> = files.keys().map(|file| file.to_string_lossy().into_owned()).collect();
    let is_brought =
        |file: &str| is_of_labels(file) && names.iter().any(|other| belong_together(other, file));
    files.retain(|file, _| !is_brought(&file.to_string_lossy()));
}

/// Whether one name is that of images, and the other that of their labels.
fn belong_together(left: &str, right: &str) -> bool {
    let is_one = |path: &str| is_idx_name(path) || (is_numpy(path) && says_labels(path).is_some());
    is_one(left)
        && is_one(right)
        && is_idx_name(left) == is_idx_name(right)
        && key(left) == key(right)
        && is_of_labels(left) != is_of_labels(right)
}

fn is_numpy(path: &str) -> bool {
    has_extension(unpacked_name(path), &["npy", "npz"])
}

fn is_of_labels(path: &str) -> bool {
    is_named_so(unpacked_name(split_folder(path).1))
}

/// What the paths of images and of their labels have in common.
fn key(path: &str) -> String {
    let is_content =
        |word: &str| FORMS.contains(&word) || IMAGES.contains(&word) || is_named_so(word);
    let words = words(path).into_iter().filter(|word| !is_content(word));
    format!("{}/{}", split_folder(path).0, words.collect::<Vec<_>>().join("-"))
}

/// The folder that the classes of a file lie in, with a `/` behind: that of the file, and in it one of the name of the
/// data set, such as `emnist-letters`, if the file's name has it.
pub(super) fn class_folder(path: &str) -> String {
    let key = key(path);
    let (folder, name) = split_folder(&key);
    let words = name.split('-').filter(|word| !is_part(word)).collect::<Vec<_>>().join("-");
    let parts = [folder, &words].into_iter().filter(|part| !["", "."].contains(part));
    parts.map(|part| format!("{part}/")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_data_set_is_a_folder_of_classes() {
        for (path, folder) in [
            ("train-images-idx3-ubyte", ""),
            ("MNIST/raw/t10k-images-idx3-ubyte.gz", "MNIST/raw/"),
            ("gzip/emnist-letters-train-images-idx3-ubyte.gz", "gzip/emnist-letters/"),
            ("k49-train-imgs.npz", "k49/"),
            ("X_train.npy", ""),
        ] {
            assert_eq!(class_folder(path), folder);
        }
    }

    #[test]
    fn images_and_their_labels_are_told_by_their_names() {
        for (images, labels) in [
            ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
            ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte.gz"),
            (
                "emnist-letters-test-images-idx3-ubyte.gz",
                "emnist-letters-test-labels-idx1-ubyte.gz",
            ),
            ("k49-train-imgs.npz", "k49-train-labels.npz"),
            ("X_train.npy", "y_train.npy"),
            ("Xtest.npy", "Ytest.npy.gz"),
            ("train_images.npy", "train_labels.npy"),
            ("X.npy", "y.npy"),
            ("data.npy", "targets.npy"),
        ] {
            assert!(belong_together(images, labels) && belong_together(labels, images));
            assert!(!belong_together(images, images));
        }
        for (images, other) in [
            ("train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
            ("a/train-images-idx3-ubyte", "b/train-labels-idx1-ubyte"),
            ("cat.png", "labels.png"),
            ("X_train.npy", "y_test.npy"),
            ("k49-train-imgs.npz", "kmnist-train-labels.npz"),
            ("cat.npy", "labels.npy"),
        ] {
            assert!(!belong_together(images, other), "{images}, {other}");
        }
    }
}
