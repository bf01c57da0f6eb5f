//! The shape of a convolutional network.

use super::Norm;
use crate::{Error, Result};

/// What halves the sides of the image in each stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    all(feature = "training", not(target_arch = "wasm32")),
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), derive(clap::ValueEnum))]
pub enum Downsampling {
    /// The convolution has stride 2; an odd side is rounded up.
    ///
    /// *Source*: the paper's network for Omniglot.
    Stride,
    /// The maximum of every 2x2 pixels, after a convolution with stride 1; an odd side is rounded
    /// down.
    ///
    /// *Source*: the paper's network for Mini-ImageNet.
    MaxPool,
    /// The maximum in the first stage, of what its convolution gave and before the normalisation; a stride in the
    /// others. The first sees each pixel where it is, and only the cheapest of the convolutions is four times as dear.
    ///
    /// *Source*: ours; in equal short runs it was right more often than a stride in all.
    MaxPoolFirst,
}

impl Downsampling {
    const ALL: [Downsampling; 3] =
        [Downsampling::Stride, Downsampling::MaxPool, Downsampling::MaxPoolFirst];

    /// Its name in a weights file and on the command line: `stride`, `max-pool` or `max-pool-first`.
    pub fn name(self) -> &'static str {
        match self {
            Downsampling::Stride => "stride",
            Downsampling::MaxPool => "max-pool",
            Downsampling::MaxPoolFirst => "max-pool-first",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Downsampling> {
        Downsampling::ALL.into_iter().find(|way| way.name() == name)
    }

    /// Whether a stage, from 0, takes the maximum.
    pub(super) fn pools(self, stage: usize) -> bool {
        match self {
            Downsampling::Stride => false,
            Downsampling::MaxPool => true,
            Downsampling::MaxPoolFirst => stage == 0,
        }
    }
}

/// How features become logits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Linear, at zero before each task, so that there may be any number of classes in any
    /// order. The features are not rectified, and have length 1.
    ///
    /// *Source*: ours; with plain gradient descent on a zero head every class starts equal.
    Zero,
    /// Linear with a bias, meta-learned with the rest, for one number of classes. The features
    /// are rectified.
    ///
    /// *Source*: the paper's classifier.
    Learned {
        /// The number of classes.
        ways: usize,
    },
}

/// The shape of a [`ConvNet`](super::ConvNet).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvNetConfig {
    /// The images' height and width, in pixels.
    pub side_px: usize,
    /// Values of a pixel: 1 for grey, 3 for colours.
    pub channels: usize,
    /// Channels of each stage's output.
    pub filters: Vec<usize>,
    /// The normalisation.
    pub norm: Norm,
    /// What halves the sides.
    pub downsampling: Downsampling,
    /// The layer that turns the features into logits.
    pub head: Head,
}

impl ConvNetConfig {
    /// The shape for grey images: batch normalisation, stride 2, a head that starts at zero.
    pub fn grey(side_px: usize, filters: &[usize]) -> Self {
        ConvNetConfig {
            side_px,
            channels: 1,
            filters: filters.to_vec(),
            norm: Norm::Batch,
            downsampling: Downsampling::Stride,
            head: Head::Zero,
        }
    }

    /// Whether such a network is possible.
    pub(super) fn check_shape(&self) -> Result<()> {
        let refuse = |field, value: usize, rule: &str| Err(Error::bad_setting(field, value, rule));
        let stages = self.filters.len();
        if !(1..=8).contains(&stages) {
            return refuse("the number of filters", stages, "1 to 8, one a stage");
        }
        if let Some(&filters) = self.filters.iter().find(|filters| !(1..=1024).contains(*filters)) {
            return refuse("one of filters", filters, "from 1 to 1024");
        }
        if !(1..=1024).contains(&self.side_px) {
            return refuse("side_px", self.side_px, "from 1 to 1024");
        }
        if !(1..=4).contains(&self.channels) {
            return refuse("channels", self.channels, "from 1 to 4");
        }
        // The stages that pool come first; a stride never leaves nothing.
        let pooling = (0..stages).filter(|&stage| self.downsampling.pools(stage)).count();
        if self.side_px >> pooling == 0 {
            return refuse("side_px", self.side_px, "large enough to be halved by every stage");
        }
        if let Head::Learned { ways } = self.head
            && !(2..=1024).contains(&ways)
        {
            return refuse("ways", ways, "from 2 to 1024 for a learned head");
        }
        Ok(())
    }
}
