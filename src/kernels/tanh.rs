//! The hyperbolic tangent, and the gradient through it.
//!
//! Ours, because a call of the C library for each value would take longer than all the rest of
//! a small network. Only additions, products and a quotient, none of them fused: compilers turn
//! them into whatever SIMD there is, and every machine gets the same bits.

use super::checks::require;
#[cfg(target_arch = "x86_64")]
use super::simd::Avx2;

/// From here on the tangent is 1 to f32.
const LARGEST: f32 = 9.0;

/// The largest error of [`forward`], rounding included.
pub const ERROR: f32 = 5e-7;

/// Replaces every value by its hyperbolic tangent, with an error up to [`ERROR`].
///
/// The result is never beyond -1 or 1, is exactly odd, and keeps NaN.
///
/// *Source*: ours, `x p(x²) / q(x²)` with p and q of degree 4 fitted on [0, 9] to the least
/// largest error (iteratively reweighted least squares in f64), which is 2e-8; the rest is
/// rounding.
///
/// ```
/// use reptile_sketch::kernels::tanh;
/// let mut values = [-20.0, 0.0, 0.5];
/// tanh::forward(&mut values);
/// assert_eq!(values[..2], [-1.0, 0.0]);
/// assert!((values[2] - 0.5_f32.tanh()).abs() < tanh::ERROR);
/// ```
pub fn forward(values: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if let Some(token) = Avx2::detect() {
        return token.vectorize(
            #[inline(always)]
            || forward_anywhere(values),
        );
    }
    forward_anywhere(values);
}

/// Turns the gradient of the tangents into that of what they are the tangents of.
///
/// *Panics* if there are not as many gradients as tangents.
pub fn backward(tangents: &[f32], gradient: &mut [f32]) {
    require(gradient.len() == tangents.len(), "a gradient for each value");
    for (d, tangent) in gradient.iter_mut().zip(tangents) {
        *d *= 1.0 - tangent * tangent;
    }
}

#[inline(always)]
fn forward_anywhere(values: &mut [f32]) {
    values.iter_mut().for_each(|value| *value = tangent(*value));
}

#[inline(always)]
fn tangent(value: f32) -> f32 {
    let x = value.clamp(-LARGEST, LARGEST);
    let u = x * x;
    let p = 1.318_421e-8;
    let p = p * u + 2.047_182e-5;
    let p = p * u + 3.486_581e-3;
    let p = p * u + 1.337_319_8e-1;
    let p = p * u + 9.999_999e-1;
    let q = 7.702_658e-7;
    let q = q * u + 3.271_384_3e-4;
    let q = q * u + 2.584_197_6e-2;
    let q = q * u + 4.670_649_5e-1;
    let q = q * u + 1.0;
    (x * p / q).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tanh(value: f32) -> f32 {
        let mut values = [value];
        forward(&mut values);
        values[0]
    }

    #[test]
    fn the_error_is_within_its_bound_everywhere() {
        let mut worst = 0.0_f64;
        // Every 1024th of the numbers up to 32, and 0.
        for bits in (0..=32.0_f32.to_bits()).step_by(1024) {
            let value = f32::from_bits(bits);
            let error = (f64::from(tanh(value)) - f64::from(value).tanh()).abs();
            worst = worst.max(error);
            assert_eq!(tanh(-value), -tanh(value));
        }
        assert!(worst < f64::from(ERROR), "{worst}");
        assert!(worst > f64::from(ERROR) / 4.0, "the bound is too wide for {worst}");
    }

    #[test]
    fn the_result_is_never_beyond_one_and_not_a_number_stays_so() {
        for value in [8.9, 8.99, 9.0, 9.1, 1e30, f32::INFINITY] {
            let tangent = tanh(value);
            assert!(tangent <= 1.0 && tangent > 1.0 - ERROR, "{value}: {tangent}");
        }
        assert!(tanh(f32::NAN).is_nan());
    }

    #[test]
    fn the_wide_loop_and_the_narrow_one_give_the_same_bits() {
        let values: Vec<f32> = (-999..1000).map(|i| 0.011 * i as f32).collect();
        let (mut wide, mut narrow) = (values.clone(), values);
        forward(&mut wide);
        narrow.iter_mut().for_each(|value| *value = tangent(*value));
        assert_eq!(wide, narrow);
    }
}
