//! A task in the plane, and where two of them are solved best.

/// A task that every point of a circle solves: the loss is `steepness / 2` times the squared
/// distance to the circle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    /// The middle of the circle.
    pub center: [f32; 2],
    /// The circle's radius; 0 makes it a point.
    pub radius: f32,
    /// How fast the loss grows with the distance.
    pub steepness: f32,
}

impl Ring {
    /// The loss at a point.
    pub fn loss(&self, w: [f32; 2]) -> f32 {
        let (distance, _) = self.offset(w);
        self.steepness * distance * distance / 2.0
    }

    /// The loss's gradient at a point: straight away from the circle. At the centre, where
    /// the direction is undefined, it is that of a point to the right of the centre.
    pub fn gradient(&self, w: [f32; 2]) -> [f32; 2] {
        let (distance, outwards) = self.offset(w);
        outwards.map(|u| self.steepness * distance * u)
    }

    /// How far a point lies outside the circle, and the direction outwards.
    fn offset(&self, w: [f32; 2]) -> (f32, [f32; 2]) {
        let (from_center, outwards) = polar(self.center, w);
        (from_center - self.radius, outwards)
    }

    /// The point of the circle in a direction.
    fn towards(&self, direction: [f32; 2]) -> [f32; 2] {
        along(self.center, self.radius, direction)
    }
}

/// The point where the weighted sum of the squared distances to two circles is least. Where the
/// circles meet in two points, it is the one nearer to `from`.
pub(super) fn balance(rings: [Ring; 2], weights: [f32; 2], from: [f32; 2]) -> [f32; 2] {
    let big = if rings[0].radius >= rings[1].radius { 0 } else { 1 };
    let (a, b) = (rings[big], rings[1 - big]);
    let (apart, mut direction) = polar(a.center, b.center);
    if apart == 0.0 {
        direction = polar(a.center, from).1;
    }
    let [to_a, to_b] = if apart > a.radius + b.radius {
        [a.towards(direction), b.towards(direction.map(|u| -u))]
    } else if a.radius >= apart + b.radius {
        [a.towards(direction), b.towards(direction)]
    } else {
        let foot = (apart * apart + a.radius * a.radius - b.radius * b.radius) / (2.0 * apart);
        let height = (a.radius * a.radius - foot * foot).max(0.0).sqrt();
        let middle = along(a.center, foot, direction);
        let across = [-direction[1], direction[0]];
        let meet = [height, -height].map(|height| along(middle, height, across));
        let [first, second] = meet.map(|point| polar(from, point).0);
        return if first <= second { meet[0] } else { meet[1] };
    };
    let share = weights[1 - big] / (weights[0] + weights[1]);
    [0, 1].map(|i| to_a[i] + share * (to_b[i] - to_a[i]))
}

/// The distance between two points, and the direction from the first to the second.
fn polar(from: [f32; 2], to: [f32; 2]) -> (f32, [f32; 2]) {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let distance = dx.hypot(dy);
    if distance == 0.0 { (0.0, [1.0, 0.0]) } else { (distance, [dx / distance, dy / distance]) }
}

fn along(from: [f32; 2], distance: f32, direction: [f32; 2]) -> [f32; 2] {
    [0, 1].map(|i| from[i] + distance * direction[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ring(x: f32, y: f32, radius: f32) -> Ring {
        Ring { center: [x, y], radius, steepness: 1.0 }
    }

    fn assert_near(a: [f32; 2], b: [f32; 2]) {
        assert!(polar(a, b).0 < 1e-5, "{a:?} is not {b:?}");
    }

    #[test]
    fn the_gradient_matches_finite_differences() {
        let ring = Ring { center: [0.5, -1.0], radius: 2.0, steepness: 0.7 };
        for w in [[3.0, 1.0], [0.9, -0.2], [-4.0, -1.0]] {
            let slope = |i: usize| {
                let moved = |by: f32| {
                    let mut w = w;
                    w[i] += by;
                    ring.loss(w)
                };
                (moved(1e-2) - moved(-1e-2)) / 2e-2
            };
            let gradient = ring.gradient(w);
            for i in [0, 1] {
                assert!((gradient[i] - slope(i)).abs() < 1e-3, "{gradient:?} at {w:?}");
            }
        }
    }

    #[test]
    fn on_the_circle_the_loss_is_nothing_and_in_the_middle_the_gradient_leads_out() {
        let ring = Ring { center: [1.0, 0.0], radius: 2.0, steepness: 3.0 };
        assert_eq!(ring.loss([3.0, 0.0]), 0.0);
        assert_eq!(ring.loss([1.0, 0.0]), 6.0);
        assert_eq!(ring.gradient([1.0, 0.0]), [-6.0, 0.0]);
    }

    #[test]
    fn between_circles_apart_the_weights_divide_the_gap() {
        let rings = [ring(0.0, 0.0, 1.0), ring(5.0, 0.0, 2.0)];
        assert_near(balance(rings, [1.0, 1.0], [0.0, 9.0]), [2.0, 0.0]);
        assert_near(balance(rings, [3.0, 1.0], [0.0, 9.0]), [1.5, 0.0]);
    }

    #[test]
    fn a_circle_within_another_is_met_where_they_come_closest() {
        let (outer, inner) = (ring(0.0, 0.0, 5.0), ring(0.0, 1.0, 2.0));
        assert_near(balance([outer, inner], [1.0, 1.0], [0.0, 0.0]), [0.0, 4.0]);
        assert_near(balance([inner, outer], [1.0, 1.0], [0.0, 0.0]), [0.0, 4.0]);
        let concentric = [ring(0.0, 0.0, 1.0), ring(0.0, 0.0, 3.0)];
        assert_near(balance(concentric, [1.0, 1.0], [0.0, -7.0]), [0.0, -2.0]);
    }

    #[test]
    fn circles_that_meet_are_solved_together_at_the_nearer_crossing() {
        let rings = [ring(-3.0, 0.0, 5.0), ring(3.0, 0.0, 5.0)];
        assert_near(balance(rings, [1.0, 9.0], [0.0, 1.0]), [0.0, 4.0]);
        assert_near(balance(rings, [1.0, 9.0], [0.0, -1.0]), [0.0, -4.0]);
    }
}
