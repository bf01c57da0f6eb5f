//! The JavaScript face of the crate: conversion only.
//!
//! There are two: of the classifier, and of the sine waves. With the feature `web-sine` the second takes
//! the place of the first, unless `web-classifier` keeps it, so that a page loads nothing that it
//! does not use.

#[cfg(feature = "web-bench")]
mod bench;
#[cfg(any(feature = "web-classifier", not(feature = "web-sine")))]
mod classifier;
#[cfg(feature = "web-sine")]
mod settings;
#[cfg(feature = "web-sine")]
mod sine;

#[cfg(feature = "web-bench")]
pub use bench::{Convolutions, peak, peak_multiply_adds};
#[cfg(any(feature = "web-classifier", not(feature = "web-sine")))]
pub use classifier::{Learner, Sketch};
#[cfg(feature = "web-sine")]
pub use sine::{Sine, SineTraining, TwoTasks, Wave};

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::Error;

impl From<Error> for JsValue {
    fn from(error: Error) -> JsValue {
        let thrown = js_sys::Error::new(error.message());
        thrown.set_name("ReptileError");
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&thrown, &"code".into(), &error.code().as_str().into());
        thrown.into()
    }
}
