//! What comes out: probabilities, losses and unlikeness.

use std::f32::consts::PI;

use reptile_sketch::sketch::Image;

use crate::common::{SYMBOLS, draw, symbol};
use crate::examples::*;

#[test]
fn before_the_first_step_every_class_is_equally_likely_whatever_their_number() {
    for ways in 2..=20 {
        let mut learner = adapted(&one_shot(ways), Some(0));
        for row in answers(&mut learner, 3) {
            assert_eq!(row.len(), ways);
            assert!(row.iter().all(|p| *p == row[0]), "{ways} ways: {row:?}");
            assert!((row[0] - 1.0 / ways as f32).abs() < 1e-6);
        }
    }
}

#[test]
fn two_five_and_twenty_classes_work_and_their_probabilities_add_up_to_one() {
    for ways in [2, 5, 20] {
        for row in answers(&mut adapted(&one_shot(ways), None), ways) {
            assert_eq!(row.len(), ways);
            assert!(row.iter().all(|p| (0.0..=1.0).contains(p)), "{row:?}");
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{row:?}");
        }
    }
}

#[test]
fn a_task_embedding_of_few_examples_counts_for_less_than_one_of_many() {
    for count in [2, 5, 20] {
        // The same drawing has the same features, of length 1, in each class.
        let examples: Vec<(Image, usize)> =
            (0..count).map(|class| (symbol("cross", 0), class)).collect();
        let learner = adapted(&examples, None);
        let embedding = learner.task_embedding().unwrap();
        let length = embedding.iter().map(|value| value * value).sum::<f32>().sqrt();
        let count = count as f32;
        assert!((length - count / (count + 6.0)).abs() < 1e-5, "{count} examples: {length}");
    }
}

