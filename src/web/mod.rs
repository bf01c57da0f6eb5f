//! The JavaScript face of the crate: conversion only.
//!
//! The feature `web-classifier` brings the classifier, `web-sine` the sine waves, `web-train` meta-training and other
//! people's hands, and `web-bench` what the benchmark in the browser measures.

#[cfg(feature = "web-bench")]
mod bench;
#[cfg(feature = "web-classifier")]
mod classifier;
#[cfg(feature = "web-sine")]
mod settings;
#[cfg(feature = "web-sine")]
mod sine;
#[cfg(any(feature = "web-classifier", feature = "web-train"))]
mod sketch;
#[cfg(feature = "web-train")]
mod training;

#[cfg(feature = "web-bench")]
pub use bench::{Convolutions, peak, peak_multiply_adds};
#[cfg(feature = "web-classifier")]
pub use classifier::{Learner, fresh_seed};
#[cfg(feature = "web-sine")]
pub use sine::{Sine, SineTraining, TwoTasks, Wave};
#[cfg(any(feature = "web-classifier", feature = "web-train"))]
pub use sketch::Sketch;
#[cfg(feature = "web-train")]
pub use training::{Drawings, InnerLoop, Redrawn, Training};

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use crate::Error;

impl From<Error> for JsValue {
    fn from(error: Error) -> JsValue {
        let thrown = js_sys::Error::new(error.message());
        // Defined, not assigned: that is refused where a page has frozen what errors inherit.
        for (key, value) in [("name", "ReptileError"), ("code", error.code().as_str())] {
            let property = Object::new();
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&property, &"value".into(), &value.into());
            let _ = Reflect::define_property(&thrown, &key.into(), &property);
        }
        thrown.into()
    }
}
