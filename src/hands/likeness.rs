//! How two drawings of one thing differ, in numbers.

use super::paper::Place;
use super::stroke::{Point, Stroke, distance};
use crate::sketch::Strokes;

/// Twelve differences of two drawings, each of which one strength of a [`super::HandConfig`] moves more than the
/// others do; in the order of [`super::HandConfig::strengths`].
///
/// | difference | strength |
/// | --- | --- |
/// | the turn of level lines | `turn` |
/// | the turn of upright lines less that of level ones | `slant` |
/// | the logarithm of the ratio of their boxes' widths to heights | `stretch` |
/// | the mean distance from a point to the nearest of the other drawing | `warp` |
/// | the mean distance from a stroke's end to the nearest other stroke, of drawings of as many strokes | `stroke_shift` |
/// | the mean angle of a line to the nearest one of the other drawing, less the turns above | `stroke_turn` |
/// | the logarithm of the ratio of their lengths | `stroke_stretch` |
/// | the gap of their longest strokes if one is closed, as a part of its length | `ends` |
/// | the mean turn per length at a fine scale | `tremor` |
/// | the number of strokes | `join` |
/// | the distance between where they begin | `restart` |
/// | the part of lines in the opposite direction | `reverse` |
///
/// All are differences of two numbers or sizes, never negative, after both drawings have been framed alike. One that
/// does not apply, as the turn of upright lines where there are none, is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Differences(pub [Option<f32>; 12]);

/// A line of a drawing: a piece between two points at the spacing of [`SPACING`].
struct Line {
    at: Point,
    /// Of length 1.
    direction: Point,
}

/// A framed drawing and what is compared of it.
struct Look {
    strokes: Vec<Stroke>,
    lines: Vec<Line>,
    length: f32,
    box_ratio: f32,
}

/// Lines are so long; fine turns are measured at this scale.
const SPACING: f32 = 0.05;
/// A stroke whose ends are nearer to each other is closed, more or less.
const CLOSED: f32 = 0.2;
/// How many lines a turn is averaged over, at least.
const LEAST_LINES: usize = 3;
/// Lines within half a right angle of level are level.
const LEVEL: f32 = std::f32::consts::FRAC_PI_4;

/// The differences of two drawings; none if one of them is a single dot.
///
/// ```
/// use reptile_sketch::hands::compare;
/// use reptile_sketch::sketch::Strokes;
/// let stroke = |end: f32| Strokes::new(vec![vec![[0.0, 0.0], [9.0, end]]]).unwrap();
/// let differences = compare(&stroke(0.0), &stroke(0.9)).unwrap();
/// assert!((differences.0[0].unwrap() - 0.1).abs() < 0.01, "level lines are turned by 0.1");
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
pub fn compare(left: &Strokes, right: &Strokes) -> Option<Differences> {
    let (a, b) = (Look::at(left)?, Look::at(right)?);
    // From each line of one to the nearest of the other, both ways.
    let there: Vec<(f32, f32, &Line)> = a.lines.iter().map(|line| meet(line, &b.lines)).collect();
    let back: Vec<(f32, f32, &Line)> = b.lines.iter().map(|line| meet(line, &a.lines)).collect();
    let turn_of = |level: bool| {
        let turns = |met: &[(f32, f32, &Line)]| -> Vec<f32> {
            let of_kind = met.iter().filter(|(.., line)| line.is_level() == level);
            of_kind.map(|(_, turn, _)| *turn).collect()
        };
        let (there, back) = (turns(&there), turns(&back));
        let enough = there.len() >= LEAST_LINES && back.len() >= LEAST_LINES;
        enough.then(|| (mean(&there) - mean(&back)) / 2.0)
    };
    let (level, upright) = (turn_of(true), turn_of(false));
    let rest = |(_, turn, line): &(f32, f32, &Line), sign: f32| {
        let whole = if line.is_level() { level } else { upright };
        (turn - sign * whole.unwrap_or_default()).abs()
    };
    let rests: Vec<f32> = there
        .iter()
        .map(|met| rest(met, 1.0))
        .chain(back.iter().map(|met| rest(met, -1.0)))
        .collect();
    let both = || there.iter().chain(&back);
    let far: Vec<f32> = both().map(|(far, ..)| *far).collect();
    let against = |lines: &[Line], others: &[Line]| {
        let opposed = lines.iter().filter(|line| {
            nearest(line, others).is_some_and(|other| dot(line.direction, other.direction) < 0.0)
        });
        opposed.count() as f32
    };
    let opposed = against(&a.lines, &b.lines) + against(&b.lines, &a.lines);
    let apart = |of: fn(&Look) -> Option<f32>| Some((of(&a)? - of(&b)?).abs());
    Some(Differences([
        level.map(f32::abs),
        level.zip(upright).map(|(level, upright)| (upright - level).abs()),
        Some((a.box_ratio - b.box_ratio).abs()),
        Some(mean(&far)),
        apart(Look::looseness).filter(|_| a.strokes.len() == b.strokes.len()),
        Some(mean(&rests)),
        Some((a.length / b.length).ln().abs()),
        apart(|look| Some(look.gap())).filter(|_| a.gap().min(b.gap()) < CLOSED),
        apart(|look| Some(look.fine_turn())),
        Some((a.strokes.len() as f32 - b.strokes.len() as f32).abs()),
        Some(distance(a.strokes[0].first(), b.strokes[0].first())),
        Some(opposed / (a.lines.len() + b.lines.len()) as f32),
    ]))
}

