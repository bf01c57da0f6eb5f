//! How sure an answer may be: a temperature, and the bounds between three words for it.

/// What makes probabilities as sure as they are right.
///
/// Logits are multiplied by `exp(constant + ways ln(ways) + shots ln(shots) + unlike u + features · e)`, where `u`
/// says how unlike the nearest example the drawing is, and `e` is the task embedding: the mean of the examples'
/// features, [shrunken](crate::learner::Learner::task_embedding). One factor for all tasks cannot do: the one that fits
/// characters makes sketches far too sure, since sketches of one thing differ much more from hand to hand. The examples
/// tell of which kind the drawings are.
///
/// *Source*: temperature scaling (Guo et al. 2017), where one temperature, of which ours is the inverse, serves all
/// answers. That it depends on the task and on the drawing is ours. That the mean of the examples' features tells the
/// task is of TADAM (Oreshkin et al. 2018), which conditions the features by it, and learns a single scale of the
/// distances for all tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The exponent's constant.
    pub constant: f32,
    /// The exponent's factor of the logarithm of the number of classes.
    pub ways: f32,
    /// The exponent's factor of the logarithm of the mean number of examples a class.
    pub shots: f32,
    /// The exponent's factor of how unlike the nearest example the drawing is.
    pub unlike: f32,
    /// The exponent's factors of the task embedding; empty if it does not count.
    pub features: Vec<f32>,
    /// From this [trust](Calibration::trust) on an answer is sure.
    pub sure_from: f32,
    /// Above this, a drawing is unlike all examples.
    pub most_unlike: f32,
}

/// No change to the probabilities, and bounds for weights that nobody has calibrated.
pub(crate) static UNCALIBRATED: Calibration = Calibration {
    constant: 0.0,
    ways: 0.0,
    shots: 0.0,
    unlike: 0.0,
    features: Vec::new(),
    sure_from: 0.6,
    most_unlike: 0.9,
};

impl Default for Calibration {
    /// That of weights that nobody has calibrated: no change to the probabilities.
    fn default() -> Self {
        UNCALIBRATED.clone()
    }
}

/// In a word, how far an answer can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// The likeliest class is likely enough, and the drawing is like enough to an example of it, and less so to the
    /// others.
    Sure,
    /// One of these is not so.
    Unsure,
    /// The drawing is like none of the examples, whatever the probabilities say.
    Unlike,
}

impl Confidence {
    /// Its name in JavaScript: `sure`, `unsure` or `unlike`.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Sure => "sure",
            Confidence::Unsure => "unsure",
            Confidence::Unlike => "unlike",
        }
    }
}

/// Where the nearest example of another class is hardly more unlike, by less than this, no answer is sure.
///
/// *Source*: ours, the largest of six values that left right answers on characters and sketches, 3 ways, as sure as they
/// were; with 20 ways fewer are. `evaluate --families` shows what it is for: faces of which only the mouth differs.
const LEAST_MARGIN: f32 = 0.25;

impl Calibration {
    /// The numbers but for those of the features, in the order in which a file's header holds them.
    pub fn values(&self) -> [f32; 6] {
        let Calibration { constant, ways, shots, unlike, sure_from, most_unlike, .. } = *self;
        [constant, ways, shots, unlike, sure_from, most_unlike]
    }

    /// The calibration with these numbers, in which features do not count; none if one is not finite.
    pub fn from_values(values: [f32; 6]) -> Option<Self> {
        let [constant, ways, shots, unlike, sure_from, most_unlike] = values;
        let features = Vec::new();
        let calibration =
            Calibration { constant, ways, shots, unlike, features, sure_from, most_unlike };
        values.iter().all(|value| value.is_finite()).then_some(calibration)
    }

    /// The factor of the logits.
    pub fn factor(&self, ways: usize, shots: f32, unlike: f32, task_embedding: &[f32]) -> f32 {
        let size = self.ways * (ways as f32).ln() + self.shots * shots.ln();
        let kind: f32 = self.features.iter().zip(task_embedding).map(|(a, b)| a * b).sum();
        (self.constant + size + self.unlike * unlike + kind).exp()
    }

    /// How far the likeliest class can be trusted, from 0 to 1: its probability, but less for a drawing that is
    /// hardly like any example, which may well be of none of the classes, and 0 where the drawing is about as like
    /// the examples of another class.
    ///
    /// *Source*: ours.
    pub fn trust(probabilities: &[f32], unlike: f32, margin: f32) -> f32 {
        let top = probabilities.iter().fold(0.0_f32, |top, &p| top.max(p));
        if margin < LEAST_MARGIN { 0.0 } else { top * (1.0 - unlike * unlike).max(0.0) }
    }

    /// The word for these probabilities. No answer is sure that is not likelier than all others together.
    pub fn confidence(&self, probabilities: &[f32], unlike: f32, margin: f32) -> Confidence {
        if unlike > self.most_unlike {
            Confidence::Unlike
        } else if Self::trust(probabilities, unlike, margin) >= self.sure_from.max(0.5) {
            Confidence::Sure
        } else {
            Confidence::Unsure
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_is_one_unless_something_is_calibrated() {
        assert_eq!(Calibration::default().factor(20, 5.0, 0.7, &[1.0]), 1.0);
        let calibration = Calibration { constant: 1.0, unlike: -2.0, ..Calibration::default() };
        assert!((calibration.factor(3, 1.0, 0.5, &[]) - 1.0).abs() < 1e-6);
        assert!(calibration.factor(3, 1.0, 0.9, &[]) < calibration.factor(3, 1.0, 0.1, &[]));
        let by_features = Calibration { features: vec![2.0, 0.0], ..Calibration::default() };
        assert!((by_features.factor(3, 1.0, 0.5, &[0.5, 9.0]) - 1.0_f32.exp()).abs() < 1e-6);
    }

    #[test]
    fn a_drawing_unlike_all_examples_is_called_so_however_likely_a_class_is() {
        let calibration = Calibration::default();
        assert_eq!(calibration.confidence(&[0.99, 0.01], 0.95, 0.5), Confidence::Unlike);
        assert_eq!(calibration.confidence(&[0.99, 0.01], 0.2, 0.5), Confidence::Sure);
        assert_eq!(calibration.confidence(&[0.5, 0.5], 0.0, 0.5), Confidence::Unsure);
        assert_eq!(calibration.confidence(&[0.99, 0.01], 0.7, 0.5), Confidence::Unsure);
        assert_eq!(calibration.confidence(&[0.99, 0.01], 0.2, 0.1), Confidence::Unsure);
    }
}
