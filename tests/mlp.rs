//! The multilayer perceptron: known values, and derivatives against finite differences.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::Code;
use reptile_sketch::net::{Activation, Examples, Mlp, MlpConfig, MlpTape};

/// A network with random parameters and random examples.
struct World {
    net: Mlp,
    parameters: Vec<f32>,
    inputs: Vec<f32>,
    targets: Vec<f32>,
    rng: ChaCha8Rng,
}

impl World {
    fn new(widths: &[usize], activation: Activation, rows: usize) -> World {
        let net = MlpConfig { widths: widths.to_vec(), activation }.check().unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let parameters = net.initialize(&mut rng);
        let mut world = World { net, parameters, inputs: vec![], targets: vec![], rng };
        world.inputs = world.numbers(rows * widths[0]);
        world.targets = world.numbers(rows * widths.last().unwrap());
        world
    }

    fn numbers(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| 4.0 * self.rng.random::<f32>() - 2.0).collect()
    }

    fn examples(&self) -> Examples<'_> {
        Examples { inputs: &self.inputs, targets: &self.targets }
    }

    /// The loss and its gradient, at `scale` times a direction from the parameters.
    fn at(&self, direction: &[f32], scale: f32) -> (f32, Vec<f32>) {
        let moved = self.parameters.iter().zip(direction).map(|(p, d)| p + scale * d);
        let moved: Vec<f32> = moved.collect();
        let mut gradient = vec![f32::NAN; moved.len()];
        let examples = self.examples();
        let mut tape = MlpTape::default();
        let loss = self.net.loss_and_gradient(&moved, examples, &mut gradient, &mut tape);
        assert_eq!(loss, self.net.loss(&moved, examples, &mut tape));
        (loss, gradient)
    }
}

/// Tall and flat, with widths that no register divides.
const SHAPES: [(&[usize], usize); 5] = [
    (&[1, 64, 64, 1], 10),
    (&[3, 17, 2], 7),
    (&[2, 1, 5, 9, 3], 4),
    (&[10, 32, 1], 1),
    (&[4, 2], 5),
];

const ACTIVATIONS: [Activation; 2] = [Activation::Tanh, Activation::Relu];

fn largest(values: impl IntoIterator<Item = f32>) -> f32 {
    values.into_iter().fold(0.0, |most: f32, value| most.max(value.abs()))
}

#[test]
fn a_network_worked_out_by_hand_gives_its_outputs_and_its_loss() {
    let net = MlpConfig { widths: vec![2, 2, 1], activation: Activation::Relu }.check().unwrap();
    let names: Vec<&str> = net.layout().entries().iter().map(|entry| &*entry.name).collect();
    assert_eq!(names, ["layer1.weights", "layer1.biases", "layer2.weights", "layer2.biases"]);
    // Weights are [inputs, outputs]: the first hidden unit is 1 x0 + 3 x1 + 0.5.
    let parameters = [1.0, 2.0, 3.0, -4.0, 0.5, 0.25, 2.0, 10.0, -1.0];
    let mut tape = MlpTape::default();
    let inputs = [1.0, 1.0, 1.0, 0.0];
    // Hidden: (4.5, -1.75 -> 0), (1.5, 2.25).
    assert_eq!(net.predict(&parameters, &inputs, &mut tape), [8.0, 24.5]);
    let examples = Examples { inputs: &inputs, targets: &[7.0, 26.5] };
    assert_eq!(net.loss(&parameters, examples, &mut tape), 2.5);
}

#[test]
fn the_gradient_matches_finite_differences_of_the_loss() {
    for (widths, rows) in SHAPES {
        for activation in ACTIVATIONS {
            let world = World::new(widths, activation, rows);
            let (_, gradient) = world.at(&world.parameters, 0.0);
            let mut direction = vec![0.0; gradient.len()];
            let step = 2e-3;
            for i in (0..gradient.len()).step_by(1 + gradient.len() / 100) {
                direction[i] = 1.0;
                let (above, below) = (world.at(&direction, step).0, world.at(&direction, -step).0);
                direction[i] = 0.0;
                let numeric = (above - below) / (2.0 * step);
                let off = (numeric - gradient[i]).abs() / largest(gradient.clone());
                assert!(off < 5e-3, "{widths:?} {activation:?}, parameter {i}: {off}");
            }
        }
    }
}

