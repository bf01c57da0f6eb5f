//! Meta-training, piece by piece.

use super::Sine;
use crate::Result;
use crate::meta::{InnerConfig, Reptile, Sgd};
use crate::net::{Examples, MlpTape};

/// A run of Reptile on sine waves. The seed decides all of it, however it is cut into pieces.
#[derive(Clone, Debug)]
pub struct MetaTraining {
    sine: Sine,
    reptile: Reptile,
    tape: MlpTape,
}

impl MetaTraining {
    /// A run that begins at the seed's [untrained parameters](Sine::initialize).
    pub fn new(sine: Sine) -> Self {
        let reptile = Reptile::new(sine.initialize(), sine.outer().clone());
        MetaTraining { sine, reptile, tape: MlpTape::default() }
    }

    /// Goes on for so many meta-iterations, or until all are done.
    ///
    /// *Errors*: `diverged`, which names meta-iteration and step; [`theta`](MetaTraining::theta)
    /// then is that before the meta-iteration.
    pub fn run(&mut self, meta_iterations: usize) -> Result<()> {
        let MetaTraining { sine, reptile, tape } = self;
        let config = sine.config();
        let inner = InnerConfig { steps: config.inner_steps }.check()?;
        let left = config.meta_iterations - reptile.iteration();
        for _ in 0..meta_iterations.min(left) {
            let task = sine.minibatches(reptile.iteration());
            reptile.step([task], |w, batches| {
                let mut sgd = Sgd { learning_rate: config.learning_rate };
                inner.learn(w, &mut sgd, batches, |w, [inputs, targets], gradient| {
                    let batch = Examples { inputs, targets };
                    sine.net().loss_and_gradient(w, batch, gradient, tape)
                })?;
                Ok(())
            })?;
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
