//! The classes of the images of an array, in an array beside it.

use super::npy::Array;

/// Names the class of each image.
#[derive(Clone, Copy)]
pub(super) enum Labels<'a> {
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
