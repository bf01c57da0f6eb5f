//! What a few-shot classifier is measured by.

use super::Interval;

/// The number of bins of the calibration error.
const BINS: usize = 15;

/// The sums behind the figures of an [`Evaluation`]; episodes are added one by one.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    episode_accuracies: Vec<f64>,
    queries: usize,
    negative_log_likelihood: f64,
    bins: [Bin; BINS],
    unlike_known: Vec<f32>,
    unlike_none: Vec<f32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    count: usize,
    confidence: f64,
    correct: f64,
}

/// The figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The mean accuracy over episodes, from 0 to 1.
    pub accuracy: f64,
    /// 1.96 standard errors of that mean.
    pub ci95: f64,
    /// The mean negative log-likelihood of the true class, in nats.
    pub nll: f64,
    /// The expected calibration error over 15 equal-width bins of the top probability.
    ///
    /// *Source*: Guo et al. 2017, with their number of bins.
    pub ece: f64,
    /// How well the unlikeness tells drawings of no class from drawings of one: the area under
    /// the ROC curve; none if there were no drawings of no class.
    pub none_auroc: Option<f64>,
}

/// One answer: the probabilities, which class is true, and how unlike any example it was.
#[derive(Debug)]
pub struct Answer<'a> {
    /// One a class.
    pub probabilities: &'a [f32],
    /// The true class.
    pub truth: usize,
    /// Greater is less like any example.
    pub unlike: f32,
}

impl Answer<'_> {
    /// 1 if the true class alone is at the top, 1/m if m classes tie there, 0 otherwise.
    pub fn correct(&self) -> f64 {
        let top = self.probabilities.iter().fold(f32::MIN, |top, &p| top.max(p));
        let tied = self.probabilities.iter().filter(|&&p| p == top).count();
        if self.probabilities[self.truth] == top { 1.0 / tied as f64 } else { 0.0 }
    }
}

impl Tally {
    /// Adds the answers of one episode, and the unlikeness of drawings of none of its classes.
    ///
    /// *Panics* if there are no answers, or the true class of one has no probability.
    pub fn add_episode(&mut self, answers: &[Answer], unlike_none: &[f32]) {
        assert!(!answers.is_empty(), "an episode without answers");
        let mut correct = 0.0;
        for answer in answers {
            let probability = answer.probabilities[answer.truth].max(f32::MIN_POSITIVE);
            let confidence = answer.probabilities.iter().fold(0.0_f32, |top, &p| top.max(p)) as f64;
            let bin = &mut self.bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
            bin.count += 1;
            bin.confidence += confidence;
            bin.correct += answer.correct();
            correct += answer.correct();
            self.negative_log_likelihood -= (probability as f64).ln();
            self.unlike_known.push(answer.unlike);
        }
        self.queries += answers.len();
        self.episode_accuracies.push(correct / answers.len() as f64);
        self.unlike_none.extend_from_slice(unlike_none);
    }

    /// The figures of all episodes so far.
    ///
    /// *Panics* if there were none.
    pub fn finish(mut self) -> Evaluation {
        let Interval { mean: accuracy, ci95 } = Interval::of(&self.episode_accuracies);
        let gap = |bin: &Bin| (bin.confidence - bin.correct).abs();
        Evaluation {
            accuracy,
            ci95,
            nll: self.negative_log_likelihood / self.queries as f64,
            ece: self.bins.iter().map(gap).sum::<f64>() / self.queries as f64,
            none_auroc: auroc(&mut self.unlike_known, &mut self.unlike_none),
        }
    }
}

/// The chance that a random one of `above` is greater than a random one of `below`; ties count half.
fn auroc(below: &mut [f32], above: &mut [f32]) -> Option<f64> {
    if below.is_empty() || above.is_empty() {
        return None;
    }
    below.sort_by(f32::total_cmp);
    let wins: f64 = (above.iter())
        .map(|value| {
            let less = below.partition_point(|b| b < value);
            let not_greater = below.partition_point(|b| b <= value);
            (less + not_greater) as f64 / 2.0
        })
        .sum();
    Some(wins / (below.len() * above.len()) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(probabilities: &[f32], truth: usize, unlike: f32) -> Answer<'_> {
        Answer { probabilities, truth, unlike }
    }

    #[test]
    fn a_tie_for_the_top_counts_its_share() {
        assert_eq!(answer(&[0.4, 0.4, 0.2], 0, 0.0).correct(), 0.5);
        assert_eq!(answer(&[0.4, 0.4, 0.2], 2, 0.0).correct(), 0.0);
        assert_eq!(answer(&[0.2, 0.5, 0.3], 1, 0.0).correct(), 1.0);
    }

    #[test]
    #[should_panic(expected = "an episode without answers")]
    fn an_episode_of_nothing_has_no_accuracy() {
        Tally::default().add_episode(&[], &[]);
    }

    #[test]
    fn the_figures_of_two_known_episodes_are_right() {
        let mut tally = Tally::default();
        tally.add_episode(&[answer(&[0.8, 0.2], 0, 0.1)], &[0.5]);
        tally.add_episode(&[answer(&[0.8, 0.2], 1, 0.5)], &[0.9]);
        let figures = tally.finish();
        assert_eq!(figures.accuracy, 0.5);
        // Accuracies 1 and 0: variance 1/2, standard error 1/2.
        assert!((figures.ci95 - 0.98).abs() < 1e-12);
        assert!((figures.nll - -(0.8_f64.ln() + 0.2_f64.ln()) / 2.0).abs() < 1e-6);
        // Both in one bin: confidence 0.8, accuracy 0.5.
        assert!((figures.ece - 0.3).abs() < 1e-6);
        // Of the pairs (0.5 0.1) (0.5 0.5) (0.9 0.1) (0.9 0.5) one is a tie.
        assert_eq!(figures.none_auroc, Some(3.5 / 4.0));
    }
}
