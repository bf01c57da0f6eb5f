//! Fits the factor of the logits: a temperature that depends on the task and on the drawing.

use std::sync::Arc;

use rayon::prelude::*;

/// Steps of gradient descent with momentum on the coefficients.
const STEPS: usize = 800;
const RATE: f64 = 0.1;
const MOMENTUM: f64 = 0.9;
/// Half of it times the squared coefficients of the features, scaled to be around 1, is added to the loss.
const PENALTY: f64 = 0.001;
/// Answers whose gradients are added up one after the other, so that rounding does not depend on threads.
const CHUNK: usize = 1024;

/// An answer before calibration.
#[derive(Clone)]
pub struct Answer {
    /// Logarithms of the probabilities: the logits, up to a constant.
    pub logits: Vec<f64>,
    /// None for a drawing of none of the classes.
    pub truth: Option<usize>,
    /// What the exponent is linear in, besides the features: 1, ln ways, ln shots, unlike.
    pub terms: [f64; 4],
    /// What the exponent is linear in, too; answers of one task share it.
    pub task_embedding: Arc<[f32]>,
    pub margin: f32,
    /// Answers of tasks with many queries do not count for more than those of tasks with few.
    pub weight: f64,
}

/// What the exponent's terms and the features are multiplied by.
#[derive(Clone, Debug)]
pub struct Coefficients {
    pub terms: [f64; 4],
    pub features: Vec<f64>,
}

/// The coefficients that fit best, by the negative log-likelihood of the true classes.
pub fn fit(answers: &[Answer]) -> Coefficients {
    // A drawing of no class says nothing about how likely each class is.
    let known: Vec<&Answer> = answers.iter().filter(|answer| answer.truth.is_some()).collect();
    let total: f64 = known.iter().map(|answer| answer.weight).sum();
    let features = known.first().map_or(0, |answer| answer.task_embedding.len());
    // The numbers of an embedding of a length near 1 are small if they are many.
    let scale = (features as f64).sqrt();
    let mut scaled = vec![0.0; 4 + features];
    let mut speed = scaled.clone();
    for _ in 0..STEPS {
        let coefficients = Coefficients::new(&scaled, scale);
        let parts: Vec<Vec<f64>> =
            known.par_chunks(CHUNK).map(|chunk| gradient(chunk, &coefficients)).collect();
        for (i, (value, speed)) in scaled.iter_mut().zip(&mut speed).enumerate() {
            let slope = parts.iter().map(|part| part[i]).sum::<f64>() / total;
            let slope = if i < 4 { slope } else { slope * scale + PENALTY * *value };
            *speed = MOMENTUM * *speed - RATE * slope;
            *value += *speed;
        }
    }
    Coefficients::new(&scaled, scale)
}

/// Of the answers' negative log-likelihoods together, by the coefficients.
fn gradient(answers: &[&Answer], coefficients: &Coefficients) -> Vec<f64> {
    let mut sum = vec![0.0; 4 + coefficients.features.len()];
    for answer in answers {
        let slope = answer.weight * answer.slope(coefficients);
        sum.iter_mut().zip(answer.all_terms()).for_each(|(sum, term)| *sum += slope * term);
    }
    sum
}

impl Coefficients {
    fn new(scaled: &[f64], scale: f64) -> Self {
        let (terms, features) = scaled.split_at(4);
        Coefficients {
            terms: terms.try_into().expect("four terms"),
            features: features.iter().map(|value| value * scale).collect(),
        }
    }
}

impl Answer {
    fn all_terms(&self) -> impl Iterator<Item = f64> {
        self.terms.iter().copied().chain(self.task_embedding.iter().map(|&value| f64::from(value)))
    }

    fn factor(&self, coefficients: &Coefficients) -> f64 {
        let coefficients = coefficients.terms.iter().chain(&coefficients.features);
        self.all_terms().zip(coefficients).map(|(term, c)| term * c).sum::<f64>().exp()
    }

    /// What the answer's probabilities become.
    pub fn probabilities(&self, coefficients: &Coefficients) -> Vec<f64> {
        raised(&self.logits, self.factor(coefficients))
    }

    /// Of the negative log-likelihood, by the exponent.
    fn slope(&self, coefficients: &Coefficients) -> f64 {
        let factor = self.factor(coefficients);
        let truth = self.truth.expect("only answers to drawings of a class");
        let expected: f64 = (raised(&self.logits, factor).iter())
            .zip(&self.logits)
            .map(|(probability, logit)| probability * logit)
            .sum();
        factor * (expected - self.logits[truth])
    }
}

/// The softmax of the logits times a factor.
fn raised(logits: &[f64], factor: f64) -> Vec<f64> {
    let most = logits.iter().fold(f64::MIN, |most, &logit| most.max(logit));
    let raised: Vec<f64> = logits.iter().map(|logit| (factor * (logit - most)).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|value| value / sum).collect()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Answers with logits so far apart, some right and some wrong.
    pub fn answers(far: f64, unlike: f64, right: usize, wrong: usize) -> Vec<Answer> {
        let answer = |truth| Answer {
            truth: Some(truth),
            logits: vec![0.0, -far],
            terms: [1.0, 2.0_f64.ln(), 0.0, unlike],
            task_embedding: Arc::new([]),
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
    fn drawings_of_a_kind_that_differs_much_are_answered_less_surely() {
        let kind = |embedding: [f32; 2], right| {
            let answers = answers(1.0, 0.5, right, 100 - right).into_iter();
            answers.map(move |answer| Answer { task_embedding: Arc::new(embedding), ..answer })
        };
        let all: Vec<Answer> = kind([1.0, 0.0], 95).chain(kind([0.0, 1.0], 60)).collect();
        let coefficients = fit(&all);
        let alike = all[0].probabilities(&coefficients)[0];
        let varied = all[100].probabilities(&coefficients)[0];
        assert!((alike - 0.95).abs() < 0.03 && (varied - 0.6).abs() < 0.03, "{alike}, {varied}");
    }
}
