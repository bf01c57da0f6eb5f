//! Every layer against values that PyTorch computed: `tests/reference/layers.py`, run by
//! `./build.sh reference`, made `tests/fixtures/layers.json` and says what is in it.

#![cfg(not(target_arch = "wasm32"))]

use reptile_sketch::kernels::convolution::Convolution;
use reptile_sketch::kernels::pooling::MaxPool;
use reptile_sketch::kernels::{dense, loss, normalization, rectifier, unit_length};
use reptile_sketch::meta::{Adam, BETA2, Optimizer};
use serde_json::Value;

fn reference(layer: &str) -> Value {
    let text = include_str!("fixtures/layers.json");
    serde_json::from_str::<Value>(text).unwrap()[layer].clone()
}

fn cases(layer: &str) -> Vec<Value> {
    reference(layer).as_array().unwrap().clone()
}

fn values(array: &Value) -> Vec<f32> {
    let values = array["values"].as_array().unwrap();
    values.iter().map(|v| v.as_f64().unwrap() as f32).collect()
}

fn shape(array: &Value) -> Vec<usize> {
    let shape = array["shape"].as_array().unwrap();
    shape.iter().map(|v| v.as_u64().unwrap() as usize).collect()
}

fn assert_close(ours: &[f32], theirs: &Value, what: &str) {
    let theirs = values(theirs);
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (i, (a, b)) in ours.iter().zip(&theirs).enumerate() {
        assert!((a - b).abs() <= 2e-5 * (1.0 + b.abs()), "{what}[{i}]: {a}, PyTorch has {b}");
    }
}

#[test]
fn convolution_agrees_with_pytorch() {
    for case in cases("conv") {
        let (input, weights) = (shape(&case["input"]), shape(&case["weights"]));
        let conv = Convolution {
            side: input[1],
            channels_in: weights[2],
            channels_out: weights[3],
            stride: case["stride"].as_u64().unwrap() as usize,
        };
        let batch = input[0];
        let mut of_batch = conv.of_batch(batch);
        let images = values(&case["input"]);
        let mut output = vec![f32::NAN; batch * conv.output_len()];
        of_batch.forward(&images, &values(&case["weights"]), &mut output);
        assert_close(&output, &case["output"], "output");

        let upstream = values(&case["upstream"]);
        let mut d_weights = vec![0.0; conv.weights_len()];
        of_batch.backward_weights(&images, &upstream, &mut d_weights);
        assert_close(&d_weights, &case["d_weights"], "d_weights");
        let mut d_input = vec![f32::NAN; input.iter().product()];
        of_batch.backward_input(&upstream, &values(&case["weights"]), &mut d_input);
        assert_close(&d_input, &case["d_input"], "d_input");
    }
}

#[test]
fn pooling_agrees_with_pytorch_also_where_values_tie() {
    for case in cases("pool") {
        let input = shape(&case["input"]);
        let pool = MaxPool { side: input[1], channels: input[3] };
        let mut output = vec![f32::NAN; input[0] * pool.output_len()];
        let mut winners = vec![u8::MAX; output.len()];
        pool.forward(&values(&case["input"]), &mut output, &mut winners);
        assert_close(&output, &case["output"], "output");
        let mut d_input = vec![f32::NAN; input[0] * pool.input_len()];
        pool.backward(&winners, &values(&case["upstream"]), &mut d_input);
        assert_close(&d_input, &case["d_input"], "d_input");
    }
}

#[test]
fn normalization_with_scale_and_shift_agrees_with_pytorch() {
    for case in cases("norm") {
        assert_eq!(case["epsilon"].as_f64().unwrap() as f32, normalization::EPSILON);
        let (scale, shift) = (values(&case["scale"]), values(&case["shift"]));
        let input = values(&case["input"]);
        let (mut mean, mut inverse_deviation) =
            (vec![f32::NAN; scale.len()], vec![f32::NAN; scale.len()]);
        normalization::statistics(&input, &mut mean, &mut inverse_deviation);
        normalization::invert_deviations(&mut inverse_deviation);
        let channels = normalization::Channels {
            mean: &mean,
            inverse_deviation: &inverse_deviation,
            scale: &scale,
            shift: &shift,
            rectify: false,
            own_share: 1.0,
        };
        let mut output = vec![f32::NAN; input.len()];
        channels.forward(&input, &mut output);
        assert_close(&output, &case["output"], "output");

        let mut gradient = values(&case["upstream"]);
        let (mut d_scale, mut d_shift) = (vec![0.0; scale.len()], vec![0.0; scale.len()]);
        channels.backward(&input, &mut gradient, &mut d_scale, &mut d_shift);
        assert_close(&gradient, &case["d_input"], "d_input");
        assert_close(&d_scale, &case["d_scale"], "d_scale");
        assert_close(&d_shift, &case["d_shift"], "d_shift");
    }
}

