//! Fixed values that a browser must come to as well.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use reptile_sketch::learner::Learner;
use reptile_sketch::net::ConvNetConfig;
use reptile_sketch::weights::{
    self, AdaptConfig, BodyOptimizer, Provenance, SecondMoments, Weights,
};

use crate::common;
use crate::examples::assert_same;

/// Weights that any machine makes alike; their second moments are like those of trained ones.
pub fn tiny_weights() -> Weights {
    let net = ConvNetConfig::grey(28, &[5, 9, 6]);
    let net = net.check().unwrap();
    Weights {
        parameters: net.initialize(&mut ChaCha8Rng::seed_from_u64(28)),
        second_moments: SecondMoments::Known(vec![0.01; net.layout().len()]),
        net,
        adapt: AdaptConfig {
            steps: 5,
            learning_rate: 1e-2,
            head_learning_rate: 1.5,
            optimizer: BodyOptimizer::Adam,
            views: 1,
            batch: None,
        },
        provenance: Provenance::default(),
        precision: weights::Precision::Half,
        population: None,
        calibration: None,
    }
}

/// The losses, and then for each query the probabilities and the unlikeness.
fn tiny_answers() -> Vec<Vec<f32>> {
    let mut learner = Learner::new(weights::read(&weights::write(&tiny_weights())).unwrap());
    let (examples, queries) = common::tiny_task();
    let mut rows = vec![learner.adapt(&examples, None).unwrap()];
    for query in &queries {
        let answer = learner.classify(query).unwrap();
        rows.push(answer.probabilities);
        rows.last_mut().unwrap().push(answer.unlike);
    }
    rows
}

#[test]
fn the_fixtures_for_the_browser_are_what_is_computed_natively() {
    let (file, rows) = (weights::write(&tiny_weights()), tiny_answers());
    if std::env::var_os("REGENERATE").is_some() {
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
        std::fs::write(format!("{fixtures}/tiny.safetensors"), &file).unwrap();
        let lines: Vec<String> =
            (rows.iter()).map(|row| serde_json::to_string(row).unwrap()).collect();
        let json = format!("[\n{}\n]\n", lines.join(",\n"));
        std::fs::write(format!("{fixtures}/tiny.json"), json).unwrap();
        return;
    }
    assert!(file == common::TINY_WEIGHTS, "tiny.safetensors is another file");
    let known: Vec<Vec<f32>> = serde_json::from_str(common::TINY_ANSWERS).unwrap();
    assert_eq!(rows.len(), known.len());
    assert_same(&rows, &known, 1e-6);
}
