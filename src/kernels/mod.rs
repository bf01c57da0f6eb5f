//! The numeric loops, forward and backward, one layer a file.
//!
//! Activations are channels last: `[batch, height, width, channels]`. Every function works on
//! plain slices. The only `unsafe` code of the crate is in [`lanes`],
//! [`normalization`], [`product`] and [`tanh`].

pub mod convolution;
pub mod dense;
mod input_gradient;
pub mod lanes;
pub mod loss;
pub mod normalization;
mod overlap;
pub mod pooling;
pub mod product;
pub mod rectifier;
pub mod rows;
pub mod tanh;
pub mod transpose;
pub mod unit_length;
