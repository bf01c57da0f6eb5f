//! Meta-training on sine waves, in as many pieces as the caller likes.

use super::{Method, Sine};
use crate::Result;
use crate::meta::Reptile;
use crate::net::MlpTape;

/// A run of Reptile, or of a related method, on sine waves. The result depends on the settings alone,
/// not on how many calls of [`SineTraining::run`] it takes.
#[derive(Clone, Debug)]
pub struct SineTraining {
    sine: Sine,
    method: Method,
    reptile: Reptile,
    tape: MlpTape,
}

impl SineTraining {
    /// A run that begins at the seed's [untrained parameters](Sine::initialize).
    pub fn new(sine: Sine) -> Self {
        let reptile = Reptile::new(sine.initialize(), sine.outer().clone());
        SineTraining { sine, method: Method::Reptile, reptile, tape: MlpTape::default() }
    }

    /// The same by another method.
    pub fn with_method(sine: Sine, method: Method) -> Self {
        SineTraining { method, ..SineTraining::new(sine) }
    }

    /// Runs the given number of meta-iterations, or those that are left if they are fewer.
    ///
    /// *Errors*: `diverged`, which names meta-iteration and step; [`theta`](SineTraining::theta)
    /// then is that before the meta-iteration. `bad-setting` for MAML with one inner step.
    pub fn run(&mut self, meta_iterations: usize) -> Result<()> {
        let SineTraining { sine, method, reptile, tape } = self;
        let left = sine.config().meta_iterations - reptile.iteration();
        for _ in 0..meta_iterations.min(left) {
            let task = sine.minibatches(reptile.iteration());
            reptile.step([task], |w, minibatches| method.learn(sine, w, minibatches, tape))?;
        }
        Ok(())
    }

    /// The experiment.
    pub fn sine(&self) -> &Sine {
        &self.sine
    }

    /// The initial parameters so far.
    pub fn theta(&self) -> &[f32] {
        self.reptile.theta()
    }

    /// How many meta-iterations are done.
    pub fn meta_iteration(&self) -> usize {
        self.reptile.iteration()
    }

    /// Whether all are done.
    pub fn is_finished(&self) -> bool {
        self.meta_iteration() == self.sine.config().meta_iterations
    }
}
