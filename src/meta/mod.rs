//! Reptile, in the words of the paper (Nichol, Achiam, Schulman 2018, arXiv:1803.02999).
//!
//! Meta-learning looks for initial parameters `theta` from which a few gradient steps learn a new
//! task well. Reptile needs the gradients of ordinary training only:
//!
//! ```text
//! for each meta-iteration
//!     for each task of the meta-batch
//!         w = theta, and k steps of an inner optimizer: w -= alpha g_i     the inner loop
//!     theta += step_size (mean(w) - theta)                                 the outer update
//! ```
//!
//! With plain SGD inside, `theta - w = alpha (g1 + ... + gk)`: Reptile descends the sum of the
//! inner gradients. Its relatives descend something else in its place, and all of them learn
//! tasks as a black box to [`Reptile`]:
//!
//! | algorithm | outer gradient of a task | here |
//! | --- | --- | --- |
//! | joint training | `g1` | [`Combination::sum`] of 1 |
//! | Reptile | `g1 + ... + gk` | [`inner_loop`], or [`Combination::sum`] for SGD inside |
//! | first-order MAML | `gk` | [`Combination::last`] |
//! | MAML | `gk` through all steps before it | [`maml_gradient`] |
//!
//! | file | what it holds |
//! | --- | --- |
//! | `reptile` | [`Reptile`]: theta and the loop over tasks, serial or in meta-batches |
//! | `outer` | [`Outer`]: the checked settings of that loop, and the schedule of its step size |
//! | `outer_update` | [`OuterUpdate`]: interpolation, or `theta - w` as a gradient to an optimizer |
//! | `inner` | [`inner_loop`]: the steps on one task; [`Inner`]: a checked number of them |
//! | `optimizer`, `momentum` | [`Optimizer`]: plain SGD, momentum, and Adam with and without it |
//! | `optimizer_config` | [`OptimizerConfig`]: one of these by its checked settings |
//! | `combination`, `maml` | the relatives of Reptile |
//! | `shuffled` | [`Shuffled`]: a task's items in random order, for minibatches |
//! | `evaluation` | [`Tally`]: what a few-shot classifier is measured by |
//!
//! A relative in Reptile's place, with a loss of one's own. Reptile's `step_size` then counts in
//! steps of the inner learning rate, as it does for Reptile itself:
//!
//! ```
//! use reptile_sketch::meta::{Combination, Optimizer, OuterConfig, Reduction, Reptile, Sgd};
//!
//! let outer = OuterConfig {
//!     meta_iterations: 100,
//!     meta_batch: 2,
//!     step_size: 0.5,
//!     step_size_final: 0.0,
//!     reduction: Reduction::Mean,
//! };
//! let mut reptile = Reptile::new(vec![0.0], outer.check()?);
//! let first_order_maml = Combination::last(3);
//! let learning_rate = 0.2;
//! reptile.run([1.0, 3.0].into_iter().cycle(), |w, optimum| {
//!     let pull = |w: &[f32], optimum: &f32, gradient: &mut [f32]| {
//!         gradient[0] = w[0] - optimum;
//!         gradient[0] * gradient[0] / 2.0
//!     };
//!     let batches = std::iter::repeat(optimum);
//!     let outer = first_order_maml.outer_gradient(w, learning_rate, batches, pull)?;
//!     Sgd { learning_rate }.step(w, &outer.gradient);
//!     Ok(())
//! })?;
//! assert!((reptile.theta()[0] - 2.0).abs() < 0.1);
//! # Ok::<(), reptile_sketch::Error>(())
//! ```
//!
//! Nothing here knows a network or a data set. What fails names the meta-iteration, the task and
//! the step, all from 0, and leaves theta as it was.

mod checks;
mod combination;
mod evaluation;
mod inner;
mod interval;
mod maml;
mod momentum;
mod optimizer;
mod optimizer_config;
mod outer;
mod outer_update;
mod reptile;
mod shuffled;

pub(crate) use checks::check_rate;
pub use combination::{Combination, OuterGradient};
pub use evaluation::{Answer, Evaluation, Tally};
pub(crate) use inner::inner_step;
pub use inner::{Inner, InnerConfig, inner_loop};
pub use interval::{Interval, median};
pub use maml::{SecondOrder, maml_gradient};
pub use momentum::{AdamWithMomentum, Momentum};
use optimizer::EPSILON;
pub use optimizer::{Adam, BETA2, Optimizer, Parts, Sgd};
pub use optimizer_config::{AnyOptimizer, OptimizerConfig};
pub use outer::{Mean, Outer, OuterConfig, Reduction};
pub use outer_update::{AsGradient, Interpolation, OuterUpdate};
pub use reptile::Reptile;
pub use shuffled::Shuffled;
