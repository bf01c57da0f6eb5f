//! A training run on disk: safetensors in f32, with the settings and how far it got.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{not_meant, read_file, write_file};
use super::settings::Settings;
use crate::weights::safetensors;
use crate::{Code, Error, Result};

const METADATA: &str = "reptile-sketch checkpoint";
const THETA: &str = "theta";
const MOMENTS: &str = "second_moments";

/// Everything that the rest of a run depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// The settings, and how far the run has come.
    pub progress: Progress,
    /// The initial parameters so far.
    pub theta: Vec<f32>,
    /// Adam's second moments, not corrected for their start.
    pub second_moments: Vec<f32>,
}

/// What a checkpoint holds besides parameters. The names are those in the file: they stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// What the run was started with.
    pub settings: Settings,
    /// The data sets, each `name sha256`.
    pub data: Vec<String>,
    /// The outer updates so far.
    pub iteration: usize,
    /// The weight that the zeros at the start still have in the second moments.
    pub decayed: f32,
}

/// Whether two lists of data sets, each `name sha256`, have the same content, whatever their names and their order. The
/// name of a file of arrays counts: it is that of a class.
pub(crate) fn same_data(left: &[String], right: &[String]) -> bool {
    let content = |data: &[String]| {
        let mut content: Vec<String> = data.iter().map(|entry| content(entry).into()).collect();
        content.sort();
        content
    };
    content(left) == content(right)
}

/// The message for other data: what is there alone, and what is here alone.
pub(crate) fn other_data(there: &[String], here: &[String]) -> String {
    let alone = |own: &[String], other: &[String]| {
        let is_alone = |entry: &&String| !other.iter().any(|it| content(it) == content(entry));
        let alone: Vec<&str> = own.iter().filter(is_alone).map(String::as_str).collect();
        if alone.is_empty() { "nothing more".to_string() } else { alone.join(", ") }
    };
    let (there, here) = (alone(there, here), alone(here, there));
    format!("the checkpoint was made with other data: {there} there and {here} here")
}

fn content(entry: &str) -> &str {
    let Some((name, digest)) = entry.rsplit_once(' ') else { return entry };
    if [".npy", ".npz"].iter().any(|arrays| name.contains(arrays)) { entry } else { digest }
}

/// A tensor of f32 for [`safetensors::write`].
pub(crate) fn f32_part(name: impl Into<String>, values: &[f32]) -> safetensors::Part {
    let bytes = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    (name.into(), "F32", vec![values.len()], bytes)
}

/// What [`f32_part`] has written.
pub(crate) fn f32_values(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

impl Checkpoint {
    /// Where the checkpoint of a weights file lies: beside it.
    pub fn beside(out: &Path) -> PathBuf {
        let mut name = out.as_os_str().to_owned();
        name.push(".checkpoint");
        name.into()
    }

    /// Writes it; a file that is there stays whole until the new one is.
    ///
    /// *Errors*: `bad-setting` if there is no place for it.
    pub fn write(&self, path: &Path) -> Result<()> {
        write_file(path, &self.bytes())
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let json = serde_json::to_string(&self.progress).expect("settings are JSON");
        let parts = [f32_part(THETA, &self.theta), f32_part(MOMENTS, &self.second_moments)];
        safetensors::write(METADATA, &json, &parts)
    }

    /// Reads a checkpoint.
    ///
    /// *Errors*: `bad-weights` for a file that is not one.
    pub fn read(path: &Path) -> Result<Self> {
        let file = read_file(path, Code::BadWeights)?;
        Checkpoint::parse(&file).map_err(|e| not_meant(path, &file, "checkpoint", e))
    }

    /// Reads the bytes of a checkpoint.
    ///
    /// *Errors*: as [`Checkpoint::read`].
    pub fn parse(file: &[u8]) -> Result<Self> {
        let bad = |why: &str| Error::new(Code::BadWeights, why);
        let container = safetensors::read(file)?;
        let json = container.metadata(METADATA).ok_or_else(|| bad("made by another program"))?;
        let progress: Progress = serde_json::from_str(json).map_err(|e| bad(&e.to_string()))?;
        let net = progress.settings.net().map_err(|e| bad(e.message()))?;
        let len = net.layout().len();
        let values = |name| Ok(f32_values(container.bytes(name, "F32", &[len])?));
        Ok(Checkpoint { theta: values(THETA)?, second_moments: values(MOMENTS)?, progress })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_sets_are_the_same_by_their_content_whatever_they_are_called() {
        let data =
            |entries: &[&str]| entries.iter().map(|entry| entry.to_string()).collect::<Vec<_>>();
        let same = |left: &[&str], right: &[&str]| same_data(&data(left), &data(right));
        assert!(same(&["a 1", "b 2"], &["'my b' 2", "c 1"]));
        assert!(!same(&["a 1", "b 2"], &["a 1", "b 3"]));
        assert!(!same(&["a 1"], &["a 1", "a 1"]));
        assert!(!same(&["cat.npy 1"], &["dog.npy 1"]));
        let message = other_data(&data(&["a 1", "b 2"]), &data(&["b 2", "a 3", "--recognized"]));
        assert!(message.ends_with("other data: a 1 there and a 3, --recognized here"), "{message}");
        let message = other_data(&data(&["a 1"]), &data(&["a 1", "--polarity light-ink"]));
        assert!(message.ends_with("nothing more there and --polarity light-ink here"), "{message}");
    }
}
