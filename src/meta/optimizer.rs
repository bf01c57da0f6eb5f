//! Optimizers over a flat parameter vector.

use super::checks::{check_len, check_step};
use crate::Result;

/// Takes one step: a black box to the inner loop.
pub trait Optimizer {
    /// Moves the parameters, given the gradient there.
    fn step(&mut self, parameters: &mut [f32], gradient: &[f32]);

    /// Whether it can move so many parameters: the [inner loop](super::inner_loop) asks before its first step.
    ///
    /// *Errors*: `bad-setting` that names the field.
    fn check(&self, _parameters: usize) -> Result<()> {
        Ok(())
    }
}

impl<O: Optimizer + ?Sized> Optimizer for &mut O {
    fn step(&mut self, parameters: &mut [f32], gradient: &[f32]) {
        (**self).step(parameters, gradient);
    }

    fn check(&self, parameters: usize) -> Result<()> {
        (**self).check(parameters)
    }
}

/// Stochastic gradient descent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    /// The factor of the gradient.
    pub learning_rate: f32,
}

impl Optimizer for Sgd {
    fn step(&mut self, parameters: &mut [f32], gradient: &[f32]) {
        for (parameter, d) in parameters.iter_mut().zip(gradient) {
            *parameter -= self.learning_rate * d;
        }
    }

    fn check(&self, _: usize) -> Result<()> {
        check_step("learning_rate", self.learning_rate)
    }
}

/// The decay of Adam's second moments in a step.
pub const BETA2: f32 = 0.999;

/// Added to the root of the second moments, against division by zero.
pub(super) const EPSILON: f32 = 1e-8;

/// Adam without first moments (`beta1 = 0`), as in Reptile's own experiments: a task must not
/// be pushed by the gradients of the task before.
///
/// *Source*: Kingma, Ba 2015, algorithm 1, with beta1 = 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Adam {
    /// The length of a step whose gradient is as large as usual.
    pub learning_rate: f32,
    /// A running mean of the squared gradient of each parameter.
    pub second_moments: Vec<f32>,
    /// `BETA2` to the number of steps that the moments have seen; 0 stands for infinitely many.
    pub decayed: f32,
}

impl Adam {
    /// An optimizer that has seen no gradient.
    pub fn new(learning_rate: f32, len: usize) -> Self {
        Adam { learning_rate, second_moments: vec![0.0; len], decayed: 1.0 }
    }

    /// An optimizer whose second moments are known from many steps.
    pub fn with_moments(learning_rate: f32, second_moments: Vec<f32>) -> Self {
        Adam { learning_rate, second_moments, decayed: 0.0 }
    }

    /// The second moments with the bias of their start at zero taken out.
    pub fn unbiased_moments(&self) -> Vec<f32> {
        let seen = 1.0 - self.decayed;
        self.second_moments.iter().map(|m| if seen > 0.0 { m / seen } else { 0.0 }).collect()
    }
}

impl Optimizer for Adam {
    fn step(&mut self, parameters: &mut [f32], gradient: &[f32]) {
        self.decayed *= BETA2;
        let unbias = 1.0 / (1.0 - self.decayed);
        let learning_rate = self.learning_rate;
        let step_one = |parameter: &mut f32, d: f32, moment: &mut f32| {
            *moment = BETA2 * *moment + (1.0 - BETA2) * d * d;
            *parameter -= learning_rate * d / ((*moment * unbias).sqrt() + EPSILON);
        };
        // In fours, which compile to SIMD also where loops are not vectorized for the sake of size.
        let (parameters, last_parameters) = parameters.as_chunks_mut::<4>();
        let (gradient, last_gradient) = gradient.as_chunks::<4>();
        let (moments, last_moments) = self.second_moments.as_chunks_mut::<4>();
        for ((parameters, gradient), moments) in parameters.iter_mut().zip(gradient).zip(moments) {
            for i in 0..4 {
                step_one(&mut parameters[i], gradient[i], &mut moments[i]);
            }
        }
        for ((parameter, d), moment) in
            last_parameters.iter_mut().zip(last_gradient).zip(last_moments)
        {
            step_one(parameter, *d, moment);
        }
    }

