//! Fits how sure the answers of a weights file are, on classes that it was trained on.

mod fit;

use std::sync::Arc;

use fit::{Answer, Coefficients, fit};

use super::measure::{Measurement, Outcome, Protocol};
use super::redraw;
use crate::data::{EpisodeConfig, Pool};
use crate::learner::Classification;
use crate::weights::{self, Calibration, Weights};
use crate::{Code, Error, Result};

/// The tasks to fit on, in each style: classes, examples a class, and how many episodes of them.
const TASKS: [(usize, usize, usize); 8] = [
    (2, 1, 300),
    (3, 1, 300),
    (5, 1, 150),
    (10, 1, 50),
    (20, 1, 25),
    (3, 3, 100),
    (3, 5, 100),
    (5, 5, 50),
];
/// Of the answers to drawings of the classes, so many may be called unlike.
const CALLED_UNLIKE: f64 = 0.05;
/// So many of the answers that are called sure are right, at least, where one drawing of five is of none of the
/// classes.
const RIGHT_IF_SURE: f64 = 0.95;
const OF_NO_CLASS: f64 = 0.2;

/// The calibration that fits best, by the log-likelihood of the true classes, in tasks of 2 to 20
/// classes of each of the pools. All pools count alike: characters, say, and sketches.
///
/// *Errors*: `bad-weights` for a file that is none, `bad-data` if no pool has 2 classes of 2 drawings.
pub fn calibrate(file: &[u8], pools: &[&Pool], seed: u64) -> Result<Calibration> {
    let plain = weights::write(&Weights { calibration: None, ..weights::read(file)? });
    let mut answers = Vec::new();
    for pool in pools.iter().flat_map(|pool| in_all_styles(pool)) {
        for (ways, shots, episodes) in TASKS {
            // A pool with few classes, or a class of few drawings, leaves out the larger tasks.
            let Ok(source) = (EpisodeConfig { ways, shots, queries: 1 }).check(&pool) else {
                continue;
            };
            let protocol = Protocol::default();
            let figures =
                Measurement { source, episodes, seed, protocol }.prepare()?.measure(&plain)?;
            answers.extend(answers_of(&figures.outcomes, [ways, shots]));
        }
    }
    if answers.is_empty() {
        let message = "too few classes or drawings to calibrate on: at least 2 classes of 2";
        return Err(Error::new(Code::BadData, message));
    }
    let coefficients = fit(&answers);
    let (sure_from, most_unlike) = bounds(&coefficients, &answers);
    let [constant, ways, shots, unlike] = coefficients.terms.map(|value| value as f32);
    let features = coefficients.features.iter().map(|&value| value as f32).collect();
    Ok(Calibration { constant, ways, shots, unlike, features, sure_from, most_unlike })
}

/// The pool as it was read, as small images with thin lines, and as smooth lines. Otherwise the features would
/// tell one data set from another by how its images were made, which says nothing about what a visitor draws.
fn in_all_styles(pool: &Pool) -> [Pool; 3] {
    [pool.clone(), pool.redrawn(redraw::small), pool.redrawn(redraw::smooth)]
}

/// The answers of a task. All tasks count alike, however many queries they have.
fn answers_of(outcomes: &[Outcome], size: [usize; 2]) -> Vec<Answer> {
    let [ways, shots] = size.map(|size| (size as f64).ln());
    let count = |len: fn(&Outcome) -> usize| outcomes.iter().map(len).sum::<usize>() as f64;
    let weight = 1.0 / count(|outcome| outcome.answers.len());
    let of_no_class = OF_NO_CLASS / (1.0 - OF_NO_CLASS) / count(|outcome| outcome.outsiders.len());
    let answer = |answer: &Classification, truth, task_embedding: &Arc<[f32]>| Answer {
        logits: (answer.probabilities.iter())
            .map(|&p| f64::from(p.max(f32::MIN_POSITIVE)).ln())
            .collect(),
        truth,
        terms: [1.0, ways, shots, answer.unlike.into()],
        task_embedding: task_embedding.clone(),
        margin: answer.margin,
        weight: if truth.is_some() { weight } else { of_no_class },
    };
    let mut answers = Vec::new();
    for outcome in outcomes {
        let embedding = Arc::from(outcome.task_embedding.as_slice());
        let known = outcome.answers.iter().map(|(known, truth)| (known, Some(*truth)));
        let unknown = outcome.outsiders.iter().map(|unknown| (unknown, None));
        answers.extend(known.chain(unknown).map(|(of, truth)| answer(of, truth, &embedding)));
    }
    answers
}

