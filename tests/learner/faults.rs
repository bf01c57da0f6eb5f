//! What a learner refuses.

use reptile_sketch::Code;
use reptile_sketch::learner::Learner;
use reptile_sketch::net::ConvNetConfig;
use reptile_sketch::weights::{AdaptConfig, SecondMoments, Weights};

use crate::common::symbol;
use crate::examples::*;
use crate::fixtures::tiny_weights;

#[test]
fn the_number_of_classes_must_be_from_2_to_20() {
    let mut learner = pretrained();
    let circle = symbol("circle", 0);
    let many: Examples = (0..21).map(|class| (circle, class)).collect();
    for examples in [&many[..0], &many[..1], &many[..]] {
        let error = learner.adapt(examples, None).unwrap_err();
        assert_eq!(error.code(), Code::BadSetting, "{error}");
    }
    learner.adapt(&many[..20], Some(1)).unwrap();
}

#[test]
fn a_class_without_an_example_is_a_bad_setting() {
    let mut gap = one_shot(3);
    gap[1].1 = 3;
    let error = pretrained().adapt(&gap, None).unwrap_err();
    assert_eq!(error.code(), Code::BadSetting, "{error}");
    gap[1].1 = usize::MAX - 1;
    let error = pretrained().adapt(&gap, None).unwrap_err();
    assert_eq!(error.code(), Code::BadSetting, "{error}");
}

#[test]
fn a_class_beyond_all_numbers_is_a_bad_setting() {
    let mut examples = one_shot(3);
    examples[2].1 = usize::MAX;
    let error = pretrained().adapt(&examples, None).unwrap_err();
    assert_eq!(error.code(), Code::BadSetting, "{error}");
}

#[test]
fn a_hundred_steps_are_taken_and_one_more_is_a_bad_setting() {
    let mut learner = pretrained();
    assert_eq!(learner.adapt(&one_shot(2), Some(100)).unwrap().len(), 100 + 1);
    let error = learner.adapt(&one_shot(2), Some(101)).unwrap_err();
    assert_eq!(error.code(), Code::BadSetting, "{error}");
}

#[test]
fn classifying_before_adapting_has_no_support() {
    let error = pretrained().classify(&symbol("cross", 0)).unwrap_err();
    assert_eq!(error.code(), Code::NoSupport);
    assert_eq!(pretrained().task_embedding().unwrap_err().code(), Code::NoSupport);
}

#[test]
fn a_loss_that_is_not_finite_has_diverged_even_after_the_last_step() {
    // The first step moves the head alone; the second throws the body beyond all numbers.
    for steps in 2..5 {
        let mut weights = tiny_weights();
        weights.adapt.learning_rate = f32::MAX;
        weights.second_moments = SecondMoments::Known(vec![1e-30; weights.parameters.len()]);
        let error = Learner::new(weights).adapt(&one_shot(3), Some(steps)).unwrap_err();
        assert_eq!(error.code(), Code::Diverged, "{steps} steps: {error}");
    }
}

#[test]
fn a_pixel_that_is_no_number_is_an_error_and_no_answer() {
    for bad in [f32::NAN, f32::INFINITY] {
        let mut spoilt = one_shot(3);
        spoilt[1].0[300] = bad;
        assert_eq!(pretrained().adapt(&spoilt, None).unwrap_err().code(), Code::BadImage, "{bad}");
        let mut learner = adapted(&one_shot(3), None);
        let query = spoilt[1].0;
        assert_eq!(learner.classify(&query).unwrap_err().code(), Code::BadImage, "{bad}");
        let batch = learner.classify_batch(&[one_shot(1)[0].0, query]);
        assert_eq!(batch.unwrap_err().code(), Code::BadImage, "{bad}");
    }
}

#[test]
fn weights_that_no_file_holds_make_no_learner() {
    let colour = ConvNetConfig { channels: 3, ..ConvNetConfig::grey(28, &[2]) }.check().unwrap();
    let colour = Weights {
        parameters: colour.initialize_by_seed(0),
        net: colour,
        second_moments: SecondMoments::Unknown,
        ..tiny_weights()
    };
    let with_views = |weights: Weights, views| {
        let adapt = AdaptConfig { views, ..weights.adapt.clone() };
        Weights { adapt, ..weights }
    };
    let mut short = tiny_weights();
    short.parameters.pop();
    Learner::new(with_views(colour.clone(), 1));
    Learner::new(with_views(tiny_weights(), 8));
    for weights in [with_views(colour, 8), with_views(tiny_weights(), 0), short] {
        assert!(std::panic::catch_unwind(|| Learner::new(weights)).is_err());
    }
}
