//! The inner loop: a few optimizer steps on one task.

use super::Optimizer;
use crate::{Code, Error, Result};

/// Takes one step for each batch and returns the loss before each step.
///
/// `loss_and_gradient` is given the parameters and a batch, overwrites the gradient,
/// and returns the loss. `parameters` start at the initial ones and end at the task's.
///
/// *Errors*: `diverged` if a loss is not finite; it names the step.
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
    let mut gradient = vec![0.0; parameters.len()];
    let mut losses = Vec::new();
    for (step, batch) in batches.into_iter().enumerate() {
        let loss = loss_and_gradient(parameters, &batch, &mut gradient);
        if !loss.is_finite() {
            return Err(Error::new(
                Code::Diverged,
                format!("the loss is not finite at step {step}"),
            ));
        }
        losses.push(loss);
        optimizer.step(parameters, &gradient);
    }
    Ok(losses)
}

#[cfg(test)]
mod tests {
    use super::super::Sgd;
    use super::*;

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
}
