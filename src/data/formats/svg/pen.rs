//! Strokes along the pieces of a path.

use svgtypes::{SimplePathSegment, SimplifyingPathParser};

/// The straight pieces that a curve becomes.
const PIECES: u32 = 12;

type Point = [f64; 2];

/// What a pen has drawn so far.
#[derive(Default)]
pub(super) struct Pen {
    pub strokes: Vec<Vec<Point>>,
}

impl Pen {
    fn at(&self) -> Point {
        self.strokes.last().and_then(|stroke| stroke.last().copied()).unwrap_or_default()
    }

    pub fn lift_to(&mut self, point: Point) {
        self.strokes.push(vec![point]);
    }

    pub fn line_to(&mut self, point: Point) {
        match self.strokes.last_mut() {
            Some(stroke) => stroke.push(point),
            None => self.lift_to(point),
        }
    }

    pub fn quadratic_to(&mut self, middle: Point, to: Point) {
        let near = |end: Point| [0, 1].map(|axis| (end[axis] + 2.0 * middle[axis]) / 3.0);
        self.cubic_to(near(self.at()), near(to), to);
    }

    pub fn cubic_to(&mut self, a: Point, b: Point, to: Point) {
        let from = self.at();
        for piece in 1..=PIECES {
            let t = f64::from(piece) / f64::from(PIECES);
            let s = 1.0 - t;
            self.line_to([0, 1].map(|i| {
                s * s * s * from[i]
                    + 3.0 * s * s * t * a[i]
                    + 3.0 * s * t * t * b[i]
                    + t * t * t * to[i]
            }));
        }
    }

    pub fn close(&mut self) {
        let first = self.strokes.last().and_then(|stroke| stroke.first().copied());
        self.line_to(first.unwrap_or_default());
    }
}

/// The strokes of the text of a path.
///
/// *Errors*: what is wrong with it.
pub(in crate::data::formats) fn path(text: &str) -> Result<Vec<Vec<Point>>, String> {
    let mut pen = Pen::default();
    for segment in SimplifyingPathParser::from(text) {
        match segment.map_err(|e| format!("a path: {e}"))? {
            SimplePathSegment::MoveTo { x, y } => pen.lift_to([x, y]),
            SimplePathSegment::LineTo { x, y } => pen.line_to([x, y]),
            SimplePathSegment::CurveTo { x1, y1, x2, y2, x, y } => {
                pen.cubic_to([x1, y1], [x2, y2], [x, y]);
            }
            SimplePathSegment::Quadratic { x1, y1, x, y } => pen.quadratic_to([x1, y1], [x, y]),
            SimplePathSegment::ClosePath => pen.close(),
        }
    }
    Ok(pen.strokes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_pass_through_their_points() {
        for curve in ["C0 8 8 8 8 0", "Q4 8 8 0", "A4 4 0 0 0 8 0"] {
            let strokes = path(&format!("M0 0{curve}")).unwrap();
            let (first, last) = (strokes[0][0], *strokes[0].last().unwrap());
            assert!(first == [0.0, 0.0] && (last[0] - 8.0).abs() + last[1].abs() < 1e-4, "{curve}");
            let highest = strokes[0].iter().map(|point| point[1]).fold(0.0, f64::max);
            assert!((3.9..6.1).contains(&highest), "{curve}: {highest}");
        }
        assert!(path("M0 0 L 5").unwrap_err().contains("a path"));
    }
}
