//! The settings of `train`: all that the weights depend on besides the data.
//!
//! Where the authors' own training script has a flag of the same meaning, its name works too.

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::data::{Batches, ImageKind, Photo, Pool, TaskConfig, Tasks};
use crate::learner::WAYS;
use crate::meta::{Outer, OuterConfig, Reduction};
use crate::net::{ConvNet, ConvNetConfig, Downsampling, Head, Norm};
use crate::sketch::SIDE_PX;
use crate::weights::{AdaptConfig, BodyOptimizer};
use crate::{Code, Error, Result};

/// The height and width of Mini-ImageNet's images, after the paper.
const PHOTO_SIDE_PX: usize = 84;

/// What the weights depend on, besides the data.
#[derive(Args, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The seed of every random choice.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Outer updates.
    #[arg(long, alias = "meta-iters", default_value_t = 30_000)]
    pub meta_iterations: usize,
    /// Tasks an outer update; 1 is serial Reptile.
    #[arg(long, default_value_t = 4)]
    pub meta_batch: usize,
    /// The outer step size at the start; it is annealed linearly.
    #[arg(long, alias = "meta-step", default_value_t = 1.0)]
    pub step_size: f32,
    /// The outer step size at the end.
    #[arg(long, alias = "meta-step-final", default_value_t = 0.0)]
    pub step_size_final: f32,
    /// Inner steps a task, and the steps of adapting unless the user says otherwise.
    #[arg(long, alias = "inner-iters", default_value_t = 5)]
    pub inner_steps: usize,
    /// The inner learning rate of the convnet and of a learned head (Adam).
    #[arg(long, default_value_t = 1e-3)]
    pub learning_rate: f32,
    /// Plain gradient descent instead of Adam in the inner loop, on the mean loss of a minibatch. The
    /// reference's script descends the sum, so its rates are larger by as many drawings as a minibatch has.
    #[arg(long)]
    pub sgd: bool,
    /// The inner learning rate of a head that starts at zero (plain gradient descent).
    #[arg(long, default_value_t = 8.0)]
    pub head_learning_rate: f32,
    /// The head: `zero` at the start of each task, for any number of classes, or `learned`, the
    /// paper's, for as many as a training task has.
    #[arg(long, default_value = "zero", value_parser = ["zero", "learned"])]
    pub head: String,
    /// Classes a training task.
    #[arg(long, alias = "classes", default_value_t = 10)]
    pub ways: usize,
    /// Drawings of each class in an inner step's batch.
    #[arg(long, default_value_t = 2)]
    pub drawings_per_step: usize,
    /// Drawings of each class in a task, gone through in minibatches, instead of drawings per step.
    #[arg(long, requires = "inner_batch")]
    pub train_shots: Option<usize>,
    /// Drawings of all classes in a minibatch.
    #[arg(long, requires = "train_shots", conflicts_with = "drawings_per_step")]
    pub inner_batch: Option<usize>,
    /// Also turn whole classes by quarters, which makes four classes out of one.
    #[arg(long)]
    pub turn_classes: bool,
    /// Also mirror whole classes, which makes two classes out of one.
    #[arg(long)]
    #[serde(default)]
    pub mirror_classes: bool,
    /// How much each training drawing is distorted: 0 not at all, 1 as people differ; 0.5 if not
    /// given. Photographs never are.
    #[arg(long)]
    pub distortion: Option<f32>,
    /// The network: `drawings` takes 28 by 28 grey pixels and has convolutions of stride 2, as the
    /// paper's for Omniglot; `mini-imagenet` takes 84 by 84 colour pixels and has 2x2 max-pooling.
    #[arg(long, default_value = "drawings", value_parser = ["drawings", "mini-imagenet"])]
    pub network: String,
    /// Filters of the convolutions.
    #[arg(long, value_delimiter = ',', default_values_t = [32, 32, 32, 32])]
    pub filters: Vec<usize>,
    /// How many drawings the statistics of the training drawings count for when a few examples are
    /// normalised; 0 is not at all.
    #[arg(long, default_value_t = 0.0)]
    #[serde(default)]
    pub prior_weight: f32,
    /// What is normalised together: `batch` or `instance`.
    #[arg(long, default_value = "batch", value_parser = ["batch", "instance"])]
    pub norm: String,
}

