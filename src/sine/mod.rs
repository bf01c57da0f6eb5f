//! Few-shot sine regression: learn a sine wave from ten of its points.
//!
//! Each task is a wave of its own amplitude and phase. No network can know it
//! beforehand, but one that Reptile has meta-trained fits it in a few gradient steps. This is the experiment of
//! section 4 of the paper, with the settings of the script in OpenAI's post.
//!
//! ```
//! use reptile_sketch::sine::{SineConfig, SineTraining};
//!
//! // A smaller network and fewer meta-iterations than the post's, which are the default.
//! let config = SineConfig { hidden: vec![32, 32], meta_iterations: 3000, ..SineConfig::default() };
//! let sine = config.check()?;
//! let mut training = SineTraining::new(sine.clone());
//! while !training.is_finished() {
//!     training.run(500)?;
//!     let _so_far = sine.curve_loss(training.theta(), 32)?;
//! }
//! let wave = sine.held_out(0);
//! let ready = sine.losses(training.theta(), &wave, 32)?;
//! let random = sine.losses(&sine.initialize(), &wave, 32)?;
//! assert!(ready[32] < random[32]);
//! # Ok::<(), reptile_sketch::Error>(())
//! ```

mod adaptation;
mod config;
mod method;
mod task;
mod training;

pub use config::{Sine, SineConfig};
pub use method::Method;
pub use task::{Episode, SineTask};
pub use training::SineTraining;
