//! What a browser holds, natively: learning from examples, and classifying.

#![cfg(not(target_arch = "wasm32"))]

mod answers;
#[path = "../common/mod.rs"]
mod common;
mod examples;
mod faults;
mod fixtures;
mod order;
mod state;
mod views;
