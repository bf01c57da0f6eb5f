//! The rectified linear unit.

use super::checks::require;

/// Replaces what is negative by 0; NaN stays.
pub fn forward(values: &mut [f32]) {
    // Not `max`, which would turn NaN into 0 and hide it.
    values.iter_mut().for_each(|value| *value = if *value < 0.0 { 0.0 } else { *value });
}

/// Sets the gradient to 0 where the output of [`forward`] was 0.
///
/// *Panics* if there are not as many gradients as outputs.
pub fn backward(output: &[f32], gradient: &mut [f32]) {
    require(gradient.len() == output.len(), "a gradient for each value");
    for (d, out) in gradient.iter_mut().zip(output) {
        *d = if *out > 0.0 { *d } else { 0.0 };
    }
}
