//! Fits how sure the answers of a weights file are, on classes that it was trained on.

use rayon::prelude::*;

use super::measure::{Measurement, Outcome, Protocol};
use crate::data::{EpisodeConfig, Pool};
use crate::learner::Classification;
use crate::weights::{self, Calibration, Weights};
use crate::{Code, Error, Result};

/// The tasks to fit on: classes, examples a class, and how many episodes of them.
const TASKS: [(usize, usize, usize); 8] = [
    (2, 1, 600),
    (3, 1, 600),
    (5, 1, 300),
    (10, 1, 100),
    (20, 1, 50),
    (3, 3, 200),
    (3, 5, 200),
    (5, 5, 100),
];
/// Steps of gradient descent on the coefficients, and their length.
const STEPS: usize = 2400;
const RATE: f64 = 0.3;
/// Of the answers to drawings of the classes, so many may be called unlike.
const CALLED_UNLIKE: f64 = 0.05;
/// So many of the answers that are called sure are right, at least, where one drawing of five is of none of the
/// classes.
const RIGHT_IF_SURE: f64 = 0.95;
const OF_NO_CLASS: f64 = 0.2;

/// An answer before calibration.
struct Answer {
    /// Logarithms of the probabilities: the logits, up to a constant.
    logits: Vec<f64>,
    /// None for a drawing of none of the classes.
    truth: Option<usize>,
    /// What the exponent is linear in: 1, ln ways, ln shots, unlike.
    terms: [f64; 4],
    margin: f32,
    /// Answers of tasks with many queries do not count for more than those of tasks with few.
    weight: f64,
}

