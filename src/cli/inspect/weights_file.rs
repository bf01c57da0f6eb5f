//! What there is to say of a weights file, and of a checkpoint.

use std::path::Path;

use serde_json::{Value, json};

use super::numbers::{Spread, grouped, short};
use super::text::Lines;
use crate::data::sha256;
use crate::net::{ConvNetConfig, Downsampling, Head, Population};
use crate::training::Checkpoint;
use crate::training::files::{not_meant, read_file};
use crate::weights::safetensors::{self, Container};
use crate::weights::{self, AdaptConfig, Calibration, METADATA, Precision, SecondMoments, Weights};
use crate::{Code, Result};

/// What a safetensors file is, for a person and for a program.
///
/// *Errors*: `bad-weights` for a file that neither `train` nor `calibrate` wrote.
pub fn report(path: &Path) -> Result<(Lines, Value)> {
    let file = read_file(path, Code::BadWeights)?;
    let within = |e: crate::Error| not_meant(path, &file, "weights file", e);
    let container = safetensors::read(&file).map_err(within)?;
    let (mut lines, mut json) = match Checkpoint::parse(&file) {
        Ok(checkpoint) => of_checkpoint(path, &checkpoint),
        Err(_) => of_weights(path, &weights::read(&file).map_err(within)?, &container),
    };
    lines.add("size", format!("{} bytes, sha256 {}", grouped(file.len()), sha256(&file)));
    lines.add_all(
        "tensors",
        container.entries().into_iter().map(|(name, dtype, shape, bytes)| {
            format!("{name:34}{dtype:5}{shape:?}, {} bytes", grouped(bytes))
        }),
    );
    json["path"] = path.display().to_string().into();
    json["bytes"] = file.len().into();
    json["sha256"] = sha256(&file).into();
    let tensors = container.entries().into_iter().map(|(name, dtype, shape, bytes)| {
        json!({ "name": name, "dtype": dtype, "shape": shape, "bytes": bytes })
    });
    json["tensors"] = tensors.collect();
    Ok((lines, json))
}

fn of_weights(path: &Path, weights: &Weights, container: &Container) -> (Lines, Value) {
    let text = container.metadata(METADATA).expect("it was read a moment ago");
    let header: Value = serde_json::from_str(text).expect("it was read a moment ago");
    let lines = weights_lines(path, weights, &header);
    let population = weights.population.as_ref().map(|population| {
        json!({
            "weight": population.weight,
            "channels": population.mean.len(),
            "mean": spread(&population.mean).map(|spread| spread.json()),
            "variance": spread(&population.variance).map(|spread| spread.json()),
        })
    });
    let json = json!({
        "kind": "weights",
        "header": header,
        "parameters": weights.parameters.len(),
        "precision": match weights.precision { Precision::Half => "f16", Precision::Int8 { .. } => "int8" },
        "population": population,
        "second_moments": matches!(weights.second_moments, SecondMoments::Known(_)),
    });
    (lines, json)
}

fn weights_lines(path: &Path, weights: &Weights, header: &Value) -> Lines {
    let mut lines = Lines::new(path, &format!("weights, format {}", header["format"]));
    lines.add("network", network(weights.net.config()));
    lines.add("parameters", grouped(weights.parameters.len()));
    lines.add("precision", match weights.precision {
        Precision::Half => "16-bit floating point".into(),
        Precision::Int8 { most } => format!(
            "convolutions of whole numbers from -{most} to {most} with a factor for each channel, the rest 16-bit"
        ),
    });
    lines.add("adapts by", adapt(&weights.adapt));
    let provenance = &weights.provenance;
    let accuracy = provenance
        .accuracy
        .map(|accuracy| format!("{} % on held-out classes", short(100.0 * accuracy)));
    lines.add("accuracy", accuracy.unwrap_or_else(|| "not measured".into()));
    lines.add("measured by", provenance.evaluation.as_str());
    lines.add_all("made by", provenance.command.split("; ").map(String::from));
    lines.add("commit", provenance.commit.as_str());
    lines.add("seed", provenance.seed.to_string());
    lines.add_all("data", provenance.data.iter().cloned());
    lines.add("held out", provenance.held_out.as_str());
    match &weights.calibration {
        Some(calibration) => lines.add_all("calibration", calibration_words(calibration)),
        None => lines.add("calibration", "none: probabilities are as the network gives them"),
    }
    lines.add(
        "population",
        match &weights.population {
            Some(population) => population_words(population),
            None => "none: a few examples are normalised by themselves".into(),
        },
    );
    lines.add(
        "second moments",
        match &weights.second_moments {
            SecondMoments::Known(_) => "one a channel, for Adam's first step",
            SecondMoments::Unknown => "unknown",
        },
    );
    lines
}

