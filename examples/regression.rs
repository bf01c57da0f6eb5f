//! Reptile on sine waves, with everything in sight: the loop over tasks, the inner steps, and a task of one's own.
//!
//! `cargo run --release --example regression`; in a crate of your own, `cargo add rand@0.10 rand_chacha@0.10 --no-default-features`.

use std::f32::consts::TAU;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::Result;
use reptile_sketch::meta::{
    InnerConfig, OuterConfig, Reduction, Reptile, Sgd, Shuffled, inner_loop,
};
use reptile_sketch::net::{Activation, Examples, Mlp, MlpConfig, MlpTape};

/// Inner steps on a task.
const K: usize = 5;
/// The learning rate of an inner step, and of adapting.
const ALPHA: f32 = 0.02;
/// How far theta goes towards what a task leads to. It falls to zero in the course of the run.
const BETA: f32 = 0.1;
const META_ITERATIONS: usize = 6000;
/// Points of an inner step.
const BATCH: usize = 10;
/// Points of a new wave, and steps to learn it with.
const SHOTS: usize = 10;
const ADAPT_STEPS: usize = 32;

/// A task: a wave of its own amplitude and phase.
#[derive(Clone, Copy)]
struct Wave {
    amplitude: f32,
    phase: f32,
}

impl Wave {
    fn draw(rng: &mut impl Rng) -> Wave {
        Wave { amplitude: 0.1 + 4.9 * rng.random::<f32>(), phase: TAU * rng.random::<f32>() }
    }

    /// The wave at some places: inputs and targets.
    fn at(self, inputs: Vec<f32>) -> [Vec<f32>; 2] {
        let targets = inputs.iter().map(|x| self.amplitude * (x + self.phase).sin()).collect();
        [inputs, targets]
    }

    /// Minibatches without end. All places come once before any comes again.
    fn minibatches<'r, R: Rng>(
        self,
        size: usize,
        rng: &'r mut R,
    ) -> impl Iterator<Item = [Vec<f32>; 2]> + use<'r, R> {
        let mut places = Shuffled::new(places());
        std::iter::repeat_with(move || self.at((0..size).map(|_| places.next(rng)).collect()))
    }
}

/// The places of every task.
fn places() -> Vec<f32> {
    (0..50).map(|i| -5.0 + 10.0 * i as f32 / 49.0).collect()
}

/// A net from one number to one number, and theta from which K steps learn a wave.
fn meta_train() -> Result<(Mlp, Vec<f32>, Vec<f32>)> {
    let net = MlpConfig { widths: vec![1, 64, 64, 1], activation: Activation::Tanh }.check()?;
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let untrained = net.initialize(&mut rng);
    let outer = OuterConfig {
        meta_iterations: META_ITERATIONS,
        meta_batch: 1,
        step_size: BETA,
        step_size_final: 0.0,
        reduction: Reduction::Mean,
    };
    let inner = InnerConfig { steps: K }.check()?;
    let mut reptile = Reptile::new(untrained.clone(), outer.check()?);
    let mut tape = MlpTape::default();
    reptile.run(std::iter::repeat(()), |w, ()| {
        let minibatches = Wave::draw(&mut rng).minibatches(BATCH, &mut rng);
        let mut sgd = Sgd { learning_rate: ALPHA };
        inner.learn(w, &mut sgd, minibatches, |w, [inputs, targets], gradient| {
            net.loss_and_gradient(w, Examples { inputs, targets }, gradient, &mut tape)
        })?;
        Ok(())
    })?;
    Ok((net, untrained, reptile.into_theta()))
}

/// The mean squared error on a new wave, before and after learning it from a few points.
fn losses(net: &Mlp, theta: &[f32], seed: u64) -> Result<[f32; 2]> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut tape = MlpTape::default();
    let wave = Wave::draw(&mut rng);
    let shown = wave.minibatches(SHOTS, &mut rng).next();
    let [inputs, targets] = wave.at(places());
    let all = Examples { inputs: &inputs, targets: &targets };
    let before = net.loss(theta, all, &mut tape);
    let mut w = theta.to_vec();
    let steps = shown.into_iter().cycle().take(ADAPT_STEPS);
    inner_loop(&mut w, &mut Sgd { learning_rate: ALPHA }, steps, |w, [inputs, targets], d| {
        net.loss_and_gradient(w, Examples { inputs, targets }, d, &mut tape)
    })?;
    Ok([before, net.loss(&w, all, &mut tape)])
}

/// The mean of both losses over new waves.
fn mean_losses(net: &Mlp, theta: &[f32]) -> Result<[f32; 2]> {
    let waves = 1..=20_u64;
    let all = waves.map(|seed| losses(net, theta, seed)).collect::<Result<Vec<_>>>()?;
    Ok([0, 1].map(|i| all.iter().map(|loss| loss[i]).sum::<f32>() / all.len() as f32))
}

fn main() -> Result<()> {
    let (net, untrained, theta) = meta_train()?;
    for (name, start) in [("untrained", &untrained), ("meta-trained", &theta)] {
        let [before, after] = mean_losses(&net, start)?;
        println!(
            "{name}: {before:.2} before, {after:.2} after {ADAPT_STEPS} steps on {SHOTS} points"
        );
    }
    Ok(())
}

#[test]
fn a_new_wave_is_learned_far_better_from_theta() -> Result<()> {
    let (net, untrained, theta) = meta_train()?;
    let [untrained, trained] = [mean_losses(&net, &untrained)?, mean_losses(&net, &theta)?];
    assert!(trained[1] < 0.5 * untrained[1], "{trained:?} {untrained:?}");
    Ok(())
}
