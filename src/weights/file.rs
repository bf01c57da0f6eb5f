//! The weights file: safetensors with f16 tensors.
//!
//! Besides a tensor for each of the network's, it holds `rms.<name>`, the root of the mean
//! second moment of each channel, and `crc32`, the CRC-32 of the whole file as it is with that
//! tensor's four bytes at zero. The header's metadata has one entry, `reptile-sketch`: JSON with
//! the architecture, how to adapt, and how the file was made.

use std::borrow::Cow;

use half::f16;
use safetensors::tensor::{Dtype, SafeTensors, View};

use super::{Header, SecondMoments, Weights};
use crate::net::{Entry, Layout};
use crate::{Code, Error, Result};

const METADATA: &str = "reptile-sketch";
const CHECKSUM: &str = "crc32";
const FORMAT: u32 = 1;

/// The least root mean square that is used: below it f16 knows only zero.
const LEAST_RMS: f32 = 1e-6;

/// The file with these weights. The same weights give the same bytes.
pub fn write(weights: &Weights) -> Vec<u8> {
    let header = Header {
        format: FORMAT,
        net: weights.net.config().clone(),
        adapt: weights.adapt.clone(),
        provenance: weights.provenance.clone(),
    };
    let json = serde_json::to_string(&header).expect("settings are JSON");
    let mut tensors = vec![(CHECKSUM.to_string(), Tensor::checksum())];
    for entry in weights.net.layout().entries() {
        let values = &weights.parameters[entry.range.clone()];
        tensors.push((entry.name.clone(), Tensor::halves(&entry.shape, values)));
        if let SecondMoments::Known(moments) = &weights.second_moments {
            let rms = channel_rms(entry, &moments[entry.range.clone()]);
            tensors.push((
                format!("rms.{}", entry.name),
                Tensor::halves(&[rms.len()], &rms),
            ));
        }
    }
    let metadata = [(METADATA.to_string(), json)].into_iter().collect();
    let mut file = safetensors::serialize(tensors, Some(metadata)).expect("tensors are sound");
    let place = checksum_place(&file).expect("the file was just written");
    let checksum = crc32fast::hash(&file);
    file[place..place + 4].copy_from_slice(&checksum.to_le_bytes());
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
    verify_checksum(file)?;
    let (_, metadata) = SafeTensors::read_metadata(file).map_err(|e| bad(format!("{e:?}")))?;
    let json = metadata
        .metadata()
        .as_ref()
        .and_then(|all| all.get(METADATA));
    let json = json.ok_or_else(|| bad("made by another program"))?;
    let header: Header = serde_json::from_str(json).map_err(|e| bad(e.to_string()))?;
    if header.format != FORMAT {
        return Err(bad(format!("format {} is not {FORMAT}", header.format)));
    }
    let net = header.net.check().map_err(|e| bad(e.message()))?;
    let adapt = header.adapt.check().map_err(|e| bad(e.message()))?;
    let tensors = SafeTensors::deserialize(file).map_err(|e| bad(format!("{e:?}")))?;
    let mut parameters = Vec::with_capacity(net.layout().len());
    for entry in net.layout().entries() {
        parameters.extend(halves(&tensors, &entry.name, &entry.shape)?);
    }
    let has_moments = tensors.names().iter().any(|name| name.starts_with("rms."));
    let second_moments = match has_moments {
        true => SecondMoments::Known(read_moments(&tensors, net.layout())?),
        false => SecondMoments::Unknown,
    };
    Ok(Weights {
        net,
        adapt,
        provenance: header.provenance,
        parameters,
        second_moments,
    })
}

fn bad(message: impl AsRef<str>) -> Error {
    Error::new(
        Code::BadWeights,
        format!("not a weights file: {}", message.as_ref()),
    )
}

fn verify_checksum(file: &[u8]) -> Result<()> {
    let place = checksum_place(file)?;
    let (before, rest) = file.split_at(place);
    let (stored, after) = rest.split_at(4);
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(before);
    hasher.update(&[0; 4]);
    hasher.update(after);
    match hasher.finalize().to_le_bytes() == stored {
        true => Ok(()),
        false => Err(bad("it is cut or damaged")),
    }
}

/// Where the checksum's four bytes lie.
fn checksum_place(file: &[u8]) -> Result<usize> {
    let (header_len, metadata) =
        SafeTensors::read_metadata(file).map_err(|e| bad(format!("{e:?}")))?;
    let info = metadata
        .info(CHECKSUM)
        .ok_or_else(|| bad("it has no checksum"))?;
    let place = 8 + header_len + info.data_offsets.0;
    match info.dtype == Dtype::U32 && info.shape == [1] && place + 4 <= file.len() {
        true => Ok(place),
        false => Err(bad("its checksum is not a number")),
    }
}

fn halves(tensors: &SafeTensors, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let tensor = tensors
        .tensor(name)
        .map_err(|_| bad(format!("tensor {name} is missing")))?;
    if tensor.dtype() != Dtype::F16 || tensor.shape() != shape {
        return Err(bad(format!("tensor {name} is not f16 of shape {shape:?}")));
    }
    let pairs = tensor.data().chunks_exact(2);
    let values: Vec<f32> = pairs
        .map(|pair| f16::from_le_bytes([pair[0], pair[1]]).to_f32())
        .collect();
    match values.iter().all(|value| value.is_finite()) {
        true => Ok(values),
        false => Err(bad(format!(
            "tensor {name} holds a value that is not finite"
        ))),
    }
}

fn channel_rms(entry: &Entry, moments: &[f32]) -> Vec<f32> {
    let channels = *entry.shape.last().expect("no tensor is a scalar");
    let rows = moments.len() / channels;
    let mean = |c| moments.iter().skip(c).step_by(channels).sum::<f32>() / rows as f32;
    (0..channels).map(|c| mean(c).sqrt()).collect()
}

fn read_moments(tensors: &SafeTensors, layout: &Layout) -> Result<Vec<f32>> {
    let mut moments = Vec::with_capacity(layout.len());
    for entry in layout.entries() {
        let channels = *entry.shape.last().expect("no tensor is a scalar");
        let rms = halves(tensors, &format!("rms.{}", entry.name), &[channels])?;
        let channel = rms.iter().map(|rms| rms.max(LEAST_RMS).powi(2));
        moments.extend(channel.cycle().take(entry.range.len()));
    }
    Ok(moments)
}

/// A tensor on its way into a file.
struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Tensor {
    fn checksum() -> Self {
        Tensor {
            dtype: Dtype::U32,
            shape: vec![1],
            bytes: vec![0; 4],
        }
    }

    fn halves(shape: &[usize], values: &[f32]) -> Self {
        let bytes = values
            .iter()
            .flat_map(|&value| f16::from_f32(value).to_le_bytes())
            .collect();
        Tensor {
            dtype: Dtype::F16,
            shape: shape.to_vec(),
            bytes,
        }
    }
}

impl View for Tensor {
    fn dtype(&self) -> Dtype {
        self.dtype
    }
    fn shape(&self) -> &[usize] {
        &self.shape
    }
    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }
    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}