#[test]
fn the_rectifier_agrees_with_pytorch() {
    let case = reference("relu");
    let input = values(&case["input"]);
    let mut output = input.clone();
    rectifier::forward(&mut output);
    assert_close(&output, &case["output"], "output");
    let mut gradient = values(&case["upstream"]);
    rectifier::backward(&output, &mut gradient);
    assert_close(&gradient, &case["d_input"], "d_input");
}

#[test]
fn the_dense_layer_agrees_with_pytorch() {
    let case = reference("dense");
    let width = shape(&case["features"])[1];
    let (features, weights) = (values(&case["features"]), values(&case["weights"]));
    let upstream = values(&case["upstream"]);
    let mut output = vec![f32::NAN; upstream.len()];
    dense::forward(&features, &weights, width, &mut output);
    assert_close(&output, &case["output"], "output");
    let mut d_weights = vec![0.0; weights.len()];
    let mut d_features = vec![f32::NAN; features.len()];
    dense::backward(&features, &weights, &upstream, &mut d_weights, &mut d_features, width);
    assert_close(&d_weights, &case["d_weights"], "d_weights");
    assert_close(&d_features, &case["d_features"], "d_features");
}

#[test]
fn cross_entropy_agrees_with_pytorch() {
    for case in cases("cross_entropy") {
        let labels: Vec<usize> = (case["classes"].as_array().unwrap().iter())
            .map(|label| label.as_u64().unwrap() as usize)
            .collect();
        let ways = shape(&case["logits"])[1];
        let shots = |label| labels.iter().filter(|&&other| other == label).count() as f32;
        let weights: Vec<f32> = labels.iter().map(|&label| 1.0 / shots(label)).collect();
        let mut probabilities = values(&case["logits"]);
        loss::softmax(&mut probabilities, ways);
        assert_close(&probabilities, &case["probabilities"], "probabilities");
        let mut gradient = values(&case["logits"]);
        let loss = loss::cross_entropy(&mut gradient, &labels, &weights);
        let theirs = case["loss"].as_f64().unwrap() as f32;
        assert!((loss - theirs).abs() <= 1e-5 * theirs, "loss {loss}, PyTorch has {theirs}");
        assert_close(&gradient, &case["d_logits"], "d_logits");
    }
}

#[test]
fn unit_length_agrees_with_pytorch() {
    for case in cases("unit_length") {
        assert_eq!(case["epsilon"].as_f64().unwrap() as f32, unit_length::EPSILON);
        let mut scaled = values(&case["input"]);
        let mut inverse = vec![f32::NAN; shape(&case["input"])[0]];
        unit_length::forward(&mut scaled, &mut inverse);
        assert_close(&scaled, &case["output"], "output");
        let mut gradient = values(&case["upstream"]);
        unit_length::backward(&scaled, &inverse, &mut gradient);
        assert_close(&gradient, &case["d_input"], "d_input");
    }
}

#[test]
fn adam_with_known_moments_agrees_with_pytorch() {
    let case = reference("adam");
    assert_eq!(case["beta2"].as_f64().unwrap() as f32, BETA2);
    let learning_rate = case["learning_rate"].as_f64().unwrap() as f32;
    let mut adam = Adam::with_moments(learning_rate, values(&case["second_moments"]));
    let mut parameters = values(&case["parameters"]);
    for step in case["steps"].as_array().unwrap() {
        adam.step(&mut parameters, &values(&step["gradient"]));
        assert_close(&parameters, &step["parameters"], "parameters");
        assert_close(&adam.second_moments, &step["second_moments"], "second_moments");
    }
}
