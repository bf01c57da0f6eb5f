//! The sheet on which hands draw: the drawing's box, its longer side from -1/2 to 1/2.

use super::stroke::{Point, Stroke};
use crate::sketch::Strokes;

/// The least distance between two points of a stroke, and how many points a drawing has at most.
const SPACING: f32 = 0.025;
const MOST_POINTS: f32 = 4000.0;

/// Where a drawing lay before it came to the sheet. In f64, since strokes come in any unit up to f32's own.
pub struct Place {
    middle: [f64; 2],
    side: f64,
}

impl Place {
    /// That of a drawing.
    pub fn of(strokes: &Strokes) -> Place {
        let (mut least, mut most) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for point in strokes.strokes().iter().flatten() {
            for (i, value) in point.iter().map(|&v| f64::from(v)).enumerate() {
                least[i] = least[i].min(value);
                most[i] = most[i].max(value);
            }
        }
        let side = (most[0] - least[0]).max(most[1] - least[1]);
        Place { middle: [0, 1].map(|i| (least[i] + most[i]) / 2.0), side }
    }

    /// The strokes on the sheet, with points at equal distances; none if the drawing has no size.
    pub fn lay(&self, strokes: &Strokes) -> Option<Vec<Stroke>> {
        if self.side == 0.0 {
            return None;
        }
        let onto = |point: &[f32; 2]| -> Point {
            [0, 1].map(|i| ((f64::from(point[i]) - self.middle[i]) / self.side) as f32)
        };
        let strokes = strokes.strokes().iter().map(|stroke| stroke.iter().map(onto).collect());
        let strokes: Vec<Stroke> = strokes.map(Stroke).collect();
        let length: f32 = strokes.iter().map(Stroke::length).sum();
        let spacing = SPACING.max(length / MOST_POINTS);
        Some(strokes.iter().map(|stroke| stroke.resampled(spacing)).collect())
    }

    /// The strokes back where the drawing came from.
    pub fn take_back(&self, strokes: Vec<Stroke>) -> Strokes {
        let back = |point: Point| {
            [0, 1].map(|i| {
                let value = self.middle[i] + f64::from(point[i]) * self.side;
                value.clamp(f64::from(f32::MIN), f64::from(f32::MAX)) as f32
            })
        };
        let strokes = strokes.into_iter().map(|stroke| stroke.0.into_iter().map(back).collect());
        // As many strokes with points as before, all finite.
        Strokes::new(strokes.collect()).unwrap_or_else(|error| panic!("a hand's drawing: {error}"))
    }
}
