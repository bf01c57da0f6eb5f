//! The learned scale and shift after a normalisation, and the rectified linear unit.

/// Writes `scale * value + shift` per channel, with what is negative set to 0 if `rectify`.
///
/// *Shapes*: `values` and `output` `[rows, channels]`.
pub fn forward(values: &[f32], scale: &[f32], shift: &[f32], rectify: bool, output: &mut [f32]) {
    let channels = scale.len();
    let floor = if rectify { 0.0 } else { f32::NEG_INFINITY };
    for (row, out) in values.chunks_exact(channels).zip(output.chunks_exact_mut(channels)) {
        for (((value, scale), shift), out) in row.iter().zip(scale).zip(shift).zip(out) {
            let value = scale * value + shift;
            // Not `max`, which would turn NaN into 0 and hide it.
            *out = if value < floor { floor } else { value };
        }
    }
}

/// Sets the gradient to 0 where the output of a rectified [`forward`] was 0.
pub fn backward_rectify(output: &[f32], gradient: &mut [f32]) {
    for (d, out) in gradient.iter_mut().zip(output) {
        *d = if *out > 0.0 { *d } else { 0.0 };
    }
}

/// Multiplies the gradient by the scale of its channel.
pub fn backward_scale(scale: &[f32], gradient: &mut [f32]) {
    for row in gradient.chunks_exact_mut(scale.len()) {
        for (d, scale) in row.iter_mut().zip(scale) {
            *d *= scale;
        }
    }
}
