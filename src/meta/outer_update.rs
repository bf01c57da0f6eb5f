//! How theta moves, given the parameters that the tasks led to.

use super::Optimizer;
use crate::Result;

/// Moves theta: a black box to the outer loop. It may remember earlier moves.
pub trait OuterUpdate {
    /// Moves theta, given the parameters `w` that the tasks led to, and the step size.
    fn update(&mut self, theta: &mut [f32], w: &[f32], step_size: f32);

    /// Whether it can move so many parameters: [`Reptile`](super::Reptile) asks before each outer update.
    ///
    /// *Errors*: `bad-setting` that names the field.
    fn check(&self, _parameters: usize) -> Result<()> {
        Ok(())
    }
}

/// `theta += step_size (w - theta)`.
///
/// *Source*: Nichol, Achiam, Schulman 2018, algorithms 1 and 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interpolation;

impl OuterUpdate for Interpolation {
    fn update(&mut self, theta: &mut [f32], w: &[f32], step_size: f32) {
        for (theta, w) in theta.iter_mut().zip(w) {
            *theta += step_size * (w - *theta);
        }
    }
}

/// Hands `theta - w` as a gradient to an optimizer, and goes `step_size` of the way it goes.
///
/// So the schedule of the step size anneals any optimizer: give it the learning rate 1, and
/// let the step size be the rate. [`Sgd`](super::Sgd) with the learning rate 1 is
/// [`Interpolation`], but for the rounding.
///
/// *Source*: the paper's section 3, "treating theta - w as a gradient"; that the step size is a
/// factor of the move is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsGradient<O>(
    /// The optimizer.
    pub O,
);

impl<O: Optimizer> OuterUpdate for AsGradient<O> {
    fn update(&mut self, theta: &mut [f32], w: &[f32], step_size: f32) {
        let gradient: Vec<f32> = theta.iter().zip(w).map(|(theta, w)| theta - w).collect();
        let mut moved = theta.to_vec();
        self.0.step(&mut moved, &gradient);
        Interpolation.update(theta, &moved, step_size);
    }

    fn check(&self, parameters: usize) -> Result<()> {
        self.0.check(parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AdamWithMomentum, Momentum, Sgd};
    use super::*;

    #[test]
    fn interpolation_goes_from_theta_towards_w_by_the_step_size() {
        let mut theta = [0.0, 8.0];
        Interpolation.update(&mut theta, &[4.0, 0.0], 0.75);
        assert_eq!(theta, [3.0, 2.0]);
        Interpolation.update(&mut theta, &[-1.0, 7.0], 1.0);
        assert_eq!(theta, [-1.0, 7.0]);
    }

    #[test]
    fn plain_descent_on_theta_minus_w_is_the_interpolation() {
        let mut descended = [0.3, -1.7];
        let mut interpolated = descended;
        for (w, step_size) in [([0.5, -1.0], 0.1), ([-0.2, 2.0], 0.7)] {
            AsGradient(Sgd { learning_rate: 1.0 }).update(&mut descended, &w, step_size);
            Interpolation.update(&mut interpolated, &w, step_size);
        }
        for (a, b) in descended.iter().zip(&interpolated) {
            assert!((a - b).abs() < 1e-6, "{a} {b}");
        }
    }

    #[test]
    fn the_step_size_is_a_factor_of_what_the_optimizer_does() {
        let mut momentum = AsGradient(Momentum::new(1.0, 0.5, 1));
        let mut theta = [0.0];
        momentum.update(&mut theta, &[1.0], 0.5);
        assert_eq!(theta, [0.5]);
        // The gradient is 0 here, half of the velocity of -1 is left.
        momentum.update(&mut theta, &[0.5], 0.1);
        assert!((theta[0] - 0.55).abs() < 1e-6, "{theta:?}");

        let mut adam = AsGradient(AdamWithMomentum::new(1.0, 0.9, 2));
        let mut theta = [0.0, 0.0];
        adam.update(&mut theta, &[1e-3, -5.0], 0.01);
        // Adam's first step is as long as its rate, whatever the gradient.
        for (moved, expected) in theta.iter().zip([0.01, -0.01]) {
            assert!((moved - expected).abs() < 1e-6, "{theta:?}");
        }
    }
}
