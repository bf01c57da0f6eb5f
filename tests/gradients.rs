//! The gradient of the whole network against finite differences, on awkward sizes.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::kernels::convolution::Convolution;
use reptile_sketch::kernels::pooling::MaxPool;
use reptile_sketch::net::{
    Batch, ConvNetConfig, Downsampling, FewShot, Head, Norm, Population, Statistics,
};

/// The largest difference between the gradient and central differences, relative to the
/// gradient's largest value, over a sample of the parameters.
fn worst_difference(side_px: usize, filters: &[usize], norm: Norm, labels: &[usize]) -> f32 {
    worst_of(ConvNetConfig { norm, ..ConvNetConfig::grey(side_px, filters) }, labels)
}

fn worst_of(config: ConvNetConfig, labels: &[usize]) -> f32 {
    worst_with(config, labels, Statistics::Batch)
}

fn worst_with(config: ConvNetConfig, labels: &[usize], statistics: Statistics) -> f32 {
    let net = config.check().unwrap();
    let ways = labels.iter().max().unwrap() + 1;
    let mut few_shot = FewShot::new(&net, ways).with_statistics(statistics);
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut parameters = net.initialize(&mut rng);
    parameters.resize_with(few_shot.parameters_len(), || 2.0 * rng.random::<f32>() - 1.0);
    let images = (0..labels.len() * net.image_len()).map(|_| rng.random::<f32>()).collect();
    let batch = Batch { images, labels: labels.to_vec() };
    let mut gradient = vec![f32::NAN; parameters.len()];
    few_shot.loss_and_gradient(&parameters, &batch, &mut gradient);

    let largest = gradient.iter().fold(0.0_f32, |most, d| most.max(d.abs()));
    let mut worst = 0.0_f32;
    for i in (0..parameters.len()).step_by(1 + parameters.len() / 200) {
        let value = parameters[i];
        let mut loss_at = |value: f32| {
            parameters[i] = value;
            few_shot.loss(&parameters, &batch)
        };
        // Where a maximum changes hands within a step, the loss has a kink: the other step has none there.
        let differences = [1e-3, 3e-4].map(|step| {
            let numeric = (loss_at(value + step) - loss_at(value - step)) / (2.0 * step);
            (numeric - gradient[i]).abs() / largest
        });
        parameters[i] = value;
        worst = worst.max(differences[0].min(differences[1]));
    }
    worst
}

#[test]
fn the_gradient_matches_finite_differences_with_batch_normalisation() {
    for (side, filters, labels) in [
        (9, &[3, 5][..], &[0, 1, 2, 0, 1][..]),
        (7, &[9], &[0, 1]),
        (12, &[17, 4, 2], &[1, 0, 1, 2]),
    ] {
        let worst = worst_difference(side, filters, Norm::Batch, labels);
        assert!(worst < 2e-2, "side {side}, filters {filters:?}: {worst}");
    }
}

#[test]
fn the_gradient_matches_finite_differences_with_the_statistics_of_a_population() {
    let config = ConvNetConfig::grey(9, &[3, 5]);
    let net = config.clone().check().unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let parameters = net.initialize(&mut rng);
    let images: Vec<f32> = (0..40 * net.image_len()).map(|_| rng.random()).collect();
    let population = Population::measure(&net, &parameters, &images, 8.0);
    let mut few_shot = FewShot::new(&net, 2);
    few_shot.logits(&vec![0.5; few_shot.parameters_len()], &images);
    let frozen = few_shot.freeze();
    for statistics in [Statistics::Mixed(&population), Statistics::Frozen(&frozen)] {
        let worst = worst_with(config.clone(), &[0, 1, 2, 0, 1], statistics);
        assert!(worst < 2e-2, "{statistics:?}: {worst}");
    }
}

#[test]
fn the_gradient_matches_finite_differences_with_instance_normalisation() {
    let worst = worst_difference(11, &[6, 7], Norm::Instance, &[0, 1, 1]);
    assert!(worst < 2e-2, "{worst}");
}

#[test]
fn the_gradient_matches_finite_differences_with_a_learned_head() {
    let head = Head::Learned { ways: 3 };
    for norm in [Norm::Batch, Norm::Instance] {
        let config = ConvNetConfig { norm, head, ..ConvNetConfig::grey(9, &[6, 5]) };
        let worst = worst_of(config, &[0, 1, 2, 1]);
        assert!(worst < 2e-2, "{norm:?}: {worst}");
    }
}

