//! Whether an image file holds more than the one image that is read of it.

use image::AnimationDecoder;

use super::file::{gif, is_large};
use super::tiff::Directory;

/// Whether a TIFF has a second page, or a GIF a second frame, so far as that can be told.
pub(super) fn has_several(encoded: &[u8]) -> bool {
    match encoded {
        // Its frames take as much memory as their canvas.
        [b'G', b'I', b'F', ..] if !is_large(encoded) => gif(encoded)
            .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() == 2),
        _ => Directory::first(encoded).is_some_and(|directory| directory.is_followed()),
    }
}