impl Look {
    fn at(drawing: &Strokes) -> Option<Look> {
        let framed = Place::of(drawing).lay(drawing)?;
        let strokes: Vec<Stroke> = framed.iter().map(|stroke| stroke.resampled(SPACING)).collect();
        let lines: Vec<Line> =
            strokes.iter().flat_map(|stroke| stroke.0.windows(2)).map(line).collect();
        let extent = |axis: usize| {
            let values = || strokes.iter().flat_map(|stroke| &stroke.0).map(|point| point[axis]);
            values().fold(f32::NEG_INFINITY, f32::max) - values().fold(f32::INFINITY, f32::min)
        };
        // Thinner than this, a drawing is a line.
        let box_ratio = (extent(0).max(SPACING) / extent(1).max(SPACING)).ln();
        let length = strokes.iter().map(Stroke::length).sum();
        Some(Look { strokes, lines, length, box_ratio })
    }

    /// The mean distance from a stroke's end to the nearest other stroke, if there are several.
    fn looseness(&self) -> Option<f32> {
        let gaps = self.strokes.iter().enumerate().flat_map(|(i, stroke)| {
            let others = move || self.strokes.iter().enumerate().filter(move |(j, _)| *j != i);
            let gap = move |end: Point| {
                let points = others().flat_map(|(_, other)| &other.0);
                points.map(|&point| distance(end, point)).min_by(f32::total_cmp)
            };
            [stroke.first(), stroke.last()].into_iter().filter_map(gap)
        });
        let gaps: Vec<f32> = gaps.collect();
        (!gaps.is_empty()).then(|| mean(&gaps))
    }

    /// The distance between the ends of the longest stroke, as a part of its length.
    fn gap(&self) -> f32 {
        let longest = self.strokes.iter().max_by(|a, b| a.length().total_cmp(&b.length()));
        longest.map_or(1.0, |stroke| distance(stroke.first(), stroke.last()) / stroke.length())
    }

    /// How much the lines turn from one to the next, on average.
    fn fine_turn(&self) -> f32 {
        let turns = self.strokes.iter().flat_map(|stroke| {
            stroke.0.windows(3).map(|points| {
                let (a, b) = (line(&points[..2]), line(&points[1..]));
                dot(a.direction, b.direction).clamp(-1.0, 1.0).acos()
            })
        });
        mean(&turns.collect::<Vec<f32>>())
    }
}

impl Line {
    fn is_level(&self) -> bool {
        self.direction[0].abs() > LEVEL.cos()
    }
}

fn line(points: &[Point]) -> Line {
    let (a, b) = (points[0], points[1]);
    let length = distance(a, b).max(f32::MIN_POSITIVE);
    let direction = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    Line { at: [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0], direction }
}

/// How far the nearest line of the other drawing is, and how far it is turned against this one, whatever their
/// directions: from -90 to 90 degrees.
fn meet<'a>(line: &'a Line, others: &[Line]) -> (f32, f32, &'a Line) {
    let Some(other) = nearest(line, others) else { return (0.0, 0.0, line) };
    let cross = line.direction[0] * other.direction[1] - line.direction[1] * other.direction[0];
    let along = dot(line.direction, other.direction);
    let turn = if along < 0.0 { (-cross).atan2(-along) } else { cross.atan2(along) };
    (distance(line.at, other.at), turn, line)
}

fn nearest<'a>(line: &Line, others: &'a [Line]) -> Option<&'a Line> {
    others.iter().min_by(|a, b| distance(line.at, a.at).total_cmp(&distance(line.at, b.at)))
}

fn dot(a: Point, b: Point) -> f32 {
    a[0] * b[0] + a[1] * b[1]
}

fn mean(values: &[f32]) -> f32 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f32>() / values.len() as f32 }
}
