//! Made-up alphabets: any number of classes to meta-train on, without any data.
//!
//! An [`Alphabet`] has habits, and glyphs of lines, bows, rings, hooks, loops, zigzags, waves and dots. [`Glyphs`] are
//! all glyphs of all alphabets of a seed, each drawn by twenty [hands](crate::hands), as the characters of Omniglot
//! are by twenty people. The glyphs for training and the held-out ones are never the same.
//!
//! ```
//! use reptile_sketch::glyphs::Glyphs;
//! let (training, held_out) = (Glyphs::training(0), Glyphs::held_out(0));
//! assert_eq!(training.draw(5, 2), Glyphs::training(0).draw(5, 2));
//! assert_ne!(training.draw(5, 2), training.draw(5, 3), "another hand");
//! assert_ne!(training.draw(5, 2), held_out.draw(5, 2), "another alphabet");
//! ```

mod all;
mod alphabet;
mod pen;
mod tasks;

pub use all::{DRAWERS, Glyphs};
pub use alphabet::Alphabet;
pub use tasks::GlyphTask;
