//! The weights file: safetensors with tensors of f16 and int8.
//!
//! Besides a tensor for each of the network's, it may hold `rms.<name>`, the root of the mean
//! second moment of each channel, `int8_scale.<name>`, the factors of a tensor of int8, and
//! `population.mean` and `population.deviation`, the statistics of many training images, and
//! `calibration.features`, the calibration's factors of the features. The header's metadata
//! has one entry, `reptile-sketch`: JSON with the architecture, how to adapt, and how the file was made.
//!
//! Format 1 has neither int8 tensors nor a population nor a calibration, format 2 no `calibration.features`, and format 3
//! no `adapt.views`; a file is written in the oldest that can hold it.

#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
use super::Calibration;
use super::safetensors::{self, Container};
use super::tensors::{factors_name, read_halves, read_int8};
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
use super::tensors::{halves, int8};
use super::{Header, Precision, SecondMoments, Weights, bad, json};
use crate::Result;
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
use crate::net::Entry;
use crate::net::{ConvNet, Layout, Population};

/// The entry of the metadata that holds our header.
pub(crate) const METADATA: &str = "reptile-sketch";
/// The newest format; older ones are read too.
const FORMAT: usize = 4;
const POPULATION_MEAN: &str = "population.mean";
const POPULATION_DEVIATION: &str = "population.deviation";
const CALIBRATION_FEATURES: &str = "calibration.features";

/// The least root mean square that is used: below it f16 knows only zero.
const LEAST_RMS: f32 = 1e-6;

/// The file with these weights. The same weights give the same bytes.
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
pub fn write(weights: &Weights) -> Vec<u8> {
    let header = Header {
        format: format_of(weights),
        net: weights.net.config().clone(),
        adapt: weights.adapt.clone(),
        provenance: weights.provenance.clone(),
        calibration: weights.calibration.clone(),
        prior_weight: weights.population.as_ref().map(|population| population.weight),
    };
    let mut parts = Vec::new();
    for entry in weights.net.layout().entries() {
        let values = &weights.parameters[entry.range.clone()];
        match weights.precision {
            Precision::Int8 { most } if is_convolution(entry) => {
                parts.extend(int8(entry, values, most));
            }
            _ => parts.push(halves(entry.name.clone(), &entry.shape, values)),
        }
        if let SecondMoments::Known(moments) = &weights.second_moments {
            let rms = channel_rms(&moments[entry.range.clone()], entry.channels());
            parts.push(halves(format!("rms.{}", entry.name), &[rms.len()], &rms));
        }
    }
    if let Some(population) = &weights.population {
        let deviation: Vec<f32> = population.variance.iter().map(|v| v.sqrt()).collect();
        let channels = [deviation.len()];
        parts.push(halves(POPULATION_MEAN.into(), &channels, &population.mean));
        parts.push(halves(POPULATION_DEVIATION.into(), &channels, &deviation));
    }
    if let Some(Calibration { features, .. }) = &weights.calibration
        && !features.is_empty()
    {
        parts.push(halves(CALIBRATION_FEATURES.into(), &[features.len()], features));
    }
    safetensors::write(METADATA, &header.to_json(), &parts)
}

/// The oldest format that can hold these weights.
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
fn format_of(weights: &Weights) -> usize {
    let is_plain = weights.precision == Precision::Half && weights.population.is_none();
    match &weights.calibration {
        _ if weights.adapt.views > 1 => FORMAT,
        Some(calibration) if !calibration.features.is_empty() => 3,
        None if is_plain => 1,
        _ => 2,
    }
}

/// Whether a tensor is a convolution's weights, which are most of a file.
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
fn is_convolution(entry: &Entry) -> bool {
    entry.shape.len() == 4
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
    let header = header.ok_or_else(|| bad("its header is not understood"))?;
    if !(1..=FORMAT).contains(&header.format) {
        return Err(bad("it is of another version"));
    }
    let net = header.net.check().map_err(|e| bad(e.message()))?;
    let adapt = header.adapt.check().map_err(|e| bad(e.message()))?;
    if adapt.views > 1 && net.config().channels > 1 {
        return Err(bad("its views are not of grey images"));
    }
    let (mut parameters, mut precision) = (Vec::new(), Precision::Half);
    let entries = net.layout().entries();
    let mut tensors = entries.len();
    for entry in entries {
        if container.has(&factors_name(entry)) {
            let (values, most) = read_int8(&container, entry)?;
            parameters.extend(values);
            precision = match precision {
                Precision::Int8 { most: before } => Precision::Int8 { most: most.max(before) },
                Precision::Half => Precision::Int8 { most },
            };
            tensors += 1;
        } else {
            parameters.extend(read_halves(&container, &entry.name, &entry.shape)?);
        }
    }
    let population = match header.prior_weight {
        Some(weight) => Some(read_population(&container, &net, weight)?),
        None => None,
    };
    tensors += if population.is_some() { 2 } else { 0 };
    let mut calibration = header.calibration;
    if let Some(calibration) = &mut calibration
        && container.has(CALIBRATION_FEATURES)
    {
        let shape = [net.feature_len()];
        calibration.features = read_halves(&container, CALIBRATION_FEATURES, &shape)?;
        tensors += 1;
    }
    let second_moments = match container.tensors() {
        count if count == tensors => SecondMoments::Unknown,
        count if count == tensors + entries.len() => {
            SecondMoments::Known(read_moments(&container, net.layout())?)
        }
        _ => return Err(bad("it holds tensors that its architecture has not")),
    };
    let Header { provenance, .. } = header;
    Ok(Weights {
        net,
        adapt,
        provenance,
        parameters,
        precision,
        second_moments,
        population,
        calibration,
    })
}

fn read_population(container: &Container, net: &ConvNet, weight: f32) -> Result<Population> {
    if !(weight >= 0.0 && weight.is_finite()) {
        return Err(bad("the weight of its population is not 0 or more"));
    }
    let channels = [net.channels_len()];
    let mean = read_halves(container, POPULATION_MEAN, &channels)?;
    let mut variance = read_halves(container, POPULATION_DEVIATION, &channels)?;
    variance.iter_mut().for_each(|deviation| *deviation *= *deviation);
    Ok(Population { weight, mean, variance })
}

#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
fn channel_rms(moments: &[f32], channels: usize) -> Vec<f32> {
    let rows = moments.len() / channels;
    let mean = |c| moments.iter().skip(c).step_by(channels).sum::<f32>() / rows as f32;
    (0..channels).map(|c| mean(c).sqrt()).collect()
}

fn read_moments(container: &Container, layout: &Layout) -> Result<Vec<f32>> {
    let mut moments = Vec::with_capacity(layout.len());
    for entry in layout.entries() {
        let rms = read_halves(container, &format!("rms.{}", entry.name), &[entry.channels()])?;
        let channel = rms.iter().map(|rms| rms.max(LEAST_RMS).powi(2));
        moments.extend(channel.cycle().take(entry.range.len()));
    }
    Ok(moments)
}
