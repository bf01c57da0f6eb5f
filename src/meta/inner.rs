//! The inner loop: a few optimizer steps on one task.

use super::Optimizer;
use super::checks::{check_finite, check_loss, no_batch};
use crate::{Error, Result};

/// The settings of the inner loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InnerConfig {
    /// How many steps a task is learned with: the paper's `k`, the reference's `inner_iters`.
    pub steps: usize,
}

/// An inner loop of a fixed number of steps, with checked settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inner(InnerConfig);

impl InnerConfig {
    /// The inner loop, if the settings are possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self) -> Result<Inner> {
        if self.steps == 0 {
            return Err(Error::bad_setting("steps", 0, "at least 1"));
        }
        Ok(Inner(self))
    }
}

impl Inner {
    /// The settings.
    pub fn config(&self) -> &InnerConfig {
        &self.0
    }

    /// Runs the [inner loop](inner_loop) on the first `steps` batches of a task.
    ///
    /// *Errors*: `bad-data` if the task yields fewer; `diverged`. Both name the step, from 0.
    ///
    /// ```
    /// use reptile_sketch::meta::{InnerConfig, Sgd};
    /// let inner = InnerConfig { steps: 2 }.check()?;
    /// let slope = |_: &[f32], batch: &f32, gradient: &mut [f32]| {
    ///     gradient[0] = *batch;
    ///     0.0
    /// };
    /// let mut w = [1.0];
    /// inner.learn(&mut w, &mut Sgd { learning_rate: 0.5 }, [2.0, 4.0, 8.0], slope)?;
    /// assert_eq!(w, [-2.0]);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn learn<B>(
        &self,
        parameters: &mut [f32],
        optimizer: &mut impl Optimizer,
        batches: impl IntoIterator<Item = B>,
        loss_and_gradient: impl FnMut(&[f32], &B, &mut [f32]) -> f32,
    ) -> Result<Vec<f32>> {
        let batches = batches.into_iter().take(self.0.steps);
        let losses = inner_loop(parameters, optimizer, batches, loss_and_gradient)?;
        if losses.len() < self.0.steps {
            return Err(no_batch(losses.len()));
        }
        Ok(losses)
    }
}

/// Takes one step for each batch and returns the loss before each step. No batch is no step.
///
/// `loss_and_gradient` is given the parameters and a batch, overwrites the gradient,
/// and returns the loss. `parameters` start at the initial ones and end at the task's.
///
/// *Errors*: `diverged` if a loss is not finite, or the parameters after the last step; it
/// names the step, from 0. `bad-setting` for an optimizer that does not [check](Optimizer::check).
///
/// ```
/// use reptile_sketch::meta::{inner_loop, Sgd};
/// // One parameter, pulled to each batch in turn: loss = (w - batch)^2 / 2.
/// let mut w = vec![1.0];
/// let pull = |w: &[f32], batch: &f32, gradient: &mut [f32]| {
///     gradient[0] = w[0] - batch;
///     gradient[0] * gradient[0] / 2.0
/// };
/// let losses = inner_loop(&mut w, &mut Sgd { learning_rate: 0.5 }, [3.0, 3.0], pull)?;
/// assert_eq!((w[0], losses), (2.5, vec![2.0, 0.5]));
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
pub fn inner_loop<B>(
    parameters: &mut [f32],
    optimizer: &mut impl Optimizer,
    batches: impl IntoIterator<Item = B>,
    mut loss_and_gradient: impl FnMut(&[f32], &B, &mut [f32]) -> f32,
) -> Result<Vec<f32>> {
    optimizer.check(parameters.len())?;
    let batches = batches.into_iter();
    // Allocated once, not in every step.
    let mut gradient = vec![0.0; parameters.len()];
    let mut losses = Vec::with_capacity(batches.size_hint().0);
    for (step, batch) in batches.enumerate() {
        let loss = loss_and_gradient(parameters, &batch, &mut gradient);
        inner_step(parameters, optimizer, step, loss, &gradient)?;
        losses.push(loss);
    }
    // After any other step, the next loss would not have been finite.
    if let Some(last) = losses.len().checked_sub(1) {
        check_finite("the parameters", parameters, &format!("after step {last}"))?;
    }
    Ok(losses)
}

