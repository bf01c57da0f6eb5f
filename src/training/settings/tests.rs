use std::ops::ControlFlow;

use super::*;
use crate::sketch::Strokes;
use crate::training::MetaTraining;

fn pool() -> Pool {
    let line = |end: usize| Strokes::new(vec![vec![[0.0, 0.0], [1.0, end as f32]]]).unwrap();
    Pool::from_sketches("lines", (0..6).map(|i| ((i / 2).to_string(), line(i).into())))
}

fn refused(settings: Settings, why: &str) {
    let settings = Settings { ways: 2, filters: vec![2], ..settings };
    let error = MetaTraining::new(settings, &[], &pool()).err().unwrap();
    assert_eq!(error.code(), Code::BadSetting);
    assert!(error.message().contains(why), "{error}");
}

#[test]
fn what_would_be_passed_over_or_spoil_the_weights_is_refused_before_a_run() {
    let settings = Settings::default;
    refused(Settings { train_shots: Some(2), ..settings() }, "train_shots and inner_batch");
    refused(Settings { inner_batch: Some(2), ..settings() }, "train_shots and inner_batch");
    for prior_weight in [-1.0, f32::NAN, f32::INFINITY] {
        refused(Settings { prior_weight, ..settings() }, "prior_weight is");
    }
    refused(Settings { inner_steps: 101, ..settings() }, "inner_steps is 101");
    let why =
        "network is mini-imagenet; it must be another for lines, drawing 0, an image of 784 values";
    refused(Settings { network: Network::MiniImagenet, ..settings() }, why);
}

#[test]
fn a_checkpoint_of_other_parameters_is_refused_and_the_run_goes_on() {
    let settings = Settings {
        ways: 2,
        drawings_per_step: 1,
        filters: vec![2],
        meta_iterations: 2,
        ..Settings::default()
    };
    let mut training = MetaTraining::new(settings, &[], &pool()).unwrap();
    let mut checkpoint = training.checkpoint();
    checkpoint.theta.pop();
    assert_eq!(training.restore(checkpoint).unwrap_err().code(), Code::BadWeights);
    training.run(None, |_, _| Ok(ControlFlow::Continue(()))).unwrap();
}
