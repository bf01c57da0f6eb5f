//! Images that are still to be decoded.

use std::fmt;
use std::sync::Arc;

use super::file::{self, Decoded, ImageKind};
use crate::data::drawing::{Drawing, Picture, Place};
use crate::data::formats::bitmaps::Bitmaps;
use crate::{Code, Error, Result};

/// An image that is still to be decoded, and where it lies.
pub(in crate::data) struct Unread {
    pub class: String,
    pub source: Arc<str>,
    pub place: Place,
    pub content: Encoded,
}

/// An image as its source has it.
pub(in crate::data) enum Encoded {
    /// The bytes of a file of its own.
    File(Vec<u8>),
    /// One of many in an array. If it is empty, it is skipped, as empty strokes are.
    Row(Arc<Bitmaps>, usize),
}

impl Unread {
    /// It once it is decoded.
    pub fn drawing(self, picture: Picture) -> (String, Drawing) {
        (self.class, Drawing::new(self.source, self.place, picture))
    }

    /// Whether the error is that of an image without ink among many.
    pub fn may_be_empty(&self, error: &Error) -> bool {
        matches!(self.content, Encoded::Row(..)) && error.code() == Code::EmptyDrawing
    }

    pub(super) fn decode(&self, kind: ImageKind) -> Result<Decoded> {
        match &self.content {
            Encoded::File(bytes) => file::decode(bytes, kind),
            Encoded::Row(bitmaps, number) => file::take(bitmaps.image(*number), kind),
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Drawing::name(&self.source, &self.place, f)
    }
}
