//! Where drawings come from: folders and archives of images, files of strokes or of arrays, and fixed runs.
//!
//! A [`Pool`] holds every drawing of every class that it was given. [`EpisodeConfig`] draws
//! few-shot tasks from it; a [`Run`] is a few-shot task of a published benchmark.
//!
//! The files may come from anywhere: one that is damaged, too large or of another format gives one
//! error that names it. Nothing is ever written.

mod archive;
mod arrays;
mod bitmaps;
mod class;
mod class_list;
mod coco;
mod codes;
mod columns;
mod content;
mod decoding;
mod digest;
mod drawing;
mod entry;
mod episodes;
mod file_names;
mod files;
mod flat;
mod folder;
mod gather;
mod gathered;
mod gzip;
mod idx;
mod ignored;
mod image_file;
mod index;
mod ink_labels;
mod ink_names;
mod inkml;
mod inkml_trace;
mod jpeg;
mod kind;
mod label_arrays;
mod limits;
mod lines;
mod made_up;
mod marks;
mod mat;
mod mat_images;
mod mat_labels;
mod mat_variables;
mod mnist;
mod names;
mod notes;
mod npy;
mod omniglot;
mod opened;
mod others;
mod pages;
mod pairs;
mod parts;
mod photo;
mod pickle;
mod pool;
mod quick_draw;
mod quick_draw_binary;
mod random;
mod read_config;
mod reading;
mod runs;
mod sha256;
mod sketch_rnn;
mod source;
mod sources;
mod stroke_file;
mod svg;
mod symbol;
mod table;
mod tarball;
mod tasks;
mod tiff;
mod unipen;
mod unipen_set;
mod unipen_text;
mod xml;

pub use class::Class;
pub use class_list::{ClassList, ListLine};
pub use digest::source_digest;
pub use drawing::{Drawing, Picture};
pub use episodes::{DrawingRef, Episode, EpisodeConfig, Episodes};
#[cfg(feature = "cli")]
pub(crate) use file_names::is_image;
#[cfg(feature = "cli")]
pub(crate) use files::file_kind;
pub use ignored::Ignored;
pub use image_file::ImageKind;
pub use kind::Kind as FileKind;
pub use notes::{Ink, Notes};
pub use photo::Photo;
pub use pool::Pool;
pub use read_config::ReadConfig;
pub use runs::{Query, Run, holds_runs, read_runs};
pub use sha256::sha256;
pub use tasks::{Batches, Task, TaskConfig, Tasks};
