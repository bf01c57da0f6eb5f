//! Pretrained parameters: what a weights file holds, and the file that comes with the crate.

mod calibration;
mod format;
mod header;
mod json;
pub(crate) mod safetensors;
mod tensors;

use header::Header;
use ndarray::ArrayViewD;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::net::{ConvNet, Population, Statistics};
use crate::sketch::SIDE_PX;
use crate::{Code, Error, Result};

pub(crate) use calibration::UNCALIBRATED;
pub use calibration::{Calibration, Confidence};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(crate) use format::METADATA;
pub use format::read;
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
pub use format::write;

/// What moves the convnet in the inner loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyOptimizer {
    /// Adam with beta1 = 0.
    Adam,
    /// Plain gradient descent.
    Sgd,
}

impl BodyOptimizer {
    /// Its name in a weights file: `adam` or `sgd`.
    pub fn name(self) -> &'static str {
        match self {
            BodyOptimizer::Adam => "adam",
            BodyOptimizer::Sgd => "sgd",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<BodyOptimizer> {
        [BodyOptimizer::Adam, BodyOptimizer::Sgd].into_iter().find(|o| o.name() == name)
    }
}

/// How a classifier learns from examples.
#[derive(Clone, Debug, PartialEq)]
pub struct AdaptConfig {
    /// Inner steps, unless the caller says otherwise.
    pub steps: usize,
    /// The learning rate of the convnet, and of a learned head.
    pub learning_rate: f32,
    /// Plain gradient descent's learning rate for a head that starts at zero.
    pub head_learning_rate: f32,
    /// What moves the convnet and a learned head.
    pub optimizer: BodyOptimizer,
    /// In how many views drawings are looked at, of the eight that turning by quarters and mirroring make: 1 is upright
    /// alone.
    pub views: usize,
    /// Examples a step, taken in random order; all of them if none. A file does not hold it.
    pub batch: Option<usize>,
}

impl AdaptConfig {
    /// The same, if it is possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self) -> Result<Self> {
        let message = if self.steps > MAX_STEPS {
            "steps: from 0 to 100"
        } else if !(self.learning_rate >= 0.0 && self.learning_rate.is_finite()) {
            "learning_rate: 0 or more"
        } else if !(self.head_learning_rate > 0.0 && self.head_learning_rate.is_finite()) {
            "head_learning_rate: above 0"
        } else if !(1..=MAX_VIEWS).contains(&self.views) {
            "views: from 1 to 8"
        } else if self.batch == Some(0) {
            "batch: at least 1"
        } else {
            return Ok(self);
        };
        Err(Error::new(Code::BadSetting, message))
    }
}

/// The most inner steps that can be asked for.
pub const MAX_STEPS: usize = 100;

/// The symmetries of a square: as many views as there can be.
pub const MAX_VIEWS: usize = 8;

/// How the parameters came about, for whoever wants to make them again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// The command that made the file.
    pub command: String,
    /// The commit of this repository that it ran on.
    pub commit: String,
    /// The data sets, each `name sha256`.
    pub data: Vec<String>,
    /// How many classes each line of the list held out; empty if there was none.
    pub held_out: String,
    /// The seed.
    pub seed: u64,
    /// The command that measured `accuracy`.
    pub evaluation: String,
    /// The accuracy on classes held out from training, from 0 to 1.
    pub accuracy: Option<f64>,
}

/// Parameters and all that is needed to use them.
#[derive(Clone, Debug)]
pub struct Weights {
    /// The network.
    pub net: ConvNet,
    /// How it learns from examples.
    pub adapt: AdaptConfig,
    /// How the parameters came about.
    pub provenance: Provenance,
    /// The network's parameters, in the order of its layout.
    pub parameters: Vec<f32>,
    /// How a file holds the convolutions.
    pub precision: Precision,
    /// Adam's second moments, one a parameter.
    pub second_moments: SecondMoments,
    /// The statistics of many training images, which steady those of a few examples.
    pub population: Option<Population>,
    /// What makes probabilities as sure as they are right; none for weights that nobody has calibrated.
    pub calibration: Option<Calibration>,
}

