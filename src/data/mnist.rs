//! Reads images and their labels in the form of MNIST.

use std::io::Read;
use std::sync::Arc;

use super::bitmaps::Bitmaps;
use super::file_names::split_folder;
use super::gathered::Gathered;
use super::idx::{self, Waiting};
use super::label_arrays::Labels;
use super::parts::is_part;
use super::source::Budget;
use crate::{Code, Error, Result};

/// Reads a file, which then waits for the other.
///
/// *Errors*: `bad-data` that names the file.
pub(super) fn read(
    path: &str,
    content: impl Read,
    budget: &mut Budget,
    gathered: &mut Gathered,
) -> Result<()> {
    let name = budget.name(path);
    let bytes = budget.read(path, content, budget.limits().array_bytes)?;
    let array = idx::array(bytes).map_err(|why| bad(&name, &why))?;
    gathered.waiting.push(Waiting { path: path.into(), name, array });
    Ok(())
}

/// Takes the images that have waited, with their labels.
///
/// *Errors*: `bad-data` for images without labels, or with more or fewer.
pub(super) fn finish(gathered: &mut Gathered) -> Result<()> {
    let waiting = std::mem::take(&mut gathered.waiting);
    let (labels, images): (Vec<Waiting>, Vec<Waiting>) =
        waiting.into_iter().partition(|file| file.array.shape.len() == 1);
    let mut keys: Vec<String> = Vec::new();
    for Waiting { path, name, array } in images {
        let key = idx::key(&path);
        if keys.contains(&key) {
            gathered.remarks.push(format!("{name} was not read: another file has its images"));
            continue;
        }
        let own = labels.iter().find(|labels| idx::key(&labels.path) == key);
        let missing =
            || bad(&name, "no file of labels, such as train-labels-idx1-ubyte, beside it");
        let own = own.ok_or_else(missing)?;
        let unfit = format!("{} images, and {} labels", array.shape[0], own.array.len());
        let labels = Labels::of(&own.array, array.shape[0]).ok_or_else(|| bad(&name, &unfit))?;
        let shape = format!("{:?} is no array of images", array.shape);
        let bitmaps = Bitmaps::new(&array, usize::MAX).ok_or_else(|| bad(&name, &shape))?;
        let bitmaps = Arc::new(bitmaps.map_err(|why| bad(&name, &why))?);
        drop(array);
        gathered.begin(&name);
        let folder = class_folder(&path);
        for number in 0..bitmaps.len() {
            gathered.add_bitmap(&format!("{folder}{}", labels.get(number)), &bitmaps, number);
        }
        keys.push(key);
    }
    let alone = labels.iter().filter(|labels| !keys.contains(&idx::key(&labels.path)));
    let remark = |labels: &Waiting| format!("{} was not read: labels of no images", labels.name);
    gathered.remarks.extend(alone.map(remark));
    Ok(())
}

/// The folder that the classes of a file lie in, with a `/` behind: that of the file, and in it one of the name of the
/// data set, such as `emnist-letters`, if the file's name has it.
fn class_folder(path: &str) -> String {
    let key = idx::key(path);
    let (folder, name) = split_folder(&key);
    let words = name.split('-').filter(|word| !is_part(word)).collect::<Vec<_>>().join("-");
    let parts = [folder, &words].into_iter().filter(|part| !["", "."].contains(part));
    parts.map(|part| format!("{part}/")).collect()
}

fn bad(name: &str, why: &str) -> Error {
    Error::new(Code::BadData, format!("cannot read {name}: {why}"))
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
        ] {
            assert_eq!(class_folder(path), folder);
        }
    }
}
