//! First-order relatives of Reptile: other weightings of the inner gradients.

use std::fmt;
use std::str::FromStr;

use super::checks::{check_finite, check_loss, check_rate, no_batch};
use super::{Optimizer, Sgd};
use crate::{Error, Result, decimal};

/// The most inner gradients that a combination has.
const MOST: usize = 1000;

/// A weighting of the inner gradients `g1` to `gk` along plain SGD, each from its own minibatch:
/// an outer gradient.
///
/// `g1` alone is joint training, `g1+...+gk` is Reptile, `gk` alone first-order MAML. It is
/// written as the paper's figure has it: `g1+g2`, `(g1+g2)/2`, `g2`; other weights as `0.5*g1`.
///
/// *Source*: Nichol, Achiam, Schulman 2018, section 6.2, "Comparing different inner-loop gradient
/// combinations".
///
/// ```
/// use reptile_sketch::meta::Combination;
/// let average: Combination = "(g1+g2)/2".parse()?;
/// assert_eq!(average.weights(), [0.5, 0.5]);
/// assert_eq!(average.to_string(), "(g1+g2)/2");
/// assert_eq!(Combination::last(3).weights(), [0.0, 0.0, 1.0]);
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Combination {
    weights: Vec<f32>,
}

/// What the outer update of a task descends.
#[derive(Clone, Debug, PartialEq)]
pub struct OuterGradient {
    /// One value a parameter, at theta.
    pub gradient: Vec<f32>,
    /// The loss before each inner step, and of the last batch where the inner steps lead.
    pub losses: Vec<f32>,
}

impl Combination {
    /// The combination of these weights of `g1`, `g2`, and so on.
    ///
    /// *Errors*: `bad-setting` for no weight, over 1000, one that is not finite, or 0 at the end.
    pub fn weighted(weights: Vec<f32>) -> Result<Self> {
        let refuse = |value: &str, rule| Err(Error::bad_setting("combination", value, rule));
        if !(1..=MOST).contains(&weights.len()) {
            let count = format!("of {} gradients", weights.len());
            return refuse(&count, "of 1 to 1000");
        }
        if let Some(weight) = weights.iter().find(|weight| !weight.is_finite()) {
            return refuse(&format!("of a weight {}", decimal(*weight)), "of finite weights");
        }
        if weights.ends_with(&[0.0]) {
            return refuse("of a last weight 0", "of a last weight that is not 0");
        }
        Ok(Combination { weights })
    }

    /// `g1+...+gk`: Reptile with plain SGD.
    ///
    /// *Panics* unless k is 1 to 1000.
    pub fn sum(k: usize) -> Self {
        check_count(k);
        Combination { weights: vec![1.0; k] }
    }

    /// `(g1+...+gk)/k`.
    ///
    /// *Panics* unless k is 1 to 1000.
    pub fn average(k: usize) -> Self {
        check_count(k);
        Combination { weights: vec![1.0 / k as f32; k] }
    }

    /// `gk`: first-order MAML. Its last batch is the last minibatch of the task, or a held-out
    /// one that the caller chains to `k - 1` others.
    ///
    /// *Panics* unless k is 1 to 1000.
    pub fn last(k: usize) -> Self {
        check_count(k);
        let mut weights = vec![0.0; k];
        weights[k - 1] = 1.0;
        Combination { weights }
    }

    /// All of the figure: `g1`, and for 2 up to `k` gradients their sum, average and last.
    ///
    /// *Panics* unless k is 1 to 1000.
    pub fn up_to(k: usize) -> Vec<Self> {
        check_count(k);
        let of = |k| [Combination::sum(k), Combination::average(k), Combination::last(k)];
        [Combination::sum(1)].into_iter().chain((2..=k).flat_map(of)).collect()
    }

