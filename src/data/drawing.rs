//! One drawing or photograph of a pool, and how to tell it from the others.

use std::fmt;
use std::sync::Arc;

use super::photo::Photo;
use crate::sketch::{PIXELS, Sketch, Strokes, View, rasterize};

/// A drawing, or a photograph, that has been read and checked, and where it came from.
///
/// Its `Display` names its source and its place there, for messages.
#[derive(Clone, Debug)]
pub struct Drawing {
    pub(super) source: Arc<str>,
    pub(super) place: Place,
    picture: Picture,
    pub(super) identity: usize,
}

/// What there is to see.
#[derive(Clone, Debug)]
pub enum Picture {
    /// Ink on paper.
    Sketch(Sketch),
    /// Colours.
    Photo(Photo),
}

impl Picture {
    /// What a network takes: 28 by 28 pixels of a drawing, looked at in some way, or the
    /// colours of a photograph as they are.
    pub fn values(&self, view: &View) -> Vec<f32> {
        match self {
            Picture::Sketch(sketch) => rasterize(sketch, view).to_vec(),
            Picture::Photo(photo) => photo.values().collect(),
        }
    }

    /// How many values that are.
    pub fn values_len(&self) -> usize {
        match self {
            Picture::Sketch(_) => PIXELS,
            Picture::Photo(photo) => photo.values_len(),
        }
    }
}

/// Where in its source a drawing lies. The order is that of a class's drawings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The path of a file of its own.
    File(String),
    /// The index among the drawings of a class in a file of many, empty ones counted.
    Index(usize),
}

impl Drawing {
    pub(super) fn new(source: Arc<str>, place: Place, picture: Picture) -> Self {
        Drawing { source, place, picture, identity: 0 }
    }

    /// An image file, by the path that it has in its source.
    pub fn from_file(source: Arc<str>, path: impl Into<String>, picture: Picture) -> Self {
        Drawing::new(source, Place::File(path.into()), picture)
    }

    /// Strokes, by the index that they have among the drawings of their class.
    pub fn from_strokes(source: Arc<str>, index: usize, strokes: Strokes) -> Self {
        Drawing::from_sketch(source, index, strokes.into())
    }

    /// Strokes or a bitmap, by the index that it has among the drawings of its class.
    pub(super) fn from_sketch(source: Arc<str>, index: usize, sketch: Sketch) -> Self {
        Drawing::new(source, Place::Index(index), Picture::Sketch(sketch))
    }

    /// The same drawing, drawn in another way.
    pub(super) fn redrawn(&self, draw: impl Fn(&Sketch) -> Sketch) -> Drawing {
        let picture = match &self.picture {
            Picture::Sketch(sketch) => Picture::Sketch(draw(sketch)),
            photo => photo.clone(),
        };
        Drawing { picture, ..self.clone() }
    }

    /// The folder or file that it comes from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Writes what names a drawing at this place of this source.
    pub(super) fn name(source: &str, place: &Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match place {
            Place::File(path) => write!(f, "{source}/{path}"),
            Place::Index(index) => write!(f, "{source}, drawing {index}"),
        }
    }

    /// The path that it has in its source, if it has a file of its own.
    pub(super) fn file(&self) -> Option<&str> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Index(_) => None,
        }
    }

    /// What there is to see.
    pub fn picture(&self) -> &Picture {
        &self.picture
    }

    /// The drawing, ready to be rasterised; none for a photograph.
    ///
    /// ```
    /// use reptile_sketch::data::Drawing;
    /// use reptile_sketch::sketch::{Sketch, Strokes};
    /// let dot = Strokes::new(vec![vec![[0., 0.]]])?;
    /// let drawing = Drawing::from_strokes("my strokes".into(), 0, dot);
    /// assert!(matches!(drawing.sketch(), Some(Sketch::Strokes(_))));
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn sketch(&self) -> Option<&Sketch> {
        match &self.picture {
            Picture::Sketch(sketch) => Some(sketch),
            Picture::Photo(_) => None,
        }
    }

    /// What this drawing shares with those of its class that are the same drawing in another
    /// form, and with no other: episodes never use two of one identity. A [`super::Pool`] sets it.
    pub fn identity(&self) -> usize {
        self.identity
    }

    /// Whether two drawings of one class are copies: the same name, and the same content.
    pub(super) fn is_copy_of(&self, other: &Drawing) -> bool {
        self.place == other.place
            && match (&self.picture, &other.picture) {
                (Picture::Photo(own), Picture::Photo(other)) => own == other,
                (Picture::Sketch(own), Picture::Sketch(other)) => own == other,
                _ => false,
            }
    }

    /// Omniglot's number of the person who drew it, from 1, if the class is one of Omniglot's:
    /// `character01/0394_07.png`, `.txt` and index 6 of `character01` in a stroke file are by drawer 7.
    /// So the same drawing as an image and as strokes is known to be one.
    pub(super) fn omniglot_drawer(&self, class: &str) -> Option<usize> {
        let last = class.rsplit('/').next()?;
        let is_number = |text: &str, digits| {
            text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(last.strip_prefix("character")?, 2) {
            return None;
        }
        match &self.place {
            Place::Index(index) => Some(index + 1),
            Place::File(path) => {
                let (_, file) = path.rsplit_once('/')?;
                let name = file.strip_suffix(".png").or_else(|| file.strip_suffix(".txt"))?;
                let (id, drawer) = name.split_once('_')?;
                let named_so = is_number(id, 4) && is_number(drawer, 2);
                if named_so { drawer.parse().ok() } else { None }
            }
        }
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Drawing::name(&self.source, &self.place, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strokes(index: usize) -> Drawing {
        let dot = Strokes::new(vec![vec![[0.0, 0.0]]]).unwrap();
        Drawing::from_strokes("s.json".into(), index, dot)
    }

    fn file(path: &str) -> Drawing {
        Drawing { place: Place::File(path.into()), ..strokes(0) }
    }

    #[test]
    fn an_omniglot_image_and_its_strokes_have_the_same_drawer() {
        let class = "Greek/character01";
        assert_eq!(file("Greek/character01/0394_07.png").omniglot_drawer(class), Some(7));
        assert_eq!(file("Greek/character01/0394_07.txt").omniglot_drawer(class), Some(7));
        assert_eq!(strokes(6).omniglot_drawer(class), Some(7));
        assert_eq!(file("character01/0394_07.png").omniglot_drawer("character01"), Some(7));
    }

    #[test]
    fn what_is_not_omniglot_has_no_drawer() {
        assert_eq!(strokes(6).omniglot_drawer("alarm clock"), None);
        assert_eq!(strokes(6).omniglot_drawer("Greek/character1"), None);
        for path in ["G/character01/007.png", "G/character01/a394_07.png", "0394_7.png"] {
            assert_eq!(file(path).omniglot_drawer("G/character01"), None, "{path}");
        }
    }
}
