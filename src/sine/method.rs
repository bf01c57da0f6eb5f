//! The method that updates theta: Reptile, first-order MAML or MAML.

use super::Sine;
use crate::meta::{Combination, InnerConfig, Optimizer, SecondOrder, Sgd, maml_gradient};
use crate::net::{Examples, Mlp, MlpTape};
use crate::{Error, Result};

/// Inputs and targets of a minibatch.
pub(super) type Minibatch = [Vec<f32>; 2];

/// A way to make an outer gradient out of the `k` minibatches of a task. The outer update is
/// the same for all: `theta -= step_size * learning_rate * outer gradient`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The sum of the gradients along the inner steps.
    Reptile,
    /// The last of them.
    FirstOrderMaml,
    /// The gradient in theta of the last minibatch's loss, through the `k - 1` steps before it.
    Maml,
}

impl Method {
    /// All of them, the cheapest first.
    pub const ALL: [Method; 3] = [Method::Reptile, Method::FirstOrderMaml, Method::Maml];

    /// What a legend calls it.
    pub fn name(self) -> &'static str {
        match self {
            Method::Reptile => "Reptile",
            Method::FirstOrderMaml => "first-order MAML",
            Method::Maml => "MAML",
        }
    }

    /// Moves `w` from theta by the inner learning rate times the outer gradient of a task.
    ///
    /// *Errors*: `bad-setting` for exact MAML with a single minibatch; `diverged`.
    pub(super) fn learn(
        self,
        sine: &Sine,
        w: &mut [f32],
        minibatches: impl Iterator<Item = Minibatch>,
        tape: &mut MlpTape,
    ) -> Result<()> {
        let (k, learning_rate) = (sine.config().inner_steps, sine.config().learning_rate);
        let mut sgd = Sgd { learning_rate };
        let mut loss = NetLoss { net: sine.net(), tape };
        let first = |w: &[f32], batch: &Minibatch, gradient: &mut [f32]| {
            loss.loss_and_gradient(w, batch, gradient)
        };
        let outer = match self {
            Method::Reptile => {
                let inner = InnerConfig { steps: k }.check()?;
                inner.learn(w, &mut sgd, minibatches, first)?;
                return Ok(());
            }
            Method::FirstOrderMaml => {
                Combination::last(k).outer_gradient(w, learning_rate, minibatches, first)?
            }
            Method::Maml => {
                let minibatches: Vec<Minibatch> = minibatches.take(k).collect();
                let Some((last, inner @ [_, ..])) = minibatches.split_last() else {
                    return Err(Error::bad_setting("inner_steps", k, "at least 2 for MAML"));
                };
                maml_gradient(w, learning_rate, inner, last, &mut loss)?
            }
        };
        sgd.step(w, &outer.gradient);
        Ok(())
    }
}

/// The network's loss with its derivatives.
struct NetLoss<'a> {
    net: &'a Mlp,
    tape: &'a mut MlpTape,
}

impl SecondOrder<Minibatch> for NetLoss<'_> {
    fn loss_and_gradient(&mut self, w: &[f32], batch: &Minibatch, gradient: &mut [f32]) -> f32 {
        let [inputs, targets] = batch;
        self.net.loss_and_gradient(w, Examples { inputs, targets }, gradient, self.tape)
    }

    fn hessian_vector(&mut self, w: &[f32], batch: &Minibatch, v: &[f32], product: &mut [f32]) {
        let [inputs, targets] = batch;
        self.net.hessian_vector_product(w, v, Examples { inputs, targets }, product, self.tape);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{SineConfig, SineTraining};
    use super::*;
    use crate::Code;

    fn small() -> SineConfig {
        SineConfig { hidden: vec![16, 16], meta_iterations: 40, ..SineConfig::default() }
    }

    fn trained(method: Method, config: SineConfig) -> Vec<f32> {
        let mut training = SineTraining::with_method(config.check().unwrap(), method);
        training.run(usize::MAX).unwrap();
        training.theta().to_vec()
    }

    fn farthest(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn the_three_methods_lead_to_three_places() {
        let thetas = Method::ALL.map(|method| trained(method, small()));
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            assert!(farthest(&thetas[i], &thetas[j]) > 1e-4, "{i} and {j}");
        }
    }

    #[test]
    fn with_tiny_inner_steps_maml_is_first_order_maml() {
        let config = SineConfig { learning_rate: 1e-5, step_size: 1.0, ..small() };
        let first = trained(Method::FirstOrderMaml, config.clone());
        let exact = trained(Method::Maml, config.clone());
        let moved = farthest(&first, &config.check().unwrap().initialize());
        assert!(farthest(&first, &exact) < 0.01 * moved);
    }

    #[test]
    fn a_single_minibatch_is_too_few_for_maml() {
        let sine = SineConfig { inner_steps: 1, ..small() }.check().unwrap();
        let error = SineTraining::with_method(sine, Method::Maml).run(1).unwrap_err();
        assert_eq!(error.code(), Code::BadSetting);
        assert!(error.message().contains("inner_steps is 1;"), "{error}");
    }
}
