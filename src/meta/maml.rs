//! Exact second-order MAML: the gradient through the inner steps.

use super::checks::{check_finite, check_loss, check_rate, no_batch};
use super::{Optimizer, OuterGradient, Sgd};
use crate::Result;

/// A loss with first and second derivatives.
pub trait SecondOrder<B> {
    /// The loss at `w` on a batch; overwrites the gradient.
    fn loss_and_gradient(&mut self, w: &[f32], batch: &B, gradient: &mut [f32]) -> f32;

    /// Overwrites `product` with the Hessian of that loss at `w`, times `v`.
    fn hessian_vector(&mut self, w: &[f32], batch: &B, v: &[f32], product: &mut [f32]);
}

/// The gradient in theta of the loss on the `last` batch after one SGD step on each inner batch.
///
/// With `w_0 = theta`, `w_{i+1} = w_i - alpha g_i(w_i)`, and `v_k` the gradient of the last loss
/// at `w_k`, it is `v_0` of `v_i = v_{i+1} - alpha H_i(w_i) v_{i+1}`; first-order MAML takes `v_k`
/// for it. `last` is the task's last minibatch, or a held-out one.
///
/// *Errors*: `bad-setting` for a learning rate that is not above 0; `bad-data` for no inner
/// batch; `diverged`, which names the step, from 0.
///
/// *Source*: Finn, Abbeel, Levine 2017, equation 1, by the chain rule.
///
/// ```
/// use reptile_sketch::meta::{SecondOrder, maml_gradient};
/// /// loss = (w - batch)^2 / 2: the Hessian is 1.
/// struct Pull;
/// impl SecondOrder<f32> for Pull {
///     fn loss_and_gradient(&mut self, w: &[f32], batch: &f32, gradient: &mut [f32]) -> f32 {
///         gradient[0] = w[0] - batch;
///         gradient[0] * gradient[0] / 2.0
///     }
///     fn hessian_vector(&mut self, _: &[f32], _: &f32, v: &[f32], product: &mut [f32]) {
///         product[0] = v[0];
///     }
/// }
/// // One step from 0 leads to 2; the last gradient there is 2 - 8; a step halves what theta does.
/// let outer = maml_gradient(&[0.0], 0.5, &[4.0], &8.0, &mut Pull)?;
/// assert_eq!((outer.gradient[0], outer.losses), (-3.0, vec![8.0, 18.0]));
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
pub fn maml_gradient<B>(
    theta: &[f32],
    learning_rate: f32,
    inner: &[B],
    last: &B,
    loss: &mut impl SecondOrder<B>,
) -> Result<OuterGradient> {
    check_rate("learning_rate", learning_rate)?;
    if inner.is_empty() {
        return Err(no_batch(0));
    }
    let mut gradient = vec![0.0; theta.len()];
    let mut losses = Vec::with_capacity(inner.len() + 1);
    // The parameters before each inner step: where the Hessians are taken.
    let mut path = Vec::with_capacity(inner.len());
    let mut w = theta.to_vec();
    for (step, batch) in inner.iter().enumerate() {
        losses.push(check_loss(loss.loss_and_gradient(&w, batch, &mut gradient), step)?);
        path.push(w.clone());
        Sgd { learning_rate }.step(&mut w, &gradient);
    }
    losses.push(check_loss(loss.loss_and_gradient(&w, last, &mut gradient), inner.len())?);
    let mut v = gradient;
    let mut product = vec![0.0; theta.len()];
    for (w, batch) in path.iter().zip(inner).rev() {
        loss.hessian_vector(w, batch, &v, &mut product);
        Sgd { learning_rate }.step(&mut v, &product);
    }
    check_finite("the gradients", &v, &format!("back from step {}", inner.len()))?;
    Ok(OuterGradient { gradient: v, losses })
}

#[cfg(test)]
mod tests {
    use super::super::Combination;
    use super::*;
    use crate::Code;

    /// `(tanh(a) b - batch)^2 + a^2 b / 4` of two parameters a and b: it bends, and mixes them.
    struct Bend;

