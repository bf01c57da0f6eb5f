//! What an array of NumPy is made of: numbers, pickled arrays, or texts.

use std::rc::Rc;

use super::npy::{Array, Header, Item};
use super::pickle::Objects;
use super::{npy, pickle};
use crate::data::formats::bitmaps::Bitmaps;
use crate::data::formats::label_arrays::Labels;

/// What an array is made of.
pub(in crate::data) enum Content {
    One(Array),
    Many(Vec<Array>),
    Texts(Vec<String>),
}

/// A file of images, or of labels, that waits for the other.
pub(in crate::data) struct Waiting {
    /// Its path in its source.
    pub path: String,
    /// The same, for messages.
    pub name: String,
    pub content: Content,
    pub is_labels: bool,
}

impl Content {
    /// *Errors*: what is wrong, to be read after the array's name.
    pub fn read(bytes: Vec<u8>) -> Result<Content, String> {
        let header = Header::read(&bytes)?;
        let bytes: Rc<[u8]> = bytes.into();
        let Header { item, shape, is_fortran, end } = header;
        Ok(match item {
            Item::Number(number) => {
                Content::One(Array::new(number, shape, is_fortran, bytes, end)?)
            }
            Item::Text { letters, is_wide } => {
                let count = shape.iter().try_fold(1, |all: usize, &size| all.checked_mul(size));
                let count = count.ok_or("fewer texts than its shape says")?;
                Content::Texts(npy::texts(letters, is_wide, count, &bytes[end..])?)
            }
            Item::Object => match pickle::objects(bytes, end)? {
                Objects::Arrays(arrays) => Content::Many(arrays),
                Objects::Labels(labels) => Content::Texts(labels),
            },
        })
    }

    /// Its shape behind its name, for messages.
    pub fn text(&self, name: &str) -> String {
        let text = match self {
            Content::One(array) => format!("{name} {:?}", array.shape),
            Content::Many(arrays) => format!("{name} of {} arrays", arrays.len()),
            Content::Texts(texts) => format!("{name} of {} texts", texts.len()),
        };
        text.trim_start().into()
    }

    /// How many items it has.
    pub fn len(&self) -> usize {
        match self {
            Content::One(array) => array.shape.first().copied().unwrap_or_default(),
            Content::Many(arrays) => arrays.len(),
            Content::Texts(texts) => texts.len(),
        }
    }

    /// The labels in it, if it can be one for each of so many images.
    pub fn labels(&self, count: usize) -> Option<Labels<'_>> {
        match self {
            Content::One(array) => Labels::of(array, count),
            Content::Texts(texts) if texts.len() == count => Some(Labels::Texts(texts)),
            _ => None,
        }
    }

    /// The first images in it, if it can be such; see [`Bitmaps::new`].
    pub fn bitmaps(&self, most: usize) -> Option<Result<Bitmaps, String>> {
        match self {
            Content::One(array) => Bitmaps::new(array, most),
            _ => None,
        }
    }

    /// Whether it can be labels, or images, of which the others are in another file.
    pub fn can_be(&self, labels: bool) -> bool {
        match self {
            _ if labels => self.labels(self.len()).is_some(),
            Content::One(array) => Bitmaps::is_shape(&array.shape),
            _ => false,
        }
    }
}
