//! Adapting to a wave of which some points are shown.

use super::{Episode, Sine};
use crate::meta::{Sgd, inner_loop};
use crate::net::{Examples, MlpTape};
use crate::{Code, Error, Result};

impl Sine {
    /// The network's outputs for these inputs, with these parameters.
    pub fn predict(&self, parameters: &[f32], inputs: &[f32]) -> Vec<f32> {
        self.net().predict(parameters, inputs, &mut MlpTape::default()).to_vec()
    }

    /// The network's curve over a grid before the first gradient step on some points, and after
    /// each: `steps + 1` rows.
    ///
    /// *Errors*: `bad-data` for no points, half a point, or one that is not finite; `diverged`,
    /// which names the step.
    pub fn fits(
        &self,
        parameters: &[f32],
        points: Examples,
        steps: usize,
        grid: &[f32],
    ) -> Result<Vec<Vec<f32>>> {
        let mut fits = Vec::with_capacity(steps + 1);
        let mut tape = MlpTape::default();
        self.adapt(parameters, points, steps, |w| {
            fits.push(self.net().predict(w, grid, &mut tape).to_vec());
        })?;
        Ok(fits)
    }

    /// The mean squared error at the points themselves before the first gradient step on them, and
    /// after each: `steps + 1` numbers.
    ///
    /// *Errors*: as [`Sine::fits`].
    pub fn point_losses(
        &self,
        parameters: &[f32],
        points: Examples,
        steps: usize,
    ) -> Result<Vec<f32>> {
        let mut losses = Vec::with_capacity(steps + 1);
        let mut tape = MlpTape::default();
        self.adapt(parameters, points, steps, |w| {
            losses.push(self.net().loss(w, points, &mut tape));
        })?;
        Ok(losses)
    }

    /// The mean squared error over all points of an episode's wave before the first gradient
    /// step on those shown, and after each: `steps + 1` numbers.
    ///
    /// *Errors*: `diverged`, which names the step.
    pub fn losses(&self, parameters: &[f32], episode: &Episode, steps: usize) -> Result<Vec<f32>> {
        let inputs = self.inputs();
        let targets: Vec<f32> = inputs.iter().map(|&x| episode.task.value(x)).collect();
        let mut losses = Vec::with_capacity(steps + 1);
        let mut tape = MlpTape::default();
        self.adapt(parameters, episode.support(), steps, |w| {
            losses.push(self.net().loss(w, Examples { inputs, targets: &targets }, &mut tape));
        })?;
        Ok(losses)
    }

    /// The [loss](Sine::losses) of the [fixed curve](Sine::curve) after so many steps.
    ///
    /// *Errors*: `diverged`, which names the step.
    pub fn curve_loss(&self, parameters: &[f32], steps: usize) -> Result<f32> {
        Ok(self.losses(parameters, &self.curve(), steps)?[steps])
    }

    /// Takes gradient steps on all the points at once; looks at the parameters before the first
    /// and after each.
    fn adapt(
        &self,
        parameters: &[f32],
        points: Examples,
        steps: usize,
        mut look: impl FnMut(&[f32]),
    ) -> Result<()> {
        let refuse = |message: &str| Err(Error::new(Code::BadData, message));
        if points.inputs.is_empty() || points.inputs.len() != points.targets.len() {
            return refuse("there must be one point or more, each with its value");
        }
        if !points.inputs.iter().chain(points.targets).all(|v| v.is_finite()) {
            return refuse("a point is not finite");
        }
        let mut w = parameters.to_vec();
        let mut tape = MlpTape::default();
        let mut sgd = Sgd { learning_rate: self.config().learning_rate };
        let batches = std::iter::repeat_n(points, steps);
        inner_loop(&mut w, &mut sgd, batches, |w, batch, gradient| {
            look(w);
            self.net().loss_and_gradient(w, *batch, gradient, &mut tape)
        })?;
        look(&w);
        Ok(())
    }
}
