//! The settings of the experiment.

use crate::meta::{Outer, OuterConfig, Reduction, check_rate};
use crate::net::{Activation, Mlp, MlpConfig};
use crate::{Error, Result};

/// Where the points of a task lie: evenly from the first to the second.
const SPAN: [f32; 2] = [-5.0, 5.0];

/// The settings; the default is that of the post.
///
/// The fields are the flags of `sine`, and the names that JavaScript gives them.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    all(feature = "training", not(target_arch = "wasm32")),
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), derive(clap::Args))]
pub struct SineConfig {
    /// The seed of every random choice.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, default_value_t = SineConfig::default().seed))]
    pub seed: u64,
    /// Outer updates, one task each.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, default_value_t = SineConfig::default().meta_iterations))]
    pub meta_iterations: usize,
    /// Inner steps a task, the paper's k.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, visible_alias = "k", default_value_t = SineConfig::default().inner_steps))]
    pub inner_steps: usize,
    /// Points of an inner step's minibatch.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, default_value_t = SineConfig::default().batch))]
    pub batch: usize,
    /// The inner learning rate (plain gradient descent), also that of adapting.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, default_value_t = SineConfig::default().learning_rate))]
    pub learning_rate: f32,
    /// The outer step size at the start; it falls linearly to the one at the end.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, default_value_t = SineConfig::default().step_size))]
    pub step_size: f32,
    /// The outer step size at the end.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, default_value_t = SineConfig::default().step_size_final))]
    pub step_size_final: f32,
    /// Units of the hidden layers.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, num_args = 1.., value_delimiter = ',', default_values_t = SineConfig::default().hidden))]
    pub hidden: Vec<usize>,
    /// The activation of the hidden layers.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, value_enum, default_value_t = SineConfig::default().activation))]
    pub activation: Activation,
    /// Points of a task.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, default_value_t = SineConfig::default().points))]
    pub points: usize,
    /// Points of an unseen task that are shown.
    #[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), arg(long, default_value_t = SineConfig::default().shots))]
    pub shots: usize,
}

impl Default for SineConfig {
    fn default() -> Self {
        SineConfig {
            seed: 0,
            meta_iterations: 30_000,
            inner_steps: 5,
            batch: 10,
            learning_rate: 0.02,
            step_size: 0.1,
            step_size_final: 0.0,
            hidden: vec![64, 64],
            activation: Activation::Tanh,
            points: 50,
            shots: 10,
        }
    }
}

impl SineConfig {
    /// Joint training with as many gradient steps: one step a task (k = 1, where Reptile is
    /// plain gradient descent on all tasks), and as many times more tasks.
    ///
    /// A step is still one minibatch. So gradients, points seen and the sum of the step lengths
    /// are the same, and nothing but k tells the two apart. One step on the whole task instead
    /// would give joint training five times fewer steps, or five times more points.
    pub fn joint(&self) -> SineConfig {
        let meta_iterations = self.meta_iterations.saturating_mul(self.inner_steps);
        SineConfig { meta_iterations, inner_steps: 1, ..self.clone() }
    }

    /// The experiment, if the settings are possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self) -> Result<Sine> {
        let refuse = |field, value: usize, rule: &str| Err(Error::bad_setting(field, value, rule));
        let SineConfig { inner_steps, points, batch, shots, learning_rate, .. } = self;
        if !(1..=1000).contains(&inner_steps) {
            return refuse("inner_steps", inner_steps, "from 1 to 1000");
        }
        if !(2..=10_000).contains(&points) {
            return refuse("points", points, "from 2 to 10000");
        }
        for (field, value) in [("batch", batch), ("shots", shots)] {
            if !(1..=points).contains(&value) {
                return refuse(field, value, &format!("from 1 to the {points} points of a task"));
            }
        }
        check_rate("learning_rate", learning_rate)?;
        if self.hidden.is_empty() {
            return Err(Error::bad_setting("hidden", "empty", "one or more layers"));
        }
        let outer = OuterConfig {
            meta_iterations: self.meta_iterations,
            meta_batch: 1,
            step_size: self.step_size,
            step_size_final: self.step_size_final,
            reduction: Reduction::Mean,
        };
        let widths = [&[1], &self.hidden[..], &[1]].concat();
        let net = MlpConfig { widths, activation: self.activation };
        let net = net.check().map_err(|error| error.within("hidden"))?;
        let place = |i| SPAN[0] + (SPAN[1] - SPAN[0]) * i as f32 / (points - 1) as f32;
        let inputs = (0..points).map(place).collect();
        Ok(Sine { outer: outer.check()?, net, inputs, config: self })
    }
}

/// The experiment, with checked settings: the network, and where tasks come from.
#[derive(Clone, Debug)]
pub struct Sine {
    config: SineConfig,
    outer: Outer,
    net: Mlp,
    inputs: Vec<f32>,
}

impl Sine {
    /// The settings.
    pub fn config(&self) -> &SineConfig {
        &self.config
    }

    /// The outer loop: serial, one task an update.
    pub fn outer(&self) -> &Outer {
        &self.outer
    }

    /// The network, from one number to one number.
    pub fn net(&self) -> &Mlp {
        &self.net
    }

    /// Where the points of every task lie.
    pub fn inputs(&self) -> &[f32] {
        &self.inputs
    }
}
