//! A multilayer perceptron for regression: dense layers with biases, an activation between
//! them, and the mean squared error.

mod curvature;
mod tape;

use std::ops::Range;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Layout;
use crate::kernels::transpose::transpose;
use crate::kernels::{dense, rectifier, tanh};
use crate::{Error, Result};
pub use tape::MlpTape;
use tape::{Units, add_outer, add_product, clear};

/// What stands between two layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    all(feature = "training", not(target_arch = "wasm32")),
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[cfg_attr(all(feature = "cli", not(target_arch = "wasm32")), derive(clap::ValueEnum))]
pub enum Activation {
    /// The hyperbolic tangent.
    Tanh,
    /// The rectified linear unit: what is negative becomes 0.
    Relu,
}

impl Activation {
    fn forward(self, values: &mut [f32]) {
        match self {
            Activation::Tanh => tanh::forward(values),
            Activation::Relu => rectifier::forward(values),
        }
    }

    fn backward(self, outputs: &[f32], gradient: &mut [f32]) {
        match self {
            Activation::Tanh => tanh::backward(outputs, gradient),
            Activation::Relu => rectifier::backward(outputs, gradient),
        }
    }
}

/// The shape of an [`Mlp`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MlpConfig {
    /// Inputs, the units of each hidden layer, outputs.
    pub widths: Vec<usize>,
    /// Between the layers; the outputs have none.
    pub activation: Activation,
}

impl MlpConfig {
    /// The network, if the shape is possible.
    ///
    /// *Errors*: `bad-setting` for fewer than two widths or more than 9, or one of 0 or over
    /// 4096.
    pub fn check(self) -> Result<Mlp> {
        let count = self.widths.len();
        if !(2..=9).contains(&count) {
            let rule = "2 to 9: inputs, up to 7 hidden layers, outputs";
            return Err(Error::bad_setting("the number of widths", count, rule));
        }
        if let Some(width) = self.widths.iter().find(|width| !(1..=4096).contains(*width)) {
            return Err(Error::bad_setting("one of widths", width, "from 1 to 4096"));
        }
        Ok(Mlp::new(self))
    }
}

/// Inputs and what the network should make of them.
#[derive(Clone, Copy, Debug)]
pub struct Examples<'a> {
    /// `[rows, first width]`.
    pub inputs: &'a [f32],
    /// `[rows, last width]`.
    pub targets: &'a [f32],
}

/// The network: a shape and a layout, no parameters.
///
/// The tutorials' set-up, serial Reptile on three random regression tasks with five inner steps
/// each:
///
/// ```
/// use rand::{RngExt, SeedableRng};
/// use reptile_sketch::meta::{OuterConfig, Reduction, Reptile, Sgd, inner_loop};
/// use reptile_sketch::net::{Activation, Examples, MlpConfig, MlpTape};
///
/// let net = MlpConfig { widths: vec![10, 32, 1], activation: Activation::Relu }.check()?;
/// let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(0);
/// let untrained = net.initialize(&mut rng);
/// let mut random = |count| (0..count).map(|_| 2.0 * rng.random::<f32>() - 1.0).collect();
/// let tasks: [[Vec<f32>; 2]; 3] = std::array::from_fn(|_| [random(20 * 10), random(20)]);
///
/// // From theta to a task's own parameters.
/// let learn = |w: &mut [f32], [inputs, targets]: &[Vec<f32>; 2]| {
///     let (examples, mut tape) = (Examples { inputs, targets }, MlpTape::default());
///     inner_loop(w, &mut Sgd { learning_rate: 0.1 }, [examples; 5], |w, batch, gradient| {
///         net.loss_and_gradient(w, *batch, gradient, &mut tape)
///     })?;
///     Ok(())
/// };
/// let outer = OuterConfig {
///     meta_iterations: 150,
///     meta_batch: 1,
///     step_size: 0.5,
///     step_size_final: 0.0,
///     reduction: Reduction::Mean,
/// };
/// let mut reptile = Reptile::new(untrained.clone(), outer.check()?);
/// reptile.run(tasks.iter().cycle(), learn)?;
///
/// // After as many steps on each task, the loss is less than half.
/// let adapted_loss = |theta: &[f32]| -> Result<f32, reptile_sketch::Error> {
///     let losses = tasks.iter().map(|task| {
///         let mut w = theta.to_vec();
///         learn(&mut w, task)?;
///         let [inputs, targets] = task;
///         Ok(net.loss(&w, Examples { inputs, targets }, &mut MlpTape::default()))
///     });
///     losses.sum()
/// };
/// assert!(adapted_loss(reptile.theta())? < adapted_loss(&untrained)? / 2.0);
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Mlp {
    config: MlpConfig,
    layout: Layout,
    layers: Vec<Layer>,
}

/// A dense layer and what follows it.
#[derive(Clone, Debug)]
struct Layer {
    weights: Range<usize>,
    biases: Range<usize>,
    /// The last layer has none.
    activation: Option<Activation>,
}

