//! What a browser holds, natively: learning from examples, and classifying.

#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::{SYMBOLS, symbol};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use reptile_sketch::Code;
use reptile_sketch::learner::Learner;
use reptile_sketch::net::{ConvNetConfig, Norm};
use reptile_sketch::sketch::Image;
use reptile_sketch::weights::{self, AdaptConfig, Provenance, SecondMoments, Weights};

type Examples = Vec<(Image, usize)>;

fn pretrained() -> Learner {
    Learner::new(Weights::pretrained())
}

/// One drawing of each of the first symbols, by the first hand.
fn one_shot(ways: usize) -> Examples {
    let example = |class: usize| (symbol(SYMBOLS[class], 0), class);
    (0..ways).map(example).collect()
}

/// The probabilities of the first symbols drawn by the second hand, a row each.
fn answers(learner: &Learner, queries: usize) -> Vec<Vec<f32>> {
    let answer = |class: usize| {
        let query = symbol(SYMBOLS[class], 1);
        learner.classify(&query).unwrap().probabilities
    };
    (0..queries).map(answer).collect()
}

fn adapted(examples: &[(Image, usize)], steps: Option<usize>) -> Learner {
    let mut learner = pretrained();
    learner.adapt(examples, steps).unwrap();
    learner
}

#[track_caller]
fn assert_same(left: &[Vec<f32>], right: &[Vec<f32>], tolerance: f32) {
    for (left, right) in left.iter().flatten().zip(right.iter().flatten()) {
        assert!((left - right).abs() <= tolerance, "{left} is not {right}");
    }
}

/// All orders of `0..len`.
fn permutations(len: usize) -> Vec<Vec<usize>> {
    if len == 0 {
        return vec![vec![]];
    }
    let shorter = permutations(len - 1);
    let insert = |order: &Vec<usize>, place: usize| {
        let mut order = order.clone();
        order.insert(place, len - 1);
        order
    };
    (shorter.iter())
        .flat_map(|order| (0..len).map(move |place| insert(order, place)))
        .collect()
}

#[test]
fn before_the_first_step_every_class_is_equally_likely_whatever_their_number() {
    for ways in 2..=20 {
        let learner = adapted(&one_shot(ways), Some(0));
        for row in answers(&learner, 3) {
            assert_eq!(row.len(), ways);
            assert!(row.iter().all(|p| *p == row[0]), "{ways} ways: {row:?}");
            assert!((row[0] - 1.0 / ways as f32).abs() < 1e-6);
        }
    }
}

#[test]
fn two_five_and_twenty_classes_work_and_their_probabilities_add_up_to_one() {
    for ways in [2, 5, 20] {
        for row in answers(&adapted(&one_shot(ways), None), ways) {
            assert_eq!(row.len(), ways);
            assert!(row.iter().all(|p| (0.0..=1.0).contains(p)), "{row:?}");
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{row:?}");
        }
    }
}

/// The most likely class.
fn top(row: &[f32]) -> usize {
    (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap()
}

#[test]
fn a_circle_a_cross_and_a_zigzag_by_other_hands_are_told_apart() {
    let learner = adapted(&one_shot(3), None);
    for (class, hand) in (0..3).flat_map(|class| [(class, 1), (class, 2)]) {
        let row = learner.classify(&symbol(SYMBOLS[class], hand)).unwrap().probabilities;
        assert!(row[class] > 0.8, "{} by hand {hand}: {row:?}", SYMBOLS[class]);
    }
}

#[test]
fn most_of_twenty_symbols_by_other_hands_are_known() {
    let learner = adapted(&one_shot(20), None);
    let is_known = |&(class, hand): &(usize, usize)| {
        top(&learner.classify(&symbol(SYMBOLS[class], hand)).unwrap().probabilities) == class
    };
    let queries = (0..20).flat_map(|class| [(class, 1), (class, 2)]);
    let known = queries.filter(is_known).count();
    assert!(known >= 36, "{known} of 40");
}

#[test]
fn a_drawing_is_less_unlike_its_class_than_a_drawing_of_none() {
    let learner = adapted(&one_shot(3), None);
    let unlike = |name, hand| learner.classify(&symbol(name, hand)).unwrap().unlike;
    assert!(unlike("circle", 0).abs() < 0.05, "{}", unlike("circle", 0));
    let known = unlike("cross", 1);
    let unknown = unlike("ladder", 1);
    assert!(known < unknown, "{known} of a cross, {unknown} of a ladder");
}

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
    assert_eq!(
        learner.adapt(&one_shot(2), Some(100)).unwrap().len(),
        100 + 1
    );
    let error = learner.adapt(&one_shot(2), Some(101)).unwrap_err();
    assert_eq!(error.code(), Code::BadSetting, "{error}");
}

