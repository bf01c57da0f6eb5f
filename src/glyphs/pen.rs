//! A pen that walks, as a turtle does, and so draws one stroke.

/// The distance between points on a curve, as a part of the sheet.
const SPACING: f32 = 0.04;

/// One stroke as it is drawn; y goes down, angles turn clockwise from the right.
pub struct Pen {
    points: Vec<[f32; 2]>,
    heading: f32,
}

impl Pen {
    pub fn new(start: [f32; 2], heading: f32) -> Pen {
        Pen { points: vec![start], heading }
    }

    pub fn turn(&mut self, angle: f32) {
        self.heading += angle;
    }

    pub fn forward(&mut self, length: f32) {
        let [x, y] = self.points[self.points.len() - 1];
        let (sin, cos) = self.heading.sin_cos();
        self.points.push([x + length * cos, y + length * sin]);
    }

    /// An arc of a circle, of so much length and so much turn.
    pub fn arc(&mut self, length: f32, turn: f32) {
        let steps = (length.abs() / SPACING).ceil().max(2.0);
        for _ in 0..steps as usize {
            self.turn(turn / steps / 2.0);
            self.forward(length / steps);
            self.turn(turn / steps / 2.0);
        }
    }

    pub fn into_points(self) -> Vec<[f32; 2]> {
        self.points
    }
}
