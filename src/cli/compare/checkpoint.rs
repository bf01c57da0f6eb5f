//! Curves that are not complete yet, on disk: safetensors in f32, with settings and points.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::learning::{Learning, Progress};
use super::settings::CurveSettings;
use crate::training::checkpoint::{f32_part, f32_values, other_data, same_data};
use crate::training::files::{not_meant, read_file, write_file};
use crate::weights::safetensors;
use crate::{Code, Error, Result};

const METADATA: &str = "reptile-sketch curves";

/// How far the curves have come.
#[derive(Serialize, Deserialize)]
struct Header {
    settings: CurveSettings,
    /// The data sets, each `name sha256`.
    data: Vec<String>,
    /// Of each curve.
    progress: Vec<Progress>,
}

/// Writes all that the rest of the curves depends on.
pub fn write(learning: &Learning, data: &[String], path: &Path) -> Result<()> {
    let progress = learning.runs().iter().map(|run| run.progress.clone()).collect();
    let settings = learning.settings().clone();
    let header = Header { settings, data: data.to_vec(), progress };
    let json = serde_json::to_string(&header).expect("settings are JSON");
    let parts: Vec<_> = (learning.runs().iter().enumerate())
        .map(|(i, run)| f32_part(format!("theta {i}"), run.theta()))
        .collect();
    write_file(path, &safetensors::write(METADATA, &json, &parts))
}

/// Takes over what was written.
///
/// *Errors*: `bad-weights` for a file that is no such checkpoint, `bad-setting` if it was made
/// with other settings, `bad-data` with other data.
pub fn restore(learning: &mut Learning, data: &[String], path: &Path) -> Result<()> {
    let file = read_file(path, Code::BadWeights)?;
    let bad = |why: &str| {
        let why = format!("no checkpoint of compare: {why}");
        not_meant(path, &file, "checkpoint", Error::new(Code::BadWeights, why))
    };
    let container = safetensors::read(&file).map_err(|e| bad(e.message()))?;
    let json = container.metadata(METADATA).ok_or_else(|| bad("made by another program"))?;
    let header: Header = serde_json::from_str(json).map_err(|e| bad(&e.to_string()))?;
    if header.settings != *learning.settings() {
        let message = "the checkpoint was made with other settings";
        return Err(Error::new(Code::BadSetting, message));
    }
    if !same_data(&header.data, data) {
        return Err(Error::new(Code::BadData, other_data(&header.data, data)));
    }
    if header.progress.len() != learning.runs().len() {
        return Err(bad("it has other curves"));
    }
    for (i, progress) in header.progress.into_iter().enumerate() {
        let len = learning.runs()[i].theta().len();
        let bytes = container.bytes(&format!("theta {i}"), "F32", &[len]);
        let bytes = bytes.map_err(|e| bad(e.message()))?;
        learning.restore(i, f32_values(bytes), progress);
    }
    Ok(())
}