#[test]
fn classifying_before_adapting_has_no_support() {
    let error = pretrained().classify(&symbol("cross", 0)).unwrap_err();
    assert_eq!(error.code(), Code::NoSupport);
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

#[test]
fn swapping_two_examples_swaps_two_probabilities() {
    for ways in [2, 3, 5, 20] {
        let before = answers(&adapted(&one_shot(ways), None), 3);
        let mut swapped = one_shot(ways);
        (swapped[0].1, swapped[1].1) = (1, 0);
        let mut after = answers(&adapted(&swapped, None), 3);
        after.iter_mut().for_each(|row| row.swap(0, 1));
        assert_same(&before, &after, 1e-5);
    }
}

#[test]
fn every_order_of_five_classes_gives_the_same_answer() {
    let before = answers(&adapted(&one_shot(5), None), 2);
    for order in permutations(5) {
        let examples: Examples = one_shot(5)
            .into_iter()
            .map(|(image, class)| (image, order[class]))
            .collect();
        let after = answers(&adapted(&examples, None), 2);
        let as_before: Vec<Vec<f32>> = (after.iter())
            .map(|row| order.iter().map(|&class| row[class]).collect())
            .collect();
        assert_same(&before, &as_before, 1e-5);
    }
}

#[test]
fn several_shots_in_any_order_give_the_same_answer() {
    let shots = [(0, 0), (0, 1), (0, 2), (1, 0), (2, 1), (2, 2)];
    let examples: Examples = shots
        .iter()
        .map(|&(class, hand)| (symbol(SYMBOLS[class], hand), class))
        .collect();
    let before = answers(&adapted(&examples, None), 3);
    assert_eq!(before[0].len(), 3);
    let orders = permutations(examples.len());
    for order in orders.iter().step_by(17) {
        let shuffled: Examples = order.iter().map(|&i| examples[i]).collect();
        assert_same(&before, &answers(&adapted(&shuffled, None), 3), 1e-5);
    }
}

#[test]
fn one_drawing_as_the_example_of_two_classes_makes_them_equally_likely() {
    let circle = symbol("circle", 0);
    for examples in [
        vec![(circle, 0), (circle, 1), (symbol("cross", 0), 2)],
        vec![(circle, 2), (symbol("cross", 0), 0), (circle, 1)],
    ] {
        let twins: Vec<usize> = (0..3)
            .filter(|class| examples.contains(&(circle, *class)))
            .collect();
        for row in answers(&adapted(&examples, None), 3) {
            let difference = row[twins[0]] - row[twins[1]];
            assert!(difference.abs() <= 1e-5, "{row:?}");
        }
    }
}

#[test]
fn adapting_again_leaves_nothing_of_the_first_time() {
    let mut learner = adapted(&one_shot(5), None);
    let others: Examples = (0..3)
        .map(|class| (symbol(SYMBOLS[9 - class], 2), class))
        .collect();
    let losses = learner.adapt(&others, None).unwrap();
    let mut fresh = pretrained();
    assert_eq!(losses, fresh.adapt(&others, None).unwrap());
    assert_eq!(answers(&learner, 5), answers(&fresh, 5));
}

#[test]
fn reverting_goes_back_to_what_was_learned_before_and_then_to_nothing() {
    let mut learner = adapted(&one_shot(5), None);
    let before = answers(&learner, 5);
    learner.adapt(&one_shot(3), None).unwrap();
    assert_eq!(answers(&learner, 1)[0].len(), 3);
    learner.revert();
    assert_eq!(answers(&learner, 5), before);
    learner.revert();
    let error = learner.classify(&symbol("cross", 0)).unwrap_err();
    assert_eq!(error.code(), Code::NoSupport);
    learner.revert();
    learner.adapt(&one_shot(5), None).unwrap();
    assert_eq!(answers(&learner, 5), before);
}

#[test]
fn adapting_that_fails_leaves_what_was_learned_and_what_was_before() {
    let mut learner = adapted(&one_shot(3), None);
    let first = answers(&learner, 3);
    learner.adapt(&one_shot(5), None).unwrap();
    let second = answers(&learner, 5);
    for (examples, steps) in [(one_shot(1), None), (one_shot(4), Some(101))] {
        let error = learner.adapt(&examples, steps).unwrap_err();
        assert_eq!(error.code(), Code::BadSetting, "{error}");
        assert_eq!(answers(&learner, 5), second);
    }
    learner.revert();
    assert_eq!(answers(&learner, 3), first);
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
        assert!(pretrained().adapt(&spoilt, None).is_err(), "{bad}");
    }
}

#[test]
fn drawings_classified_together_share_their_normalisation() {
    let learner = adapted(&one_shot(3), None);
    let queries = [symbol("circle", 1), symbol("ladder", 1)];
    let together = learner.classify_batch(&queries).unwrap();
    let alone = learner.classify(&queries[0]).unwrap();
    assert_eq!(together.len(), 2);
    assert_ne!(together[0], alone);
    assert_eq!(learner.classify_batch(&queries[..1]).unwrap(), [alone]);
    assert_eq!(learner.classify_batch(&[]).unwrap(), []);
}

/// Weights that any machine makes alike; their second moments are like those of trained ones.
fn tiny_weights() -> Weights {
    let net = ConvNetConfig {
        side_px: 28,
        filters: vec![5, 9, 6],
        norm: Norm::Batch,
    };
    let net = net.check().unwrap();
    Weights {
        parameters: net.initialize(&mut ChaCha8Rng::seed_from_u64(28)),
        second_moments: SecondMoments::Known(vec![0.01; net.layout().len()]),
        net,
        adapt: AdaptConfig {
            steps: 5,
            learning_rate: 1e-2,
            head_learning_rate: 1.5,
        },
        provenance: Provenance::default(),
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
        let lines: Vec<String> = (rows.iter())
            .map(|row| serde_json::to_string(row).unwrap())
            .collect();
        let json = format!("[\n{}\n]\n", lines.join(",\n"));
        std::fs::write(format!("{fixtures}/tiny.json"), json).unwrap();
        return;
    }
    assert!(file == common::TINY_WEIGHTS, "tiny.safetensors is another file");
    let known: Vec<Vec<f32>> = serde_json::from_str(common::TINY_ANSWERS).unwrap();
    assert_eq!(rows.len(), known.len());
    assert_same(&rows, &known, 1e-6);
}
