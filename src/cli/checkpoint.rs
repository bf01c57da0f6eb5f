//! A training run on disk: safetensors in f32, with the settings and how far it got.

use std::path::{Path, PathBuf};

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};

use super::train::Settings;
use super::{read_file, write_file};
use crate::{Code, Error, Result};

const METADATA: &str = "reptile-sketch checkpoint";

/// Everything that the rest of a run depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    pub progress: Progress,
    pub theta: Vec<f32>,
    pub second_moments: Vec<f32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub settings: Settings,
    pub iteration: usize,
    /// What is left of the start in the second moments.
    pub decayed: f32,
}

/// Where the checkpoint of a weights file lies.
pub fn path_beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".checkpoint");
    name.into()
}

impl Checkpoint {
    pub fn write(&self, path: &Path) -> Result<()> {
        let json = serde_json::to_string(&self.progress).expect("settings are JSON");
        let bytes = |values: &[f32]| {
            values
                .iter()
                .flat_map(|v| v.to_le_bytes())
                .collect::<Vec<u8>>()
        };
        let (theta, moments) = (bytes(&self.theta), bytes(&self.second_moments));
        let view = |bytes| TensorView::new(Dtype::F32, vec![self.theta.len()], bytes);
        let tensors = [("theta", view(&theta)), ("second_moments", view(&moments))]
            .map(|(name, view)| (name, view.expect("lengths agree")));
        let metadata = [(METADATA.to_string(), json)].into_iter().collect();
        let file = safetensors::serialize(tensors, Some(metadata)).expect("tensors are sound");
        write_file(path, &file)
    }

    /// *Errors*: `bad-weights` for a file that is not a checkpoint.
    pub fn read(path: &Path) -> Result<Self> {
        let bad = |why: String| {
            Error::new(
                Code::BadWeights,
                format!("{} is not a checkpoint: {why}", path.display()),
            )
        };
        let file = read_file(path, Code::BadWeights)?;
        let (_, header) = SafeTensors::read_metadata(&file).map_err(|e| bad(format!("{e:?}")))?;
        let json = header.metadata().as_ref().and_then(|all| all.get(METADATA));
        let json = json.ok_or_else(|| bad("made by another program".into()))?;
        let progress = serde_json::from_str(json).map_err(|e| bad(e.to_string()))?;
        let tensors = SafeTensors::deserialize(&file).map_err(|e| bad(format!("{e:?}")))?;
        let values = |name| {
            let tensor = tensors
                .tensor(name)
                .map_err(|_| bad(format!("no {name}")))?;
            let fours = tensor.data().chunks_exact(4);
            let values = fours.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
            Ok(values.collect::<Vec<f32>>())
        };
        Ok(Checkpoint {
            progress,
            theta: values("theta")?,
            second_moments: values("second_moments")?,
        })
    }
}