    fn check(&self, parameters: usize) -> Result<()> {
        check_step("learning_rate", self.learning_rate)?;
        check_len("second_moments", self.second_moments.len(), parameters)
    }
}

/// One optimizer for the first part of the parameters, another for the rest.
#[derive(Clone, Debug)]
pub struct Parts<A, B> {
    /// Moves the first part.
    pub first: A,
    /// Moves the rest.
    pub second: B,
    /// The length of the first part.
    pub first_len: usize,
}

impl<A: Optimizer, B: Optimizer> Optimizer for Parts<A, B> {
    fn step(&mut self, parameters: &mut [f32], gradient: &[f32]) {
        let (first, second) = parameters.split_at_mut(self.first_len);
        let (d_first, d_second) = gradient.split_at(self.first_len);
        self.first.step(first, d_first);
        self.second.step(second, d_second);
    }

    fn check(&self, parameters: usize) -> Result<()> {
        let Some(second_len) = parameters.checked_sub(self.first_len) else {
            return check_len("first_len", self.first_len, parameters);
        };
        self.first.check(self.first_len)?;
        self.second.check(second_len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_descent_moves_against_the_gradient_by_the_learning_rate() {
        let mut parameters = [1.0, 2.0, 3.0];
        Sgd { learning_rate: 0.5 }.step(&mut parameters, &[2.0, 0.0, -4.0]);
        assert_eq!(parameters, [0.0, 2.0, 5.0]);
    }

    #[test]
    fn the_first_step_of_a_new_adam_is_the_learning_rate_whatever_the_gradients_size() {
        let mut parameters = [0.0; 4];
        Adam::new(0.1, 4).step(&mut parameters, &[1e-3, -5.0, 1e4, 0.0]);
        for (moved, expected) in parameters.iter().zip([-0.1, 0.1, -0.1, 0.0]) {
            assert!((moved - expected).abs() < 1e-5, "{parameters:?}");
        }
    }

    #[test]
    fn known_moments_decide_how_far_the_first_step_goes() {
        let mut parameters = [0.0; 2];
        Adam::with_moments(0.1, vec![4.0, 100.0]).step(&mut parameters, &[1.0, 1.0]);
        // The moments hardly change in one step: the gradient is divided by 2 and by 10.
        for (moved, expected) in parameters.iter().zip([-0.05, -0.01]) {
            assert!((moved / expected - 1.0).abs() < 1e-3, "{parameters:?}");
        }
    }

    #[test]
    fn adam_is_not_pushed_by_earlier_gradients() {
        let mut adam = Adam::new(0.1, 1);
        let mut parameters = [0.0];
        (0..10).for_each(|_| adam.step(&mut parameters, &[3.0]));
        let before = parameters;
        adam.step(&mut parameters, &[0.0]);
        assert_eq!(parameters, before);
    }

    #[test]
    fn the_unbiased_moments_of_a_gradient_that_never_changes_are_its_square() {
        let mut adam = Adam::new(0.1, 2);
        assert_eq!(adam.unbiased_moments(), [0.0, 0.0]);
        for _ in 0..7 {
            adam.step(&mut [0.0, 0.0], &[3.0, -0.5]);
            for (moment, square) in adam.unbiased_moments().iter().zip([9.0, 0.25]) {
                assert!((moment / square - 1.0).abs() < 1e-4, "{moment} of {square}");
            }
        }
        let known = Adam::with_moments(0.1, vec![2.5]);
        assert_eq!(known.unbiased_moments(), [2.5]);
    }

    #[test]
    fn each_part_of_the_parameters_is_moved_by_its_own_optimizer() {
        let mut parts = Parts {
            first: Sgd { learning_rate: 1.0 },
            second: Sgd { learning_rate: 10.0 },
            first_len: 1,
        };
        let mut parameters = [0.0; 3];
        parts.step(&mut parameters, &[1.0, 2.0, 3.0]);
        assert_eq!(parameters, [-1.0, -20.0, -30.0]);
    }
}
