//! Whether points say by name that the pen is lifted between them.

use serde_json::Value;

/// What counts strokes.
const NUMBERS: [&str; 5] = ["stroke", "stroke_id", "strokeid", "stroke_index", "strokeindex"];
/// What says whether the pen is down, or moved there.
const STATES: [&str; 15] = [
    "pen",
    "pen_state",
    "penstate",
    "pen_up",
    "penup",
    "pen_down",
    "pendown",
    "down",
    "is_down",
    "isdown",
    "drag",
    "dragging",
    "type",
    "event",
    "state",
];

/// What says of so many points that they are several strokes, if something does.
pub(super) fn lifts<'v>(
    points: usize,
    value: impl Fn(&str, usize) -> Option<&'v Value>,
) -> Option<&'static str> {
    let changes = |name: &str, at: usize| value(name, at) != value(name, at - 1);
    let numbers = NUMBERS.iter().find(|name| (1..points).any(|at| changes(name, at)));
    // The first point may be where the pen came down, and the last where it was lifted.
    let mut states = STATES.iter();
    let states = states.find(|name| (2..points.max(1) - 1).any(|at| changes(name, at)));
    numbers.or(states).copied()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_pen_may_come_down_at_the_first_point_and_be_lifted_at_the_last() {
        let lifts = |name: &str, values: &Value| {
            let value = |own: &str, at: usize| values.get(at).filter(|_| own == name);
            lifts(values.as_array().unwrap().len(), value)
        };
        for values in [
            json!([]),
            json!([1]),
            json!([0, 1]),
            json!([1, 1, 0]),
            json!([0, 1, 1, 1, 0]),
            json!(["start", "move", "move", "end"]),
        ] {
            assert_eq!(lifts("pen", &values), None, "{values}");
        }
        for values in [
            json!([1, 1, 0, 1, 1]),
            json!([true, true, false, false]),
            json!(["start", "move", "end", "start", "move", "end"]),
        ] {
            assert_eq!(lifts("pen", &values), Some("pen"), "{values}");
        }
        assert_eq!(lifts("stroke_id", &json!([0, 0, 0])), None);
        assert_eq!(lifts("stroke_id", &json!([0, 1])), Some("stroke_id"));
        assert_eq!(lifts("pressure", &json!([0, 1, 0, 1, 0])), None);
    }
}