    impl SecondOrder<f32> for Bend {
        fn loss_and_gradient(&mut self, w: &[f32], batch: &f32, gradient: &mut [f32]) -> f32 {
            let (a, b) = (w[0], w[1]);
            let (t, slope) = (a.tanh(), 1.0 - a.tanh().powi(2));
            let off = t * b - batch;
            gradient[0] = 2.0 * off * slope * b + a * b / 2.0;
            gradient[1] = 2.0 * off * t + a * a / 4.0;
            off * off + a * a * b / 4.0
        }

        fn hessian_vector(&mut self, w: &[f32], batch: &f32, v: &[f32], product: &mut [f32]) {
            let (a, b) = (w[0], w[1]);
            let (t, slope) = (a.tanh(), 1.0 - a.tanh().powi(2));
            let off = t * b - batch;
            let aa = 2.0 * (slope * b).powi(2) - 4.0 * off * t * slope * b + b / 2.0;
            let ab = 2.0 * slope * t * b + 2.0 * off * slope + a / 2.0;
            let bb = 2.0 * t * t;
            product[0] = aa * v[0] + ab * v[1];
            product[1] = ab * v[0] + bb * v[1];
        }
    }

    const THETA: [f32; 2] = [0.6, -0.9];
    const INNER: [f32; 4] = [0.8, -0.3, 1.2, 0.4];

    /// The loss on `last` after the inner steps, in f64 so that differences of it mean something.
    fn meta_objective(theta: [f64; 2], learning_rate: f64, inner: &[f32], last: f32) -> f64 {
        let [mut a, mut b] = theta;
        for &batch in inner {
            let (t, slope) = (a.tanh(), 1.0 - a.tanh().powi(2));
            let off = t * b - batch as f64;
            let (da, db) = (2.0 * off * slope * b + a * b / 2.0, 2.0 * off * t + a * a / 4.0);
            (a, b) = (a - learning_rate * da, b - learning_rate * db);
        }
        (a.tanh() * b - last as f64).powi(2) + a * a * b / 4.0
    }

    #[test]
    fn the_gradient_matches_finite_differences_of_the_loss_after_the_inner_steps() {
        for k in 1..=4 {
            let outer = maml_gradient(&THETA, 0.2, &INNER[..k], &-0.6, &mut Bend).unwrap();
            for i in 0..2 {
                let at = |by: f64| {
                    let mut theta = THETA.map(f64::from);
                    theta[i] += by;
                    meta_objective(theta, 0.2_f32 as f64, &INNER[..k], -0.6)
                };
                let numeric = (at(1e-5) - at(-1e-5)) / 2e-5;
                let exact = outer.gradient[i] as f64;
                assert!((numeric - exact).abs() < 1e-5, "k {k}: {numeric} {exact}");
            }
        }
    }

    #[test]
    fn it_is_not_first_order_maml_but_comes_near_it_as_the_steps_shrink() {
        let distance = |learning_rate: f32| {
            let exact = maml_gradient(&THETA, learning_rate, &INNER, &-0.6, &mut Bend).unwrap();
            let batches = INNER.into_iter().chain([-0.6]);
            let first = Combination::last(5)
                .outer_gradient(&THETA, learning_rate, batches, |w, batch, d| {
                    Bend.loss_and_gradient(w, batch, d)
                })
                .unwrap();
            assert_eq!(exact.losses, first.losses);
            let apart = exact.gradient.iter().zip(&first.gradient).map(|(a, b)| (a - b).abs());
            apart.fold(0.0, f32::max)
        };
        assert!(distance(0.2) > 0.1);
        assert!(distance(1e-4) < 1e-2);
    }

    #[test]
    fn a_fault_names_the_step_and_a_setting_its_field() {
        let fault = |learning_rate, inner: &[f32], last| {
            maml_gradient(&THETA, learning_rate, inner, &last, &mut Bend).unwrap_err()
        };
        let nan = f32::NAN;
        for (error, code, word) in [
            (fault(nan, &[0.1], 0.1), Code::BadSetting, "learning_rate"),
            (fault(-0.1, &[0.1], 0.1), Code::BadSetting, "learning_rate"),
            (fault(0.1, &[], 0.1), Code::BadData, "step 0"),
            (fault(0.1, &[0.1, nan], 0.1), Code::Diverged, "step 1"),
            (fault(0.1, &[0.1, 0.1], nan), Code::Diverged, "step 2"),
        ] {
            assert_eq!(error.code(), code);
            assert!(error.message().contains(word), "{error}");
        }
    }
}
