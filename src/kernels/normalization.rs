//! Normalisation per channel: to mean 0 and variance 1 over a group of rows.
//!
//! With one group for the whole batch this is batch normalisation (Ioffe, Szegedy 2015); with
//! one group an image it is instance normalisation.

/// What is added to the variance, against division by zero.
pub const EPSILON: f32 = 1e-5;

/// Normalises `values` `[rows, channels]` in place, and writes `1 / deviation` of each channel.
pub fn forward(values: &mut [f32], inverse_deviation: &mut [f32]) {
    let channels = inverse_deviation.len();
    let rows = (values.len() / channels) as f32;
    let mut mean = vec![0.0; channels];
    add_rows(values, &mut mean);
    mean.iter_mut().for_each(|mean| *mean /= rows);
    inverse_deviation.fill(0.0);
    for row in values.chunks_exact_mut(channels) {
        for ((value, mean), sum) in row.iter_mut().zip(&mean).zip(inverse_deviation.iter_mut()) {
            *value -= mean;
            *sum += *value * *value;
        }
    }
    for sum in inverse_deviation.iter_mut() {
        *sum = 1.0 / (*sum / rows + EPSILON).sqrt();
    }
    for row in values.chunks_exact_mut(channels) {
        for (value, scale) in row.iter_mut().zip(inverse_deviation.iter()) {
            *value *= scale;
        }
    }
}

/// Turns the gradient of the normalised values into that of the values before, in place.
///
/// `normalized` and `inverse_deviation` are what [`forward`] left.
pub fn backward(normalized: &[f32], inverse_deviation: &[f32], gradient: &mut [f32]) {
    let channels = inverse_deviation.len();
    let rows = (normalized.len() / channels) as f32;
    let mut mean = vec![0.0; channels];
    let mut mean_product = vec![0.0; channels];
    add_rows(gradient, &mut mean);
    add_products(gradient, normalized, &mut mean_product);
    mean.iter_mut().for_each(|v| *v /= rows);
    mean_product.iter_mut().for_each(|v| *v /= rows);
    let rows = gradient.chunks_exact_mut(channels).zip(normalized.chunks_exact(channels));
    for (d_row, row) in rows {
        let of_channel = inverse_deviation.iter().zip(&mean).zip(&mean_product);
        for ((d, value), ((scale, mean), mean_product)) in d_row.iter_mut().zip(row).zip(of_channel)
        {
            *d = scale * (*d - mean - value * mean_product);
        }
    }
}

/// Adds the rows of `[rows, channels]` to `sums`.
pub fn add_rows(values: &[f32], sums: &mut [f32]) {
    for row in values.chunks_exact(sums.len()) {
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

/// Adds the rows of the elementwise product of two `[rows, channels]` to `sums`.
pub fn add_products(left: &[f32], right: &[f32], sums: &mut [f32]) {
    let channels = sums.len();
    for (left, right) in left.chunks_exact(channels).zip(right.chunks_exact(channels)) {
        for ((sum, l), r) in sums.iter_mut().zip(left).zip(right) {
            *sum += l * r;
        }
    }
}
