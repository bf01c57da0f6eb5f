//! Whether an image file holds more than the one image that is read of it.

use std::io::Cursor;

use image::AnimationDecoder;
use image::codecs::{png::PngDecoder, webp::WebPDecoder};

use super::file::{gif, is_large};
use super::tiff::Directory;

/// Whether a TIFF has a second page, or another image a second frame, so far as that can be told.
pub(super) fn has_several(encoded: &[u8]) -> bool {
    match encoded {
        // Its frames take as much memory as their canvas.
        [b'G', b'I', b'F', ..] if !is_large(encoded) => gif(encoded)
            .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() == 2),
        [0x89, b'P', b'N', b'G', ..] => PngDecoder::new(Cursor::new(encoded))
            .is_ok_and(|decoder| decoder.is_apng().unwrap_or(false)),
        [b'R', b'I', b'F', b'F', ..] => {
            WebPDecoder::new(Cursor::new(encoded)).is_ok_and(|decoder| decoder.has_animation())
        }
        _ => Directory::first(encoded).is_some_and(|directory| directory.is_followed()),
    }
}
