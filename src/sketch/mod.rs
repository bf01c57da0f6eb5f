//! What a person draws, and the one function that turns it into what the network sees.
//!
//! A [`Sketch`] is either [`Strokes`] (from the page or a stroke file) or a [`Bitmap`] (from a PNG or a
//! canvas). Both enter [`rasterize`] and leave as 28 by 28 pixels in the same [`Frame`], so
//! that training, evaluation and the page can never disagree about what a drawing looks like.

mod augmentation;
mod bitmap;
#[cfg(feature = "training")]
mod contrast;
#[cfg(feature = "training")]
mod edges;
mod frame;
#[cfg(feature = "training")]
mod opening;
mod paper;
mod raster;
mod strokes;
mod tones;

pub use augmentation::{SYMMETRIES, Symmetry, distort};
pub use bitmap::{Bitmap, Inked, MAX_SIDE_PX};
pub use frame::{Frame, SIDE_PX, View};
pub use raster::{Image, PIXELS, rasterize};
pub use strokes::Strokes;
pub use tones::{Polarity, Tones};

/// A drawing that has been checked: it has ink, and every number in it is finite.
#[derive(Clone, Debug, PartialEq)]
pub enum Sketch {
    /// Pen strokes.
    Strokes(Strokes),
    /// Pixels.
    Bitmap(Bitmap),
}

#[cfg(feature = "training")]
impl Sketch {
    /// The same drawing, turned clockwise by 90 degrees, so many times.
    pub fn turned(&self, quarters: u32) -> Sketch {
        (0..quarters % 4).fold(self.clone(), |sketch, _| match sketch {
            Sketch::Strokes(strokes) => Sketch::Strokes(strokes.turned()),
            Sketch::Bitmap(bitmap) => Sketch::Bitmap(bitmap.turned()),
        })
    }
}

impl From<Strokes> for Sketch {
    fn from(strokes: Strokes) -> Sketch {
        Sketch::Strokes(strokes)
    }
}

impl From<Bitmap> for Sketch {
    fn from(bitmap: Bitmap) -> Sketch {
        Sketch::Bitmap(bitmap)
    }
}
