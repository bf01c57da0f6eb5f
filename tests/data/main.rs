//! Readers of data sets, on files that the tests write themselves.

#![cfg(feature = "cli")]

mod arrays;
mod boards;
mod faults;
mod fixtures;
mod foreign;
mod formats;
mod idx;
mod indexes;
mod ink;
mod mat;
mod mat_file;
mod mistaken;
mod paper;
mod points;
mod polarity;
mod pools;
mod records;
mod runs;
mod strokes;
mod svg;
mod tables;
