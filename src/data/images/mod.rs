//! Images: decoding them, and telling their ink from their paper.

pub(super) mod decoding;
pub(super) mod file;
mod jpeg;
mod pages;
mod polarity;
mod tiff;
pub(super) mod unread;
