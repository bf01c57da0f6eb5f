//! The weights file: safetensors with f16 tensors.
//!
//! Besides a tensor for each of the network's, it may hold `rms.<name>`, the root of the mean
//! second moment of each channel. The header's metadata has one entry, `reptile-sketch`: JSON with
//! the architecture, how to adapt, and how the file was made.

use half::f16;

use super::safetensors::{self, Container};
use super::{Header, SecondMoments, Weights, json};
use crate::net::Layout;
use crate::{Code, Error, Result};

const METADATA: &str = "reptile-sketch";
const FORMAT: usize = 1;

/// The least root mean square that is used: below it f16 knows only zero.
const LEAST_RMS: f32 = 1e-6;

/// The file with these weights. The same weights give the same bytes.
#[cfg(not(target_arch = "wasm32"))]
pub fn write(weights: &Weights) -> Vec<u8> {
    let header = Header {
        format: FORMAT,
        net: weights.net.config().clone(),
        adapt: weights.adapt.clone(),
        provenance: weights.provenance.clone(),
    };
    let halves = |name: String, shape: &[usize], values: &[f32]| -> safetensors::Part {
        let bytes = values.iter().flat_map(|&value| f16::from_f32(value).to_le_bytes()).collect();
        (name, "F16", shape.to_vec(), bytes)
    };
    let mut parts = Vec::new();
    for entry in weights.net.layout().entries() {
        let values = &weights.parameters[entry.range.clone()];
        parts.push(halves(entry.name.clone(), &entry.shape, values));
        if let SecondMoments::Known(moments) = &weights.second_moments {
            let rms = channel_rms(&moments[entry.range.clone()], entry.channels());
            parts.push(halves(format!("rms.{}", entry.name), &[rms.len()], &rms));
        }
    }
    safetensors::write(METADATA, &header.to_json(), &parts)
}

/// Reads a weights file.
///
/// *Errors*: `bad-weights` for a file that is cut, damaged, of another format, or whose tensors
/// are not those of its architecture.
///
/// ```
/// use reptile_sketch::weights;
/// let mut file = weights::pretrained_file().to_vec();
/// assert!(weights::read(&file).is_ok());
/// file[5000] ^= 1;
/// assert_eq!(weights::read(&file).err().unwrap().code().as_str(), "bad-weights");
/// ```
pub fn read(file: &[u8]) -> Result<Weights> {
    let container = safetensors::read(file)?;
    let json = container.metadata(METADATA).ok_or_else(|| bad("made by another program"))?;
    let header = json::parse(json).and_then(|json| Header::read(&json));
    let header = header.filter(|header| header.format == FORMAT);
    let header = header.ok_or_else(|| bad("it is of another version"))?;
    let net = header.net.check().map_err(|e| bad(e.message()))?;
    let adapt = header.adapt.check().map_err(|e| bad(e.message()))?;
    let mut parameters = Vec::new();
    for entry in net.layout().entries() {
        parameters.extend(halves(&container, &entry.name, &entry.shape)?);
    }
    let tensors = net.layout().entries().len();
    let second_moments = match container.tensors() {
        count if count == tensors => SecondMoments::Unknown,
        count if count == 2 * tensors => {
            SecondMoments::Known(read_moments(&container, net.layout())?)
        }
        _ => return Err(bad("it holds tensors that its architecture has not")),
    };
    Ok(Weights { net, adapt, provenance: header.provenance, parameters, second_moments })
}

fn bad(message: &str) -> Error {
    Error::new(Code::BadWeights, format!("a weights file that cannot be used: {message}"))
}

fn halves(container: &Container, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let pairs = container.bytes(name, "F16", shape)?.chunks_exact(2);
    let values: Vec<f32> =
        pairs.map(|pair| f16::from_le_bytes([pair[0], pair[1]]).to_f32()).collect();
    match values.iter().all(|value| value.is_finite()) {
        true => Ok(values),
        false => Err(bad("it holds a value that is not finite")),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn channel_rms(moments: &[f32], channels: usize) -> Vec<f32> {
    let rows = moments.len() / channels;
    let mean = |c| moments.iter().skip(c).step_by(channels).sum::<f32>() / rows as f32;
    (0..channels).map(|c| mean(c).sqrt()).collect()
}

fn read_moments(container: &Container, layout: &Layout) -> Result<Vec<f32>> {
    let mut moments = Vec::with_capacity(layout.len());
    for entry in layout.entries() {
        let rms = halves(container, &format!("rms.{}", entry.name), &[entry.channels()])?;
        let channel = rms.iter().map(|rms| rms.max(LEAST_RMS).powi(2));
        moments.extend(channel.cycle().take(entry.range.len()));
    }
    Ok(moments)
}
