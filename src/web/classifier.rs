//! The classifier.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use wasm_bindgen::prelude::*;

use super::Sketch;
use crate::sketch::Image;
use crate::weights::{self, Weights};
use crate::{Code, Error, learner};

/// What the network says about a drawing.
#[wasm_bindgen]
pub struct Answer(learner::Classification);

#[wasm_bindgen]
impl Answer {
    /// The probability of each class.
    #[wasm_bindgen(getter)]
    pub fn probabilities(&self) -> Vec<f32> {
        self.0.probabilities.clone()
    }

    /// How unlike any example the drawing is.
    #[wasm_bindgen(getter)]
    pub fn unlike(&self) -> f32 {
        self.0.unlike
    }

    /// `sure`, `unsure` or `unlike`.
    #[wasm_bindgen(getter)]
    pub fn confidence(&self) -> String {
        self.0.confidence.name().into()
    }
}

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
    pub fn random(seed: u32) -> Result<Learner, JsValue> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed.into());
        Ok(Learner(learner::Learner::new(Weights::pretrained().untrained(&mut rng)?)))
    }

    /// The inner steps that the weights were made for.
    #[wasm_bindgen(js_name = defaultSteps)]
    pub fn default_steps(&self) -> u32 {
        self.0.weights().adapt.steps as u32
    }

    /// Learns from examples, each with its class from 0; returns the loss before each step and
    /// after the last.
    pub fn adapt(
        &mut self,
        sketches: Vec<Sketch>,
        classes: &[u32],
        steps: Option<u32>,
    ) -> Result<Vec<f32>, JsValue> {
        if sketches.len() != classes.len() {
            return Err(Error::new(Code::BadSetting, "as many classes as examples").into());
        }
        let examples: Vec<(Image, usize)> = (sketches.iter().zip(classes))
            .map(|(sketch, &class)| (sketch.0, class as usize))
            .collect();
        self.0.adapt(&examples, steps.map(|steps| steps as usize)).map_err(|error| {
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
    pub fn classify(&mut self, sketch: &Sketch) -> Result<Answer, JsValue> {
        Ok(Answer(self.0.classify(&sketch.0)?))
    }
}
