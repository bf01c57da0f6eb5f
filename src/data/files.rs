//! The wanted files of a source, be it a folder or a zip.

use std::path::Path;

use super::limits::Limits;
use super::source::{Found, cannot_read};
use super::{archive, folder};
use crate::Result;

/// The files whose path is `wanted`, in the order of their paths.
///
/// *Errors*: `bad-data`, naming the file at fault.
pub(super) fn read_files(
    source: &Path,
    limits: &Limits,
    wanted: impl Fn(&str) -> bool,
) -> Result<Found> {
    let metadata = std::fs::metadata(source).map_err(|e| cannot_read(source.display(), e))?;
    let mut found = if metadata.is_dir() {
        folder::read(source, limits, wanted)?
    } else {
        archive::open(source, limits, wanted)?
    };
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// The extensions of the images that are read.
const IMAGES: [&str; 11] =
    ["png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp", "dib", "tif", "tiff"];

/// Whether the last part of a path is that of an image, in small or large letters.
pub(crate) fn is_image(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or_default();
    IMAGES.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The folder of a path, `.` at the root, and the rest.
pub(super) fn split_folder(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or((".", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_by_their_extension_in_any_case() {
        assert!(["a.png", "b/c.JPG", "d e.f.Jpeg"].iter().all(|path| is_image(path)));
        assert!(!["a.txt", "png", "a.png.zip", "a.png/b", ".png"].iter().any(|p| is_image(p)));
    }

    #[test]
    fn the_folder_of_a_file_at_the_root_is_a_dot() {
        assert_eq!(split_folder("a.png"), (".", "a.png"));
        assert_eq!(split_folder("b/c/a.png"), ("b/c", "a.png"));
    }
}
