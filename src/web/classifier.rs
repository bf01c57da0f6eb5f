//! The classifier.

use js_sys::Float32Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::Sketch;
use crate::sketch::Image;
use crate::weights::{self, Weights};
use crate::{Code, Error, learner};

/// What the network says about a drawing, as JavaScript gets it: an object of its own, which can be posted.
#[derive(Serialize)]
struct Answer {
    /// The probability of each class.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    probabilities: Float32Array,
    /// How unlike any example the drawing is.
    unlike: f32,
    /// `sure`, `unsure` or `unlike`.
    confidence: &'static str,
}

#[wasm_bindgen(typescript_custom_section)]
const ANSWER: &str = "export type Answer = \
    { probabilities: Float32Array, unlike: number, confidence: 'sure' | 'unsure' | 'unlike' };";

/// A seed that nobody can foresee: one untrained network says little about all of them.
#[wasm_bindgen(js_name = freshSeed)]
pub fn fresh_seed() -> Result<u32, JsValue> {
    let none = |_| Error::new(Code::BadSetting, "this browser has no random numbers: give a seed");
    Ok(getrandom::u32().map_err(none)?)
}

/// Pretrained weights that learn from examples.
#[wasm_bindgen]
pub struct Learner(pub(super) learner::Learner);

#[wasm_bindgen]
impl Learner {
    /// Starts from the embedded weights.
    pub fn pretrained() -> Learner {
        Learner(learner::Learner::new(Weights::pretrained()))
    }

    /// Starts from a weights file.
    #[wasm_bindgen(js_name = fromWeights)]
    pub fn from_weights(file: &[u8]) -> Result<Learner, JsValue> {
        Ok(Learner(learner::Learner::new(weights::read(file)?.for_drawings()?)))
    }

    /// Starts from random weights of the embedded ones' architecture.
    pub fn random(seed: u32) -> Learner {
        let weights = Weights::pretrained().untrained_by_seed(seed.into());
        Learner(learner::Learner::new(weights))
    }

    /// Begins to learn from examples, each with its class from 0.
    pub fn begin(
        &mut self,
        sketches: Vec<Sketch>,
        classes: &[u32],
        steps: Option<u32>,
    ) -> Result<(), JsValue> {
        if sketches.len() != classes.len() {
            return Err(Error::new(Code::BadSetting, "as many classes as examples").into());
        }
        let examples: Vec<(Image, usize)> = (sketches.iter().zip(classes))
            .map(|(sketch, &class)| (sketch.0, class as usize))
            .collect();
        Ok(self.0.begin(&examples, steps.map(|steps| steps as usize))?)
    }

    /// Takes a step. After the last one it has learned, and returns the loss before each step and after the last.
    pub fn step(&mut self) -> Result<Option<Vec<f32>>, JsValue> {
        self.0.step().map_err(|error| {
            // Pixels are between 0 and 1, so only bad weights can make the loss overflow.
            match error.code() {
                Code::Diverged => Error::new(Code::BadWeights, error.message()).into(),
                _ => error.into(),
            }
        })
    }

    /// Goes back to what was learned before the latest `adapt`.
    pub fn revert(&mut self) {
        self.0.revert();
    }

    /// Classifies a drawing.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn classify(&mut self, sketch: &Sketch) -> Result<JsValue, JsValue> {
        let answer = self.0.classify(&sketch.0)?;
        Ok(serde_wasm_bindgen::to_value(&Answer {
            probabilities: Float32Array::from(&answer.probabilities[..]),
            unlike: answer.unlike,
            confidence: answer.confidence.name(),
        })?)
    }
}
