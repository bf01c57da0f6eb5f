//! The files of a source, be it a folder, an archive, or one file of many drawings.

use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::Path;

use super::ignored::Ignored;
use super::kind::Kind;
use super::limits::Limits;
use super::opened::Opened;
use super::source::{Budget, Visitor, cannot_read};
use super::{archive, folder, tarball};
use crate::{Code, Error, Result};

/// Shows the files of a source to a visitor, and says which were not read.
///
/// *Errors*: `bad-data`, naming the file at fault; those of the visitor.
pub(super) fn walk(source: &Path, limits: &Limits, visitor: &mut dyn Visitor) -> Result<Ignored> {
    let failed = |e| cannot_read(source.display(), e);
    let metadata = std::fs::metadata(source).map_err(failed)?;
    if metadata.is_dir() {
        return folder::walk(source, limits, visitor);
    }
    if !metadata.is_file() {
        return refuse(source, "neither a file nor a folder: write it to a file first");
    }
    let mut file = File::open(source).map_err(failed)?;
    let opened = Opened::new(&file).map_err(failed)?;
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    match opened.kind {
        // Programs that unpack themselves have a zip at their end.
        Kind::Zip | Kind::Other(_) if !opened.packed && is_zip(opened.kind, &name) => {
            drop(opened);
            file.rewind().map_err(failed)?;
            archive::walk(BufReader::new(file), source, limits, visitor)
        }
        Kind::Tar => tarball::walk(opened, source, limits, visitor),
        kind => {
            drop(opened);
            file.rewind().map_err(failed)?;
            if visitor.visit(&name, &mut file, &mut Budget::of_file(source, limits))? {
                return Ok(Ignored::default());
            }
            match kind {
                Kind::Image => {
                    refuse(source, "a single image: give the folder or zip that it is in")
                }
                kind => refuse(source, &kind.to_string()),
            }
        }
    }
}

/// What a file is, unpacked if it is packed. A `.npz`, which is a zip, is an [array](Kind::Npy).
#[cfg(feature = "cli")]
pub(crate) fn file_kind(path: &Path) -> Result<Kind> {
    let opened = File::open(path).and_then(Opened::new);
    let kind = opened.map_err(|e| cannot_read(path.display(), e))?.kind;
    let is_npz = kind == Kind::Zip && is_npz(unpacked_name(&path.to_string_lossy()));
    Ok(if is_npz { Kind::Npy } else { kind })
}

/// Whether a file with this path, which is no image, holds drawings if it is of this kind.
pub(super) fn holds_drawings(path: &str, kind: Kind) -> bool {
    match kind {
        Kind::QuickDraw | Kind::OmniglotStrokes | Kind::StrokeFile | Kind::Npy => true,
        kind => kind == Kind::Zip && is_npz(unpacked_name(path)),
    }
}

fn refuse(source: &Path, what: &str) -> Result<Ignored> {
    Err(Error::new(
        Code::BadData,
        format!("cannot read drawings from {}: it is {what}", source.display()),
    ))
}

/// The extensions of the images that are read.
const IMAGES: [&str; 11] =
    ["png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp", "dib", "tif", "tiff"];
/// Those of files that may hold strokes or arrays.
const OTHERS: [&str; 6] = ["ndjson", "jsonl", "json", "npy", "npz", "txt"];
/// What packed files have behind that.
const PACKED: [&str; 4] = ["gz", "bz2", "xz", "zst"];

/// Whether the last part of a path is that of an image, in small or large letters.
pub(crate) fn is_image(path: &str) -> bool {
    has_extension(path, &IMAGES)
}

/// Whether the last part of a path is that of a file that may hold drawings: its content tells.
pub(super) fn may_hold_drawings(path: &str) -> bool {
    is_image(path) || has_extension(unpacked_name(path), &OTHERS)
}

fn is_zip(kind: Kind, name: &str) -> bool {
    (kind == Kind::Zip && !is_npz(name)) || has_extension(name, &["zip"])
}

pub(super) fn is_npz(path: &str) -> bool {
    has_extension(path, &["npz"])
}

/// The name of a file without what packing it has added.
pub(super) fn unpacked_name(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((name, _)) if has_extension(path, &PACKED) => name,
        _ => path,
    }
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or_default();
    extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
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
        assert!(["a.ndjson.GZ", "b/c.npz", "0709_01.txt"].iter().all(|p| may_hold_drawings(p)));
    }

    #[test]
    fn the_folder_of_a_file_at_the_root_is_a_dot() {
        assert_eq!(split_folder("a.png"), (".", "a.png"));
        assert_eq!(split_folder("b/c/a.png"), ("b/c", "a.png"));
    }
}
