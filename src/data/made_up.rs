//! Classes that are made up, not read.

use std::sync::Arc;

use rayon::prelude::*;
use sha2::Digest;

use super::class::Class;
use super::drawing::Drawing;
use super::pool::Pool;
use crate::glyphs::{DRAWERS, Glyphs};
use crate::sketch::Sketch;
use crate::{Error, Result};

/// The most classes: half a gigabyte of strokes.
const MOST_CLASSES: usize = 20_000;

impl Pool {
    /// The first so many glyphs, each drawn by twenty hands.
    ///
    /// *Errors*: `bad-setting` for no glyph, or over 20,000.
    ///
    /// ```
    /// use reptile_sketch::data::Pool;
    /// use reptile_sketch::glyphs::Glyphs;
    /// let pool = Pool::made_up(&Glyphs::training(0), 30)?;
    /// assert_eq!((pool.classes().len(), pool.drawings()), (30, 600));
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn made_up(glyphs: &Glyphs, count: usize) -> Result<Pool> {
        if !(1..=MOST_CLASSES).contains(&count) {
            return Err(Error::bad_setting("glyphs", count, "from 1 to 20000"));
        }
        let source: Arc<str> = format!("glyphs of seed {}", glyphs.seed()).into();
        let class = |class: usize| {
            let by =
                |drawer| Drawing::from_strokes(source.clone(), drawer, glyphs.draw(class, drawer));
            Class::new(glyphs.name(class), (0..DRAWERS).map(by).collect())
        };
        Ok(Pool::of_classes((0..count).into_par_iter().map(class).collect()))
    }

    /// The classes of both.
    pub fn with(self, other: Pool) -> Pool {
        let notes = [self.notes(), other.notes()].concat();
        let classes = [self, other].into_iter().flat_map(Pool::into_classes);
        let drawings = classes.map(Class::into_parts).flat_map(|(name, drawings)| {
            drawings.into_iter().map(move |drawing| (name.clone(), drawing))
        });
        Pool::new(drawings.collect()).with_notes(notes)
    }

    /// The SHA-256 of all strokes, in hexadecimal: a machine whose sines are rounded otherwise makes up others.
    pub fn strokes_sha256(&self) -> String {
        let mut digest = sha2::Sha256::new();
        for drawing in self.classes().iter().flat_map(Class::drawings) {
            let Some(Sketch::Strokes(strokes)) = drawing.sketch() else { continue };
            for value in strokes.strokes().iter().flatten().flatten() {
                digest.update(value.to_le_bytes());
            }
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
