//! What `sine` draws: the post's plot of the fixed curve, and the losses after each step.

use plotters::prelude::{RGBColor, SeriesLabelPosition};

use super::super::plot::{Chart, Line};
use super::report::rows;
use super::{Initialization, Outcome};
use crate::Result;

const GREEN: RGBColor = RGBColor(0, 140, 60);
const BLUE: RGBColor = RGBColor(20, 60, 200);
const RED: RGBColor = RGBColor(200, 30, 40);
const GREY: RGBColor = RGBColor(110, 110, 110);

/// Places along the curve.
const GRID: usize = 201;

/// The two charts.
pub fn charts(outcome: &Outcome) -> Result<[Chart; 2]> {
    Ok([fits(outcome)?, losses(outcome)])
}

fn fits(outcome: &Outcome) -> Result<Chart> {
    let (sine, [reptile, ..]) = (&outcome.sine, &outcome.initializations);
    let (first, last) = (sine.inputs()[0], sine.inputs()[sine.inputs().len() - 1]);
    let place = |i: usize| first + (last - first) * i as f32 / (GRID - 1) as f32;
    let grid: Vec<f32> = (0..GRID).map(place).collect();
    let points_of = |values: &[f32]| -> Vec<[f64; 2]> {
        grid.iter().zip(values).map(|(x, y)| [f64::from(*x), f64::from(*y)]).collect()
    };
    let episode = sine.curve();
    let steps = rows(reptile);
    let after_all = steps[steps.len() - 1];
    let fits = sine.fits(&reptile.theta, episode.support(), after_all, &grid)?;
    let mut lines: Vec<Line> = (steps.iter())
        .map(|&step| Line {
            name: format!("after {step} steps"),
            color: between(BLUE, RED, step as f64 / after_all as f64),
            points: points_of(&fits[step]),
        })
        .collect();
    let truth: Vec<f32> = grid.iter().map(|&x| episode.task.value(x)).collect();
    lines.push(Line { name: "true".into(), color: GREEN, points: points_of(&truth) });
    let shown = episode.inputs.iter().zip(&episode.targets);
    Ok(Chart {
        title: format!("The fixed curve from the Reptile start, seed {}", sine.config().seed),
        x_label: "x",
        y_label: "y",
        lines,
        points: shown.map(|(x, y)| [f64::from(*x), f64::from(*y)]).collect(),
        legend: SeriesLabelPosition::LowerLeft,
    })
}

fn losses(outcome: &Outcome) -> Chart {
    let line = |(from, color): (&Initialization, RGBColor)| {
        let points = from.losses.iter().enumerate();
        let points = points.map(|(step, loss)| [step as f64, loss.mean]).collect();
        Line { name: from.name.into(), color, points }
    };
    let lines = outcome.initializations.iter().zip([RED, GREY, BLUE]).map(line).collect();
    Chart {
        title: "Mean over the held-out tasks".into(),
        x_label: "gradient steps",
        y_label: "mean squared error",
        lines,
        points: Vec::new(),
        legend: SeriesLabelPosition::MiddleMiddle,
    }
}

/// The color some part of the way from one to another.
fn between(from: RGBColor, to: RGBColor, part: f64) -> RGBColor {
    let mix = |a: u8, b: u8| (f64::from(a) + part * (f64::from(b) - f64::from(a))) as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}
