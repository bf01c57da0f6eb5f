//! The curves as charts.

use plotters::chart::SeriesLabelPosition;
use plotters::style::RGBColor;

use super::records::{CurveRecord, MethodRecord, SineRecord};
use super::report::Report;
use crate::Result;
use crate::cli::plot::{Chart, Line, svg};

/// *Source*: Okabe and Ito, Color universal design, 2008: distinct for readers with colour blindness, too.
const COLORS: [RGBColor; 6] = [
    RGBColor(0, 0, 0),
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
];

/// An SVG file: a chart for each number of gradients, and one of the sine waves.
pub fn figure(report: &Report) -> Result<String> {
    let mut counts: Vec<usize> = report.curves.iter().map(|curve| curve.gradients).collect();
    counts.sort_unstable();
    counts.dedup();
    // The single gradient is in every chart for comparison, so it needs no chart of its own.
    if counts.len() > 1 {
        counts.retain(|&count| count > 1);
    }
    let charts = counts.iter().map(|&count| accuracies(&report.curves, count));
    svg(&charts.chain(report.sine.as_ref().map(losses)).collect::<Vec<Chart>>())
}

fn accuracies(curves: &[CurveRecord], gradients: usize) -> Chart {
    let shown = curves.iter().filter(|curve| [1, gradients].contains(&curve.gradients));
    let line = |(i, curve): (usize, &CurveRecord)| Line {
        name: curve.label.clone(),
        color: COLORS[i % COLORS.len()],
        points: (curve.points.iter())
            .map(|point| [point.meta_iteration as f64, point.accuracy])
            .collect(),
    };
    Chart {
        title: format!("Inner gradients: {gradients}"),
        x_label: "meta-iteration",
        y_label: "accuracy on held-out classes",
        legend: SeriesLabelPosition::LowerRight,
        lines: shown.enumerate().map(line).collect(),
        points: Vec::new(),
    }
}

fn losses(sine: &SineRecord) -> Chart {
    let line = |(i, method): (usize, &MethodRecord)| Line {
        name: format!("{}: {} us a meta-iteration", method.name, method.meta_iteration_us),
        color: COLORS[i % COLORS.len()],
        points: method.loss.iter().enumerate().map(|(i, &loss)| [i as f64, loss]).collect(),
    };
    Chart {
        title: "Sine waves".into(),
        x_label: "gradient steps on ten points",
        y_label: "mean squared error",
        legend: SeriesLabelPosition::UpperRight,
        lines: sine.methods.iter().enumerate().map(line).collect(),
        points: Vec::new(),
    }
}