/// The most likely class.
fn top(row: &[f32]) -> usize {
    (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap()
}

#[test]
fn a_circle_a_cross_and_a_zigzag_by_other_hands_are_told_apart() {
    let mut learner = adapted(&one_shot(3), None);
    for (class, hand) in (0..3).flat_map(|class| [(class, 1), (class, 2)]) {
        let row = learner.classify(&symbol(SYMBOLS[class], hand)).unwrap().probabilities;
        assert!(row[class] > 0.8, "{} by hand {hand}: {row:?}", SYMBOLS[class]);
    }
}

#[test]
fn most_of_twenty_symbols_by_other_hands_are_known() {
    let mut learner = adapted(&one_shot(20), None);
    let is_known = |&(class, hand): &(usize, usize)| {
        top(&learner.classify(&symbol(SYMBOLS[class], hand)).unwrap().probabilities) == class
    };
    let queries = (0..20).flat_map(|class| [(class, 1), (class, 2)]);
    let known = queries.filter(is_known).count();
    assert!(known >= 36, "{known} of 40");
}

#[test]
fn a_drawing_is_less_unlike_its_class_than_a_drawing_of_none() {
    let mut learner = adapted(&one_shot(3), None);
    let mut unlike = |name, hand| learner.classify(&symbol(name, hand)).unwrap().unlike;
    assert!(unlike("circle", 0).abs() < 0.05, "{}", unlike("circle", 0));
    let known = unlike("cross", 1);
    let unknown = unlike("ladder", 1);
    assert!(known < unknown, "{known} of a cross, {unknown} of a ladder");
}

#[test]
fn losses_start_at_chance_and_fall_and_there_is_one_more_than_steps() {
    for ways in [2, 3, 10, 20] {
        let losses = pretrained().adapt(&one_shot(ways), Some(7)).unwrap();
        assert_eq!(losses.len(), 7 + 1);
        let chance = ways as f32 * (ways as f32).ln();
        assert!((losses[0] - chance).abs() < 1e-4, "{} {chance}", losses[0]);
        assert!(losses.last().unwrap() < &(0.5 * chance), "{losses:?}");
        assert!(losses[1] < losses[0]);
    }
}

/// Happy, sad or flat: a face of which only the mouth says which it is.
fn face(mouth: &[[f32; 2]]) -> Image {
    let ring = (0..=32).map(|i| {
        let (sin, cos) = (i as f32 / 16.0 * PI).sin_cos();
        [50.0 + 42.0 * cos, 50.0 + 42.0 * sin]
    });
    let eyes = [vec![[30.0, 30.0]], vec![[70.0, 30.0]]];
    draw(eyes.into_iter().chain([mouth.to_vec(), ring.collect()]).collect())
}

#[test]
fn classes_that_are_nearly_alike_are_learned_step_by_step() {
    let examples = [
        [[30.0, 65.0], [50.0, 75.0], [70.0, 65.0]],
        [[30.0, 75.0], [50.0, 65.0], [70.0, 75.0]],
        [[30.0, 70.0], [50.0, 70.0], [70.0, 70.0]],
    ];
    let queries = [
        [[28.0, 63.0], [48.0, 76.0], [72.0, 66.0]],
        [[28.0, 77.0], [52.0, 64.0], [71.0, 74.0]],
        [[31.0, 71.0], [50.0, 70.0], [69.0, 69.0]],
    ];
    let examples: Vec<_> = examples.iter().enumerate().map(|(i, mouth)| (face(mouth), i)).collect();
    for steps in [None, Some(10), Some(20)] {
        let mut learner = pretrained();
        let losses = learner.adapt(&examples, steps).unwrap();
        assert!(losses.is_sorted_by(|before, after| after < before), "{losses:?}");
        for (class, mouth) in queries.iter().enumerate() {
            let row = learner.classify(&face(mouth)).unwrap().probabilities;
            assert_eq!(top(&row), class, "{row:?} after {steps:?} steps");
        }
    }
}

#[test]
fn drawings_classified_together_share_their_normalisation() {
    let mut learner = adapted(&one_shot(3), None);
    let queries = [symbol("circle", 1), symbol("ladder", 1)];
    let together = learner.classify_batch(&queries).unwrap();
    let alone = learner.classify(&queries[0]).unwrap();
    assert_eq!(together.len(), 2);
    assert_ne!(together[0], alone);
    assert_eq!(learner.classify_batch(&queries[..1]).unwrap(), [alone]);
    assert_eq!(learner.classify_batch(&[] as &[[f32; 784]]).unwrap(), []);
}

/// The word for an answer: sure, unsure or unlike.
fn word(examples: &[Image], drawing: &Image) -> &'static str {
    let examples: Vec<_> =
        examples.iter().enumerate().map(|(class, image)| (*image, class)).collect();
    let mut learner = pretrained();
    learner.adapt(&examples, None).unwrap();
    learner.classify(drawing).unwrap().confidence.name()
}

#[test]
fn alike_examples_and_strangers_are_never_a_sure_answer() {
    let equal = [symbol("house", 0); 3];
    assert_eq!(word(&equal, &symbol("house", 1)), "unsure");
    assert_eq!(word(&equal, &equal[0]), "unsure");
    let letters = ["tee", "cross", "fork"].map(|name| symbol(name, 0));
    assert_eq!(word(&letters, &symbol("cross", 1)), "sure");
    let smile = face(&[[30.0, 65.0], [50.0, 75.0], [70.0, 65.0]]);
    let scribble = (0..60).map(|i| {
        let t = i as f32;
        [50.0 + 40.0 * (2.4 * t).sin(), 50.0 + 40.0 * (1.7 * t + 0.02 * t * t).cos()]
    });
    let scribble = draw(vec![scribble.collect()]);
    assert_ne!(word(&letters, &smile), "sure");
    assert_ne!(word(&letters, &scribble), "sure");
    let shapes = ["circle", "square", "triangle"].map(|name| symbol(name, 0));
    assert_ne!(word(&shapes, &scribble), "sure");
}
