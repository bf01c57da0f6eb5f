//! The command line, as a person or a script uses it.

#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "the tests of readers need the rest")]
#[path = "../data/mat_file.rs"]
mod mat_file;

mod calibrate;
mod compare;
mod evaluate;
mod faults;
mod glyphs;
mod hands;
mod inspect;
mod outputs;
mod photos;
mod resume;
mod share;
mod sine;
mod train;
mod world;
