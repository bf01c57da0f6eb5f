//! Short runs of everything in turn, the fastest of each.

use std::hint::black_box;
use std::time::Instant;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::meta::{Adam, Optimizer};
use reptile_sketch::net::{Batch, ConvNetConfig, FewShot};
use reptile_sketch::sketch::{PIXELS, SIDE_PX};

use crate::layers::{BATCH, Cost, FILTERS, Layer, Pass, WAYS, network};
use crate::peak::Peak;

/// How often everything has its turn.
const ROUNDS: usize = 60;
/// The seconds of a short run: long enough to be timed, too short for other work to fall into all of them.
const RUN_S: f64 = 0.5e-3;

/// What was measured on one thread.
pub struct Measured {
    /// Multiply-adds a second.
    pub peak: f64,
    /// Bytes a second.
    pub bandwidth: f64,
    /// The networks, in the order of [`FILTERS`].
    pub networks: Vec<Network>,
}

/// A network with the same number of filters in each stage.
pub struct Network {
    pub filters: usize,
    pub passes: Vec<MeasuredPass>,
    /// The seconds of an inner step with Adam, all of it.
    pub step_s: f64,
}

/// One pass of one convolution.
pub struct MeasuredPass {
    pub layer: String,
    pub pass: Pass,
    pub cost: Cost,
    pub seconds: f64,
}

/// Measures everything.
pub fn measure() -> Measured {
    let mut layers = FILTERS.map(network);
    let mut networks: Vec<Network> = FILTERS.iter().zip(&layers).map(first).collect();
    let (mut machine, mut peak, mut bandwidth) = (Peak::new(), 0.0, 0.0);
    let mut measure_machine = || {
        let (operations, bytes) = (machine.multiply_add().0 as f64, machine.stream() as f64);
        peak = f64::max(peak, operations / short_run(|| machine.multiply_add()));
        bandwidth = f64::max(bandwidth, bytes / short_run(|| machine.stream()));
    };
    for _ in 0..ROUNDS {
        for (layers, network) in layers.iter_mut().zip(&mut networks) {
            let mut passes = network.passes.iter_mut();
            for layer in layers {
                for &pass in layer.passes() {
                    let best = &mut passes.next().expect("as many as there are").seconds;
                    *best = best.min(short_run(|| layer.run(pass)));
                }
            }
        }
        measure_machine();
    }
    for network in &mut networks {
        network.step_s = inner_step(network.filters);
        measure_machine();
    }
    Measured { peak, bandwidth, networks }
}

/// What is to be measured of a network, with no time yet.
fn first((&filters, layers): (&usize, &Vec<Layer>)) -> Network {
    let all = layers.iter().flat_map(|layer| layer.passes().iter().map(move |&pass| (layer, pass)));
    let passes = all.map(|(layer, pass)| MeasuredPass {
        layer: layer.name(),
        pass,
        cost: layer.cost(),
        seconds: f64::INFINITY,
    });
    Network { filters, passes: passes.collect(), step_s: f64::INFINITY }
}

/// The seconds of one call, from a short run of them.
fn short_run<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut timed = |calls: usize| {
        let start = Instant::now();
        (0..calls).for_each(|_| drop(black_box(work())));
        start.elapsed().as_secs_f64() / calls as f64
    };
    let calls = (RUN_S / timed(1)).ceil().clamp(1.0, 1e4);
    timed(calls as usize)
}

/// The seconds of the fastest inner step: forward, backward and Adam.
fn inner_step(filters: usize) -> f64 {
    let net = ConvNetConfig::grey(SIDE_PX, &[filters; 4]).check().expect("a possible network");
    let mut few_shot = FewShot::new(&net, WAYS);
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut parameters = net.initialize(&mut rng);
    parameters.resize(few_shot.parameters_len(), 0.0);
    let images = (0..BATCH * PIXELS).map(|_| rng.random::<f32>()).collect();
    let batch = Batch { images, labels: (0..BATCH).map(|image| image % WAYS).collect() };
    let mut gradient = vec![0.0; parameters.len()];
    let mut adam = Adam::new(0.001, parameters.len());
    let mut step = || {
        few_shot.loss_and_gradient(&parameters, &batch, &mut gradient);
        adam.step(&mut parameters, &gradient);
    };
    (0..4 * ROUNDS).map(|_| short_run(&mut step)).fold(f64::INFINITY, f64::min)
}