    /// The weights of `g1`, `g2`, and so on; the last is not 0.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Walks from theta by plain SGD, one gradient a batch, and adds the gradients up.
    /// `loss_and_gradient` is as in the [inner loop](super::inner_loop).
    ///
    /// *Errors*: `bad-setting` for a learning rate that is not above 0; `bad-data` if there are
    /// fewer batches than weights; `diverged`. The latter two name the step, from 0.
    ///
    /// ```
    /// use reptile_sketch::meta::Combination;
    /// // loss = (w - batch)^2 / 2, whose gradients from w = 0 are -4, and -6 after a step to 2.
    /// let pull = |w: &[f32], batch: &f32, gradient: &mut [f32]| {
    ///     gradient[0] = w[0] - batch;
    ///     gradient[0] * gradient[0] / 2.0
    /// };
    /// let outer = Combination::sum(2).outer_gradient(&[0.0], 0.5, [4.0, 8.0], pull)?;
    /// assert_eq!(outer.gradient, [-10.0]);
    /// let outer = Combination::last(2).outer_gradient(&[0.0], 0.5, [4.0, 8.0], pull)?;
    /// assert_eq!(outer.gradient, [-6.0]);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn outer_gradient<B>(
        &self,
        theta: &[f32],
        learning_rate: f32,
        batches: impl IntoIterator<Item = B>,
        mut loss_and_gradient: impl FnMut(&[f32], &B, &mut [f32]) -> f32,
    ) -> Result<OuterGradient> {
        check_rate("learning_rate", learning_rate)?;
        let mut batches = batches.into_iter();
        let mut w = theta.to_vec();
        let mut gradient = vec![0.0; theta.len()];
        let mut sum = vec![0.0; theta.len()];
        let mut losses = Vec::with_capacity(self.weights.len());
        for (step, &weight) in self.weights.iter().enumerate() {
            let batch = batches.next().ok_or_else(|| no_batch(step))?;
            let loss = loss_and_gradient(&w, &batch, &mut gradient);
            losses.push(check_loss(loss, step)?);
            if weight != 0.0 {
                sum.iter_mut().zip(&gradient).for_each(|(sum, d)| *sum += weight * d);
            }
            Sgd { learning_rate }.step(&mut w, &gradient);
        }
        let when = format!("after step {}", self.weights.len() - 1);
        check_finite("the gradients", &sum, &when)?;
        Ok(OuterGradient { gradient: sum, losses })
    }
}

fn check_count(k: usize) {
    assert!((1..=MOST).contains(&k), "k is 1 to 1000");
}

impl fmt::Display for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = || self.weights.iter().enumerate().filter(|(_, weight)| **weight != 0.0);
        let count = terms().count();
        let plain: Vec<String> = terms().map(|(i, _)| format!("g{}", i + 1)).collect();
        if terms().all(|(_, &weight)| weight == 1.0) {
            return f.write_str(&plain.join("+"));
        }
        if terms().all(|(_, &weight)| weight == 1.0 / count as f32) {
            return write!(f, "({})/{count}", plain.join("+"));
        }
        let weighted: Vec<String> =
            terms().map(|(i, weight)| format!("{weight}*g{}", i + 1)).collect();
        f.write_str(&weighted.join("+"))
    }
}

impl FromStr for Combination {
    type Err = Error;

    /// Reads what a combination is written as.
    ///
    /// *Errors*: `bad-setting`.
    fn from_str(text: &str) -> Result<Self> {
        let unreadable =
            || Error::bad_setting("combination", text, "written as g1, g1+g2, (g1+g2)/2 or 0.5*g1");
        let (terms, divisor) = match text.strip_prefix('(') {
            None => (text, 1.0),
            Some(rest) => {
                let (terms, divisor) = rest.split_once(")/").ok_or_else(unreadable)?;
                (terms, divisor.parse::<f32>().map_err(|_| unreadable())?)
            }
        };
        let mut weights = Vec::new();
        for term in terms.split('+') {
            let (weight, place) = read_term(term).ok_or_else(unreadable)?;
            weights.resize(weights.len().max(place), 0.0);
            if weights[place - 1] != 0.0 {
                return Err(unreadable());
            }
            weights[place - 1] = weight / divisor;
        }
        Combination::weighted(weights)
    }
}

/// The weight of `0.5*g2` or `g2`, and which gradient it is of, from 1.
fn read_term(term: &str) -> Option<(f32, usize)> {
    let (weight, name) = match term.split_once('*') {
        None => (1.0, term),
        Some((weight, name)) => (weight.parse().ok()?, name),
    };
    let place = name.strip_prefix('g')?.parse().ok()?;
    (1..=MOST).contains(&place).then_some((weight, place))
}

#[cfg(test)]
mod tests;
