//! Meta-training from nothing, and other people's hands.

use wasm_bindgen::prelude::*;

use super::Sketch;
use crate::glyph_training::GlyphTraining;
use crate::hands::HandConfig;
use crate::learner::Learner;
use crate::sketch::Strokes;
use crate::weights;

/// A meta-training of the drawing network on made-up alphabets.
#[wasm_bindgen]
pub struct Training(GlyphTraining);

#[wasm_bindgen]
impl Training {
    /// From untrained weights, over so many meta-iterations.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: u32, meta_iterations: u32) -> Result<Training, JsValue> {
        Ok(Training(GlyphTraining::new(seed.into(), meta_iterations as usize)?))
    }

    /// From the weights of a file.
    #[wasm_bindgen(js_name = fromWeights)]
    pub fn from_weights(file: &[u8], seed: u32, meta_iterations: u32) -> Result<Training, JsValue> {
        let weights = weights::read(file)?.for_drawings()?;
        let training = GlyphTraining::from_weights(weights, seed.into(), meta_iterations as usize);
        Ok(Training(training?))
    }

    /// Plans so many meta-iterations altogether.
    pub fn plan(&mut self, meta_iterations: u32) -> Result<(), JsValue> {
        Ok(self.0.plan(meta_iterations as usize)?)
    }

    /// Goes on for so many meta-iterations, or until all that were planned are done.
    pub fn run(&mut self, meta_iterations: u32) -> Result<(), JsValue> {
        for _ in 0..meta_iterations {
            if self.0.iteration() == self.0.planned() {
                break;
            }
            self.0.step()?;
        }
        Ok(())
    }

    /// How many meta-iterations are done.
    pub fn iteration(&self) -> u32 {
        self.0.iteration() as u32
    }

    /// How many tasks have been learned.
    pub fn tasks(&self) -> u32 {
        self.0.tasks() as u32
    }

    /// How many meta-iterations are planned.
    pub fn planned(&self) -> u32 {
        self.0.planned() as u32
    }

    /// The accuracy on glyphs of unseen alphabets, over so many episodes.
    pub fn accuracy(&self, episodes: u32) -> Result<f64, JsValue> {
        Ok(self.0.accuracy(episodes as usize)?)
    }

    /// What the weights so far take a drawing for, after learning from one example of each class.
    pub fn answer(&self, examples: Vec<Sketch>, input: &Sketch) -> Result<Vec<f32>, JsValue> {
        let mut learner = Learner::new(self.0.weights()?);
        let examples: Vec<_> = examples.iter().enumerate().map(|(i, own)| (own.0, i)).collect();
        learner.adapt(&examples, None)?;
        Ok(learner.classify(&input.0)?.probabilities)
    }

    /// The weights so far, as a file.
    pub fn weights(&self) -> Result<Vec<u8>, JsValue> {
        Ok(weights::write(&self.0.weights()?))
    }
}

/// A drawing by another hand.
#[wasm_bindgen]
pub struct Redrawn(Strokes);

#[wasm_bindgen]
impl Redrawn {
    /// From all coordinates `x0, y0, x1, y1, …`, and how many of them each stroke takes; the seed and the number of the
    /// hand decide.
    #[wasm_bindgen(constructor)]
    pub fn new(values: &[f32], lengths: &[u32], seed: u32, hand: u32) -> Result<Redrawn, JsValue> {
        let strokes = Strokes::from_flat(values, lengths)?;
        let hands = HandConfig::default().check()?;
        Ok(Redrawn(hands.hand(seed.into(), hand.into()).draw(&strokes, 0)))
    }

    /// All coordinates.
    pub fn values(&self) -> Vec<f32> {
        self.0.strokes().concat().as_flattened().to_vec()
    }

    /// How many of them each stroke takes.
    pub fn lengths(&self) -> Vec<u32> {
        self.0.strokes().iter().map(|stroke| 2 * stroke.len() as u32).collect()
    }
}
