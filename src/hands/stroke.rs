//! One pen-down movement, and what can be done to it.

/// A place on the sheet.
pub type Point = [f32; 2];

/// The points of a stroke, at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke(pub Vec<Point>);

/// A stroke is closed if its ends are nearer than this, and than a third of its length.
const CLOSED: f32 = 0.15;
/// How far before and behind a point its corner is measured, in points.
const CORNER_REACH: usize = 4;
/// The cosine of the turn from which a bend is a corner: 60 degrees.
const CORNER_COSINE: f32 = 0.5;

pub fn distance(a: Point, b: Point) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn between(a: Point, b: Point, part: f32) -> Point {
    [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]
}

impl Stroke {
    pub fn first(&self) -> Point {
        self.0[0]
    }

    pub fn last(&self) -> Point {
        self.0[self.0.len() - 1]
    }

    pub fn length(&self) -> f32 {
        self.0.windows(2).map(|pair| distance(pair[0], pair[1])).sum()
    }

    /// The middle of its box.
    pub fn middle(&self) -> Point {
        [0, 1].map(|i| {
            let values = self.0.iter().map(|point| point[i]);
            (values.clone().fold(f32::INFINITY, f32::min)
                + values.fold(f32::NEG_INFINITY, f32::max))
                / 2.0
        })
    }

    pub fn is_closed(&self) -> bool {
        let gap = distance(self.first(), self.last());
        gap < CLOSED && gap < self.length() / 3.0
    }

    /// The same line with points at equal distances, of at most `spacing`; the ends stay.
    pub fn resampled(&self, spacing: f32) -> Stroke {
        let length = self.length();
        let steps = (length / spacing).ceil();
        if steps < 1.0 {
            return Stroke(vec![self.first()]);
        }
        let step = length / steps;
        let mut points = vec![self.first()];
        let mut walked = 0.0;
        for pair in self.0.windows(2) {
            let part = distance(pair[0], pair[1]);
            while points.len() as f32 * step <= walked + part && (points.len() as f32) < steps {
                let ahead = points.len() as f32 * step - walked;
                points.push(between(pair[0], pair[1], ahead / part));
            }
            walked += part;
        }
        points.push(self.last());
        Stroke(points)
    }

    /// The indices of its sharpest points, not near its ends nor each other.
    pub fn corners(&self) -> Vec<usize> {
        let points = &self.0;
        let mut corners: Vec<usize> = Vec::new();
        let sharpness = |i: usize| {
            let (before, at, after) =
                (points[i - CORNER_REACH], points[i], points[i + CORNER_REACH]);
            let (a, b) =
                ([at[0] - before[0], at[1] - before[1]], [after[0] - at[0], after[1] - at[1]]);
            (a[0] * b[0] + a[1] * b[1])
                / (a[0].hypot(a[1]) * b[0].hypot(b[1])).max(f32::MIN_POSITIVE)
        };
        for i in CORNER_REACH..points.len().saturating_sub(CORNER_REACH) {
            if sharpness(i) >= CORNER_COSINE {
                continue;
            }
            match corners.last_mut() {
                Some(last) if i - *last <= CORNER_REACH => {
                    if sharpness(i) < sharpness(*last) {
                        *last = i;
                    }
                }
                _ => corners.push(i),
            }
        }
        corners
    }

    /// The stroke in two, both with the point in between.
    pub fn lifted(self, at: usize) -> [Stroke; 2] {
        [Stroke(self.0[..=at].to_vec()), Stroke(self.0[at..].to_vec())]
    }

    /// A closed stroke that starts at another of its points.
    pub fn started_at(self, at: usize) -> Stroke {
        let (before, after) = self.0.split_at(at);
        let mut points = after.to_vec();
        points.extend(before);
        // Closed as it was.
        points.push(after[0]);
        Stroke(points)
    }

    /// The stroke with its last end drawn on by a part of its length, or cut short; at least half of it stays.
    pub fn with_end(mut self, part: f32) -> Stroke {
        let steps = self.0.len() - 1;
        if steps == 0 {
            return self;
        }
        if part < 0.0 {
            let left = (steps as f32 * (1.0 + part.max(-0.5))).ceil() as usize;
            self.0.truncate(left.max(1) + 1);
            return self;
        }
        // Straight on, in the direction of its end.
        let back = self.0[steps.saturating_sub(CORNER_REACH)];
        let last = self.last();
        let reach = distance(back, last);
        if reach > 0.0 {
            self.0.push(between(back, last, 1.0 + part.min(0.5) * self.length() / reach));
        }
        self
    }

    pub fn reversed(mut self) -> Stroke {
        self.0.reverse();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corner() -> Stroke {
        Stroke(vec![[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]).resampled(0.025)
    }

    #[test]
    fn resampling_keeps_ends_and_length_and_spaces_evenly() {
        let stroke = corner();
        assert_eq!((stroke.first(), stroke.last(), stroke.0.len()), ([0.0, 0.0], [1.0, 1.0], 81));
        assert!(stroke.0.windows(2).all(|pair| distance(pair[0], pair[1]) < 0.0251));
        assert!((stroke.length() - 2.0).abs() < 1e-3);
        assert_eq!(Stroke(vec![[3.0, 4.0]]).resampled(0.1).0, [[3.0, 4.0]]);
    }

    #[test]
    fn a_right_angle_is_one_corner_and_a_circle_has_none() {
        assert_eq!(corner().corners(), [40]);
        let circle =
            (0..=60).map(|i| (i as f32 * 0.105).sin_cos()).map(|(s, c)| [0.5 * c, 0.5 * s]);
        let circle = Stroke(circle.collect()).resampled(0.025);
        assert!(circle.corners().is_empty() && circle.is_closed());
        let (first, length) = (circle.first(), circle.length());
        let other = circle.started_at(30);
        assert!(distance(other.first(), first) > 0.3 && other.is_closed());
        assert!((other.length() - length).abs() < 0.05);
    }

    #[test]
    fn an_end_is_cut_or_drawn_on_by_its_part() {
        let length = corner().length();
        assert!((corner().with_end(-0.25).length() - 0.75 * length).abs() < 0.03);
        assert!((corner().with_end(0.25).length() - 1.25 * length).abs() < 0.03);
        assert!(corner().with_end(-9.0).length() >= 0.5 * length - 0.03);
        assert_eq!(Stroke(vec![[0.0, 0.0]]).with_end(-0.4).0.len(), 1);
    }
}