/// The trust from which an answer is sure, and how unlike all examples a drawing may be.
fn bounds(coefficients: &Coefficients, answers: &[Answer]) -> (f32, f32) {
    let known = answers.iter().filter(|answer| answer.truth.is_some());
    let mut unlike: Vec<f64> = known.map(|answer| answer.terms[3]).collect();
    unlike.sort_by(f64::total_cmp);
    let most_unlike = unlike[((1.0 - CALLED_UNLIKE) * (unlike.len() - 1) as f64) as usize];
    let mut trusted: Vec<(f32, f64, bool)> = (answers.iter())
        .filter(|answer| answer.terms[3] <= most_unlike)
        .map(|answer| {
            let probabilities = answer.probabilities(coefficients);
            let probabilities: Vec<f32> = probabilities.iter().map(|&p| p as f32).collect();
            let top = probabilities.iter().fold(0.0_f32, |top, &p| top.max(p));
            let is_right = answer.truth.is_some_and(|truth| probabilities[truth] == top);
            let trust = Calibration::trust(&probabilities, answer.terms[3] as f32, answer.margin);
            (trust, answer.weight, is_right)
        })
        .collect();
    trusted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut all) = (0.0, 0.0);
    let mut sure_from: f32 = 0.99;
    for (i, (trust, weight, is_right)) in trusted.iter().enumerate() {
        all += weight;
        right += if *is_right { *weight } else { 0.0 };
        // Answers of one trust are all sure, or none is.
        let is_last = trusted.get(i + 1).is_none_or(|(next, ..)| next < trust);
        if is_last && *trust > 0.5 && right >= RIGHT_IF_SURE * all {
            sure_from = sure_from.min(*trust);
        }
    }
    (sure_from, most_unlike as f32)
}

#[cfg(test)]
mod tests {
    use super::fit::tests::answers;
    use super::*;

    fn bounds_of(answers: &[Answer]) -> (f32, f32) {
        bounds(&Coefficients { terms: [0.0; 4], features: Vec::new() }, answers)
    }

    #[test]
    fn sure_answers_are_right_as_often_as_asked_for() {
        let all: Vec<Answer> =
            [answers(5.0, 0.2, 99, 1), answers(1.0, 0.3, 60, 40)].into_iter().flatten().collect();
        let (sure_from, most_unlike) = bounds_of(&all);
        let sure = 1.0 / (1.0 + (-5.0_f32).exp());
        assert!(sure_from <= sure && sure_from > 0.75, "{sure_from}");
        assert!((0.2..=0.3).contains(&most_unlike), "{most_unlike}");
    }

    #[test]
    fn drawings_of_no_class_make_the_bound_stricter() {
        // Likely classes all of them; of those that are less like an example, half are of no class.
        let known = || [answers(5.0, 0.2, 50, 0), answers(5.0, 0.5, 50, 0)].into_iter().flatten();
        let unknown = answers(5.0, 0.5, 50, 0).into_iter();
        let unknown = unknown.map(|answer| Answer { truth: None, ..answer });
        let without = bounds_of(&known().collect::<Vec<_>>());
        let with = bounds_of(&known().chain(unknown).collect::<Vec<_>>());
        assert!(without.0 < 0.75 && with.0 > 0.95, "{without:?}, {with:?}");
        assert_eq!(with.1, without.1);
    }
}
