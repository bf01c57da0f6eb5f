//! The whole classifier against PyTorch: `tests/reference/reproduce.py`, run by
//! `./build.sh reference`, made `tests/fixtures/inner_loop.json` and says what is in it. One of the
//! weights files there was trained by PyTorch, too, by two processes.

#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

use reptile_sketch::learner::Learner;
use reptile_sketch::meta::{Adam, Parts, Sgd, inner_loop};
use reptile_sketch::net::{Batch, FewShot, Layout};
use reptile_sketch::sketch::Image;
use reptile_sketch::weights::{self, SecondMoments, Weights};
use serde_json::Value;
use sha2::{Digest, Sha256};

const TOLERANCE: f32 = 1e-4;

/// What five steps of rounding make of parameters about as large as 1: a change of them is the
/// difference of two.
const ROUNDING: f32 = 1e-6;

fn reference() -> Value {
    serde_json::from_str(include_str!("fixtures/inner_loop.json")).unwrap()
}

/// The cases, each with its weights: a trained file of format 1, and a small file that PyTorch made.
///
/// *Panics* if the numbers are for other weights than those in the tree.
fn cases() -> Vec<(Value, Weights)> {
    let cases = reference()["cases"].as_array().unwrap().clone();
    let paths: Vec<&str> = cases.iter().map(|case| case["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["tests/fixtures/format1.safetensors", "tests/fixtures/torch.safetensors"]);
    let torch = include_bytes!("fixtures/torch.safetensors");
    let format1 = include_bytes!("fixtures/format1.safetensors");
    let files = [&format1[..], torch];
    let read = |(case, file): (Value, &[u8])| {
        let digest: String = Sha256::digest(file).iter().map(|b| format!("{b:02x}")).collect();
        let path = case["path"].as_str().unwrap();
        assert_eq!(
            digest, case["sha256"],
            "tests/fixtures/inner_loop.json is not for this {path}: run ./build.sh reference"
        );
        (case, weights::read(file).unwrap())
    };
    cases.into_iter().zip(files).map(read).collect()
}

/// All numbers of nested arrays, in order.
fn values(array: &Value) -> Vec<f32> {
    match array {
        Value::Array(items) => items.iter().flat_map(values).collect(),
        number => vec![number.as_f64().unwrap() as f32],
    }
}

/// Images of hexadecimal digits: fifteenths of ink.
fn images(name: &str) -> Vec<Image> {
    let decode = |rows: &Value| -> Image {
        let rows = rows.as_array().unwrap().iter().map(|row| row.as_str().unwrap());
        let digits = rows.flat_map(str::chars).map(|digit| digit.to_digit(16).unwrap());
        digits.map(|digit| digit as f32 / 15.0).collect::<Vec<_>>().try_into().unwrap()
    };
    reference()[name].as_array().unwrap().iter().map(decode).collect()
}

fn labels() -> Vec<usize> {
    values(&reference()["labels"]).into_iter().map(|label| label as usize).collect()
}

fn support() -> Batch {
    Batch { images: images("support").concat(), labels: labels() }
}

#[track_caller]
fn assert_close(ours: &[f32], theirs: &Value, unit: f32, what: &str) {
    let theirs = values(theirs);
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (i, (a, b)) in ours.iter().zip(&theirs).enumerate() {
        assert!((a - b).abs() <= TOLERANCE * unit, "{what}[{i}]: {a}, PyTorch has {b}");
    }
}

fn wave(len: usize) -> Vec<f32> {
    (1..=len).map(|i| (i as f64).sin() as f32).collect()
}

/// Compares the digest of a vector; errors count in relation to its own length, apart from those
/// of rounding.
#[track_caller]
fn assert_summary(ours: &[f32], theirs: &Value, rounding: f32, what: &str) {
    let length = ours.iter().map(|v| v * v).sum::<f32>().sqrt();
    let along: f32 = ours.iter().zip(wave(ours.len())).map(|(v, w)| v * w).sum();
    assert!(length > 100.0 * rounding, "{what} is next to nothing");
    let unit = length + rounding / TOLERANCE;
    assert_close(&[length], &theirs["length"], unit, &format!("{what}: length"));
    assert_close(&[along], &theirs["wave"], unit, &format!("{what}: wave"));
    let some: Vec<f32> = ours.iter().step_by(61).copied().collect();
    assert_close(&some, &theirs["some"], unit, &format!("{what}: some"));
}

#[test]
fn features_and_logits_before_learning_agree_with_pytorch() {
    for (case, weights) in cases() {
        let mut few_shot = FewShot::new(&weights.net, 3);
        let mut parameters = weights.parameters.clone();
        parameters.extend(wave(3 * weights.net.feature_len()));
        let logits = few_shot.logits(&parameters, &support().images).to_vec();
        assert_close(few_shot.features().as_slice().unwrap(), &case["features"], 1.0, "features");
        assert_close(&logits, &case["logits"], 1.0, "logits");
    }
}

#[test]
fn one_inner_loop_leads_to_the_parameters_that_pytorch_has() {
    for (case, weights) in cases() {
        let mut few_shot = FewShot::new(&weights.net, 3);
        let body_len = weights.parameters.len();
        let SecondMoments::Known(moments) = &weights.second_moments else {
            panic!("the file has no second moments");
        };
        let mut optimizer = Parts {
            first: Adam::with_moments(weights.adapt.learning_rate, moments.clone()),
            second: Sgd { learning_rate: weights.adapt.head_learning_rate },
            first_len: body_len,
        };
        let mut parameters = weights.parameters.clone();
        parameters.resize(few_shot.parameters_len(), 0.0);
        let batches = vec![support(); weights.adapt.steps];
        let losses = inner_loop(&mut parameters, &mut optimizer, batches, |w, batch, d| {
            few_shot.loss_and_gradient(w, batch, d)
        });
        let before_each = &values(&case["losses"])[..weights.adapt.steps];
        assert_close(&losses.unwrap(), &before_each.into(), 1.0, "losses");
        let (body, head) = parameters.split_at(body_len);
        assert_close(head, &case["head"], 1.0, "head");
        let change: Vec<f32> = body.iter().zip(&weights.parameters).map(|(w, o)| w - o).collect();
        assert_tensors(&change, &case, ("change", ROUNDING), weights.net.layout());
        let moments = &optimizer.first.second_moments;
        assert_tensors(moments, &case, ("moments", 0.0), weights.net.layout());
    }
}

#[track_caller]
fn assert_tensors(vector: &[f32], case: &Value, (of, rounding): (&str, f32), layout: &Layout) {
    assert_eq!(case["tensors"].as_object().unwrap().len(), layout.entries().len());
    for entry in layout.entries() {
        let theirs = &case["tensors"][&entry.name][of];
        let ours = &vector[entry.range.clone()];
        assert_summary(ours, theirs, rounding, &format!("{of} of {}", entry.name));
    }
}

#[test]
fn the_learner_has_pytorchs_losses_and_probabilities() {
    for (case, weights) in cases() {
        let mut learner = Learner::new(weights);
        let examples: Vec<(Image, usize)> = images("support").into_iter().zip(labels()).collect();
        let losses = learner.adapt(&examples, None).unwrap();
        assert_close(&losses, &case["losses"], 1.0, "losses");
        let queries = images("queries");
        for (i, query) in queries.iter().enumerate() {
            let probabilities = learner.classify(query).unwrap().probabilities;
            assert_close(&probabilities, &case["alone"][i], 1.0, "alone");
        }
        let together = learner.classify_batch(&queries).unwrap();
        let together: Vec<f32> = together.into_iter().flat_map(|a| a.probabilities).collect();
        assert_close(&together, &case["together"], 1.0, "together");
    }
}
