//! Reptile around a model of candle: its layers, its gradients and its optimizer stay a black box.
//!
//! Reptile asks only for the parameters that some training on a task leads to. Here candle's AdamW does that
//! training: a small network is made ready to learn a sine wave from ten points of it.
//!
//! `cargo run --release --manifest-path examples/candle/Cargo.toml`

use std::f32::consts::TAU;

use candle_core::{DType, Device, Result, Tensor, Var};
use candle_nn::{AdamW, Linear, Module, Optimizer, ParamsAdamW, VarBuilder, VarMap, linear, loss};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::meta::{OuterConfig, Reduction, Reptile};
use reptile_sketch::{Code, Error};

const META_ITERATIONS: usize = 2000;
const INNER_STEPS: usize = 8;
const ADAPT_STEPS: usize = 32;
const POINTS: usize = 10;

/// What candle makes: three dense layers, and the variables that they read.
struct Model {
    layers: [Linear; 3],
    /// In the order of their names, so that a flat vector always means the same.
    variables: Vec<Var>,
}

impl Model {
    fn new() -> Result<Model> {
        let map = VarMap::new();
        let builder = VarBuilder::from_varmap(&map, DType::F32, &Device::Cpu);
        let layer = |inputs, outputs, name| linear(inputs, outputs, builder.pp(name));
        let layers = [layer(1, 32, "a")?, layer(32, 32, "b")?, layer(32, 1, "c")?];
        let mut named: Vec<(String, Var)> =
            map.data().lock().expect("nobody else has it").clone().into_iter().collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Model { layers, variables: named.into_iter().map(|(_, variable)| variable).collect() })
    }

    /// All parameters, one variable after the other.
    fn parameters(&self) -> Result<Vec<f32>> {
        let flat = self.variables.iter().map(|variable| variable.flatten_all()?.to_vec1());
        Ok(flat.collect::<Result<Vec<Vec<f32>>>>()?.concat())
    }

    fn set_parameters(&self, mut flat: &[f32]) -> Result<()> {
        for variable in &self.variables {
            let (own, rest) = flat.split_at(variable.elem_count());
            variable.set(&Tensor::from_slice(own, variable.shape(), &Device::Cpu)?)?;
            flat = rest;
        }
        Ok(())
    }

    fn loss(&self, wave: &Wave) -> Result<Tensor> {
        let [a, b, c] = &self.layers;
        let hidden = b.forward(&a.forward(&wave.inputs)?.tanh()?)?.tanh()?;
        loss::mse(&c.forward(&hidden)?, &wave.targets)
    }

    /// Ordinary training with candle's own optimizer, from wherever the parameters are.
    fn fit(&self, wave: &Wave, steps: usize) -> Result<f32> {
        let settings = ParamsAdamW { lr: 0.01, weight_decay: 0.0, ..ParamsAdamW::default() };
        let mut optimizer = AdamW::new(self.variables.clone(), settings)?;
        for _ in 0..steps {
            optimizer.backward_step(&self.loss(wave)?)?;
        }
        self.loss(wave)?.to_scalar()
    }
}

/// Some points of a wave of its own amplitude and phase.
struct Wave {
    inputs: Tensor,
    targets: Tensor,
}

impl Wave {
    fn draw(rng: &mut impl Rng) -> Result<Wave> {
        let (amplitude, phase) = (0.1 + 4.9 * rng.random::<f32>(), TAU * rng.random::<f32>());
        let inputs: Vec<f32> = (0..POINTS).map(|_| 10.0 * rng.random::<f32>() - 5.0).collect();
        let targets: Vec<f32> = inputs.iter().map(|x| amplitude * (x + phase).sin()).collect();
        let column = |values: Vec<f32>| Tensor::from_vec(values, (POINTS, 1), &Device::Cpu);
        Ok(Wave { inputs: column(inputs)?, targets: column(targets)? })
    }
}

/// The mean loss on some waves, each learned from the same start.
fn loss_after(model: &Model, start: &[f32], steps: usize, seed: u64) -> Result<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut sum = 0.0;
    for _ in 0..20 {
        model.set_parameters(start)?;
        sum += model.fit(&Wave::draw(&mut rng)?, steps)?;
    }
    Ok(sum / 20.0)
}

/// An error of candle as one of ours.
fn ours(error: candle_core::Error) -> Error {
    Error::new(Code::BadData, error.to_string())
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let model = Model::new()?;
    let untrained = model.parameters()?;
    let outer = OuterConfig {
        meta_iterations: META_ITERATIONS,
        meta_batch: 1,
        step_size: 0.2,
        step_size_final: 0.0,
        reduction: Reduction::Mean,
    };
    let mut reptile = Reptile::new(untrained.clone(), outer.check()?);
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let waves = std::iter::repeat_with(|| Wave::draw(&mut rng));
    reptile.run(waves, |w, wave| {
        let learn = || {
            model.set_parameters(w)?;
            model.fit(&wave?, INNER_STEPS)?;
            w.copy_from_slice(&model.parameters()?);
            Ok(())
        };
        learn().map_err(ours)
    })?;
    let before = loss_after(&model, &untrained, ADAPT_STEPS, 1)?;
    let after = loss_after(&model, reptile.theta(), ADAPT_STEPS, 1)?;
    println!("{ADAPT_STEPS} steps on a new wave lead to a mean loss of");
    println!("{before:.3} from the start, {after:.3} from theta");
    // `./build.sh reference` runs this.
    if after < 0.5 * before { Ok(()) } else { Err("meta-training has not helped".into()) }
}
