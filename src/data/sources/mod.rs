//! The drawings of all sources, each read once.

mod archive;
pub(super) mod files;
mod folder;
mod gather;
pub(super) mod gathered;
mod gzip;
pub(super) mod ignored;
pub(super) mod missing;
pub(super) mod opened;
pub(super) mod source;
mod tarball;
mod utf16;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::data::drawing::Drawing;
use crate::data::formats::tables::index;
use crate::data::formats::{inkml, pairs, unipen};
use crate::data::images::decoding::{DecodedImages, decode_all};
use crate::data::images::unread::Unread;
use crate::data::limits::Limits;
use crate::data::names::{SourceDrawings, flat, parts};
use crate::data::notes::Notes;
use crate::data::read_config::ReadConfig;
use crate::{Code, Error, Result};
use files::walk;
use gathered::Gathered;
use missing::cannot_open;
use source::bad;

/// Reads each source, and notes what was found in it.
///
/// *Errors*: as [`super::Pool::read`].
pub(super) fn read_all(
    given: &[&PathBuf],
    config: &ReadConfig,
    limits: &Limits,
) -> Result<(Vec<SourceDrawings>, Vec<Notes>)> {
    if config.per_class == Some(0) {
        return Err(Error::new(Code::BadSetting, "per_class is 0; it must be at least 1"));
    }
    let (mut sources, mut notes) = (Vec::new(), Vec::new());
    let given = distinct(given)?;
    for source in &given {
        let mut drawings = read_source(source, config, limits, &mut notes)?;
        // `--data cat dog`, or what a shell makes of `--data data/*`.
        if given.len() > 1 && drawings.iter().all(|(class, _)| class == ".") {
            let real = source.canonicalize().unwrap_or_else(|_| source.to_path_buf());
            let name = if real.is_dir() { real.file_name() } else { real.file_stem() };
            let name = name.unwrap_or_default().to_string_lossy();
            drawings.iter_mut().for_each(|(class, _)| *class = name.to_string());
        }
        sources.push(drawings);
    }
    Ok((sources, notes))
}

/// The sources, each once, in an order of their own.
///
/// *Errors*: `bad-data` for one that is missing, or a folder in another: its images would be in two
/// classes.
fn distinct<'a>(sources: &[&'a PathBuf]) -> Result<Vec<&'a Path>> {
    let mut known: BTreeMap<PathBuf, &'a Path> = BTreeMap::new();
    for source in sources {
        // A pipe has no path of its own; what it is, its reader says.
        let real = match source.canonicalize() {
            Err(_) if source.exists() => source.to_path_buf(),
            real => real.map_err(|e| cannot_open(source, Code::BadData, e))?,
        };
        known.entry(real).or_insert(source);
    }
    pairs::drop_labels(&mut known);
    for (real, source) in &known {
        if !real.is_dir() {
            continue;
        }
        if let Some(outer) = real.ancestors().skip(1).find_map(|parent| known.get(parent)) {
            let message =
                format!("{} lies in {}: give one of them", source.display(), outer.display());
            return Err(Error::new(Code::BadData, message));
        }
    }
    Ok(known.into_values().collect())
}

fn read_source(
    source: &Path,
    config: &ReadConfig,
    limits: &Limits,
    notes: &mut Vec<Notes>,
) -> Result<SourceDrawings> {
    let name = source.display().to_string();
    let mut gathered = Gathered::new(&name, config);
    let ignored = walk(source, limits, &mut gathered)?;
    pairs::finish(&mut gathered)?;
    inkml::labels::finish(&mut gathered);
    unipen::finish(source, limits, &mut gathered)?;
    let Gathered { mut images, mut strokes, indexes, empty, mut remarks, .. } = gathered;
    index::apply(&indexes, &mut images, &mut remarks)?;
    if images.is_empty() && strokes.is_empty() {
        let but = if ignored.is_empty() { String::new() } else { format!(", but {ignored}") };
        let empty = if empty > 0 { format!(", but {empty} empty ones") } else { but };
        let message = format!("{name} holds no drawings{empty}; {}", remarks.join("; "));
        return Err(Error::new(Code::BadData, message.trim_end_matches("; ")));
    }
    name_classes(&name, &mut images, &mut strokes, &mut remarks)?;
    // An archive has them in any order.
    images.sort_by(|a, b| (&a.source, &a.place).cmp(&(&b.source, &b.place)));
    strokes.sort_by(|(_, a), (_, b)| (&a.source, &a.place).cmp(&(&b.source, &b.place)));
    let images = decode_all(images, config, &name, limits)?;
    let DecodedImages { drawings, empty: blank, reduced, paged, framed, ink } = images;
    if drawings.is_empty() && strokes.is_empty() {
        let message = format!("{name} holds no drawings, but {} empty ones", empty + blank);
        return Err(Error::new(Code::BadData, message));
    }
    if framed > 0 {
        remarks.push(format!("a frame around {framed} of the images was left out"));
    }
    notes.push(Notes {
        source: name,
        images: drawings.len(),
        reduced,
        paged,
        strokes: strokes.len(),
        empty: empty + blank,
        ink,
        remarks,
        ignored,
    });
    Ok(drawings.into_iter().chain(strokes).collect())
}

/// Names the class of each drawing by what all names of files and folders tell together.
fn name_classes(
    name: &str,
    images: &mut [Unread],
    strokes: &mut [(String, Drawing)],
    remarks: &mut Vec<String>,
) -> Result<()> {
    let of_images = images.iter_mut().map(|image| (&mut image.class, &image.place));
    let of_strokes = strokes.iter_mut().map(|(class, drawing)| (class, &drawing.place));
    remarks.extend(flat::name_classes(&mut of_images.chain(of_strokes).collect::<Vec<_>>()));
    let of_images = images.iter_mut().map(|image| &mut image.class);
    let of_strokes = strokes.iter_mut().map(|(class, _)| class);
    let mut classes: Vec<&mut String> = of_images.chain(of_strokes).collect();
    if let Some(why) = parts::several_forms(&classes) {
        return Err(bad(name, &why));
    }
    remarks.extend(parts::join(&mut classes));
    Ok(())
}