impl Settings {
    /// The outer loop.
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
    pub fn tasks(&self, pool: &Pool) -> Result<Tasks> {
        let task = TaskConfig {
            ways: self.ways,
            batches: match (self.train_shots, self.inner_batch) {
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

    /// The network.
    pub fn net(&self) -> Result<ConvNet> {
        let unknown = || Error::new(Code::BadSetting, "norm: batch or instance");
        let norm = Norm::named(&self.norm).ok_or_else(unknown)?;
        let head = match self.head.as_str() {
            "learned" if !WAYS.contains(&self.ways) => {
                let (least, most) = (WAYS.start(), WAYS.end());
                let message = format!("ways: a learned head has {least} to {most} classes");
                return Err(Error::new(Code::BadSetting, message));
            }
            "learned" => Head::Learned { ways: self.ways },
            _ => Head::Zero,
        };
        let shape = match self.image_kind() {
            ImageKind::Drawing => ConvNetConfig::grey(SIDE_PX, &self.filters),
            ImageKind::Photo { side_px } => ConvNetConfig {
                channels: Photo::CHANNELS,
                downsampling: Downsampling::MaxPool,
                ..ConvNetConfig::grey(side_px, &self.filters)
            },
        };
        ConvNetConfig { norm, head, ..shape }.check()
    }

    /// What the images of the data are taken for.
    pub fn image_kind(&self) -> ImageKind {
        match self.network.as_str() {
            "mini-imagenet" => ImageKind::Photo { side_px: PHOTO_SIDE_PX },
            _ => ImageKind::Drawing,
        }
    }

    /// How much each drawing is distorted; photographs are not.
    fn distortion(&self) -> f32 {
        let usual = if self.image_kind() == ImageKind::Drawing { 0.5 } else { 0.0 };
        self.distortion.unwrap_or(usual)
    }

    /// How the trained classifier adapts: as it was trained to.
    pub fn adapt(&self) -> Result<AdaptConfig> {
        if self.inner_steps == 0 {
            return Err(Error::new(Code::BadSetting, "inner_steps: at least 1"));
        }
        let adapt = AdaptConfig {
            steps: self.inner_steps,
            learning_rate: self.learning_rate,
            head_learning_rate: self.head_learning_rate,
            optimizer: if self.sgd { BodyOptimizer::Sgd } else { BodyOptimizer::Adam },
            batch: None,
        };
        adapt.check()
    }

    /// The flags that give these settings.
    pub fn flags(&self) -> String {
        let filters: Vec<String> = self.filters.iter().map(usize::to_string).collect();
        let batches = match (self.train_shots, self.inner_batch) {
            (Some(shots), Some(batch)) => format!("--train-shots {shots} --inner-batch {batch}"),
            _ => format!("--drawings-per-step {}", self.drawings_per_step),
        };
        let head = if self.head == "zero" { "" } else { " --head learned" };
        let sgd = if self.sgd { " --sgd" } else { "" };
        let network = if self.network == "drawings" { "" } else { " --network mini-imagenet" };
        format!(
            "--seed {} --meta-iterations {} --meta-batch {} --step-size {} --step-size-final {} \
             --inner-steps {} --learning-rate {} --head-learning-rate {} --ways {} \
             {batches} --distortion {} --filters {} --norm {}{network}{head}{sgd}{}{}",
            self.seed,
            self.meta_iterations,
            self.meta_batch,
            self.step_size,
            self.step_size_final,
            self.inner_steps,
            self.learning_rate,
            self.head_learning_rate,
            self.ways,
            self.distortion(),
            filters.join(","),
            self.norm,
            if self.turn_classes { " --turn-classes" } else { "" },
            if self.mirror_classes { " --mirror-classes" } else { "" },
        )
    }
}
