//! What `compare` finds, in the form in which it is printed: curves, claims, and the sine waves.

use serde::{Deserialize, Serialize};

use super::curve::Curve;
use crate::meta::Evaluation;
use crate::training::Figures;

/// A learning curve.
#[derive(Serialize)]
pub struct CurveRecord {
    pub name: String,
    pub label: String,
    /// How many inner gradients a task has.
    pub gradients: usize,
    pub weights: Vec<f32>,
    /// Which of the task's minibatches each gradient is of, from 1.
    pub minibatches: Vec<usize>,
    /// The first is before the first meta-iteration.
    pub points: Vec<Point>,
    /// The mean accuracy in each episode over all points but the first.
    #[serde(skip)]
    pub episodes: Vec<f64>,
}

impl CurveRecord {
    /// The record of a curve with points, and the means over them in each episode.
    pub fn new(curve: &Curve, points: Vec<Point>, episodes: Vec<f64>) -> Self {
        CurveRecord {
            name: curve.name.clone(),
            label: curve.label.clone(),
            gradients: curve.minibatches.len(),
            weights: curve.combination.weights().to_vec(),
            minibatches: curve.minibatches.clone(),
            points,
            episodes,
        }
    }
}

/// The accuracy on held-out classes at some meta-iteration.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub meta_iteration: usize,
    pub accuracy: f64,
    pub ci95: f64,
}

impl Point {
    /// What was measured at a meta-iteration.
    pub fn new(meta_iteration: usize, figures: &Figures) -> Point {
        let Evaluation { accuracy, ci95, .. } = figures.evaluation;
        Point { meta_iteration, accuracy: round(accuracy), ci95: round(ci95) }
    }
}

/// A sentence, whether it holds here, and the figures that say so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Claim {
    pub claim: String,
    pub holds: bool,
    pub evidence: String,
    /// If it is about pairs of curves, it holds if each difference is more than its interval.
    pub differences: Vec<Difference>,
}

/// By how much the mean accuracy over a curve is above that over another.
///
/// The mean over a curve rewards fast learning as well as a high end, and has a smaller standard error
/// than the last point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    pub better: String,
    pub worse: String,
    pub mean: f64,
    /// 1.96 standard errors over the episodes, which are the same for all curves.
    pub ci95: f64,
}

/// The results on sine waves.
#[derive(Serialize)]
pub struct SineRecord {
    pub meta_iterations: usize,
    /// Minibatches of a task, the paper's k.
    pub gradients: usize,
    pub tasks: usize,
    pub steps: usize,
    pub methods: Vec<MethodRecord>,
    /// The time of a meta-iteration of exact MAML, divided by that of first-order MAML.
    pub second_order_cost: f64,
}

/// The results of one method.
#[derive(Serialize)]
pub struct MethodRecord {
    pub name: &'static str,
    pub step_size: f32,
    /// The median time of a meta-iteration, in microseconds.
    pub meta_iteration_us: f64,
    /// The mean squared error of held-out waves before the first step and after each, and its
    /// interval.
    pub loss: Vec<f64>,
    pub ci95: Vec<f64>,
}

/// Rounds to four decimals, which is finer than any interval here.
pub fn round(value: f64) -> f64 {
    (1e4 * value).round() / 1e4
}