impl Layer {
    fn forward(&self, parameters: &[f32], before: &Units, after: &mut Units) {
        let biases = &parameters[self.biases.clone()];
        after.values.chunks_exact_mut(biases.len()).for_each(|row| row.copy_from_slice(biases));
        let weights = &parameters[self.weights.clone()];
        add_product(&before.values, &before.starts, weights, &mut after.values, &after.starts);
        if let Some(activation) = self.activation {
            activation.forward(&mut after.values);
        }
    }

    /// Takes the gradient back through the activation, and adds that of the parameters.
    fn backward(&self, before: &Units, after: &mut Units, d_parameters: &mut [f32]) {
        if let Some(activation) = self.activation {
            activation.backward(&after.values, &mut after.gradient);
        }
        dense::backward_bias(&after.gradient, &mut d_parameters[self.biases.clone()]);
        let d_weights = &mut d_parameters[self.weights.clone()];
        add_outer(&before.values, &before.starts, &after.gradient, &after.starts, d_weights);
    }

    /// Takes the gradient on to the units before.
    fn pass_back(
        &self,
        parameters: &[f32],
        before: &mut Units,
        after: &Units,
        room: &mut Vec<f32>,
    ) {
        room.resize(self.weights.len(), 0.0);
        transpose(&parameters[self.weights.clone()], self.biases.len(), room);
        clear(&mut before.gradient, before.values.len());
        add_product(&after.gradient, &after.starts, room, &mut before.gradient, &before.starts);
    }
}

impl Mlp {
    fn new(config: MlpConfig) -> Self {
        let mut layout = Layout::default();
        let last = config.widths.len() - 2;
        let layers = (config.widths.windows(2).enumerate())
            .map(|(i, widths)| Layer {
                weights: layout.push(format!("layer{}.weights", i + 1), widths),
                biases: layout.push(format!("layer{}.biases", i + 1), &widths[1..]),
                activation: (i < last).then_some(config.activation),
            })
            .collect();
        Mlp { config, layout, layers }
    }

    /// The shape.
    pub fn config(&self) -> &MlpConfig {
        &self.config
    }

    /// The names and places of the parameters; weights are `[inputs, outputs]`.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Untrained parameters, the same for the same seed; see [`Mlp::initialize`].
    pub fn initialize_by_seed(&self, seed: u64) -> Vec<f32> {
        self.initialize(&mut ChaCha8Rng::seed_from_u64(seed))
    }

    /// Untrained parameters: weights and biases of a layer uniform up to `1 / sqrt(inputs)` on
    /// either side of 0.
    ///
    /// *Source*: what PyTorch's `nn.Linear` does, and so the experiments of Reptile's authors.
    pub fn initialize(&self, rng: &mut impl Rng) -> Vec<f32> {
        let mut parameters = vec![0.0; self.layout.len()];
        for (layer, inputs) in self.layers.iter().zip(&self.config.widths) {
            let bound = 1.0 / (*inputs as f32).sqrt();
            for parameter in &mut parameters[layer.weights.start..layer.biases.end] {
                *parameter = bound * (2.0 * rng.random::<f32>() - 1.0);
            }
        }
        parameters
    }

    /// What the network makes of inputs.
    ///
    /// *Shapes*: `inputs` `[rows, first width]`, the answer `[rows, last width]`.
    ///
    /// *Panics* if a length does not fit, as do the other functions.
    pub fn predict<'t>(
        &self,
        parameters: &[f32],
        inputs: &[f32],
        tape: &'t mut MlpTape,
    ) -> &'t [f32] {
        tape.start(&self.config.widths, inputs);
        for (i, layer) in self.layers.iter().enumerate() {
            let (before, after, _) = tape.around(i);
            layer.forward(parameters, before, after);
        }
        &tape.outputs().values
    }

    /// The mean over rows and outputs of the squared error.
    pub fn loss(&self, parameters: &[f32], examples: Examples, tape: &mut MlpTape) -> f32 {
        let outputs = self.predict(parameters, examples.inputs, tape);
        assert_eq!(outputs.len(), examples.targets.len(), "as many targets as outputs");
        let squares = outputs.iter().zip(examples.targets).map(|(y, target)| (y - target).powi(2));
        squares.sum::<f32>() / outputs.len() as f32
    }

    /// The [loss](Mlp::loss) and its gradient, which overwrites `gradient`.
    pub fn loss_and_gradient(
        &self,
        parameters: &[f32],
        examples: Examples,
        gradient: &mut [f32],
        tape: &mut MlpTape,
    ) -> f32 {
        let loss = self.loss(parameters, examples, tape);
        self.differentiate_loss(examples.targets, tape);
        gradient.fill(0.0);
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let (before, after, room) = tape.around(i);
            layer.backward(before, after, gradient);
            if i > 0 {
                layer.pass_back(parameters, before, after, room);
            }
        }
        loss
    }

    fn differentiate_loss(&self, targets: &[f32], tape: &mut MlpTape) {
        let outputs = tape.outputs();
        let factor = 2.0 / outputs.values.len() as f32;
        outputs.gradient.clear();
        let errors = outputs.values.iter().zip(targets).map(|(y, target)| y - target);
        outputs.gradient.extend(errors.map(|error| factor * error));
    }
}
