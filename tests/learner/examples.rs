//! Learners and examples for the tests.

use reptile_sketch::learner::Learner;
use reptile_sketch::sketch::Image;
use reptile_sketch::weights::Weights;

use crate::common::{SYMBOLS, symbol};

pub type Examples = Vec<(Image, usize)>;

pub fn pretrained() -> Learner {
    Learner::new(Weights::pretrained())
}

/// One drawing of each of the first symbols, by the first hand.
pub fn one_shot(ways: usize) -> Examples {
    let example = |class: usize| (symbol(SYMBOLS[class], 0), class);
    (0..ways).map(example).collect()
}

/// The probabilities of the first symbols drawn by the second hand, a row each.
pub fn answers(learner: &mut Learner, queries: usize) -> Vec<Vec<f32>> {
    let answer = |class: usize| {
        let query = symbol(SYMBOLS[class], 1);
        learner.classify(&query).unwrap().probabilities
    };
    (0..queries).map(answer).collect()
}

pub fn adapted(examples: &[(Image, usize)], steps: Option<usize>) -> Learner {
    let mut learner = pretrained();
    learner.adapt(examples, steps).unwrap();
    learner
}

#[track_caller]
pub fn assert_same(left: &[Vec<f32>], right: &[Vec<f32>], tolerance: f32) {
    for (left, right) in left.iter().flatten().zip(right.iter().flatten()) {
        assert!((left - right).abs() <= tolerance, "{left} is not {right}");
    }
}
