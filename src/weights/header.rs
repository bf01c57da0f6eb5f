//! The part of a weights file's header that is ours.

use super::json::Json;
use super::{AdaptConfig, BodyOptimizer, Calibration, Provenance};
use crate::net::{ConvNetConfig, Downsampling, Head, Norm};

/// What the header says, not yet checked.
pub struct Header {
    /// The version of the format.
    pub format: usize,
    pub net: ConvNetConfig,
    pub adapt: AdaptConfig,
    pub provenance: Provenance,
    /// How many images the population's statistics count for, if the file has them.
    pub prior_weight: Option<f32>,
    pub calibration: Option<Calibration>,
}

impl Header {
    /// The header as JSON, keys in alphabetical order.
    #[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
    pub fn to_json(&self) -> String {
        let Header { format, net, adapt, provenance, prior_weight, calibration } = self;
        let mut json = serde_json::json!({
            "format": format,
            "net": { "side_px": net.side_px, "filters": net.filters, "norm": net.norm.name() },
            "adapt": {
                "steps": adapt.steps,
                "learning_rate": adapt.learning_rate,
                "head_learning_rate": adapt.head_learning_rate,
            },
            "provenance": {
                "command": provenance.command,
                "commit": provenance.commit,
                "data": provenance.data,
                "seed": seed_json(provenance.seed),
                "evaluation": provenance.evaluation,
                "accuracy": provenance.accuracy,
            },
        });
        if !provenance.held_out.is_empty() {
            json["provenance"]["held_out"] = provenance.held_out.as_str().into();
        }
        if let Some(weight) = prior_weight {
            json["population"] = serde_json::json!({ "weight": weight });
        }
        if let Some(calibration) = calibration {
            json["calibration"] = serde_json::json!(calibration.values());
        }
        // What is as usual is not said, so that files stay the same.
        if net.channels != 1 {
            json["net"]["channels"] = net.channels.into();
        }
        if net.downsampling != Downsampling::Stride {
            json["net"]["downsampling"] = net.downsampling.name().into();
        }
        if let Head::Learned { ways } = net.head {
            json["net"]["learned_ways"] = ways.into();
        }
        if adapt.optimizer != BodyOptimizer::Adam {
            json["adapt"]["optimizer"] = adapt.optimizer.name().into();
        }
        if adapt.views != 1 {
            json["adapt"]["views"] = adapt.views.into();
        }
        json.to_string()
    }

    /// The header in JSON, or none if something is missing.
    pub fn read(json: &Json) -> Option<Header> {
        let (net, adapt) = (json.get("net")?, json.get("adapt")?);
        let provenance = json.get("provenance")?;
        let text = |key| provenance.get(key).and_then(Json::text).unwrap_or_default().to_string();
        let data = provenance.get("data").map_or(&[][..], Json::items).iter();
        Some(Header {
            format: json.get("format")?.whole()?,
            net: ConvNetConfig {
                side_px: net.get("side_px")?.whole()?,
                filters: net.get("filters")?.wholes()?,
                norm: Norm::named(net.get("norm")?.text()?)?,
                channels: match net.get("channels") {
                    Some(channels) => channels.whole()?,
                    None => 1,
                },
                downsampling: match net.get("downsampling") {
                    Some(name) => Downsampling::named(name.text()?)?,
                    None => Downsampling::Stride,
                },
                head: match net.get("learned_ways") {
                    Some(ways) => Head::Learned { ways: ways.whole()? },
                    None => Head::Zero,
                },
            },
            adapt: AdaptConfig {
                steps: adapt.get("steps")?.whole()?,
                learning_rate: adapt.get("learning_rate")?.number()? as f32,
                head_learning_rate: adapt.get("head_learning_rate")?.number()? as f32,
                optimizer: match adapt.get("optimizer") {
                    Some(name) => BodyOptimizer::named(name.text()?)?,
                    None => BodyOptimizer::Adam,
                },
                views: adapt.get("views").map_or(Some(1), Json::whole)?,
                batch: None,
            },
            provenance: Provenance {
                command: text("command"),
                commit: text("commit"),
                data: data.filter_map(Json::text).map(str::to_string).collect(),
                seed: provenance.get("seed").map(seed).unwrap_or_default(),
                held_out: text("held_out"),
                evaluation: text("evaluation"),
                accuracy: provenance.get("accuracy").and_then(Json::number),
            },
            prior_weight: match json.get("population") {
                Some(population) => Some(population.get("weight")?.number()? as f32),
                None => None,
            },
            calibration: match json.get("calibration") {
                Some(values) => Some(calibration(values)?),
                None => None,
            },
        })
    }
}

/// A seed as it is written: most programs know whole numbers only up to 2^53, so that larger ones are text.
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
fn seed_json(seed: u64) -> serde_json::Value {
    if seed < EXACT { seed.into() } else { seed.to_string().into() }
}

/// From about here on, an f64 does not know each whole number; see [`Json::whole`].
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
const EXACT: u64 = 9_000_000_000_000_000;

/// The seed as it was written. In a page it serves nobody, and would take room.
fn seed(json: &Json) -> u64 {
    #[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
    if let Some(seed) = json.text().and_then(|text| text.parse().ok()) {
        return seed;
    }
    json.whole().unwrap_or_default() as u64
}

fn calibration(values: &Json) -> Option<Calibration> {
    let numbers = values.items().iter().map(|value| Some(value.number()? as f32));
    Calibration::from_values(numbers.collect::<Option<Vec<f32>>>()?.try_into().ok()?)
}
