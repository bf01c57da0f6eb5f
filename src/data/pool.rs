//! All classes of all sources, as one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::ClassList;
use super::class::Class;
use super::drawing::Drawing;
use super::limits::LIMITS;
use super::names::settle;
use super::notes::Notes;
use super::read_config::ReadConfig;
use super::sources;
use crate::sketch::Sketch;
use crate::{Code, Error, Result};

/// The classes that tasks are drawn from, in the order of their names.
#[derive(Clone, Debug)]
pub struct Pool {
    classes: Vec<Class>,
    notes: Vec<Notes>,
}

impl Pool {
    /// Reads folders and zips of images, and stroke files.
    ///
    /// A class is a folder that directly holds images, at any depth, named by its path in its source with `/` between the
    /// parts, less a top folder that all classes of the source have in common. Images that lie in no folder of their source
    /// are of the class `.`; if there are other sources, of one that is called as theirs. Labels in files beside the images,
    /// and plain names of the files in one folder, go before that. Other files, and hidden ones, are not read. A class that
    /// comes in several sources is one class with the drawings of all; the same path with the same content counts once, so
    /// that naming a source twice changes nothing. Nor does the order of the sources.
    ///
    /// *Errors*: `bad-data` for a source that cannot be read, holds no drawings, exceeds the
    /// limits (256 MiB an image, 2 GiB a source, 512 MiB a stroke file), lies in another source, or whose images do not
    /// tell ink from paper, and for a class whose name ends those of several others; `bad-image` for an image
    /// that is none, `empty-drawing` for one without ink, `bad-point` for a coordinate that is not
    /// finite. Each names the file.
    pub fn read(images: &[PathBuf], strokes: &[PathBuf]) -> Result<Pool> {
        Pool::read_with(&ReadConfig::default(), images, strokes)
    }

    /// The same, read in another way.
    ///
    /// *Errors*: as [`Pool::read`].
    pub fn read_with(config: &ReadConfig, images: &[PathBuf], strokes: &[PathBuf]) -> Result<Pool> {
        if images.is_empty() && strokes.is_empty() {
            return Err(Error::new(
                Code::BadData,
                "no data: name a folder, an archive or a file of strokes",
            ));
        }
        let given: Vec<&PathBuf> = images.iter().chain(strokes).collect();
        let (sources, notes) = sources::read_all(&given, config, &LIMITS)?;
        Ok(Pool { notes, ..Pool::new(settle(sources)?) })
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
        Pool { classes: classes.collect(), notes: Vec::new() }
    }

    /// Classes in the order of their names, all different.
    pub(super) fn of_classes(mut classes: Vec<Class>) -> Pool {
        classes.sort_by(|a, b| a.name().cmp(b.name()));
        Pool { classes, notes: Vec::new() }
    }

    pub(super) fn into_classes(self) -> Vec<Class> {
        self.classes
    }

    pub(super) fn with_notes(self, notes: Vec<Notes>) -> Pool {
        Pool { notes, ..self }
    }

    /// A pool of what a program has drawn or read by itself: strokes or bitmaps, each with the name of its class.
    ///
    /// `source` is for messages; a drawing is then named by its index among those of its class.
    ///
    /// ```
    /// use reptile_sketch::data::Pool;
    /// use reptile_sketch::sketch::{Bitmap, Strokes};
    /// let line = Strokes::new(vec![vec![[0., 0.], [0., 9.]]])?;
    /// let dot = Bitmap::from_luma(&[255, 255, 0, 255], 2, 2)?;
    /// let pool = Pool::from_sketches("mine", [("line", line.into()), ("dot", dot.into())]);
    /// assert_eq!(pool.classes()[1].drawings()[0].to_string(), "mine, drawing 0");
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn from_sketches(
        source: &str,
        sketches: impl IntoIterator<Item = (impl Into<String>, Sketch)>,
    ) -> Pool {
        let source: Arc<str> = source.into();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let number = |(class, sketch): (_, Sketch)| {
            let class: String = Into::into(class);
            let count = counts.entry(class.clone()).or_default();
            let index = *count;
            *count += 1;
            (class, Drawing::from_sketch(source.clone(), index, sketch))
        };
        Pool::new(sketches.into_iter().map(number).collect())
    }

    /// The same drawings, each drawn in another way; photographs stay as they are.
    pub(crate) fn redrawn(&self, draw: impl Fn(&Sketch) -> Sketch + Sync) -> Pool {
        let class = |class: &Class| {
            let drawings = class.drawings().iter().map(|drawing| drawing.redrawn(&draw));
            Class::new(class.name().to_string(), drawings.collect())
        };
        Pool { classes: self.classes.par_iter().map(class).collect(), notes: Vec::new() }
    }

