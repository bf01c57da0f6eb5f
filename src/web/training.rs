//! Meta-training from nothing, and other people's hands.

use wasm_bindgen::prelude::*;

use super::Sketch;
use crate::collection::Collection;
use crate::hands::HandConfig;
use crate::learner::{FirstStage, Learner};
use crate::page_training::PageTraining;
use crate::sketch::Strokes;
use crate::weights;

/// Classes of drawings, from files.
#[wasm_bindgen]
#[derive(Default)]
pub struct Drawings(Collection);

#[wasm_bindgen]
impl Drawings {
    /// None yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Drawings {
        Drawings::default()
    }

    /// Adds those of a file.
    pub fn read(&mut self, name: &str, file: &[u8]) -> Result<(), JsValue> {
        Ok(self.0.read(name, file)?)
    }

    /// How many classes there are.
    pub fn classes(&self) -> u32 {
        self.0.classes() as u32
    }

    /// How many drawings there are.
    pub fn drawings(&self) -> u32 {
        self.0.drawings() as u32
    }
}

/// A meta-training of the drawing network.
#[wasm_bindgen]
pub struct Training(PageTraining);

#[wasm_bindgen]
impl Training {
    /// On made-up alphabets or on drawings, from untrained weights or from those of a file, over so many meta-iterations,
    /// of which the file's weights have `done`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        seed: u32,
        meta_iterations: u32,
        drawings: Option<Drawings>,
        file: Option<Vec<u8>>,
        done: u32,
    ) -> Result<Training, JsValue> {
        let (seed, meta_iterations) = (seed.into(), meta_iterations as usize);
        let training = match drawings {
            Some(Drawings(own)) => PageTraining::on_drawings(own, seed, meta_iterations)?,
            None => PageTraining::new(seed, meta_iterations)?,
        };
        Ok(Training(match file {
            Some(file) => {
                training.starting_at(weights::read(&file)?.for_drawings()?, done as usize)?
            }
            None => training,
        }))
    }

    /// Whether the accuracy is measured on drawings, and not on glyphs.
    #[wasm_bindgen(js_name = isMeasuredOnDrawings)]
    pub fn is_measured_on_drawings(&self) -> bool {
        self.0.is_measured_on_drawings()
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

    /// The accuracy on classes that are left out of the training, over so many episodes.
    pub fn accuracy(&self, episodes: u32) -> Result<f64, JsValue> {
        Ok(self.0.accuracy(episodes as usize)?)
    }

    /// What the weights so far take a drawing for, after learning from one example of each class.
    pub fn answer(&self, examples: Vec<Sketch>, input: &Sketch) -> Result<Vec<f32>, JsValue> {
        let mut learner = Learner::new(self.0.weights());
        let examples: Vec<_> = examples.iter().enumerate().map(|(i, own)| (own.0, i)).collect();
        learner.adapt(&examples, None)?;
        Ok(learner.classify(&input.0)?.probabilities)
    }

    /// The weights so far, as a file.
    pub fn weights(&self) -> Vec<u8> {
        weights::write(&self.0.weights())
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

/// The inner loop of a network, to look at its first stage.
#[wasm_bindgen]
pub struct InnerLoop(Learner);

#[wasm_bindgen]
impl InnerLoop {
    /// From a weights file, or from random weights of a seed for the same architecture.
    #[wasm_bindgen(constructor)]
    pub fn new(file: &[u8], seed: Option<u32>) -> Result<InnerLoop, JsValue> {
        let weights = weights::read(file)?.for_drawings()?;
        Ok(InnerLoop(Learner::new(match seed {
            Some(seed) => weights.untrained_by_seed(seed.into()),
            None => weights,
        })))
    }

    /// How many filters the first stage has.
    pub fn filters(&self) -> u32 {
        self.0.weights().net.config().filters[0] as u32
    }

    /// Learns from one example of each class, and returns the filters of the first stage, `[3, 3, filters]`, and then
    /// what they make of a drawing, `[side, side, filters]`.
    pub fn look(
        &mut self,
        examples: Vec<Sketch>,
        input: &Sketch,
        steps: u32,
    ) -> Result<Vec<f32>, JsValue> {
        let examples: Vec<_> = examples.iter().enumerate().map(|(i, own)| (own.0, i)).collect();
        self.0.adapt(&examples, Some(steps as usize))?;
        let FirstStage { mut filters, maps } = self.0.first_stage(&input.0)?;
        filters.extend(maps);
        Ok(filters)
    }
}
