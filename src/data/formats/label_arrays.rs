//! The classes of the images of an array, in an array beside it.

use crate::data::formats::numpy::npy::Array;
use crate::data::names::parts::{part_of, words};

/// Names the class of each image.
#[derive(Clone, Copy)]
pub(in crate::data) enum Labels<'a> {
    Numbers(&'a Array),
    /// A row for each image, of one 1 among zeros.
    OneHot(&'a Array),
    Texts(&'a [String]),
}

impl<'a> Labels<'a> {
    /// The labels in an array of numbers, if it can be one of them for so many images.
    pub fn of(array: &'a Array, count: usize) -> Option<Labels<'a>> {
        match array.shape[..] {
            [n] | [n, 1] if n == count && array.is_whole_numbers() => Some(Labels::Numbers(array)),
            [n, classes] if n == count && is_one_hot(array, classes) => Some(Labels::OneHot(array)),
            _ => None,
        }
    }

    /// The class of an image.
    pub fn get(&self, number: usize) -> String {
        match self {
            Labels::Numbers(array) => array.get(number).to_string(),
            Labels::OneHot(array) => one(array, number).unwrap_or_default().to_string(),
            Labels::Texts(texts) => texts[number].clone(),
        }
    }
}

/// What arrays of labels are called: a word of their names.
const NAMES: [&str; 9] =
    ["label", "labels", "y", "class", "classes", "target", "targets", "category", "categories"];

/// Whether an array is called one of labels, and not of the names of the classes.
pub(super) fn is_named_so(key: &str) -> bool {
    let words = words(key);
    words.iter().any(|word| NAMES.contains(&word.as_str()))
        && !words.iter().any(|word| word.contains("name"))
}

/// The labels of the images of an array of this name, of those that fit them: of the same part of the data set, and
/// called labels, if there are such.
///
/// *Errors*: that several are left.
pub(super) fn choose<'a>(
    images: &str,
    mut fitting: Vec<(&str, Labels<'a>)>,
) -> Result<Option<Labels<'a>>, String> {
    fitting.retain(|(key, _)| match (part_of(key), part_of(images)) {
        (Some(own), Some(part)) => own == part,
        _ => true,
    });
    if fitting.iter().any(|(key, _)| is_named_so(key)) {
        fitting.retain(|(key, _)| is_named_so(key));
    }
    match fitting[..] {
        [] => Ok(None),
        [(_, only)] => Ok(Some(only)),
        _ => {
            let keys: Vec<&str> = fitting.iter().map(|(key, _)| *key).collect();
            Err(format!("{} could all be its labels: leave one of them", keys.join(", ")))
        }
    }
}

/// Where the one of a row is.
fn one(array: &Array, row: usize) -> Option<usize> {
    let classes = array.shape[1];
    (0..classes).find(|class| array.get(row * classes + class) == 1.0)
}

fn is_one_hot(array: &Array, classes: usize) -> bool {
    let is_one = |row: usize| {
        let values = (0..classes).map(|class| array.get(row * classes + class));
        let (ones, others): (Vec<f64>, Vec<f64>) = values.partition(|value| *value == 1.0);
        ones.len() == 1 && others.iter().all(|value| *value == 0.0)
    };
    classes > 1 && (0..array.shape[0]).all(is_one)
}