    /// Four classes out of each, turned by 0, 90, 180 and 270 degrees: as Omniglot's classes are counted since
    /// Vinyals et al. 2016, <https://arxiv.org/abs/1606.04080>.
    ///
    /// *Errors*: `bad-setting` if one is of photographs.
    pub fn turned(&self) -> Result<Pool> {
        if let Some(class) = self.classes.iter().find(|class| class.has_photos()) {
            let message =
                format!("turn_classes: for drawings only; {} has photographs", class.name());
            return Err(Error::new(Code::BadSetting, message));
        }
        let class = |(quarters, class): (u32, &Class)| {
            let turn = |sketch: &Sketch| sketch.turned(quarters);
            let drawings = class.drawings().iter().map(|drawing| drawing.redrawn(turn));
            // The last part stays, which tells whether two drawings are one in two forms.
            let name = format!("{}°/{}", 90 * quarters, class.name());
            Class::new(name, drawings.collect())
        };
        let all =
            (0..4).flat_map(|quarters| self.classes.iter().map(move |class| (quarters, class)));
        Ok(Pool { notes: self.notes.clone(), ..Pool::of_classes(all.map(class).collect()) })
    }

    /// The classes, in the order of their names.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// What was found in each folder and zip, and decided about it.
    pub fn notes(&self) -> &[Notes] {
        &self.notes
    }

    /// How many drawings all classes have together.
    pub fn drawings(&self) -> usize {
        self.classes.iter().map(|class| class.drawings().len()).sum()
    }

    /// Keeps the classes that the list names; see [`ClassList`] for what a line names.
    ///
    /// *Errors*: `bad-data` if no line names a class, or, unless the list allows it, one does not.
    pub fn only(self, list: &ClassList) -> Result<Pool> {
        let [_, named] = self.divide(list)?;
        if named.classes.is_empty() { Err(list.is_without_lines()) } else { Ok(named) }
    }

    /// Drops the classes that the list names; see [`ClassList`] for what a line names.
    ///
    /// *Errors*: as [`Pool::only`], and `bad-data` if no class is left.
    pub fn exclude(self, list: &ClassList) -> Result<Pool> {
        let [rest, _] = self.divide(list)?;
        if rest.classes.is_empty() { Err(list.leaves_nothing()) } else { Ok(rest) }
    }

    /// Both parts from one reading: the classes that the list does not name, and those that it
    /// does; see [`ClassList`] for what a line names.
    ///
    /// *Errors*: `bad-data` if there is no class in one of them, and as [`Pool::only`].
    pub fn split(self, list: &ClassList) -> Result<(Pool, Pool)> {
        let [rest, named] = self.divide(list)?;
        if named.classes.is_empty() {
            return Err(list.is_without_lines());
        }
        if rest.classes.is_empty() {
            return Err(list.leaves_nothing());
        }
        Ok((rest, named))
    }

    /// The classes that the list does not name, and those that it does.
    fn divide(self, list: &ClassList) -> Result<[Pool; 2]> {
        let named = list.find(&self.classes)?;
        Ok(self.part(named))
    }

    /// The classes that a list does not name: of a pool that is a part of the data that the list is about, and
    /// so may hold none of them, or no others.
    pub fn without(self, list: &ClassList) -> Pool {
        let named = list.named(&self.classes);
        let [rest, _] = self.part(named);
        rest
    }

    /// The other classes, and these.
    fn part(self, named: Vec<Vec<usize>>) -> [Pool; 2] {
        let named: BTreeSet<usize> = named.into_iter().flatten().collect();
        let Pool { classes, notes } = self;
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for (i, class) in classes.into_iter().enumerate() {
            if named.contains(&i) { inside.push(class) } else { outside.push(class) }
        }
        [Pool { classes: outside, notes: notes.clone() }, Pool { classes: inside, notes }]
    }

    /// Keeps the drawings that come from some of the sources, by the paths that were given.
    pub fn only_from(self, sources: &[PathBuf]) -> Pool {
        let names: Vec<String> =
            sources.iter().map(|source| source.display().to_string()).collect();
        let is_from = |drawing: &Drawing| {
            let rest = |name: &String| drawing.source.strip_prefix(name.as_str());
            names.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let kept = self.classes.into_iter().flat_map(|class| {
            let (name, drawings) = class.into_parts();
            drawings.into_iter().map(move |drawing| (name.clone(), drawing))
        });
        let kept = kept.filter(|(_, drawing)| is_from(drawing)).collect();
        Pool { notes: self.notes, ..Pool::new(kept) }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::data::Picture;
    use crate::sketch::Strokes;

    #[test]
    fn turned_classes_are_four_times_as_many_and_know_one_drawing_in_two_forms() {
        let dot = Strokes::new(vec![vec![[3.0, 1.0], [4.0, 1.0]]]).unwrap();
        let image = Picture::Sketch(dot.clone().into());
        let of_class = |drawing| ("Greek/character01".to_string(), drawing);
        let pool = Pool::new(vec![
            of_class(Drawing::from_file("a.zip".into(), "Greek/character01/0394_02.png", image)),
            of_class(Drawing::from_strokes("s.json".into(), 1, dot)),
        ]);
        let turned = pool.turned().unwrap();
        let names: Vec<&str> = turned.classes().iter().map(Class::name).collect();
        assert_eq!(
            names,
            ["0°", "180°", "270°", "90°"].map(|turn| format!("{turn}/Greek/character01"))
        );
        assert!(turned.classes().iter().all(|class| class.distinct() == 1), "{turned:?}");
        let Some(Sketch::Strokes(down)) = turned.classes()[3].drawings()[1].sketch() else {
            panic!("{turned:?}");
        };
        assert_eq!(down.strokes(), [[[-1.0, 3.0], [-1.0, 4.0]]]);
    }

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
}
