//! One-shot drawing classification with Reptile.

pub mod error;
pub mod kernels;
pub mod learner;
pub mod meta;
pub mod net;
pub mod sketch;
pub mod weights;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod data;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod cli;

pub use error::{Code, Error, Result};