#[test]
fn a_head_at_zero_sends_no_gradient_to_the_body() {
    let net = ConvNetConfig::grey(9, &[3, 5]).check().unwrap();
    let mut few_shot = FewShot::new(&net, 2);
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let mut parameters = net.initialize(&mut rng);
    let body_len = parameters.len();
    parameters.resize(few_shot.parameters_len(), 0.0);
    let images = (0..3 * net.image_len()).map(|_| rng.random()).collect();
    let batch = Batch { images, labels: vec![0, 1, 1] };
    let mut gradient = vec![f32::NAN; parameters.len()];
    few_shot.loss_and_gradient(&parameters, &batch, &mut gradient);
    let (d_body, d_head) = gradient.split_at(body_len);
    assert!(d_body.iter().all(|d| *d == 0.0), "{d_body:?}");
    assert!(d_head.iter().all(|d| d.is_finite()) && d_head.iter().any(|d| *d != 0.0), "{d_head:?}");
}

#[test]
fn the_gradient_matches_finite_differences_with_colours_and_pooling() {
    for downsampling in [Downsampling::MaxPool, Downsampling::MaxPoolFirst] {
        for head in [Head::Zero, Head::Learned { ways: 2 }] {
            let shape = ConvNetConfig::grey(13, &[7, 6]);
            let config = ConvNetConfig { channels: 3, downsampling, head, ..shape };
            let worst = worst_of(config, &[0, 1, 1]);
            assert!(worst < 2e-2, "{downsampling:?}, {head:?}: {worst}");
        }
    }
}

/// A convolution, then a pooling, and the weights of a sum over its outputs.
struct Pooled {
    convolution: Convolution,
    pool: MaxPool,
    upstream: Vec<f32>,
}

impl Pooled {
    /// The weighted sum for an image and, behind it, weights, and the gradient of both.
    fn loss_and_gradient(&self, image_and_weights: &[f32]) -> (f32, Vec<f32>) {
        let Pooled { convolution, pool, upstream } = self;
        let image_len = convolution.input_len();
        let (image, weights) = image_and_weights.split_at(image_len);
        let mut of_batch = convolution.of_batch(1);
        let mut values = vec![0.0; convolution.output_len()];
        of_batch.forward(image, weights, &mut values);
        let mut output = vec![0.0; pool.output_len()];
        let mut winners = vec![0; output.len()];
        pool.forward(&values, &mut output, &mut winners);
        let loss = output.iter().zip(upstream).map(|(value, weight)| value * weight).sum();

        let mut gradient = vec![0.0; image_and_weights.len()];
        let (d_image, d_weights) = gradient.split_at_mut(image_len);
        pool.backward(&winners, upstream, &mut values);
        of_batch.backward_weights(image, &values, d_weights);
        of_batch.backward_input(&values, weights, d_image);
        (loss, gradient)
    }
}

#[test]
fn the_gradient_of_convolution_and_pooling_matches_finite_differences() {
    for (side, channels_in, channels_out) in [(5, 1, 3), (8, 3, 5), (7, 5, 9)] {
        let convolution = Convolution { side, channels_in, channels_out, stride: 1 };
        let pool = MaxPool { side, channels: channels_out };
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut random = |len| (0..len).map(|_| 2.0 * rng.random::<f32>() - 1.0).collect();
        let upstream = random(pool.output_len());
        let mut point: Vec<f32> = random(side * side * channels_in + convolution.weights_len());
        let pooled = Pooled { convolution, pool, upstream };
        let (_, gradient) = pooled.loss_and_gradient(&point);
        // So short that a winner changes at few places, if any.
        let step = 1e-4;
        for (i, d) in gradient.iter().enumerate() {
            let value = point[i];
            let mut loss_at = |value| {
                point[i] = value;
                pooled.loss_and_gradient(&point).0
            };
            let numeric = (loss_at(value + step) - loss_at(value - step)) / (2.0 * step);
            point[i] = value;
            assert!((numeric - d).abs() < 2e-2, "side {side}, value {i}: {d}, not {numeric}");
        }
    }
}
