//! The settings of meta-training: all that the weights depend on besides the data.
//!
//! Where the script of the paper's authors has a flag of the same meaning, its name is an alias.

use serde::{Deserialize, Serialize};

use crate::data::{Batches, Class, Drawing, ImageKind, Photo, Pool, TaskConfig, Tasks};
use crate::learner::WAYS;
use crate::meta::{Outer, OuterConfig, Reduction};
use crate::net::{ConvNet, ConvNetConfig, Downsampling, Head, Norm};
use crate::sketch::SIDE_PX;
use crate::weights::{AdaptConfig, BodyOptimizer, MAX_STEPS};
use crate::{Code, Error, Result, decimal};

/// The height and width of Mini-ImageNet's images, after the paper.
const PHOTO_SIDE_PX: usize = 84;

/// How a network's features become the scores of classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum HeadKind {
    /// Zero at the start of each task, for any number of classes.
    Zero,
    /// The paper's: meta-learned, for as many classes as a training task has.
    Learned,
}

/// Which network, and so what the images are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Network {
    /// 28 by 28 grey pixels and convolutions of stride 2, as the paper's for Omniglot.
    Drawings,
    /// 84 by 84 colour pixels and 2x2 max-pooling.
    MiniImagenet,
}

/// What the weights depend on, besides the data.
///
/// The fields are the flags of `train` and the names in a checkpoint; their order is that of the
/// flags in the header of a weights file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// A later version may have settings that are not known here.
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
pub struct Settings {
    /// The seed of every random choice.
    #[cfg_attr(feature = "cli", arg(long, default_value_t = Settings::default().seed))]
    pub seed: u64,
    /// Outer updates.
    #[cfg_attr(feature = "cli", arg(long, alias = "meta-iters", default_value_t = Settings::default().meta_iterations))]
    pub meta_iterations: usize,
    /// Tasks per outer update; 1 is serial Reptile.
    #[cfg_attr(feature = "cli", arg(long, default_value_t = Settings::default().meta_batch))]
    pub meta_batch: usize,
    /// The outer step size at the start; it is annealed linearly.
    #[cfg_attr(feature = "cli", arg(long, alias = "meta-step", default_value_t = Settings::default().step_size))]
    pub step_size: f32,
    /// The outer step size at the end.
    #[cfg_attr(feature = "cli", arg(long, alias = "meta-step-final", default_value_t = Settings::default().step_size_final))]
    pub step_size_final: f32,
    /// Inner steps a task, and the steps of adapting unless the user says otherwise.
    #[cfg_attr(feature = "cli", arg(long, alias = "inner-iters", default_value_t = Settings::default().inner_steps))]
    pub inner_steps: usize,
    /// The inner learning rate of the convnet and of a learned head (Adam).
    #[cfg_attr(feature = "cli", arg(long, default_value_t = Settings::default().learning_rate))]
    pub learning_rate: f32,
    /// The inner learning rate of a head that starts at zero (plain gradient descent).
    #[cfg_attr(feature = "cli", arg(long, default_value_t = Settings::default().head_learning_rate))]
    pub head_learning_rate: f32,
    /// Classes a training task.
    #[cfg_attr(feature = "cli", arg(long, alias = "classes", default_value_t = Settings::default().ways))]
    pub ways: usize,
    /// Drawings of each class in an inner step's batch.
    #[cfg_attr(feature = "cli", arg(long, default_value_t = Settings::default().drawings_per_step))]
    pub drawings_per_step: usize,
    /// Drawings of each class in a task, gone through in minibatches, instead of drawings per step.
    #[cfg_attr(feature = "cli", arg(long, requires = "inner_batch"))]
    pub train_shots: Option<usize>,
    /// Drawings of all classes in a minibatch.
    #[cfg_attr(
        feature = "cli",
        arg(long, requires = "train_shots", conflicts_with = "drawings_per_step")
    )]
    pub inner_batch: Option<usize>,
    /// How much each training drawing is distorted: 0 not at all, 1 as people differ; 0.5 if not
    /// given. Photographs never are.
    #[cfg_attr(feature = "cli", arg(long))]
    pub distortion: Option<f32>,
    /// Filters of the convolutions.
    #[cfg_attr(feature = "cli", arg(long, num_args = 1.., value_delimiter = ',', default_values_t = Settings::default().filters))]
    pub filters: Vec<usize>,
    /// What is normalised together.
    #[cfg_attr(feature = "cli", arg(long, value_enum, default_value_t = Settings::default().norm))]
    pub norm: Norm,
    /// What halves the images in a stage; a stride for drawings and max-pool for photographs if not given.
    #[cfg_attr(feature = "cli", arg(long, value_enum))]
    pub downsampling: Option<Downsampling>,
    /// The network.
    #[cfg_attr(feature = "cli", arg(long, value_enum, default_value_t = Settings::default().network))]
    pub network: Network,
    /// The head.
    #[cfg_attr(feature = "cli", arg(long, value_enum, default_value_t = Settings::default().head))]
    pub head: HeadKind,
    /// How many drawings the statistics of the training drawings count for when a few examples are
    /// normalised; 0 is not at all.
    #[cfg_attr(feature = "cli", arg(long, default_value_t = Settings::default().prior_weight))]
    #[serde(default)]
    pub prior_weight: f32,
    /// Plain gradient descent instead of Adam in the inner loop, on the mean loss of a minibatch. The
    /// reference's script descends the sum, so its rates are larger by as many drawings as a minibatch has.
    #[cfg_attr(feature = "cli", arg(long))]
    pub sgd: bool,
    /// Also turn whole classes by quarters, which makes four classes out of one.
    #[cfg_attr(feature = "cli", arg(long))]
    pub turn_classes: bool,
    /// Also mirror whole classes, which makes two classes out of one.
    #[cfg_attr(feature = "cli", arg(long))]
    #[serde(default)]
    pub mirror_classes: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            seed: 0,
            meta_iterations: 30_000,
            meta_batch: 4,
            step_size: 1.0,
            step_size_final: 0.0,
            inner_steps: 5,
            learning_rate: 1e-3,
            head_learning_rate: 8.0,
            ways: 10,
            drawings_per_step: 2,
            train_shots: None,
            inner_batch: None,
            distortion: None,
            filters: vec![32; 4],
            norm: Norm::Batch,
            downsampling: None,
            network: Network::Drawings,
            head: HeadKind::Zero,
            prior_weight: 0.0,
            sgd: false,
            turn_classes: false,
            mirror_classes: false,
        }
    }
}

