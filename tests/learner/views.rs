//! Drawings looked at in eight views: turned by quarters, and mirrored.

use reptile_sketch::learner::Learner;
use reptile_sketch::sketch::{Image, SIDE_PX};
use reptile_sketch::weights::{MAX_VIEWS, Weights};

use crate::common::{SYMBOLS, symbol};
use crate::examples::*;

/// The embedded weights, not calibrated, whose convolutions stay as they are.
fn learner(views: usize, keep: impl FnOnce(&mut Weights)) -> Learner {
    let mut weights = Weights::pretrained();
    weights.calibration = None;
    weights.adapt.learning_rate = 0.0;
    weights.adapt.views = views;
    keep(&mut weights);
    Learner::new(weights)
}

/// Turned so many quarters, and then mirrored.
fn turned(image: &Image, quarters: usize, mirrored: bool) -> Image {
    let mut image = *image;
    for _ in 0..quarters {
        let before = image;
        for (i, pixel) in image.iter_mut().enumerate() {
            *pixel = before[(SIDE_PX - 1 - i % SIDE_PX) * SIDE_PX + i / SIDE_PX];
        }
    }
    if mirrored {
        image.chunks_exact_mut(SIDE_PX).for_each(<[f32]>::reverse);
    }
    image
}

fn turned_all(examples: &Examples, quarters: usize, mirrored: bool) -> Examples {
    examples.iter().map(|(image, class)| (turned(image, quarters, mirrored), *class)).collect()
}

fn symmetries() -> impl Iterator<Item = (usize, bool)> {
    (0..4).flat_map(|quarters| [(quarters, false), (quarters, true)])
}

/// Two drawings of two symbols each, one of a third.
fn examples() -> Examples {
    let drawings = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 2)];
    drawings.map(|(class, hand)| (symbol(SYMBOLS[class], hand), class)).into()
}

#[test]
fn an_answer_is_the_geometric_mean_of_what_a_learner_in_each_view_says() {
    let query = symbol("cross", 1);
    let mut logs = [0.0; 3];
    let mut likeness = 0.0;
    for (quarters, mirrored) in symmetries() {
        let mut one = learner(1, |_| {});
        one.adapt(&turned_all(&examples(), quarters, mirrored), None).unwrap();
        let answer = one.classify(&turned(&query, quarters, mirrored)).unwrap();
        logs.iter_mut().zip(&answer.probabilities).for_each(|(log, p)| *log += p.ln() / 8.0);
        likeness += (1.0 - answer.unlike) / 8.0;
    }
    let sum: f32 = logs.iter().map(|log| log.exp()).sum();
    let mut all = learner(MAX_VIEWS, |_| {});
    all.adapt(&examples(), None).unwrap();
    let answer = all.classify(&query).unwrap();
    for (p, log) in answer.probabilities.iter().zip(logs) {
        assert!((p - log.exp() / sum).abs() < 1e-5, "{:?}, not {logs:?}", answer.probabilities);
    }
    // The nearest example is the same one in most views.
    assert!((1.0 - answer.unlike) - likeness < 1e-5, "{} {likeness}", answer.unlike);
    assert!((1.0 - answer.unlike) - likeness > -0.1, "{} {likeness}", answer.unlike);
}

#[test]
fn in_all_views_it_does_not_count_which_way_up_the_drawings_are() {
    let query = symbol("cross", 1);
    let answer = |views, quarters, mirrored| {
        let mut learner = learner(views, |_| {});
        learner.adapt(&turned_all(&examples(), quarters, mirrored), None).unwrap();
        learner.classify(&turned(&query, quarters, mirrored)).unwrap()
    };
    let (upright, one) = (answer(MAX_VIEWS, 0, false), answer(1, 0, false));
    for (quarters, mirrored) in symmetries() {
        let other = answer(MAX_VIEWS, quarters, mirrored);
        assert_same(std::slice::from_ref(&upright.probabilities), &[other.probabilities], 1e-5);
        assert!((upright.unlike - other.unlike).abs() < 1e-5);
    }
    assert!((one.unlike - answer(1, 1, false).unlike).abs() > 1e-3);
}

#[test]
fn drawings_are_normalised_together_in_each_view_or_with_what_their_examples_were() {
    for with_population in [true, false] {
        let keep = |weights: &mut Weights| {
            if !with_population {
                weights.population = None;
            }
        };
        let mut learner = learner(MAX_VIEWS, keep);
        learner.adapt(&examples(), None).unwrap();
        let queries = [symbol("circle", 2), symbol("cross", 1)];
        let together = learner.classify_batch(&queries).unwrap();
        for (query, answer) in queries.iter().zip(&together) {
            assert_ne!(&learner.classify(query).unwrap(), answer);
            assert!((answer.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        // An example is like itself in every view.
        let own = learner.classify(&examples()[0].0).unwrap().unlike;
        assert!(own.abs() < if with_population { 1e-5 } else { 0.05 }, "{own}");
    }
}
