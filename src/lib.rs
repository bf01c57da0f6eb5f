//! One-shot drawing classification with Reptile.
//!
//! A drawing becomes pixels ([`sketch`]), a convolutional network turns pixels into features
//! ([`net`], on the loops of [`kernels`]), and a [`learner::Learner`] fine-tunes it on a few
//! examples, from [`weights`] that Reptile ([`meta`]) has made ready for just that.
//!
//! ```
//! use reptile_sketch::learner::Learner;
//! use reptile_sketch::sketch::{Sketch, Strokes, View, rasterize};
//! use reptile_sketch::weights::Weights;
//!
//! let draw = |points: &[[f32; 2]]| {
//!     let strokes = Strokes::new(vec![points.to_vec()])?;
//!     Ok::<_, reptile_sketch::Error>(rasterize(&Sketch::Strokes(strokes), &View::default()))
//! };
//! let line = draw(&[[0.0, 0.0], [0.0, 9.0]])?;
//! let corner = draw(&[[0.0, 0.0], [0.0, 9.0], [9.0, 9.0]])?;
//! let mut learner = Learner::new(Weights::pretrained());
//! learner.adapt(&[(line, 0), (corner, 1)], None)?;
//! let answer = learner.classify(&draw(&[[0.0, 1.0], [1.0, 8.0], [7.0, 8.0]])?)?;
//! assert!(answer.probabilities[1] > 0.5);
//! # Ok::<(), reptile_sketch::Error>(())
//! ```
//!
//! | to | there are these modules, each of which uses those after it |
//! | --- | --- |
//! | learn from a few drawings and classify | `web`, [`learner`], [`weights`], [`net`], [`kernels`] |
//! | make a drawing the network's input | [`sketch`] |
//! | meta-train on drawings, and measure | `cli`, `training` (in a browser [`page_training`]), [`trainer`], [`meta`] |
//! | have drawings to train on | `data`: files; [`collection`]: strokes, in a browser too; [`glyphs`]: made up, drawn by [`hands`] |
//! | see Reptile at work on less | [`mod@sine`]: waves; [`plane`]: two tasks in a plane |
//!
//! [`meta`] knows no network and no data set. `data` and `training` are behind the feature `training`, and `cli` is
//! behind `cli`.
//!
//! Batches, features, probabilities and parameters are also to be had as views of [`ndarray`], whose shapes say what
//! is what: `weights.view("stage1.convolution")`.

#![warn(missing_debug_implementations)]

pub mod collection;
pub mod error;
pub mod glyphs;
pub mod hands;
pub mod kernels;
pub mod learner;
pub mod meta;
pub mod net;
pub mod page_training;
pub mod plane;
pub mod sine;
pub mod sketch;
pub mod trainer;
pub mod weights;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod cli;
#[cfg(all(feature = "training", not(target_arch = "wasm32")))]
pub mod data;
#[cfg(all(feature = "training", not(target_arch = "wasm32")))]
pub mod training;
#[cfg(target_arch = "wasm32")]
#[allow(missing_debug_implementations, reason = "JavaScript prints them in its own way")]
pub mod web;

pub use error::{Code, Error, Result, decimal};
/// The views in this crate's functions are of this version.
pub use ndarray;

/// Its program is compiled and run as those of this documentation are.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    #[test]
    fn what_programs_keep_can_be_sent_shared_and_printed() {
        fn check<T: Debug + Send + Sync>() {}
        check::<Result<learner::Learner>>();
        check::<Result<weights::Weights>>();
        check::<Result<sketch::Sketch>>();
        check::<trainer::Trainer>();
        #[cfg(all(feature = "training", not(target_arch = "wasm32")))]
        {
            check::<Result<data::Pool>>();
            check::<training::MetaTraining>();
            check::<training::Measurement>();
        }
    }
}
