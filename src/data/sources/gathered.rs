//! What is found in a source, on its way to drawings.

use std::collections::HashMap;
use std::sync::Arc;

use super::source::{Budget, bad};
use crate::data::drawing::{Drawing, Picture, Place};
use crate::data::formats::bitmaps::Bitmaps;
use crate::data::formats::inkml::names::InkNames;
use crate::data::formats::numpy::content::Waiting;
use crate::data::formats::tables::index::Index;
use crate::data::formats::unipen::text::Text;
use crate::data::images::file::ImageKind;
use crate::data::images::unread::{Encoded, Unread};
use crate::data::names::SourceDrawings;
use crate::data::read_config::ReadConfig;
use crate::sketch::{Sketch, Strokes};
use crate::{Code, Error, Result};

/// The drawings of a source: strokes as they are, images still to be decoded.
pub(in crate::data) struct Gathered<'a> {
    pub config: &'a ReadConfig,
    pub images: Vec<Unread>,
    pub strokes: SourceDrawings,
    /// Images and labels in files of their own.
    pub waiting: Vec<Waiting>,
    /// Drawings and labels of InkML in files of their own.
    pub ink: InkNames,
    /// Files that may include one another.
    pub texts: Vec<Text>,
    /// Tables that tell the classes of images.
    pub indexes: Vec<Index>,
    /// Drawings without a point.
    pub empty: usize,
    /// What is to be said of how files were read.
    pub remarks: Vec<String>,
    pub source: Arc<str>,
    /// The file of many drawings that is read, and how many each class has had in it.
    file: Arc<str>,
    counts: HashMap<String, usize>,
}

impl<'a> Gathered<'a> {
    pub fn new(source: &str, config: &'a ReadConfig) -> Self {
        let source: Arc<str> = source.into();
        let (images, strokes, counts) = (Vec::new(), Vec::new(), HashMap::new());
        let (file, waiting, texts) = (source.clone(), Vec::new(), Vec::new());
        let (indexes, empty, remarks) = (Vec::new(), 0, Vec::new());
        Gathered {
            config,
            images,
            strokes,
            waiting,
            ink: InkNames::default(),
            texts,
            indexes,
            empty,
            remarks,
            source,
            file,
            counts,
        }
    }

    /// Begins a file of many drawings.
    pub fn begin(&mut self, name: &str) {
        self.file = name.into();
        self.counts.clear();
    }

    /// The number that the next drawing of a class has in its file, if it is still to be read.
    fn next_index(&mut self, class: &str) -> Option<usize> {
        if !self.counts.contains_key(class) {
            self.counts.insert(class.into(), 0);
        }
        let count = self.counts.get_mut(class).expect("it was put there");
        *count += 1;
        self.config.per_class.is_none_or(|most| *count <= most).then_some(*count - 1)
    }

    /// Takes a drawing from a file of many. One without points counts, and is skipped.
    pub fn add_strokes(
        &mut self,
        class: &str,
        strokes: Vec<Vec<[f64; 2]>>,
        budget: &mut Budget,
    ) -> Result<()> {
        let Some(index) = self.next_index(class) else { return Ok(()) };
        let place = Place::Index(index);
        self.add(class, self.file.clone(), place, strokes, budget)
    }

    /// Takes an image from a file of many.
    pub fn add_bitmap(&mut self, class: &str, bitmaps: &Arc<Bitmaps>, number: usize) {
        let Some(index) = self.next_index(class) else { return };
        let (class, source, place) = (class.into(), self.file.clone(), Place::Index(index));
        let content = Encoded::Row(bitmaps.clone(), number);
        self.images.push(Unread { class, source, place, content });
    }

    /// Takes the one drawing of a file.
    pub fn add_stroke_file(
        &mut self,
        class: &str,
        path: &str,
        strokes: Vec<Vec<[f64; 2]>>,
        budget: &mut Budget,
    ) -> Result<()> {
        self.add(class, self.source.clone(), Place::File(path.into()), strokes, budget)
    }

    /// Takes the classes of images, if these may lie beside the file of them.
    ///
    /// *Errors*: `bad-data` if that was given by itself.
    pub fn add_index(&mut self, index: Index, budget: &Budget) -> Result<()> {
        if !budget.is_inside() {
            let why = "the classes of images that lie in files: give the folder or archive of both";
            return Err(bad(&index.name, why));
        }
        self.indexes.push(index);
        Ok(())
    }

    fn add(
        &mut self,
        class: &str,
        source: Arc<str>,
        place: Place,
        strokes: Vec<Vec<[f64; 2]>>,
        budget: &mut Budget,
    ) -> Result<()> {
        if self.config.kind != ImageKind::Drawing {
            let message = "strokes are drawings, and this network is for photographs";
            return Err(Error::new(Code::BadData, message));
        }
        budget.add_points(strokes.iter().map(Vec::len).sum())?;
        match Strokes::placed(strokes) {
            Ok(strokes) => {
                let picture = Picture::Sketch(Sketch::Strokes(strokes));
                self.strokes.push((class.into(), Drawing::new(source, place, picture)));
            }
            Err(error) if error.code() == Code::EmptyDrawing => self.empty += 1,
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
