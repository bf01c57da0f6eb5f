//! Networks over one flat parameter vector.
//!
//! A network owns no parameters: it knows its [`Layout`], and computes features and gradients for
//! whatever vector it is handed. So Reptile's outer update is one line over one slice,
//! optimizers are elementwise, and a weights file is slices with names.

mod convnet;
mod convnet_config;
mod few_shot;
mod layout;
mod mlp;
mod norm;
mod population;
mod stage;

pub use convnet::{ConvNet, Tape};
pub use convnet_config::{ConvNetConfig, Downsampling, Head};
pub use few_shot::{Batch, FewShot, Workspace};
pub use layout::{Entry, Layout};
pub use mlp::{Activation, Examples, Mlp, MlpConfig, MlpTape};
pub use norm::Norm;
pub use population::{Frozen, Population, Statistics};
