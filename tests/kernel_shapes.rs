//! Every public kernel refuses lengths that are not those of its shapes, and has then written nothing.

#![cfg(not(target_arch = "wasm32"))]

use std::panic::{AssertUnwindSafe, catch_unwind};

use reptile_sketch::kernels::convolution::Convolution;
use reptile_sketch::kernels::normalization::{self, Channels};
use reptile_sketch::kernels::pooling::MaxPool;
use reptile_sketch::kernels::{dense, loss, rectifier, tanh, unit_length};

/// The lengths of some slices.
type Lengths = &'static [usize];

/// Runs a kernel on slices of so many ones, once with the right lengths and once with each that is wrong.
fn refuses(kernel: fn(&mut [Vec<f32>]), right: Lengths, wrong: &[Lengths]) {
    let slices = |lengths: &[usize]| lengths.iter().map(|&len| vec![1.0; len]).collect::<Vec<_>>();
    kernel(&mut slices(right));
    let one_off = (0..right.len()).flat_map(|i| {
        [right[i].wrapping_add(1), right[i].wrapping_sub(1)].map(|len| {
            let mut lengths = right.to_vec();
            lengths[i] = len;
            lengths
        })
    });
    for lengths in one_off.chain(wrong.iter().map(|lengths| lengths.to_vec())) {
        let before = slices(&lengths);
        let mut after = before.clone();
        let outcome = catch_unwind(AssertUnwindSafe(|| kernel(&mut after)));
        let panic = outcome.expect_err(&format!("{lengths:?} passed"));
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()));
        let text = text.unwrap();
        assert!(!text.contains("index") && !text.contains("divide"), "{lengths:?}: {text}");
        assert_eq!(after, before, "{lengths:?}: written to before it was refused");
    }
}

#[test]
fn dense_layers_refuse_wrong_shapes() {
    // Input, weights and outputs of rows of 3 values and of 2 outputs.
    let forward = |s: &mut [Vec<f32>]| {
        let [input, weights, output] = s else { unreachable!() };
        dense::forward(input, weights, 3, output);
    };
    refuses(forward, &[12, 6, 8], &[&[12, 0, 8], &[12, 0, 0], &[12, 9, 8], &[9, 6, 8]]);
    let backward = |s: &mut [Vec<f32>]| {
        let [input, weights, d_output, d_weights, d_input] = s else { unreachable!() };
        dense::backward(input, weights, d_output, d_weights, d_input, 3);
    };
    refuses(backward, &[12, 6, 8, 6, 12], &[&[12, 6, 8, 9, 12], &[12, 6, 8, 6, 9]]);
    let bias = |s: &mut [Vec<f32>]| {
        let [d_output, d_bias] = s else { unreachable!() };
        dense::backward_bias(d_output, d_bias);
    };
    refuses(bias, &[40, 20], &[&[40, 0]]);
}

#[test]
fn a_width_of_zero_is_refused() {
    let zero = |s: &mut [Vec<f32>]| dense::forward(&s[0].clone(), &s[1].clone(), 0, &mut s[2]);
    let refused = catch_unwind(|| zero(&mut [vec![1.0], vec![1.0], vec![1.0]]));
    assert!(refused.is_err());
    assert!(catch_unwind(|| loss::softmax(&mut [1.0], 0)).is_err());
}

#[test]
fn losses_refuse_wrong_shapes_and_labels() {
    refuses(|s| loss::softmax(&mut s[0], 4), &[8], &[&[2]]);
    // Two rows of four classes.
    let cross_entropy = |s: &mut [Vec<f32>]| {
        let [logits, weights] = s else { unreachable!() };
        loss::cross_entropy(logits, &[3, 0], weights);
    };
    refuses(cross_entropy, &[8, 2], &[&[0, 2], &[6, 2]]);
    let refused = catch_unwind(|| loss::cross_entropy(&mut [1.0; 8], &[4, 0], &[1.0; 2]));
    assert!(refused.is_err(), "a label beyond the classes");
    let refused = catch_unwind(|| loss::cross_entropy(&mut [1.0; 8], &[], &[]));
    assert!(refused.is_err(), "no labels");
}

#[test]
fn functions_of_each_value_refuse_wrong_lengths() {
    let rectify = |s: &mut [Vec<f32>]| rectifier::backward(&s[0].clone(), &mut s[1]);
    refuses(rectify, &[5, 5], &[&[0, 5], &[5, 0]]);
    let tangent = |s: &mut [Vec<f32>]| tanh::backward(&s[0].clone(), &mut s[1]);
    refuses(tangent, &[5, 5], &[&[0, 5], &[5, 0]]);
}