impl Settings {
    /// The outer loop.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn outer(&self) -> Result<Outer> {
        let outer = OuterConfig {
            meta_iterations: self.meta_iterations,
            meta_batch: self.meta_batch,
            step_size: self.step_size,
            step_size_final: self.step_size_final,
            reduction: Reduction::Mean,
        };
        outer.check()
    }

    /// The tasks that a pool gives.
    ///
    /// *Errors*: `bad-setting` that names the field, such as `ways` above the classes of the pool.
    pub fn tasks(&self, pool: &Pool) -> Result<Tasks> {
        let (shots, batch) = (self.train_shots, self.inner_batch);
        if let (Some(_), None) | (None, Some(_)) = (shots, batch) {
            let message = "train_shots and inner_batch: both, or neither";
            return Err(Error::new(Code::BadSetting, message));
        }
        self.check_images(pool)?;
        let task = TaskConfig {
            ways: self.ways,
            batches: match (shots, batch) {
                (Some(train_shots), Some(inner_batch)) => {
                    Batches::Epochs { train_shots, inner_batch }
                }
                _ => Batches::PerClass(self.drawings_per_step),
            },
            turn_classes: self.turn_classes,
            mirror_classes: self.mirror_classes,
            distortion: self.distortion(),
        };
        task.check(pool)
    }

    /// Refuses a pool with images of another size than the network's.
    fn check_images(&self, pool: &Pool) -> Result<()> {
        let (network, side_px, channels) = match self.image_kind() {
            ImageKind::Drawing => ("drawings", SIDE_PX, 1),
            ImageKind::Photo { side_px } => ("mini-imagenet", side_px, Photo::CHANNELS),
        };
        let fits =
            |drawing: &&Drawing| drawing.picture().values_len() == side_px * side_px * channels;
        match pool.classes().iter().flat_map(Class::drawings).find(|drawing| !fits(drawing)) {
            None => Ok(()),
            Some(other) => {
                let len = other.picture().values_len();
                let rule = format!("another for {other}, an image of {len} values");
                Err(Error::bad_setting("network", network, &rule))
            }
        }
    }

    /// How many drawings the statistics of the training drawings count for.
    ///
    /// *Errors*: `bad-setting`.
    pub(super) fn prior(&self) -> Result<f32> {
        if self.prior_weight >= 0.0 && self.prior_weight.is_finite() {
            return Ok(self.prior_weight);
        }
        let value = decimal(self.prior_weight);
        Err(Error::bad_setting("prior_weight", value, "at least 0 and finite"))
    }

    /// The network, whose [layout](ConvNet::layout) names the parts of a parameter vector.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn net(&self) -> Result<ConvNet> {
        let head = match self.head {
            HeadKind::Learned if !WAYS.contains(&self.ways) => {
                let (least, most) = (WAYS.start(), WAYS.end());
                let rule = format!("from {least} to {most} for a learned head");
                return Err(Error::bad_setting("ways", self.ways, &rule));
            }
            HeadKind::Learned => Head::Learned { ways: self.ways },
            HeadKind::Zero => Head::Zero,
        };
        let shape = match self.image_kind() {
            ImageKind::Drawing => ConvNetConfig::grey(SIDE_PX, &self.filters),
            ImageKind::Photo { side_px } => ConvNetConfig {
                channels: Photo::CHANNELS,
                downsampling: Downsampling::MaxPool,
                ..ConvNetConfig::grey(side_px, &self.filters)
            },
        };
        let downsampling = self.downsampling.unwrap_or(shape.downsampling);
        ConvNetConfig { norm: self.norm, head, downsampling, ..shape }.check()
    }

    /// What the images of the data are taken for.
    pub fn image_kind(&self) -> ImageKind {
        match self.network {
            Network::MiniImagenet => ImageKind::Photo { side_px: PHOTO_SIDE_PX },
            Network::Drawings => ImageKind::Drawing,
        }
    }

    /// How much each drawing is distorted; photographs are not.
    pub fn distortion(&self) -> f32 {
        let usual = if self.image_kind() == ImageKind::Drawing { 0.5 } else { 0.0 };
        self.distortion.unwrap_or(usual)
    }

    /// How the trained classifier adapts: as it was trained to.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn adapt(&self) -> Result<AdaptConfig> {
        if !(1..=MAX_STEPS).contains(&self.inner_steps) {
            let rule = format!("from 1 to {MAX_STEPS}");
            return Err(Error::bad_setting("inner_steps", self.inner_steps, &rule));
        }
        let adapt = AdaptConfig {
            steps: self.inner_steps,
            learning_rate: self.learning_rate,
            head_learning_rate: self.head_learning_rate,
            optimizer: if self.sgd { BodyOptimizer::Sgd } else { BodyOptimizer::Adam },
            views: 1,
            batch: None,
        };
        adapt.check()
    }

    /// The settings that two runs do not share, for a message.
    pub(super) fn differences(&self, own: &Settings) -> String {
        let json = |settings| serde_json::to_value(settings).expect("settings are JSON");
        let (theirs, own) = (json(self), json(own));
        let fields = theirs.as_object().into_iter().flatten();
        let differ = fields.filter(|(field, value)| own[field.as_str()] != **value);
        let words = differ
            .map(|(field, value)| format!("{field} is {value} there and {} here", own[field]));
        words.collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests;
