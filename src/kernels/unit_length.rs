//! Rows scaled to length 1.

use super::checks::{require, whole_rows};

/// What is added to the squared length, against division by zero.
pub const EPSILON: f32 = 1e-8;

/// Scales each row of `[rows, width]` to length 1 and returns the inverse lengths in `inverse`.
///
/// *Shapes*: `values` `[rows, width]`, `inverse` `[rows]`, one or more.
///
/// *Panics* if the lengths are not those of such shapes.
pub fn forward(values: &mut [f32], inverse: &mut [f32]) {
    let width = width(values, inverse);
    for (row, inverse) in values.chunks_exact_mut(width).zip(inverse) {
        *inverse = 1.0 / (row.iter().map(|v| v * v).sum::<f32>() + EPSILON).sqrt();
        row.iter_mut().for_each(|v| *v *= *inverse);
    }
}

/// Turns the gradient of the scaled rows into that of the rows before, in place.
///
/// *Shapes*: `scaled` and `gradient` `[rows, width]`, `inverse` one a row, as [`forward`] left them.
///
/// *Panics* if the lengths are not those of such shapes.
pub fn backward(scaled: &[f32], inverse: &[f32], gradient: &mut [f32]) {
    let width = width(scaled, inverse);
    require(gradient.len() == scaled.len(), "a gradient for each value");
    let rows = gradient.chunks_exact_mut(width).zip(scaled.chunks_exact(width));
    for ((d_row, row), inverse) in rows.zip(inverse) {
        let along: f32 = d_row.iter().zip(row).map(|(d, v)| d * v).sum();
        for (d, v) in d_row.iter_mut().zip(row) {
            *d = inverse * (*d - along * v);
        }
    }
}

/// The width of as many rows as there are inverse lengths.
#[cfg_attr(not(target_arch = "wasm32"), track_caller)]
fn width(values: &[f32], inverse: &[f32]) -> usize {
    let width = whole_rows(values, inverse.len());
    require(width > 0, "rows with values");
    width
}