#[test]
fn unit_lengths_refuse_wrong_shapes() {
    let forward = |s: &mut [Vec<f32>]| {
        let [values, inverse] = s else { unreachable!() };
        unit_length::forward(values, inverse);
    };
    refuses(forward, &[35, 7], &[&[35, 0], &[0, 7]]);
    let backward = |s: &mut [Vec<f32>]| {
        let [scaled, inverse, gradient] = s else { unreachable!() };
        unit_length::backward(scaled, inverse, gradient);
    };
    refuses(backward, &[35, 7, 35], &[&[35, 7, 28], &[35, 0, 35]]);
}

#[test]
fn pools_refuse_wrong_shapes() {
    const POOL: MaxPool = MaxPool { side: 5, channels: 3 };
    let forward = |s: &mut [Vec<f32>]| {
        let [input, output, winners] = s else { unreachable!() };
        POOL.forward(input, output, &mut vec![0; winners.len()]);
    };
    refuses(forward, &[150, 24, 24], &[&[75, 24, 24], &[150, 12, 24], &[150, 24, 12]]);
    let backward = |s: &mut [Vec<f32>]| {
        let [winners, d_output, d_input] = s else { unreachable!() };
        POOL.backward(&vec![0; winners.len()], d_output, d_input);
    };
    refuses(backward, &[24, 24, 150], &[&[12, 24, 150], &[24, 24, 75]]);
    for pool in [MaxPool { side: 0, channels: 1 }, MaxPool { side: 2, channels: 0 }] {
        assert!(catch_unwind(|| pool.forward(&[], &mut [], &mut [])).is_err(), "{pool:?}");
    }
}

#[test]
fn convolutions_refuse_wrong_shapes() {
    const SHAPE: Convolution = Convolution { side: 5, channels_in: 2, channels_out: 3, stride: 2 };
    let forward = |s: &mut [Vec<f32>]| {
        let [input, weights, output] = s else { unreachable!() };
        SHAPE.of_batch(2).forward(input, weights, output);
    };
    refuses(
        forward,
        &[100, 54, 54],
        &[&[50, 54, 54], &[150, 54, 54], &[100, 27, 54], &[100, 54, 81]],
    );
    let weights = |s: &mut [Vec<f32>]| {
        let [input, d_output, d_weights] = s else { unreachable!() };
        SHAPE.of_batch(2).backward_weights(input, d_output, d_weights);
    };
    refuses(weights, &[100, 54, 54], &[&[150, 54, 54], &[100, 81, 54], &[100, 54, 81]]);
    let input = |s: &mut [Vec<f32>]| {
        let [d_output, weights, d_input] = s else { unreachable!() };
        SHAPE.of_batch(2).backward_input(d_output, weights, d_input);
    };
    refuses(input, &[54, 54, 100], &[&[81, 54, 100], &[54, 81, 100], &[54, 54, 150]]);
    for shape in [
        Convolution { stride: 0, ..SHAPE },
        Convolution { stride: 3, ..SHAPE },
        Convolution { side: 0, ..SHAPE },
        Convolution { channels_in: 0, ..SHAPE },
        Convolution { channels_out: 0, ..SHAPE },
    ] {
        assert!(catch_unwind(|| drop(shape.of_batch(1))).is_err(), "{shape:?}");
    }
}

#[test]
fn normalization_refuses_wrong_shapes() {
    let statistics = |s: &mut [Vec<f32>]| {
        let [values, mean, variance] = s else { unreachable!() };
        normalization::statistics(values, mean, variance);
    };
    refuses(statistics, &[20, 5, 5], &[&[0, 5, 5], &[20, 0, 0], &[20, 4, 5]]);
    fn channels(s: &[Vec<f32>]) -> Channels<'_> {
        Channels {
            mean: &s[0],
            inverse_deviation: &s[1],
            scale: &s[2],
            shift: &s[3],
            rectify: true,
            own_share: 1.0,
        }
    }
    let forward = |s: &mut [Vec<f32>]| {
        let (of_channels, rest) = s.split_at_mut(4);
        let [values, output] = rest else { unreachable!() };
        channels(of_channels).forward(values, output);
    };
    refuses(forward, &[5, 5, 5, 5, 20, 20], &[&[5, 5, 5, 5, 0, 0], &[0, 0, 0, 0, 20, 20]]);
    let backward = |s: &mut [Vec<f32>]| {
        let (of_channels, rest) = s.split_at_mut(4);
        let [values, gradient, d_scale, d_shift] = rest else { unreachable!() };
        channels(of_channels).backward(values, gradient, d_scale, d_shift);
    };
    refuses(backward, &[5, 5, 5, 5, 20, 20, 5, 5], &[&[5, 5, 5, 5, 20, 15, 5, 5]]);
}