#[test]
fn the_hessian_times_a_vector_matches_finite_differences_of_the_gradient() {
    for (widths, rows) in SHAPES {
        for activation in ACTIVATIONS {
            let mut world = World::new(widths, activation, rows);
            let vector = world.numbers(world.parameters.len());
            let mut product = vec![f32::NAN; vector.len()];
            let mut tape = MlpTape::default();
            let (net, examples) = (&world.net, world.examples());
            net.hessian_vector_product(
                &world.parameters,
                &vector,
                examples,
                &mut product,
                &mut tape,
            );
            let step = 1e-4;
            let (above, below) = (world.at(&vector, step).1, world.at(&vector, -step).1);
            let numeric = above.iter().zip(&below).map(|(a, b)| (a - b) / (2.0 * step));
            let off = largest(numeric.zip(&product).map(|(n, p)| n - p));
            let off = off / largest(product.clone());
            assert!(off < 1e-2, "{widths:?} {activation:?}: {off}");
        }
    }
}

#[test]
fn the_hessian_is_symmetric() {
    for activation in ACTIVATIONS {
        let mut world = World::new(&[3, 9, 4, 2], activation, 6);
        let mut tape = MlpTape::default();
        let mut times = |vector: &[f32], world: &World| {
            let mut product = vec![0.0; vector.len()];
            let (net, examples) = (&world.net, world.examples());
            net.hessian_vector_product(
                &world.parameters,
                vector,
                examples,
                &mut product,
                &mut tape,
            );
            product
        };
        let (left, right) = (world.numbers(93), world.numbers(93));
        let dot = |a: &[f32], b: Vec<f32>| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let (one, other) = (dot(&left, times(&right, &world)), dot(&right, times(&left, &world)));
        assert!((one / other - 1.0).abs() < 1e-4, "{one} and {other}");
    }
}

#[test]
fn a_tape_that_has_served_another_batch_and_another_network_changes_nothing() {
    let (large, small) = (
        World::new(&[2, 20, 20, 2], Activation::Tanh, 30),
        World::new(&[1, 8, 1], Activation::Relu, 3),
    );
    let mut tape = MlpTape::default();
    for world in [&large, &small, &large] {
        let mut gradient = vec![0.0; world.parameters.len()];
        let (net, examples) = (&world.net, world.examples());
        let loss = net.loss_and_gradient(&world.parameters, examples, &mut gradient, &mut tape);
        assert_eq!((loss, gradient), world.at(&world.parameters, 0.0));
    }
}

#[test]
fn untrained_parameters_fill_their_range_layer_by_layer() {
    let world = World::new(&[4, 100, 25], Activation::Tanh, 1);
    for (entry, bound) in world.net.layout().entries().iter().zip([0.5, 0.5, 0.1, 0.1]) {
        let parameters = &world.parameters[entry.range.clone()];
        let most = largest(parameters.iter().copied());
        assert!(most <= bound && most > 0.8 * bound, "{}: {most}", entry.name);
        let mean = parameters.iter().sum::<f32>() / parameters.len() as f32;
        assert!(mean.abs() < 0.3 * bound, "{}: {mean}", entry.name);
    }
}

#[test]
fn an_impossible_shape_is_refused_by_name() {
    for widths in [vec![], vec![3], vec![1, 0, 1], vec![1, 4097], vec![1; 10]] {
        let config = MlpConfig { widths, activation: Activation::Tanh };
        let error = config.check().unwrap_err();
        assert_eq!(error.code(), Code::BadSetting);
        assert!(error.message().contains("widths is "), "{error}");
    }
}
