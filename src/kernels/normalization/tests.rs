//! Against plain loops in f64, at awkward sizes.

use super::*;
use crate::kernels::values;

/// Of every width of vectors, and what is left over. Miri takes seconds for what takes a machine microseconds.
const CHANNELS: &[usize] =
    if cfg!(miri) { &[7, 17] } else { &[1, 3, 4, 8, 15, 16, 24, 33, 64, 75] };
const ROWS: &[usize] = if cfg!(miri) { &[1, 3] } else { &[1, 2, 3, 8, 49] };

/// A normalisation of some size, with what belongs to its channels.
struct Case {
    rows: usize,
    channels: usize,
    values: Vec<f32>,
    mean: Vec<f32>,
    inverse_deviation: Vec<f32>,
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Case {
    fn new(rows: usize, channels: usize) -> Self {
        let values_of_all = values(rows * channels, 1);
        let (mut mean, mut inverse_deviation) = (vec![0.0; channels], vec![0.0; channels]);
        statistics(&values_of_all, &mut mean, &mut inverse_deviation);
        invert_deviations(&mut inverse_deviation);
        let (scale, shift) = (values(channels, 2), values(channels, 3));
        Case { rows, channels, values: values_of_all, mean, inverse_deviation, scale, shift }
    }

    fn all() -> impl Iterator<Item = Case> {
        ROWS.iter()
            .flat_map(|&rows| CHANNELS.iter().map(move |&channels| Case::new(rows, channels)))
    }

    fn channels(&self, rectify: bool) -> Channels<'_> {
        let Case { mean, inverse_deviation, scale, shift, .. } = self;
        Channels { mean, inverse_deviation, scale, shift, rectify, own_share: 1.0 }
    }

    /// One channel of a matrix of this size.
    fn column(&self, of: &[f32], channel: usize) -> Vec<f64> {
        (0..self.rows).map(|row| of[row * self.channels + channel] as f64).collect()
    }

    /// A channel's normalised values, and the inverse of its deviation.
    fn normalized(&self, channel: usize) -> (Vec<f64>, f64) {
        let column = self.column(&self.values, channel);
        let mean = mean(&column);
        let centered: Vec<f64> = column.iter().map(|value| value - mean).collect();
        let squares: Vec<f64> = centered.iter().map(|value| value * value).collect();
        let inverse = 1.0 / (self::mean(&squares) + EPSILON as f64).sqrt();
        (centered.iter().map(|value| value * inverse).collect(), inverse)
    }

    fn scaled(&self, channel: usize, normalized: f64) -> f64 {
        self.scale[channel] as f64 * normalized + self.shift[channel] as f64
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[track_caller]
fn assert_close(ours: f64, expected: f64, what: &str) {
    assert!(
        (ours - expected).abs() < 1e-4 * (1.0 + expected.abs()),
        "{what}: {ours}, not {expected}"
    );
}

#[test]
fn outputs_are_those_of_a_plain_loop_at_awkward_sizes() {
    for case in Case::all() {
        for rectify in [false, true] {
            let mut output = vec![f32::NAN; case.values.len()];
            case.channels(rectify).forward(&case.values, &mut output);
            for channel in 0..case.channels {
                let (normalized, inverse) = case.normalized(channel);
                let what = format!("{} x {}, rectify: {rectify}", case.rows, case.channels);
                assert_close(case.inverse_deviation[channel] as f64, inverse, &what);
                for (ours, value) in case.column(&output, channel).iter().zip(normalized) {
                    let scaled = case.scaled(channel, value);
                    assert_close(*ours, if rectify { scaled.max(0.0) } else { scaled }, &what);
                }
            }
        }
    }
}

#[test]
fn gradients_are_those_of_a_plain_loop_at_awkward_sizes() {
    for case in Case::all() {
        for rectify in [false, true] {
            let d_output = values(case.values.len(), 4);
            let mut gradient = d_output.clone();
            let (mut d_scale, mut d_shift) = (vec![0.5; case.channels], vec![0.25; case.channels]);
            let channels = case.channels(rectify);
            channels.backward(&case.values, &mut gradient, &mut d_scale, &mut d_shift);
            for channel in 0..case.channels {
                let what = format!("{} x {}, rectify: {rectify}", case.rows, case.channels);
                let (normalized, inverse) = case.normalized(channel);
                let passes = |value: f64| !rectify || case.scaled(channel, value) > 0.0;
                let d: Vec<f64> = (case.column(&d_output, channel).iter().zip(&normalized))
                    .map(|(&d, &value)| if passes(value) { d } else { 0.0 })
                    .collect();
                let along: Vec<f64> =
                    d.iter().zip(&normalized).map(|(d, value)| d * value).collect();
                // Added to what was there.
                assert_close(d_shift[channel] as f64, 0.25 + d.iter().sum::<f64>(), &what);
                assert_close(d_scale[channel] as f64, 0.5 + along.iter().sum::<f64>(), &what);
                let factor = case.scale[channel] as f64 * inverse;
                let ours = case.column(&gradient, channel);
                for ((ours, d_here), value) in ours.iter().zip(&d).zip(&normalized) {
                    let expected = factor * (d_here - mean(&d) - value * mean(&along));
                    // With one row the deviation is 0, and its inverse the root of 1 / EPSILON.
                    assert_close(ours / inverse, expected / inverse, &what);
                }
            }
        }
    }
}

#[test]
fn no_rows_at_all_are_refused() {
    let refused = |run: fn()| assert!(std::panic::catch_unwind(run).is_err());
    refused(|| statistics(&[], &mut [0.0; 8], &mut [0.0; 8]));
    refused(|| statistics(&[0.0; 9], &mut [0.0; 8], &mut [0.0; 8]));
}