fn of_checkpoint(path: &Path, checkpoint: &Checkpoint) -> (Lines, Value) {
    let progress = &checkpoint.progress;
    let settings = json!(progress.settings);
    let mut lines = Lines::new(path, "a checkpoint of train; --resume goes on from it");
    lines.add(
        "progress",
        format!(
            "{} of {} meta-iterations",
            grouped(progress.iteration),
            grouped(progress.settings.meta_iterations)
        ),
    );
    if let Ok(net) = progress.settings.net() {
        lines.add("network", network(net.config()));
    }
    lines.add("parameters", grouped(checkpoint.theta.len()));
    let words = settings.as_object().into_iter().flatten();
    lines.add_all(
        "settings",
        words.filter(|(_, value)| !value.is_null()).map(|(name, value)| format!("{name} {value}")),
    );
    lines.add_all("data", progress.data.iter().cloned());
    let json = json!({
        "kind": "checkpoint",
        "iteration": progress.iteration,
        "settings": settings,
        "data": progress.data,
        "parameters": checkpoint.theta.len(),
    });
    (lines, json)
}

fn network(config: &ConvNetConfig) -> String {
    let ConvNetConfig { side_px, channels, filters, norm, downsampling, head } = config;
    let filters: Vec<String> = filters.iter().map(usize::to_string).collect();
    let images = if *channels == 1 { "grey" } else { "colour" };
    let smaller = match downsampling {
        Downsampling::Stride => "stride 2",
        Downsampling::MaxPool => "2x2 max-pooling",
        Downsampling::MaxPoolFirst => "2x2 max-pooling in the first, stride 2",
    };
    let head = match head {
        Head::Zero => "a head that starts at zero, for any number of classes".into(),
        Head::Learned { ways } => format!("a learned head for {ways} classes"),
    };
    format!(
        "{side_px} x {side_px} {images} pixels; convolutions of {} filters, {smaller}, {} normalisation; {head}",
        filters.join(", "),
        norm.name()
    )
}

fn adapt(adapt: &AdaptConfig) -> String {
    let AdaptConfig { steps, learning_rate, head_learning_rate, optimizer, views, .. } = adapt;
    let optimizer = optimizer.name();
    let views = if *views > 1 { format!("; {views} views of each drawing") } else { String::new() };
    format!(
        "{steps} steps; {optimizer} with learning rate {learning_rate}, {head_learning_rate} of a head that starts at zero{views}"
    )
}

fn calibration_words(calibration: &Calibration) -> [String; 2] {
    let Calibration { constant, ways, shots, unlike, features, sure_from, most_unlike } =
        calibration;
    let of_features = match features.len() {
        0 => String::new(),
        count => format!(" + a sum over {count} features"),
    };
    [
        format!(
            "logits times exp({constant} + {ways} ln(ways) + {shots} ln(shots) + {unlike} unlike{of_features})"
        ),
        format!("sure from a probability of {sure_from}; unlike all examples above {most_unlike}"),
    ]
}

fn population_words(population: &Population) -> String {
    let Population { weight, mean, variance } = population;
    let text = |values| spread(values).map(|spread| spread.to_string()).unwrap_or_default();
    format!(
        "counts for {weight} images; {} channels, means {}, variances {}",
        mean.len(),
        text(mean),
        text(variance)
    )
}

fn spread(values: &[f32]) -> Option<Spread> {
    Spread::of(values.iter().map(|&value| f64::from(value)))
}
