//! How long one thread takes for each part of learning and classifying: `cargo bench --bench speed`.
//!
//! The convolutions layer by layer, an inner step, adapting to three drawings and classifying a fourth, and turning
//! a drawing into pixels; for networks with 24, 32 and 64 filters in each stage. Criterion compares with the run
//! before. What share of the machine's peak this is, `--bench roofline` says.

#[path = "../tests/common/mod.rs"]
mod common;
mod layers;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::learner::Learner;
use reptile_sketch::meta::{Adam, Optimizer};
use reptile_sketch::net::{Batch, ConvNetConfig, FewShot, Head};
use reptile_sketch::sketch::{Bitmap, PIXELS, SIDE_PX, Sketch, Strokes, View, rasterize};
use reptile_sketch::weights::Weights;

use layers::{BATCH, FILTERS, WAYS};

fn convolutions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("convolution");
    for mut layer in FILTERS.iter().flat_map(|&filters| layers::network(filters)) {
        group.throughput(Throughput::Elements(layer.cost().multiply_adds as u64));
        for &pass in layer.passes() {
            let id = BenchmarkId::new(pass.name(), layer.name());
            group.bench_function(id, |bencher| bencher.iter(|| layer.run(pass)));
        }
    }
}

fn inner_step(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("inner step");
    group.throughput(Throughput::Elements(BATCH as u64));
    for filters in FILTERS {
        let net = ConvNetConfig::grey(SIDE_PX, &[filters; 4]).check().expect("a possible network");
        let mut few_shot = FewShot::new(&net, WAYS);
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let mut parameters = net.initialize(&mut rng);
        parameters.resize(few_shot.parameters_len(), 0.0);
        let images = (0..BATCH * PIXELS).map(|_| rng.random::<f32>()).collect();
        let batch = Batch { images, labels: (0..BATCH).map(|image| image % WAYS).collect() };
        let mut gradient = vec![0.0; parameters.len()];
        let mut adam = Adam::new(0.001, parameters.len());
        group.bench_function(BenchmarkId::new("forward", filters), |bencher| {
            bencher.iter(|| few_shot.loss(&parameters, &batch));
        });
        group.bench_function(BenchmarkId::new("forward and backward", filters), |bencher| {
            bencher.iter(|| few_shot.loss_and_gradient(&parameters, &batch, &mut gradient));
        });
        group.bench_function(BenchmarkId::new("with Adam", filters), |bencher| {
            bencher.iter(|| {
                few_shot.loss_and_gradient(&parameters, &batch, &mut gradient);
                adam.step(&mut parameters, &gradient);
            });
        });
    }
}

/// A learner of a network with so many filters in each stage, and the embedded weights' inner loop.
fn learner(filters: usize) -> Learner {
    let mut weights = Weights::pretrained();
    let shape = ConvNetConfig { head: Head::Zero, ..ConvNetConfig::grey(SIDE_PX, &[filters; 4]) };
    weights.net = shape.check().expect("a possible network");
    Learner::new(weights.untrained_by_seed(0))
}

fn strokes(symbol: &str, hand: usize) -> Sketch {
    Sketch::Strokes(Strokes::new(common::points(symbol, hand)).expect("a drawing"))
}

fn adapt_and_classify(criterion: &mut Criterion) {
    let image = |symbol, hand| rasterize(&strokes(symbol, hand), &View::default());
    let symbols = ["circle", "cross", "zigzag"];
    let examples: Vec<_> =
        symbols.iter().enumerate().map(|(i, name)| (image(name, 0), i)).collect();
    let query = image("cross", 1);
    let mut group = criterion.benchmark_group("three drawings");
    for filters in FILTERS {
        let mut learner = learner(filters);
        group.bench_function(BenchmarkId::new("adapt and classify", filters), |bencher| {
            bencher.iter(|| {
                learner.adapt(&examples, None).expect("three classes");
                learner.classify(&query).expect("examples to go by")
            });
        });
    }
}

fn rasterise(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rasterise");
    let view = View::default();
    let spiral = strokes("spiral", 0);
    group.bench_function("strokes", |bencher| bencher.iter(|| rasterize(&spiral, &view)));
    let ring = |i: usize| ((i % 105) as f32 - 52.0).hypot((i / 105) as f32 - 52.0);
    let ink = |i| if (ring(i) - 40.0).abs() < 1.5 { [0, 0, 0, 255] } else { [255; 4] };
    let pixels: Vec<u8> = (0..105 * 105).flat_map(ink).collect();
    let bitmap = Sketch::Bitmap(Bitmap::from_rgba(&pixels, 105, 105).expect("an image"));
    group.bench_function("a bitmap of 105 x 105", |bencher| {
        bencher.iter(|| rasterize(&bitmap, &view));
    });
}

criterion_group! {
    name = speed;
    // Short, and many of them: a whole run is a minute.
    config = Criterion::default().warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600)).sample_size(30).nresamples(10_000);
    targets = convolutions, inner_step, adapt_and_classify, rasterise
}
criterion_main!(speed);
