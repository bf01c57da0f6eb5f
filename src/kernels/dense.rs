//! A dense layer without bias: one row of weights an output.

use super::checks::{require, whole_rows};

/// `output[row][o] = input[row] · weights[o]`.
///
/// *Shapes*: `input` `[rows, width]`, `weights` `[outputs, width]`, `output` `[rows, outputs]`.
///
/// *Panics* if the lengths are not those of such shapes.
// Once in the wasm, wherever it is called.
#[inline(never)]
pub fn forward(input: &[f32], weights: &[f32], width: usize, output: &mut [f32]) {
    let outputs = check(input, weights, width, output);
    for (row, out) in input.chunks_exact(width).zip(output.chunks_exact_mut(outputs)) {
        for (weights, out) in weights.chunks_exact(width).zip(out) {
            *out = row.iter().zip(weights).map(|(v, w)| v * w).sum();
        }
    }
}

/// Adds the gradient of the weights to `d_weights` and overwrites `d_input` with the input's.
///
/// *Shapes*: as for [`forward`]; a gradient has the shape of what it is of.
///
/// *Panics* if the lengths are not those of such shapes.
pub fn backward(
    input: &[f32],
    weights: &[f32],
    d_output: &[f32],
    d_weights: &mut [f32],
    d_input: &mut [f32],
    width: usize,
) {
    let outputs = check(input, weights, width, d_output);
    require(
        d_weights.len() == weights.len() && d_input.len() == input.len(),
        "gradients as long as what they are of",
    );
    d_input.fill(0.0);
    let rows = input.chunks_exact(width).zip(d_input.chunks_exact_mut(width));
    for ((row, d_row), d_out) in rows.zip(d_output.chunks_exact(outputs)) {
        for (o, &d) in d_out.iter().enumerate() {
            let place = o * width..(o + 1) * width;
            add_scaled(&mut d_weights[place.clone()], row, d);
            add_scaled(d_row, &weights[place], d);
        }
    }
}

/// Adds the gradient of a bias, one an output, to `d_bias`.
///
/// *Shapes*: `d_output` `[rows, outputs]`, `d_bias` `[outputs]`.
///
/// *Panics* if the lengths are not those of such shapes.
pub fn backward_bias(d_output: &[f32], d_bias: &mut [f32]) {
    whole_rows(d_output, d_bias.len());
    for row in d_output.chunks_exact(d_bias.len()) {
        add_scaled(d_bias, row, 1.0);
    }
}

/// The number of outputs, if there are as many of them as inputs and weights lead to.
#[cfg_attr(not(target_arch = "wasm32"), track_caller)]
fn check(input: &[f32], weights: &[f32], width: usize, output: &[f32]) -> usize {
    let (rows, outputs) = (whole_rows(input, width), whole_rows(weights, width));
    require(outputs > 0 && output.len() == rows * outputs, "a value for each row and output");
    outputs
}

fn add_scaled(to: &mut [f32], from: &[f32], factor: f32) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += factor * from;
    }
}
