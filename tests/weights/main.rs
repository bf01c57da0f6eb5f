//! The weights file: the embedded one is sound and says how it was made, others are read as
//! themselves, and what is cut, damaged or of another architecture is refused.

#![cfg(not(target_arch = "wasm32"))]

mod faults;
mod files;
mod formats;
mod sizes;
