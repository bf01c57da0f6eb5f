//! Numbers as the tensors of a weights file hold them: f16, or int8 with a factor a channel.

use half::f16;

#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
use super::safetensors::Part;
use super::{bad, safetensors::Container};
use crate::Result;
use crate::net::Entry;

/// A tensor of f16.
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
pub fn halves(name: String, shape: &[usize], values: &[f32]) -> Part {
    let bytes = values.iter().flat_map(|&value| f16::from_f32(value).to_le_bytes()).collect();
    (name, "F16", shape.to_vec(), bytes)
}

/// Reads a tensor of f16.
///
/// *Errors*: `bad-weights` if there is none of this shape, or a value is not finite.
pub fn read_halves(container: &Container, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let pairs = container.bytes(name, "F16", shape)?.chunks_exact(2);
    let values: Vec<f32> =
        pairs.map(|pair| f16::from_le_bytes([pair[0], pair[1]]).to_f32()).collect();
    match values.iter().all(|value| value.is_finite()) {
        true => Ok(values),
        false => Err(bad("it holds a value that is not finite")),
    }
}

/// A tensor of int8, from `-most` to `most`, and one of the factors, an f16 for each channel (the last axis).
///
/// Writing what was read gives the same bytes: a product of an f16 and 7 bits is exact in f32.
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
pub fn int8(entry: &Entry, values: &[f32], most: i8) -> [Part; 2] {
    let (channels, most) = (entry.channels(), most as f32);
    let largest = |c| values.iter().skip(c).step_by(channels).fold(0.0_f32, |m, v| m.max(v.abs()));
    // Below the least f16 all of a channel is zero.
    let factor = |c| f16::from_f32(largest(c) / most).max(f16::MIN_POSITIVE_SUBNORMAL).to_f32();
    let factors: Vec<f32> = (0..channels).map(factor).collect();
    let whole = |(i, value): (usize, &f32)| {
        (value / factors[i % channels]).round().clamp(-most, most) as i8 as u8
    };
    let bytes = values.iter().enumerate().map(whole).collect();
    [
        (entry.name.clone(), "I8", entry.shape.clone(), bytes),
        halves(factors_name(entry), &[channels], &factors),
    ]
}

/// Reads a tensor of int8 and its factors: the values, and the largest of the whole numbers, 1 at least.
///
/// *Errors*: as [`read_halves`].
pub fn read_int8(container: &Container, entry: &Entry) -> Result<(Vec<f32>, i8)> {
    let channels = entry.channels();
    let factors = read_halves(container, &factors_name(entry), &[channels])?;
    let bytes = container.bytes(&entry.name, "I8", &entry.shape)?;
    let most = bytes.iter().fold(1, |most, &byte| (byte as i8).saturating_abs().max(most));
    let value = |(i, &byte): (usize, &u8)| byte as i8 as f32 * factors[i % channels];
    Ok((bytes.iter().enumerate().map(value).collect(), most))
}

/// The name of the factors of an int8 tensor.
pub fn factors_name(entry: &Entry) -> String {
    format!("int8_scale.{}", entry.name)
}
