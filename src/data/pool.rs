//! All classes of all sources, as one.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::drawing::{Drawing, Picture};
use super::files::{is_image, read_files, split_folder};
use super::image_file::ImageKind;
use super::limits::{LIMITS, Limits};
use super::source::{SourceFile, cannot_read};
use super::{ClassList, image_file, stroke_file};
use crate::sketch::Sketch;
use crate::{Code, Error, Result};

/// All drawings of one symbol, at least one.
#[derive(Clone, Debug)]
pub struct Class {
    name: String,
    drawings: Vec<Drawing>,
}

impl Class {
    /// Its path in the folder, zip or stroke file that it comes from; `.` for images that lie in
    /// none of its folders.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its drawings: images by name, then strokes by index.
    pub fn drawings(&self) -> &[Drawing] {
        &self.drawings
    }

    /// How many of its drawings are not the same drawing in two forms.
    pub fn distinct(&self) -> usize {
        self.drawings.iter().enumerate().filter(|(i, drawing)| drawing.identity == *i).count()
    }

    fn new(name: String, mut drawings: Vec<Drawing>) -> Self {
        drawings.sort_by(|a, b| a.place.cmp(&b.place));
        let mut kept: Vec<Drawing> = Vec::with_capacity(drawings.len());
        for drawing in drawings {
            let namesakes = kept.iter().rev().take_while(|other| other.place == drawing.place);
            if !namesakes.into_iter().any(|other| drawing.is_copy_of(other)) {
                kept.push(drawing);
            }
        }
        let mut by_drawer = HashMap::new();
        for (i, drawing) in kept.iter_mut().enumerate() {
            let drawer = drawing.omniglot_drawer(&name);
            drawing.identity = drawer.map_or(i, |drawer| *by_drawer.entry(drawer).or_insert(i));
        }
        Class { name, drawings: kept }
    }
}

/// The classes that tasks are drawn from, in the order of their names.
#[derive(Clone, Debug)]
pub struct Pool {
    classes: Vec<Class>,
}

impl Pool {
    /// Reads folders and zips of images, and stroke files.
    ///
    /// A class is a folder that directly holds images (PNG, JPEG), at any depth, named by its path
    /// in its source with `/` between the parts. Other files, and hidden ones, are not read. A
    /// class that comes in several sources is one class with the drawings of all; the same
    /// path with the same content counts once, so that naming a source twice changes nothing. Nor
    /// does the order of the sources.
    ///
    /// *Errors*: `bad-data` for a source that cannot be read, holds no drawings, exceeds the
    /// limits (64 MiB a file, 2 GiB a source, 512 MiB of strokes) or
    /// lies in another source; `bad-image` for an image
    /// that is none, `empty-drawing` for one without ink, `bad-point` for a coordinate that is not
    /// finite. Each names the file.
    pub fn read(images: &[PathBuf], strokes: &[PathBuf]) -> Result<Pool> {
        Pool::read_as(ImageKind::Drawing, images, strokes)
    }

    /// The same for images that are taken for something else.
    ///
    /// *Errors*: as [`Pool::read`].
    pub fn read_as(kind: ImageKind, images: &[PathBuf], strokes: &[PathBuf]) -> Result<Pool> {
        if images.is_empty() && strokes.is_empty() {
            return Err(Error::new(
                Code::BadData,
                "no data: name a folder, a zip or a stroke file",
            ));
        }
        let mut found = Vec::new();
        for source in distinct(images)? {
            found.extend(read_images(source, kind, &LIMITS)?);
        }
        for source in distinct(strokes)? {
            found.extend(stroke_file::read(source, &LIMITS)?);
        }
        Ok(Pool::new(found))
    }

    /// A pool of drawings that each come with the name of their class.
    ///
    /// ```
    /// use reptile_sketch::data::{Drawing, Pool};
    /// use reptile_sketch::sketch::Strokes;
    /// let dot = Drawing::from_strokes("mine".into(), 0, Strokes::new(vec![vec![[0., 0.]]])?);
    /// let pool = Pool::new(vec![("full stop".into(), dot.clone()), ("dot".into(), dot)]);
    /// assert_eq!(pool.classes()[0].name(), "dot");
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn new(drawings: Vec<(String, Drawing)>) -> Pool {
        let mut classes: BTreeMap<String, Vec<Drawing>> = BTreeMap::new();
        for (class, drawing) in drawings {
            classes.entry(class).or_default().push(drawing);
        }
        let classes = classes.into_iter().map(|(name, drawings)| Class::new(name, drawings));
        Pool { classes: classes.collect() }
    }

    /// The classes, in the order of their names.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Keeps the classes that the list names; see [`ClassList`] for what a line names.
    ///
    /// A line may name no class, so that one list serves for several sets of data.
    ///
    /// *Errors*: `bad-data` if no line names a class.
    pub fn only(mut self, list: &ClassList) -> Result<Pool> {
        self.classes.retain(|class| list.names(class.name()));
        if self.classes.is_empty() {
            return Err(list.names_nothing());
        }
        Ok(self)
    }

    /// Drops the classes that the list names; see [`ClassList`] for what a line names.
    ///
    /// *Errors*: `bad-data` if the list has lines and none names a class, or if no class is left.
    pub fn exclude(self, list: &ClassList) -> Result<Pool> {
        let (rest, named) = self.divide(list)?;
        if named.classes.is_empty() && !list.is_empty() {
            return Err(list.names_nothing());
        }
        Ok(rest)
    }

