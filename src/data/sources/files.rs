//! The files of a source, be it a folder, an archive, or one file of many drawings.

use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::Path;

use super::ignored::Ignored;
use super::missing::cannot_open;
use super::opened::Opened;
use super::source::{Budget, Visitor, cannot_read};
use super::{archive, folder, tarball};
use crate::data::formats::kind::{Kind, NO_FORMAT};
use crate::data::formats::pairs;
use crate::data::limits::Limits;
use crate::data::names::file_names::{has_extension, is_npz, is_other_data};
use crate::{Code, Error, Result};

/// Shows the files of a source to a visitor, and says which were not read.
///
/// *Errors*: `bad-data`, naming the file at fault; those of the visitor.
pub(in crate::data) fn walk(
    source: &Path,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<Ignored> {
    let failed = |e| cannot_read(source.display(), e);
    let metadata = std::fs::metadata(source);
    let metadata = metadata.map_err(|e| cannot_open(source, Code::BadData, e))?;
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
            let mut budget = Budget::of_file(source, limits);
            if visitor.visit(&name, &mut file, &mut budget)?.is_none() {
                if let Some(partner) = pairs::partner(source) {
                    let name = partner.file_name().unwrap_or_default().to_string_lossy();
                    let failed = |e| cannot_read(partner.display(), e);
                    let mut budget = Budget::of_file(&partner, limits);
                    visitor.visit(
                        &name,
                        &mut File::open(&partner).map_err(failed)?,
                        &mut budget,
                    )?;
                }
                return Ok(Ignored::default());
            }
            match kind {
                Kind::Image => {
                    refuse(source, "a single image: give the folder or zip that it is in")
                }
                Kind::Other(NO_FORMAT) if is_other_data(&name) => refuse(
                    source,
                    "another program's data, which is not read: save its images as PNG, or its arrays as .npz",
                ),
                kind => refuse(source, &kind.to_string()),
            }
        }
    }
}

/// What a file is, unpacked if it is packed. A `.npz`, which is a zip, is an [array](Kind::Npy).
#[cfg(feature = "cli")]
pub(crate) fn file_kind(path: &Path) -> Result<Kind> {
    use crate::data::names::file_names::unpacked_name;
    let opened = File::open(path).and_then(Opened::new);
    let kind = opened.map_err(|e| cannot_open(path, Code::BadData, e))?.kind;
    let is_npz = kind == Kind::Zip && is_npz(unpacked_name(&path.to_string_lossy()));
    Ok(if is_npz { Kind::Npy } else { kind })
}

fn refuse(source: &Path, what: &str) -> Result<Ignored> {
    Err(Error::new(
        Code::BadData,
        format!("cannot read drawings from {}: it is {what}", source.display()),
    ))
}

fn is_zip(kind: Kind, name: &str) -> bool {
    (kind == Kind::Zip && !is_npz(name)) || has_extension(name, &["zip"])
}
