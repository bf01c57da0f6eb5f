//! Where drawings come from: folders and zips of images, stroke files, and fixed runs.
//!
//! A [`Pool`] holds every drawing of every class that it was given. [`EpisodeConfig`] draws
//! few-shot tasks from it; a [`Run`] is a few-shot task of a published benchmark.
//!
//! The files may come from anywhere: one that is damaged, too large or of another format gives one
//! error that names it. Nothing is ever written.

mod archive;
mod class;
mod class_list;
mod decoding;
mod digest;
mod drawing;
mod episodes;
mod files;
mod folder;
mod ignored;
mod image_file;
mod jpeg;
mod limits;
mod made_up;
mod names;
mod notes;
mod photo;
mod pool;
mod random;
mod reading;
mod runs;
mod source;
mod stroke_file;
mod tasks;

pub use class::Class;
pub use class_list::{ClassList, ListLine};
pub use digest::sha256;
pub use drawing::{Drawing, Picture};
pub use episodes::{DrawingRef, Episode, EpisodeConfig, Episodes};
#[cfg(feature = "cli")]
pub(crate) use files::is_image;
pub use ignored::Ignored;
pub use image_file::ImageKind;
pub use notes::{Ink, Notes};
pub use photo::Photo;
pub use pool::Pool;
pub use reading::ReadConfig;
pub use runs::{Query, Run, holds_runs, read_runs};
pub use tasks::{Batches, Task, TaskConfig, Tasks};