/// How a file holds the convolutions, which are most of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 16-bit floating point.
    Half,
    /// Whole numbers of 8 bits, and a factor for each channel.
    Int8 {
        /// The largest whole number, as its sign reaches: 127 at most. Fewer levels compress better.
        most: i8,
    },
}

/// What Adam knows before the first inner step.
#[derive(Clone, Debug, PartialEq)]
pub enum SecondMoments {
    /// Nothing: untrained parameters.
    Unknown,
    /// One value a parameter. A file holds one a channel, the mean over it.
    Known(Vec<f32>),
}

static PRETRAINED: &[u8] = include_bytes!("pretrained.safetensors");

impl Weights {
    /// The weights that come with the crate.
    ///
    /// *Panics* never: a test reads them.
    pub fn pretrained() -> Self {
        // Not `expect`: it would bring the code to print any text escaped.
        read(PRETRAINED).unwrap_or_else(|error| panic!("the embedded weights: {error}"))
    }

    /// The same, if they are for drawings: grey images of the size that
    /// [`rasterize`](crate::sketch::rasterize) makes.
    ///
    /// *Errors*: `bad-weights` if they are for other images.
    pub fn for_drawings(self) -> Result<Self> {
        let config = self.net.config();
        match (config.side_px, config.channels) {
            (SIDE_PX, 1) => Ok(self),
            _ => Err(Error::new(Code::BadWeights, "weights for images that are no drawings")),
        }
    }

    /// Refuses what no file holds, and a program may have put together.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn check(&self) -> Result<()> {
        let bad = |message: &str| Err(Error::new(Code::BadWeights, message));
        self.adapt.clone().check()?;
        if self.adapt.views > 1 && self.net.config().channels > 1 {
            return bad("views are of grey images");
        }
        if self.parameters.len() != self.net.layout().len() {
            return bad("other than one parameter for each of the network's");
        }
        Ok(())
    }

    /// What a batch of examples is normalised by.
    pub fn statistics(&self) -> Statistics<'_> {
        self.population.as_ref().map_or(Statistics::Batch, Statistics::Mixed)
    }

    /// The parameters of this name in their shape, channels last; none if there are none of that name. The network's
    /// [layout](ConvNet::layout) has the names.
    ///
    /// ```
    /// use reptile_sketch::weights::Weights;
    /// let weights = Weights::pretrained();
    /// let kernels = weights.view("stage1.convolution").unwrap();
    /// assert_eq!(kernels.shape()[..3], [3, 3, 1]);
    /// ```
    pub fn view(&self, name: &str) -> Option<ArrayViewD<'_, f32>> {
        self.net.layout().view(name, &self.parameters)
    }

    /// Untrained parameters for the architecture and the settings of these weights, the same for the same seed.
    ///
    /// ```
    /// use reptile_sketch::weights::Weights;
    /// let untrained = || Weights::pretrained().untrained_by_seed(7);
    /// assert_eq!(untrained().parameters, untrained().parameters);
    /// ```
    pub fn untrained_by_seed(self, seed: u64) -> Self {
        self.untrained(&mut ChaCha8Rng::seed_from_u64(seed))
    }

    /// The same, with somebody else's random numbers.
    pub fn untrained(self, rng: &mut impl rand::Rng) -> Self {
        Weights {
            parameters: self.net.initialize(rng),
            provenance: Provenance { command: "untrained".into(), ..Provenance::default() },
            second_moments: SecondMoments::Unknown,
            population: None,
            calibration: None,
            ..self
        }
    }
}

fn bad(message: &str) -> Error {
    Error::new(Code::BadWeights, format!("a weights file that cannot be used: {message}"))
}

/// The weights file that comes with the crate, byte for byte.
pub fn pretrained_file() -> &'static [u8] {
    PRETRAINED
}
