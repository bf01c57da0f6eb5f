//! How fast one thread takes inner steps of the paper's Omniglot network: `cargo bench`.
//!
//! The network has four stages of 64 filters over images of 28 x 28 pixels; an inner step
//! takes 10 images of 5 classes. What is printed is the fastest of many steps, so that other
//! work on the machine counts for little.

use std::hint::black_box;
use std::time::Instant;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::kernels::convolution::Convolution;
use reptile_sketch::meta::{Adam, Optimizer};
use reptile_sketch::net::{Batch, ConvNetConfig, FewShot};

const SIDE_PX: usize = 28;
const FILTERS: [usize; 4] = [64; 4];
const WAYS: usize = 5;
const IMAGES: usize = 10;

/// The seconds of the fastest of many calls: short ones, that other work seldom falls into.
fn seconds(mut work: impl FnMut()) -> f64 {
    let mut call = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..400).map(&mut call).fold(f64::INFINITY, f64::min)
}

/// Multiply-adds of each stage's convolution for one image.
fn multiply_adds() -> Vec<usize> {
    let mut input = (SIDE_PX, 1);
    let mut stage = |&channels_out: &usize| {
        let (side, channels_in) = input;
        let convolution = Convolution { side, channels_in, channels_out, stride: 2 };
        input = (convolution.side_out(), channels_out);
        convolution.side_out().pow(2) * convolution.weights_len()
    };
    FILTERS.iter().map(&mut stage).collect()
}

fn report(what: &str, seconds: f64, multiply_adds: usize) {
    let images = IMAGES as f64 / seconds;
    let giga = images * multiply_adds as f64 / 1e9;
    println!("{what:<22}{:>9.1} us{images:>9.0} images/s{giga:>7.1} GMAC/s", seconds * 1e6);
}

fn main() {
    let config = ConvNetConfig::grey(SIDE_PX, &FILTERS);
    let net = config.check().expect("a possible network");
    let mut few_shot = FewShot::new(&net, WAYS);
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut parameters = net.initialize(&mut rng);
    parameters.resize(few_shot.parameters_len(), 0.0);
    let images = (0..IMAGES * SIDE_PX * SIDE_PX).map(|_| rng.random::<f32>()).collect();
    let batch = Batch { images, labels: (0..IMAGES).map(|image| image % WAYS).collect() };
    let mut gradient = vec![0.0; parameters.len()];

    let forward: usize = multiply_adds().iter().sum();
    // The gradients of weights and inputs; nobody asks for that of the images.
    let both = 3 * forward - multiply_adds()[0];
    report(
        "forward",
        seconds(|| {
            black_box(few_shot.loss(&parameters, &batch));
        }),
        forward,
    );
    report(
        "forward and backward",
        seconds(|| {
            black_box(few_shot.loss_and_gradient(&parameters, &batch, &mut gradient));
        }),
        both,
    );
    let mut adam = Adam::new(0.001, parameters.len());
    report(
        "inner step with Adam",
        seconds(|| {
            few_shot.loss_and_gradient(&parameters, &batch, &mut gradient);
            adam.step(&mut parameters, &gradient);
        }),
        both,
    );
}
