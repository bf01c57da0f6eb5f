//! Where drawings come from: folders and archives of images, files of strokes or of arrays, and fixed runs.
//!
//! A [`Pool`] holds every drawing of every class that it was given. [`EpisodeConfig`] draws
//! few-shot tasks from it; a [`Run`] is a few-shot task of a published benchmark.
//!
//! The files may come from anywhere: one that is damaged, too large or of another format gives one
//! error that names it. Nothing is ever written.

// `sources/`: folders and archives, their files, and what becomes of each. `formats/`: a file or a folder for each form
// that a file of drawings may have. `images/`: decoding images, and telling their ink from their paper. `names/`: what
// names of files and folders say of classes.
mod class;
mod class_list;
mod digest;
mod drawing;
mod episodes;
mod formats;
mod images;
mod limits;
mod made_up;
mod names;
mod notes;
mod photo;
mod pool;
mod random;
mod read_config;
mod runs;
mod sha256;
mod sources;
mod tasks;

pub use class::Class;
pub use class_list::{ClassList, ListLine};
pub use digest::source_digest;
pub use drawing::{Drawing, Picture};
pub use episodes::{DrawingRef, Episode, EpisodeConfig, Episodes};
pub use formats::kind::Kind as FileKind;
pub use images::file::ImageKind;
#[cfg(feature = "cli")]
pub(crate) use names::file_names::is_image;
pub use notes::{Ink, Notes};
pub use photo::Photo;
pub use pool::Pool;
pub use read_config::ReadConfig;
pub use runs::{Query, Run, holds_runs, read_runs};
pub use sha256::sha256;
#[cfg(feature = "cli")]
pub(crate) use sources::files::file_kind;
pub use sources::ignored::Ignored;
pub(crate) use sources::missing::cannot_open;
pub use tasks::{Batches, Task, TaskConfig, Tasks};
