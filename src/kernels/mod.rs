//! The numeric loops, forward and backward, one layer a file.
//!
//! Activations are channels last: `[batch, height, width, channels]`. Every function works on
//! plain slices. The only `unsafe` code of the crate is in [`lanes`],
//! [`product`] and [`tanh`].

pub mod activation;
pub mod convolution;
pub mod dense;
pub mod lanes;
pub mod loss;
pub mod normalization;
pub mod pooling;
pub mod product;
pub mod tanh;
pub mod unit_length;
