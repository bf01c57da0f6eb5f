//! Optimizers that remember the direction of earlier gradients: for the outer loop.

use super::checks::{check_decay, check_len, check_step};
use super::{BETA2, EPSILON, Optimizer};
use crate::Result;

/// Gradient descent with momentum: `v = momentum v + gradient`, `parameters -= learning_rate v`.
///
/// *Source*: Polyak 1964, written as PyTorch and the reference's TensorFlow have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Momentum {
    /// The factor of the velocity.
    pub learning_rate: f32,
    /// How much of the velocity is kept in a step, from 0 to below 1.
    pub momentum: f32,
    /// The decaying sum of the gradients so far.
    pub velocity: Vec<f32>,
}

impl Momentum {
    /// An optimizer of this many parameters that stands still.
    pub fn new(learning_rate: f32, momentum: f32, len: usize) -> Self {
        Momentum { learning_rate, momentum, velocity: vec![0.0; len] }
    }
}

impl Optimizer for Momentum {
    fn step(&mut self, parameters: &mut [f32], gradient: &[f32]) {
        let values = parameters.iter_mut().zip(gradient).zip(&mut self.velocity);
        for ((parameter, d), velocity) in values {
            *velocity = self.momentum * *velocity + d;
            *parameter -= self.learning_rate * *velocity;
        }
    }

    fn check(&self, parameters: usize) -> Result<()> {
        check_step("learning_rate", self.learning_rate)?;
        check_decay("momentum", self.momentum)?;
        check_len("velocity", self.velocity.len(), parameters)
    }
}

/// Adam with first moments: a step goes in the direction of a running mean of the gradients.
///
/// The inner loop has [`Adam`](super::Adam) without them.
///
/// *Source*: Kingma, Ba 2015, algorithm 1.
#[derive(Clone, Debug, PartialEq)]
pub struct AdamWithMomentum {
    /// The length of a step whose gradients are all alike.
    pub learning_rate: f32,
    /// How much of the first moments is kept in a step, from 0 to below 1; 0.9 is usual.
    pub beta1: f32,
    /// A running mean of the gradient of each parameter.
    pub first_moments: Vec<f32>,
    /// A running mean of the squared gradient of each parameter.
    pub second_moments: Vec<f32>,
    /// How many gradients the moments have seen.
    pub steps: i32,
}

impl AdamWithMomentum {
    /// An optimizer of this many parameters that has seen no gradient.
    pub fn new(learning_rate: f32, beta1: f32, len: usize) -> Self {
        let zeros = vec![0.0; len];
        let (first_moments, second_moments) = (zeros.clone(), zeros);
        AdamWithMomentum { learning_rate, beta1, first_moments, second_moments, steps: 0 }
    }
}

impl Optimizer for AdamWithMomentum {
    fn step(&mut self, parameters: &mut [f32], gradient: &[f32]) {
        self.steps = self.steps.saturating_add(1);
        let unbias_first = 1.0 / (1.0 - self.beta1.powi(self.steps));
        let unbias_second = 1.0 / (1.0 - BETA2.powi(self.steps));
        let moments = self.first_moments.iter_mut().zip(&mut self.second_moments);
        for ((parameter, d), (first, second)) in parameters.iter_mut().zip(gradient).zip(moments) {
            *first = self.beta1 * *first + (1.0 - self.beta1) * d;
            *second = BETA2 * *second + (1.0 - BETA2) * d * d;
            let (mean, square) = (*first * unbias_first, *second * unbias_second);
            *parameter -= self.learning_rate * mean / (square.sqrt() + EPSILON);
        }
    }

    fn check(&self, parameters: usize) -> Result<()> {
        check_step("learning_rate", self.learning_rate)?;
        check_decay("beta1", self.beta1)?;
        check_len("first_moments", self.first_moments.len(), parameters)?;
        check_len("second_moments", self.second_moments.len(), parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Adam;
    use super::*;

    #[test]
    fn momentum_goes_on_after_the_gradient_has_gone() {
        let mut optimizer = Momentum::new(0.1, 0.5, 1);
        let mut parameters = [0.0];
        let mut after = |gradient: f32| {
            optimizer.step(&mut parameters, &[gradient]);
            parameters[0]
        };
        // Velocities 4, 2, 1, and then 0.5 - 2.
        for (gradient, expected) in [(4.0, -0.4), (0.0, -0.6), (0.0, -0.7), (-2.0, -0.55)] {
            assert!((after(gradient) - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn adam_with_momentum_goes_the_way_of_the_usual_gradient() {
        let mut adam = AdamWithMomentum::new(0.1, 0.9, 1);
        let mut parameters = [0.0];
        (0..10).for_each(|_| adam.step(&mut parameters, &[3.0]));
        // All gradients alike: each step has the length of the learning rate.
        assert!((parameters[0] + 1.0).abs() < 1e-5, "{parameters:?}");
        adam.step(&mut parameters, &[-3.0]);
        // The mean of ten gradients of 3 and one of -3, decayed by 0.9 a step, is above zero.
        assert!(parameters[0] < -1.0, "{parameters:?}");
    }

    #[test]
    fn adam_with_momentum_follows_the_paper_by_hand() {
        let mut adam = AdamWithMomentum::new(0.5, 0.9, 1);
        let mut parameters = [1.0];
        let (mut first, mut second, mut expected) = (0.0_f64, 0.0_f64, 1.0_f64);
        for (t, d) in [(1, 0.3_f64), (2, -0.8), (3, 0.1)] {
            adam.step(&mut parameters, &[d as f32]);
            first = 0.9 * first + 0.1 * d;
            second = 0.999 * second + 0.001 * d * d;
            let (mean, square) =
                (first / (1.0 - 0.9_f64.powi(t)), second / (1.0 - 0.999_f64.powi(t)));
            expected -= 0.5 * mean / (square.sqrt() + 1e-8);
            assert!((parameters[0] as f64 - expected).abs() < 1e-4, "{parameters:?} {expected}");
        }
    }

    #[test]
    fn without_first_moments_it_is_the_adam_of_the_inner_loop() {
        let mut with = AdamWithMomentum::new(0.1, 0.0, 2);
        let mut without = Adam::new(0.1, 2);
        let (mut a, mut b) = ([1.0, -1.0], [1.0, -1.0]);
        for gradient in [[0.3, -4.0], [-2.0, 1e-3], [0.5, 0.0]] {
            with.step(&mut a, &gradient);
            without.step(&mut b, &gradient);
            for (a, b) in a.iter().zip(&b) {
                assert!((a - b).abs() < 1e-6, "{a} {b}");
            }
        }
    }
}
