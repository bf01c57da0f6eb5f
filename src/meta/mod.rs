//! Reptile, in the words of the paper (Nichol, Achiam, Schulman 2018, arXiv:1803.02999).
//!
//! For each task, an [`inner loop`](inner_loop) takes a few optimizer steps from the initial
//! parameters `theta` to the task's own parameters `w`; the [outer update](Outer::update)
//! moves `theta` towards the mean of the `w`s: `theta += step_size * (mean(w) - theta)`.
//!
//! Nothing here knows a network or a data set.

mod checks;
mod combination;
mod evaluation;
mod inner;
mod maml;
mod momentum;
mod optimizer;
mod optimizer_config;
mod outer;
mod outer_update;
mod reptile;
mod shuffled;

pub use combination::{Combination, OuterGradient};
pub use evaluation::{Answer, Evaluation, Tally};
pub use inner::{Inner, InnerConfig, inner_loop};
pub use maml::{SecondOrder, maml_gradient};
pub use momentum::{AdamWithMomentum, Momentum};
use optimizer::EPSILON;
pub use optimizer::{Adam, BETA2, Optimizer, Parts, Sgd};
pub use optimizer_config::{AnyOptimizer, OptimizerConfig};
pub use outer::{Mean, Outer, OuterConfig, Reduction};
pub use outer_update::{AsGradient, Interpolation, OuterUpdate};
pub use reptile::Reptile;
pub use shuffled::Shuffled;
