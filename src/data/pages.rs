//! Whether an image file holds more than the one image that is read of it.

use image::AnimationDecoder;

use super::image_file::{gif, is_large};

/// Whether a TIFF has a second page, or a GIF a second frame, so far as that can be told.
///
/// *Source*: TIFF 6.0, section 2: a directory of entries of 12 bytes ends in the place of the next one.
pub(super) fn has_several(encoded: &[u8]) -> bool {
    match encoded {
        [b'I', b'I', 42, 0, ..] => {
            second_directory(encoded, u16::from_le_bytes, u32::from_le_bytes).is_some()
        }
        [b'M', b'M', 0, 42, ..] => {
            second_directory(encoded, u16::from_be_bytes, u32::from_be_bytes).is_some()
        }
        // Its frames take as much memory as their canvas.
        [b'G', b'I', b'F', ..] if !is_large(encoded) => gif(encoded)
            .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() == 2),
        _ => false,
    }
}

/// Where the second directory lies, if there is one.
fn second_directory(
    tiff: &[u8],
    short: fn([u8; 2]) -> u16,
    long: fn([u8; 4]) -> u32,
) -> Option<u32> {
    let number = |at: usize| Some(long(*tiff.get(at..)?.first_chunk()?));
    let first = number(4)? as usize;
    let entries = usize::from(short(*tiff.get(first..)?.first_chunk()?));
    number(first + 2 + 12 * entries).filter(|&second| second != 0)
}
