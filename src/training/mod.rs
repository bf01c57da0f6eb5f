//! Meta-training on drawings, and measuring what comes of it: what `train` and `evaluate` do on the
//! command line.
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use reptile_sketch::data::{Drawing, EpisodeConfig, Pool};
//! use reptile_sketch::sketch::Strokes;
//! use reptile_sketch::training::{Measurement, MetaTraining, Protocol, Settings, measure};
//! use reptile_sketch::weights;
//!
//! // Five classes of four drawings each: a line, turned further from class to class.
//! let line = |class: usize, hand: usize| {
//!     let angle = 0.6 * class as f32 + 0.05 * hand as f32;
//!     let strokes = Strokes::new(vec![vec![[0.0, 0.0], [9.0 * angle.cos(), 9.0 * angle.sin()]]])?;
//!     Ok((format!("line {class}"), Drawing::from_strokes("lines".into(), hand, strokes)))
//! };
//! let drawings = (0..20).map(|i| line(i / 4, i % 4)).collect::<reptile_sketch::Result<Vec<_>>>()?;
//! let pool = Pool::new(drawings);
//!
//! let settings =
//!     Settings { meta_iterations: 10, ways: 3, filters: vec![8, 8], ..Settings::default() };
//! let mut training = MetaTraining::new(settings, &[], &pool)?;
//! training.run(None, |training, loss| {
//!     println!("{} of 10: {loss}", training.iteration());
//!     Ok(ControlFlow::Continue(()))
//! })?;
//! let file = weights::write(&training.weights());
//!
//! let source = EpisodeConfig { ways: 3, shots: 1, queries: 1 }.check(&pool)?;
//! let measurement = Measurement { source, episodes: 20, seed: 0, protocol: Protocol::default() };
//! assert!(measure(&file, &measurement)?.evaluation.accuracy > 0.5);
//! # Ok::<(), reptile_sketch::Error>(())
//! ```

mod calibration;
pub(crate) mod checkpoint;
mod families;
pub(crate) mod files;
mod measure;
mod meta_training;
mod perturbation;
mod redraw;
mod run;
mod settings;
pub(crate) mod threads;

pub use calibration::calibrate;
pub use checkpoint::{Checkpoint, Progress};
pub use families::families;
#[cfg(feature = "cli")]
pub(crate) use measure::check_count;
pub use measure::{Figures, Measurement, Outcome, Prepared, Protocol, measure, measure_runs};
pub use meta_training::MetaTraining;
pub use perturbation::Perturbation;
pub use run::{Checkpoints, End};
pub use settings::{HeadKind, Network, Settings};
