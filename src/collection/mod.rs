//! Classes of drawings by strokes, as a program holds them, and training tasks of them.
//!
//! The readers of data sets are in `data`, which browsers do without; the two formats of strokes that are plain text are
//! read here.
//!
//! ```
//! use reptile_sketch::collection::Collection;
//! use reptile_sketch::sketch::Strokes;
//! let mut collection = Collection::default();
//! for hand in 0..2 {
//!     let strokes = Strokes::new(vec![vec![[0.0, 0.0], [9.0, hand as f32]]])?;
//!     collection.add("line", strokes);
//! }
//! assert_eq!((collection.classes(), collection.drawings()), (1, 2));
//! # Ok::<(), reptile_sketch::Error>(())
//! ```

#[cfg(any(all(feature = "training", not(target_arch = "wasm32")), feature = "web-train"))]
pub(crate) mod classes;
#[cfg(any(all(feature = "training", not(target_arch = "wasm32")), feature = "web-train"))]
pub(crate) mod form;
#[cfg(any(all(feature = "training", not(target_arch = "wasm32")), feature = "web-train"))]
pub(crate) mod not_strokes;
#[cfg(any(all(feature = "training", not(target_arch = "wasm32")), feature = "web-train"))]
pub(crate) mod quick_draw;
#[cfg(any(all(feature = "training", not(target_arch = "wasm32")), feature = "web-train"))]
mod read;
pub(crate) mod tasks;

pub use tasks::CollectionTask;

use crate::sketch::Strokes;
use crate::{Code, Error, Result};

/// Named classes of drawings, in the order in which their names first came.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    classes: Vec<(String, Vec<Strokes>)>,
}

impl Collection {
    /// Adds a drawing to a class.
    pub fn add(&mut self, class: &str, drawing: Strokes) {
        match self.classes.iter_mut().find(|(name, _)| name == class) {
            Some((_, drawings)) => drawings.push(drawing),
            None => self.classes.push((class.into(), vec![drawing])),
        }
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.classes.len()
    }

    /// How many drawings there are.
    pub fn drawings(&self) -> usize {
        self.classes.iter().map(|(_, drawings)| drawings.len()).sum()
    }

    /// Leaves out classes with a single drawing: nothing can be learned from it and asked of it.
    pub fn with_pairs(mut self) -> Collection {
        self.classes.retain(|(_, drawings)| drawings.len() >= 2);
        self
    }

    /// The collection without the last of every `count` classes, and these.
    pub fn without_every(self, count: usize) -> [Collection; 2] {
        let mut parts = [Collection::default(), Collection::default()];
        for (number, class) in self.classes.into_iter().enumerate() {
            parts[usize::from(number % count == count - 1)].classes.push(class);
        }
        parts
    }

    /// Refuses fewer classes than that.
    ///
    /// *Errors*: `bad-data`.
    pub fn at_least(self, classes: usize) -> Result<Collection> {
        if self.classes.len() >= classes {
            return Ok(self);
        }
        let message = format!(
            "{} with two drawings or more; training takes at least {classes}",
            match self.classes.len() {
                0 => "no class".to_string(),
                1 => "only one class".to_string(),
                count => format!("only {count} classes"),
            }
        );
        Err(Error::new(Code::BadData, message))
    }
}
