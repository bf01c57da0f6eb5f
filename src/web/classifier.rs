//! The classifier.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use wasm_bindgen::prelude::*;

use crate::sketch::{Bitmap, Image, SIDE_PX, Strokes, View, rasterize};
use crate::weights::{self, Weights};
use crate::{Code, Error, learner, sketch};

/// A drawing as the network sees it.
#[wasm_bindgen]
pub struct Sketch(Image);

#[wasm_bindgen]
impl Sketch {
    /// From strokes: all coordinates `x0, y0, x1, y1, …`, and how many of them each stroke takes.
    pub fn strokes(values: &[f32], lengths: &[u32]) -> Result<Sketch, JsValue> {
        let strokes = sketch::Sketch::Strokes(Strokes::from_flat(values, lengths)?);
        Ok(Sketch(rasterize(&strokes, &View::default())))
    }

    /// From a bitmap's RGBA values.
    pub fn bitmap(rgba: &[u8], width: u32, height: u32) -> Result<Sketch, JsValue> {
        let bitmap = Bitmap::from_rgba(rgba, width as usize, height as usize)?;
        Ok(Sketch(rasterize(&sketch::Sketch::Bitmap(bitmap), &View::default())))
    }

    /// From the pixels of another, which may lie in another instance.
    #[wasm_bindgen(js_name = ofPixels)]
    pub fn of_pixels(pixels: &[f32]) -> Sketch {
        let mut image = [0.0; SIDE_PX * SIDE_PX];
        image.iter_mut().zip(pixels).for_each(|(to, &from)| *to = from);
        Sketch(image)
    }

    /// The 784 pixels, row by row; 0 is paper and 1 is ink.
    pub fn pixels(&self) -> Vec<f32> {
        self.0.to_vec()
    }
}

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