/// The calibration that fits best, by the log-likelihood of the true classes, in tasks of 2 to 20
/// classes of each of the pools. All pools count alike: characters, say, and sketches.
///
/// *Errors*: `bad-weights` for a file that is none, `bad-data` if no pool has 2 classes of 2 drawings.
pub fn calibrate(file: &[u8], pools: &[&Pool], seed: u64) -> Result<Calibration> {
    let plain = weights::write(&Weights { calibration: None, ..weights::read(file)? });
    let mut answers = Vec::new();
    for pool in pools {
        for (ways, shots, episodes) in TASKS {
            // A pool with few classes, or a class of few drawings, leaves out the larger tasks.
            let Ok(source) = (EpisodeConfig { ways, shots, queries: 1 }).check(pool) else {
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
    let [constant, ways, shots, unlike] = fit(&answers).map(|value| value as f32);
    let plain = Calibration { constant, ways, shots, unlike, ..Calibration::default() };
    Ok(with_bounds(plain, &answers))
}

/// The answers of a task. All tasks count alike, however many queries they have.
fn answers_of(outcomes: &[Outcome], size: [usize; 2]) -> Vec<Answer> {
    let [ways, shots] = size.map(|size| (size as f64).ln());
    let queries = || outcomes.iter().flat_map(|outcome| &outcome.answers);
    let outsiders = || outcomes.iter().flat_map(|outcome| &outcome.outsiders);
    let answer = |answer: &Classification, truth, weight| Answer {
        logits: (answer.probabilities.iter())
            .map(|&p| f64::from(p.max(f32::MIN_POSITIVE)).ln())
            .collect(),
        truth,
        terms: [1.0, ways, shots, answer.unlike.into()],
        margin: answer.margin,
        weight,
    };
    let weight = 1.0 / queries().count() as f64;
    let of_no_class = OF_NO_CLASS / (1.0 - OF_NO_CLASS) / outsiders().count() as f64;
    queries()
        .map(|(known, truth)| answer(known, Some(*truth), weight))
        .chain(outsiders().map(|unknown| answer(unknown, None, of_no_class)))
        .collect()
}

/// Gradient descent on the mean negative log-likelihood, which is smooth and has four unknowns.
fn fit(answers: &[Answer]) -> [f64; 4] {
    // A drawing of no class says nothing about how likely each class is.
    let answers: Vec<(&Answer, usize)> =
        answers.iter().filter_map(|answer| Some((answer, answer.truth?))).collect();
    let total: f64 = answers.iter().map(|(answer, _)| answer.weight).sum();
    let mut coefficients = [0.0; 4];
    for _ in 0..STEPS {
        // Collected before it is summed, so that rounding does not depend on threads.
        let gradients: Vec<[f64; 4]> = answers
            .par_iter()
            .map(|(answer, truth)| answer.gradient(&coefficients, *truth))
            .collect();
        for (i, coefficient) in coefficients.iter_mut().enumerate() {
            let sum: f64 = gradients.iter().map(|gradient| gradient[i]).sum();
            *coefficient -= RATE * sum / total;
        }
    }
    coefficients
}

impl Answer {
    fn factor(&self, coefficients: &[f64; 4]) -> f64 {
        self.terms.iter().zip(coefficients).map(|(term, c)| term * c).sum::<f64>().exp()
    }

    fn probabilities(&self, coefficients: &[f64; 4]) -> Vec<f64> {
        let factor = self.factor(coefficients);
        let most = self.logits.iter().fold(f64::MIN, |most, &logit| most.max(logit));
        let raised: Vec<f64> =
            self.logits.iter().map(|logit| (factor * (logit - most)).exp()).collect();
        let sum: f64 = raised.iter().sum();
        raised.into_iter().map(|value| value / sum).collect()
    }

    /// Of the negative log-likelihood, by the coefficients.
    fn gradient(&self, coefficients: &[f64; 4], truth: usize) -> [f64; 4] {
        let expected: f64 = (self.probabilities(coefficients).iter())
            .zip(&self.logits)
            .map(|(probability, logit)| probability * logit)
            .sum();
        let by_exponent = self.factor(coefficients) * (expected - self.logits[truth]);
        self.terms.map(|term| self.weight * by_exponent * term)
    }
}

/// The bounds between sure, unsure and unlike.
fn with_bounds(calibration: Calibration, answers: &[Answer]) -> Calibration {
    let coefficients =
        [calibration.constant, calibration.ways, calibration.shots, calibration.unlike]
            .map(f64::from);
    let known = answers.iter().filter(|answer| answer.truth.is_some());
    let mut unlike: Vec<f64> = known.map(|answer| answer.terms[3]).collect();
    unlike.sort_by(f64::total_cmp);
    let most_unlike = unlike[((1.0 - CALLED_UNLIKE) * (unlike.len() - 1) as f64) as usize];
    let mut trusted: Vec<(f32, f64, bool)> = (answers.iter())
        .filter(|answer| answer.terms[3] <= most_unlike)
        .map(|answer| {
            let probabilities = answer.probabilities(&coefficients);
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
    Calibration { sure_from, most_unlike: most_unlike as f32, ..calibration }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of two kinds: logits that are right to be twice as far apart, and half as far.
    fn answers(far: f64, unlike: f64, right: usize, wrong: usize) -> Vec<Answer> {
        let answer = |truth| Answer {
            truth: Some(truth),
            logits: vec![0.0, -far],
            terms: [1.0, 2.0_f64.ln(), 0.0, unlike],
            margin: 0.5,
            weight: 1.0 / (right + wrong) as f64,
        };
        (0..right).map(|_| answer(0)).chain((0..wrong).map(|_| answer(1))).collect()
    }

    #[test]
    fn answers_become_as_sure_as_they_are_right() {
        let all: Vec<Answer> =
            [answers(1.0, 0.2, 90, 10), answers(1.0, 0.8, 60, 40)].into_iter().flatten().collect();
        let coefficients = fit(&all);
        let near = all[0].probabilities(&coefficients)[0];
        let far = all[100].probabilities(&coefficients)[0];
        assert!((near - 0.9).abs() < 0.02, "{near}");
        assert!((far - 0.6).abs() < 0.02, "{far}");
    }

    #[test]
    fn sure_answers_are_right_as_often_as_asked_for() {
        let all: Vec<Answer> =
            [answers(5.0, 0.2, 99, 1), answers(1.0, 0.3, 60, 40)].into_iter().flatten().collect();
        let bounds = with_bounds(Calibration::default(), &all);
        let sure = all[0].probabilities(&[0.0; 4])[0] as f32;
        assert!(bounds.sure_from <= sure && bounds.sure_from > 0.75, "{bounds:?}");
        assert!((0.2..=0.3).contains(&bounds.most_unlike), "{bounds:?}");
    }

    #[test]
    fn drawings_of_no_class_make_the_bound_stricter() {
        // Likely classes all of them; of those that are less like an example, half are of no class.
        let known = || [answers(5.0, 0.2, 50, 0), answers(5.0, 0.5, 50, 0)].into_iter().flatten();
        let unknown = answers(5.0, 0.5, 50, 0).into_iter();
        let unknown = unknown.map(|answer| Answer { truth: None, ..answer });
        let without = with_bounds(Calibration::default(), &known().collect::<Vec<_>>());
        let with = with_bounds(Calibration::default(), &known().chain(unknown).collect::<Vec<_>>());
        assert!(without.sure_from < 0.75 && with.sure_from > 0.95, "{without:?}, {with:?}");
        assert_eq!(with.most_unlike, without.most_unlike);
    }
}