    /// Both parts from one reading: the classes that the list does not name, and those that it
    /// does; see [`ClassList`] for what a line names.
    ///
    /// *Errors*: `bad-data` if there is no class in one of them.
    pub fn split(self, list: &ClassList) -> Result<(Pool, Pool)> {
        let (rest, named) = self.divide(list)?;
        if named.classes.is_empty() {
            return Err(list.names_nothing());
        }
        Ok((rest, named))
    }

    /// The classes that the list does not name, of which there are some, and those that it does.
    fn divide(self, list: &ClassList) -> Result<(Pool, Pool)> {
        let (named, rest): (Vec<Class>, Vec<Class>) =
            self.classes.into_iter().partition(|class| list.names(class.name()));
        if rest.is_empty() {
            return Err(list.leaves_nothing());
        }
        Ok((Pool { classes: rest }, Pool { classes: named }))
    }

    /// Keeps the drawings that come from image files: what the same sources give without the
    /// stroke files.
    pub fn only_images(self) -> Pool {
        let images = self.classes.into_iter().flat_map(|class| {
            let Class { name, drawings } = class;
            let images = drawings.into_iter().filter(Drawing::is_from_file);
            images.map(move |drawing| (name.clone(), drawing))
        });
        Pool::new(images.collect())
    }
}

/// The sources, each once, in an order of their own.
///
/// *Errors*: `bad-data` for one that is missing, or a folder in another: its images would be in two
/// classes.
fn distinct(sources: &[PathBuf]) -> Result<Vec<&Path>> {
    let mut known: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for source in sources {
        let real = source.canonicalize().map_err(|e| cannot_read(source.display(), e))?;
        known.entry(real).or_insert(source);
    }
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

fn read_images(source: &Path, kind: ImageKind, limits: &Limits) -> Result<Vec<(String, Drawing)>> {
    let files = read_files(source, limits, is_image)?;
    if files.is_empty() {
        let message = format!("{} holds no PNG or JPEG images", source.display());
        return Err(Error::new(Code::BadData, message));
    }
    let drawings = decode_all(files, kind, source, limits)?;
    let class = |path: &str| split_folder(path).0.to_string();
    Ok(drawings.into_iter().map(|(path, drawing)| (class(&path), drawing)).collect())
}

/// Decodes the images of one source, on all cores, with their paths and in their order.
///
/// *Errors*: of the first image at fault, named.
pub(super) fn decode_all(
    files: Vec<SourceFile>,
    kind: ImageKind,
    source: &Path,
    limits: &Limits,
) -> Result<Vec<(String, Drawing)>> {
    let name: Arc<str> = source.display().to_string().into();
    let inked = AtomicUsize::new(0);
    let decode = |file: SourceFile| {
        let picture = image_file::decode(&file.bytes, kind)
            .map_err(|e| e.within(&format!("{name}/{}", file.path)))?;
        let own = pixels(&picture);
        if inked.fetch_add(own, Ordering::Relaxed) + own > limits.inked_pixels {
            let message = format!("{name}: more than {} pixels", limits.inked_pixels);
            return Err(Error::new(Code::BadData, message));
        }
        Ok((file.path.clone(), Drawing::from_file(name.clone(), file.path, picture)))
    };
    // Collected before it is searched for errors: which one is first must not depend on threads.
    let decoded: Vec<Result<(String, Drawing)>> = files.into_par_iter().map(decode).collect();
    decoded.into_iter().collect()
}

/// The memory that a picture takes, in units of a pixel with ink: 8 bytes.
fn pixels(picture: &Picture) -> usize {
    match picture {
        Picture::Sketch(Sketch::Bitmap(bitmap)) => bitmap.inked().len(),
        Picture::Sketch(Sketch::Strokes(_)) => 0,
        Picture::Photo(photo) => photo.values_len() / 8,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::sketch::Strokes;

    /// Classes `c0`, `c1`, … with these numbers of drawings.
    pub fn pool(sizes: &[usize]) -> Pool {
        let drawing = |index: usize| {
            let dot = Strokes::new(vec![vec![[index as f32, 0.0]]]).unwrap();
            Drawing::from_strokes("s.json".into(), index, dot)
        };
        let class = |(c, &size): (usize, &usize)| {
            (0..size).map(move |index| (format!("c{c}"), drawing(index))).collect::<Vec<_>>()
        };
        Pool::new(sizes.iter().enumerate().flat_map(class).collect())
    }

    #[test]
    fn the_ink_of_all_images_together_has_a_limit() {
        let mut png = std::io::Cursor::new(Vec::new());
        let (format, color) = (image::ImageFormat::Png, image::ColorType::L8);
        image::write_buffer_with_format(&mut png, &[0; 50], 10, 5, color, format).unwrap();
        let files = |count: usize| {
            let file = |i| SourceFile { path: format!("a/{i}.png"), bytes: png.get_ref().clone() };
            (0..count).map(file).collect()
        };
        let limits = Limits { inked_pixels: 100, ..LIMITS };
        assert_eq!(
            decode_all(files(2), ImageKind::Drawing, Path::new("some.zip"), &limits).unwrap().len(),
            2
        );
        let error =
            decode_all(files(3), ImageKind::Drawing, Path::new("some.zip"), &limits).unwrap_err();
        assert_eq!(error.code(), Code::BadData);
        assert!(error.message().contains("some.zip: more than 100 pixels"), "{error}");
    }
}
