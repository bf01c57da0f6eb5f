//! Other people's hands: how drawings of one thing differ from person to person.
//!
//! A [`Hand`] draws what somebody else has drawn: slanted, turned and stretched as a whole by its habit, with
//! strokes that are moved, turned, bent and stretched, joined or lifted where the first hand did otherwise, started
//! elsewhere, drawn in the other direction, cut short or too long, and with a tremor. How far, and how often, says
//! a [`HandConfig`], whose default was [fitted](HandConfig::default) to drawings by people.
//!
//! ```
//! use reptile_sketch::hands::HandConfig;
//! use reptile_sketch::sketch::Strokes;
//!
//! let corner = Strokes::new(vec![vec![[0.0, 0.0], [0.0, 9.0], [9.0, 9.0]]])?;
//! let hands = HandConfig::default().check()?;
//! let theirs = hands.hand(7, 0).draw(&corner, 0);
//! assert_eq!(theirs, hands.hand(7, 0).draw(&corner, 0), "the seed and the numbers decide");
//! assert_ne!(theirs, hands.hand(7, 1).draw(&corner, 0), "another hand draws it otherwise");
//! # Ok::<(), reptile_sketch::Error>(())
//! ```

mod config;
#[cfg(not(target_arch = "wasm32"))]
mod fit;
mod hand;
#[cfg(not(target_arch = "wasm32"))]
mod likeness;
mod paper;
mod random;
mod stroke;

pub use config::HandConfig;
#[cfg(not(target_arch = "wasm32"))]
pub use fit::{Fit, fit};
pub use hand::{Hand, Hands};
#[cfg(not(target_arch = "wasm32"))]
pub use likeness::{Differences, compare};