/// One step of the [inner loop](inner_loop), where the loss before it is finite.
pub(crate) fn inner_step(
    parameters: &mut [f32],
    optimizer: &mut impl Optimizer,
    step: usize,
    loss: f32,
    gradient: &[f32],
) -> Result<()> {
    check_loss(loss, step)?;
    optimizer.step(parameters, gradient);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Adam, AdamWithMomentum, Momentum, Parts, Sgd};
    use super::*;
    use crate::Code;

    /// The loss is `w * batch`, so that the gradient is the batch.
    fn slope(w: &[f32], batch: &f32, gradient: &mut [f32]) -> f32 {
        gradient[0] = *batch;
        w[0] * batch
    }

    #[test]
    fn each_batch_makes_one_step_and_its_loss_is_that_before_the_step() {
        let mut w = [1.0];
        let mut optimizer = Sgd { learning_rate: 0.5 };
        let losses = inner_loop(&mut w, &mut optimizer, [2.0, 4.0, -2.0], slope).unwrap();
        assert_eq!(losses, [2.0, 0.0, 4.0]);
        assert_eq!(w, [-1.0]);
    }

    #[test]
    fn no_batch_makes_no_step() {
        let mut w = [1.0];
        let losses = inner_loop(&mut w, &mut Sgd { learning_rate: 0.5 }, [], slope).unwrap();
        assert!(losses.is_empty());
        assert_eq!(w, [1.0]);
    }

    #[test]
    fn an_optimizer_that_cannot_be_meant_is_refused_before_the_first_step() {
        let refused = |optimizer: &mut dyn Optimizer, field: &str| {
            let mut w = [1.0];
            let error = inner_loop(&mut w, &mut &mut *optimizer, [1.0], slope).unwrap_err();
            assert_eq!((error.code(), w), (Code::BadSetting, [1.0]));
            assert!(error.message().starts_with(field), "{error}");
        };
        for rate in [-0.1, f32::NAN, f32::INFINITY] {
            refused(&mut Sgd { learning_rate: rate }, "learning_rate is");
            refused(&mut Adam::new(rate, 1), "learning_rate is");
            refused(&mut Momentum::new(rate, 0.5, 1), "learning_rate is");
            refused(&mut AdamWithMomentum::new(rate, 0.5, 1), "learning_rate is");
            let [first, second] = [0.1, rate].map(|learning_rate| Sgd { learning_rate });
            refused(&mut Parts { first, second, first_len: 1 }, "learning_rate is");
        }
        refused(&mut Momentum::new(0.1, 1.0, 1), "momentum is");
        refused(
            &mut Adam::new(0.1, 2),
            "second_moments is 2; it must be one for each of 1 parameters",
        );
        let sgd = Sgd { learning_rate: 0.1 };
        refused(&mut Parts { first: sgd, second: sgd, first_len: 2 }, "first_len is 2");
    }

    #[test]
    fn a_loss_that_is_not_finite_ends_it_and_the_step_is_named() {
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut w = [1.0];
            let batches = [1.0, 1.0, bad, 1.0];
            let error = inner_loop(&mut w, &mut Sgd { learning_rate: 0.1 }, batches, slope);
            let error = error.unwrap_err();
            assert_eq!(error.code(), Code::Diverged);
            assert!(error.message().contains("step 2"), "{error}");
        }
    }

    #[test]
    fn parameters_that_are_not_finite_after_the_last_step_have_diverged() {
        let overflow = |_: &[f32], batch: &f32, gradient: &mut [f32]| {
            gradient[0] = *batch;
            0.0
        };
        let batches = [1.0, f32::INFINITY];
        let error = inner_loop(&mut [1.0], &mut Sgd { learning_rate: 1.0 }, batches, overflow);
        let error = error.unwrap_err();
        assert_eq!(error.code(), Code::Diverged);
        assert_eq!(error.message(), "the parameters are not finite after step 1");
    }

    #[test]
    fn no_step_at_all_is_refused() {
        let error = InnerConfig { steps: 0 }.check().unwrap_err();
        assert_eq!(error.code(), Code::BadSetting);
        assert!(error.message().starts_with("steps is 0;"), "{error}");
    }

    #[test]
    fn batches_beyond_the_steps_are_not_asked_for() {
        let inner = InnerConfig { steps: 2 }.check().unwrap();
        let mut batches = [1.0, 1.0, 7.0].into_iter();
        let mut w = [0.0];
        let sgd = &mut Sgd { learning_rate: 1.0 };
        assert_eq!(inner.learn(&mut w, sgd, batches.by_ref(), slope).unwrap().len(), 2);
        assert_eq!((w, batches.next()), ([-2.0], Some(7.0)));
    }

    #[test]
    fn a_task_that_yields_too_few_batches_is_refused_and_the_step_is_named() {
        let inner = InnerConfig { steps: 3 }.check().unwrap();
        for yielded in [0, 2] {
            let batches = std::iter::repeat_n(1.0, yielded);
            let sgd = &mut Sgd { learning_rate: 1.0 };
            let error = inner.learn(&mut [0.0], sgd, batches, slope).unwrap_err();
            assert_eq!(error.code(), Code::BadData);
            assert!(error.message().contains(&format!("step {yielded}")), "{error}");
        }
    }
}
