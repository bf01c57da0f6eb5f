//! What the activations of a stage are normalised over: `stage.rs` has it done, by `kernels::normalization`.

/// Over what a normalisation takes its mean and variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    all(feature = "training", not(target_arch = "wasm32")),
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), derive(clap::ValueEnum))]
pub enum Norm {
    /// Over all images of a batch: batch normalisation.
    Batch,
    /// Over each image alone: instance normalisation.
    Instance,
}

impl Norm {
    /// Its name in a weights file and on the command line: `batch` or `instance`.
    pub fn name(self) -> &'static str {
        match self {
            Norm::Batch => "batch",
            Norm::Instance => "instance",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Norm> {
        [Norm::Batch, Norm::Instance].into_iter().find(|norm| norm.name() == name)
    }

    /// How many groups of images are normalised, each by itself, in a batch of so many.
    pub(super) fn groups(self, batch: usize) -> usize {
        match self {
            Norm::Batch => 1,
            Norm::Instance => batch,
        }
    }
}
