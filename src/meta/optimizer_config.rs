//! A choice of optimizer with checked settings, for programs whose users choose.

use super::checks::{check_decay, check_rate};
use super::{AdamWithMomentum, Momentum, Optimizer, Sgd};
use crate::Result;

/// The settings of an optimizer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OptimizerConfig {
    /// Plain gradient descent.
    Sgd {
        /// The factor of the gradient.
        learning_rate: f32,
    },
    /// Gradient descent with momentum.
    Momentum {
        /// The factor of the velocity.
        learning_rate: f32,
        /// How much of the velocity is kept in a step.
        momentum: f32,
    },
    /// Adam.
    Adam {
        /// The length of a step whose gradients are all alike.
        learning_rate: f32,
        /// How much of the first moments is kept in a step; 0 is the paper's inner loop.
        beta1: f32,
    },
}

/// An optimizer with checked settings.
#[derive(Clone, Debug, PartialEq)]
pub enum AnyOptimizer {
    /// Plain gradient descent.
    Sgd(Sgd),
    /// Gradient descent with momentum.
    Momentum(Momentum),
    /// Adam.
    Adam(AdamWithMomentum),
}

impl OptimizerConfig {
    /// An optimizer of `len` parameters that has seen no gradient, if the settings are possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    ///
    /// ```
    /// use reptile_sketch::meta::{Optimizer, OptimizerConfig};
    /// let mut optimizer = OptimizerConfig::Sgd { learning_rate: 0.5 }.check(1)?;
    /// let mut parameters = [1.0];
    /// optimizer.step(&mut parameters, &[4.0]);
    /// assert_eq!(parameters, [-1.0]);
    /// assert!(OptimizerConfig::Sgd { learning_rate: -0.5 }.check(1).is_err());
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn check(self, len: usize) -> Result<AnyOptimizer> {
        let rate = |rate| check_rate("learning_rate", rate);
        Ok(match self {
            OptimizerConfig::Sgd { learning_rate } => {
                rate(learning_rate)?;
                AnyOptimizer::Sgd(Sgd { learning_rate })
            }
            OptimizerConfig::Momentum { learning_rate, momentum } => {
                rate(learning_rate)?;
                check_decay("momentum", momentum)?;
                AnyOptimizer::Momentum(Momentum::new(learning_rate, momentum, len))
            }
            OptimizerConfig::Adam { learning_rate, beta1 } => {
                rate(learning_rate)?;
                check_decay("beta1", beta1)?;
                AnyOptimizer::Adam(AdamWithMomentum::new(learning_rate, beta1, len))
            }
        })
    }
}

impl Optimizer for AnyOptimizer {
    fn step(&mut self, parameters: &mut [f32], gradient: &[f32]) {
        match self {
            AnyOptimizer::Sgd(sgd) => sgd.step(parameters, gradient),
            AnyOptimizer::Momentum(momentum) => momentum.step(parameters, gradient),
            AnyOptimizer::Adam(adam) => adam.step(parameters, gradient),
        }
    }

    fn check(&self, parameters: usize) -> Result<()> {
        match self {
            AnyOptimizer::Sgd(sgd) => sgd.check(parameters),
            AnyOptimizer::Momentum(momentum) => momentum.check(parameters),
            AnyOptimizer::Adam(adam) => adam.check(parameters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn a_setting_out_of_range_is_named() {
        let bad_rate = |learning_rate| (OptimizerConfig::Sgd { learning_rate }, "learning_rate is");
        let momentum =
            |momentum| (OptimizerConfig::Momentum { learning_rate: 1.0, momentum }, "momentum is");
        let adam = |beta1| (OptimizerConfig::Adam { learning_rate: 1.0, beta1 }, "beta1 is");
        let rates = [0.0, -0.1, f32::NAN, f32::INFINITY].map(bad_rate);
        let decays = [-0.1, 1.0, f32::NAN];
        for (config, field) in rates.into_iter().chain(decays.map(momentum)).chain(decays.map(adam))
        {
            let error = config.check(1).unwrap_err();
            assert_eq!(error.code(), Code::BadSetting);
            assert!(error.message().starts_with(field), "{config:?}: {error}");
        }
    }

    #[test]
    fn each_choice_is_the_optimizer_of_its_name() {
        let moved = |mut optimizer: AnyOptimizer| {
            let mut parameters = [0.0];
            optimizer.step(&mut parameters, &[4.0]);
            optimizer.step(&mut parameters, &[0.0]);
            parameters[0]
        };
        let (learning_rate, momentum) = (0.5, 0.5);
        let sgd = OptimizerConfig::Sgd { learning_rate }.check(1).unwrap();
        assert_eq!(moved(sgd), -2.0);
        let momentum = OptimizerConfig::Momentum { learning_rate, momentum }.check(1).unwrap();
        assert_eq!(moved(momentum), -3.0);
        let adam = OptimizerConfig::Adam { learning_rate, beta1: 0.0 }.check(1).unwrap();
        assert!((moved(adam) + 0.5).abs() < 1e-6);
    }
}
