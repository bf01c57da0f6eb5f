//! The numeric loops, forward and backward: one layer a file, and what they are made of.
//!
//! Activations are channels last: `[batch, height, width, channels]`. Every function works on
//! plain slices. The only `unsafe` code of the crate is in `lanes`,
//! [`normalization`], `product` and [`tanh`].

pub mod convolution;
pub mod dense;
mod input_gradient;
pub(crate) mod lanes;
pub mod loss;
pub mod normalization;
mod overlap;
pub mod pooling;
pub(crate) mod product;
pub mod rectifier;
pub(crate) mod rows;
pub mod tanh;
pub(crate) mod transpose;
pub mod unit_length;
