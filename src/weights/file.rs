//! The weights file: safetensors with f16 tensors.
//!
//! Besides a tensor for each of the network's, it holds `rms.<name>`, the root of the mean
//! second moment of each channel, and `crc32`, the CRC-32 of the whole file as it is with that
//! tensor's four bytes at zero. The header's metadata has one entry, `reptile-sketch`: JSON with
//! the architecture, how to adapt, and how the file was made.

use crc::{Crc, NoTable};
use half::f16;

use super::safetensors::{self, Container};
use super::{Header, SecondMoments, Weights, json};
use crate::net::Layout;
use crate::{Code, Error, Result};

const METADATA: &str = "reptile-sketch";
const CHECKSUM: &str = "crc32";
const FORMAT: usize = 1;

/// The CRC-32 of zip and PNG; without a table, which would be larger than the code.
const CRC32: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&crc::CRC_32_ISO_HDLC);

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
    let mut parts = vec![(CHECKSUM.to_string(), "U32", vec![1], vec![0; 4])];
    for entry in weights.net.layout().entries() {
        let values = &weights.parameters[entry.range.clone()];
        parts.push(halves(entry.name.clone(), &entry.shape, values));
        if let SecondMoments::Known(moments) = &weights.second_moments {
            let rms = channel_rms(&moments[entry.range.clone()], entry.channels());
            parts.push(halves(format!("rms.{}", entry.name), &[rms.len()], &rms));
        }
    }
    let mut file = safetensors::write(METADATA, &header.to_json(), &parts);
    let container = safetensors::read(&file).expect("it was just written");
    let place = container.place(CHECKSUM, "U32", &[1]).expect("it was just written");
    let checksum = CRC32.checksum(&file).to_le_bytes();
    file[place].copy_from_slice(&checksum);
    file
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
    verify_checksum(file, &container)?;
    let json = container.metadata(METADATA).ok_or_else(|| bad("made by another program"))?;
    let header = json::parse(json).and_then(|json| Header::read(&json));
    let header = header.filter(|header| header.format == FORMAT);
    let header = header.ok_or_else(|| bad("it is of another version"))?;
    let net = header.net.check().map_err(|e| bad(e.message()))?;
    let adapt = header.adapt.check().map_err(|e| bad(e.message()))?;
    let mut parameters = Vec::with_capacity(net.layout().len());
    for entry in net.layout().entries() {
        parameters.extend(halves(&container, &entry.name, &entry.shape)?);
    }
    let has_moments = container.has_prefix("rms.");
    let second_moments = match has_moments {
        true => SecondMoments::Known(read_moments(&container, net.layout())?),
        false => SecondMoments::Unknown,
    };
    Ok(Weights { net, adapt, provenance: header.provenance, parameters, second_moments })
}

fn bad(message: &str) -> Error {
    Error::new(Code::BadWeights, format!("a weights file that cannot be used: {message}"))
}

fn verify_checksum(file: &[u8], container: &Container) -> Result<()> {
    let place = container.place(CHECKSUM, "U32", &[1])?;
    let mut digest = CRC32.digest();
    digest.update(&file[..place.start]);
    digest.update(&[0; 4]);
    digest.update(&file[place.end..]);
    match digest.finalize().to_le_bytes() == file[place] {
        true => Ok(()),
        false => Err(bad("it is cut or damaged")),
    }
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
