//! From drawings to what the network sees: strokes and bitmaps, at every size.

#![cfg(not(target_arch = "wasm32"))]

mod bitmaps;
#[path = "../common/mod.rs"]
mod common;
mod faults;
mod images;
mod polarity;
mod strokes;
