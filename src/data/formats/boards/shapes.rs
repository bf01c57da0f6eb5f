//! Outlines that people draw by a tool.

use svgtypes::Color;

use super::Points;
use crate::data::formats::paper::is_paper;

/// The corners of a ring that looks round.
const CORNERS: u32 = 36;

pub(super) fn rectangle([x, y]: [f64; 2], [width, height]: [f64; 2]) -> Points {
    let (right, bottom) = (x + width, y + height);
    vec![[x, y], [right, y], [right, bottom], [x, bottom], [x, y]]
}

pub(super) fn diamond([x, y]: [f64; 2], [width, height]: [f64; 2]) -> Points {
    let (middle, half) = (x + width / 2.0, y + height / 2.0);
    vec![[middle, y], [x + width, half], [middle, y + height], [x, half], [middle, y]]
}

pub(super) fn ellipse([x, y]: [f64; 2], [across, down]: [f64; 2]) -> Points {
    let corner = |number: u32| {
        let angle = f64::from(number) / f64::from(CORNERS) * std::f64::consts::TAU;
        [x + across * angle.cos(), y + down * angle.sin()]
    };
    (0..=CORNERS).map(corner).collect()
}

/// Points turned around another, by an angle in radians.
pub(super) fn turned(points: Points, [x, y]: [f64; 2], angle: f64) -> Points {
    let (sin, cos) = angle.sin_cos();
    let turn = |[a, b]: [f64; 2]| {
        let (a, b) = (a - x, b - y);
        [x + a * cos - b * sin, y + a * sin + b * cos]
    };
    if angle == 0.0 { points } else { points.into_iter().map(turn).collect() }
}

/// The middle of the box around points.
pub(super) fn middle(points: &Points) -> [f64; 2] {
    [0, 1].map(|axis| {
        let values = points.iter().map(|point| point[axis]);
        let least = values.clone().fold(f64::INFINITY, f64::min);
        (least + values.fold(f64::NEG_INFINITY, f64::max)) / 2.0
    })
}

/// Whether a colour, which may be named, is hardly another than that of paper.
pub(super) fn is_white(color: &str) -> bool {
    color.parse().is_ok_and(|Color { red, green, blue, .. }| is_paper([red, green, blue]))
}

/// Whether a colour shows nothing; none is such.
pub(super) fn is_clear(color: &str) -> bool {
    ["", "none"].contains(&color) || color.parse().is_ok_and(|Color { alpha, .. }| alpha == 0)
}
