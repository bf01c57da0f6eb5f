//! The numeric loops, forward and backward: one layer a file, and what they are made of.
//!
//! Activations are channels last: `[batch, height, width, channels]`. Every function works on
//! plain slices, and panics with the rule in its message, before it writes anything, if their lengths are not
//! those of the shapes that it names. The only `unsafe` code of the crate are the
//! loads and stores of vectors, in `product` and [`normalization`], and what `simd` does behind them.

mod checks;
pub mod convolution;
pub mod dense;
mod input_gradient;
pub mod loss;
pub mod normalization;
mod overlap;
pub mod pooling;
pub(crate) mod product;
pub mod rectifier;
pub(crate) mod rows;
mod shape;
pub(crate) mod simd;
pub mod tanh;
pub(crate) mod transpose;
pub mod unit_length;

/// For tests: values from -1 to 1 without a pattern.
#[cfg(test)]
fn values(len: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..len).map(|_| next()).collect()
}
