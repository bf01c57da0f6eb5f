//! Reads images, and their labels, from MATLAB's files.

mod images;
mod labels;
mod variables;

use std::sync::Arc;

use flate2::read::ZlibDecoder;

use crate::data::formats::numpy;
use crate::data::formats::pairs::class_folder;
use crate::data::formats::reading::Reading;
use crate::data::names::file_names::class_of;
use crate::data::names::parts::part;
use crate::data::sources::source::bad;
use crate::{Code, Error, Result};
use images::Class;
use labels::Labelling;
use variables::variables;

/// How many variables a message names.
const SHOWN: usize = 6;

/// Reads the images of a file, each of the class that another variable tells, or that their own name tells.
///
/// *Source*: `emnist-letters.mat` and its like (Cohen et al. 2017) have `dataset.train.images`, an image a row, and
/// `dataset.train.labels`; `train_32x32.mat` of SVHN (Netzer et al. 2011) has `X`, whose last dimension counts the images,
/// and `y`; `data_background.mat` of Omniglot (Lake, Salakhutdinov, Tenenbaum 2015) has `images` in cells in cells in
/// cells, and `names`.
///
/// *Errors*: `bad-data` that names the file, and the variable where it is one.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let limit = reading.budget.limits().array_bytes;
    let bytes = reading.bytes(limit)?;
    let Reading { path, name, budget, gathered, .. } = reading;
    let variables = variables(bytes, |packed| {
        let bytes = budget.read(path, ZlibDecoder::new(packed), limit);
        bytes.map_err(|error| error.message().to_string())
    });
    let variables = variables.map_err(|why| bad(&name, &why))?;
    let labels = Labelling::of(&variables);
    let (mut has_images, mut unused) = (false, Vec::new());
    for (key, value) in &variables {
        let most = gathered.config.per_class;
        let images = images::images(key, value, &labels, most);
        let within = |why: String| Error::new(Code::BadData, format!("{name}/{key}: {why}"));
        let images = images.map_err(within)?;
        if images.is_empty() && images::could_be_images(value) {
            unused.push(format!("{name}/{} was not read: no images", value.text(key)));
        }
        has_images |= !images.is_empty();
        for one in images {
            let bitmaps = Arc::new(one.bitmaps);
            for number in 0..bitmaps.len() {
                let class = match &one.class {
                    Class::Labels(labels) => class_folder(path) + &labels.get(number),
                    Class::Named(name) => class_folder(path) + name,
                    Class::OfVariable => class_of_variable(path, key),
                };
                gathered.add_bitmap(&class, &bitmaps, number);
            }
        }
    }
    if has_images {
        gathered.remarks.extend(unused);
        return Ok(());
    }
    let mut texts: Vec<String> = variables.iter().map(|(key, value)| value.text(key)).collect();
    if texts.len() > SHOWN {
        texts.splice(SHOWN.., ["…".into()]);
    }
    Err(bad(&name, &format!("no array of images: {}", texts.join(", "))))
}

/// The class of images without labels: the number in `train0`, the name of their variable, or that of the file.
fn class_of_variable(path: &str, key: &str) -> String {
    let (_, last) = key.rsplit_once('.').unwrap_or(("", key));
    let word = last.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if part(word).is_some() && word.len() < last.len() {
        return class_folder(path) + &last[word.len()..];
    }
    if numpy::is_of_contents(key) { class_of(path) } else { class_of(&format!("{path}/{key}")) }
}
