//! Whether points say by name that the pen is lifted between them.

use serde_json::Value;

/// What counts strokes.
const NUMBERS: [&str; 5] = ["stroke", "stroke_id", "strokeid", "stroke_index", "strokeindex"];
/// What says whether the pen is down, or moved there.
const STATES: [&str; 19] = [
    "pen",
    "pen_state",
    "penstate",
    "pen_up",
    "penup",
    "pen_down",
    "pendown",
    "pen_status",
    "penstatus",
    "button",
    "button_status",
    "down",
    "is_down",
    "isdown",
    "drag",
    "dragging",
    "type",
    "event",
    "state",
];

/// What is 0 while the pen is in the air.
const PRESSURES: [&str; 8] =
    ["pressure", "force", "press", "tip", "tip_pressure", "pen_pressure", "touch", "contact"];

/// Whether a field of points says something of the pen.
pub(in crate::data::formats) fn is_of_pen(name: &str) -> bool {
    STATES.contains(&name) || PRESSURES.contains(&name)
}

/// What says of so many points that they are several strokes, if something does.
pub(in crate::data::formats) fn lifts<'v>(
    points: usize,
    value: impl Fn(&str, usize) -> Option<&'v Value>,
) -> Option<&'static str> {
    let changes = |name: &str, at: usize| value(name, at) != value(name, at - 1);
    let numbers = NUMBERS.iter().find(|name| (1..points).any(|at| changes(name, at)));
    // The first point may be where the pen came down, and the last where it was lifted.
    let mut states = STATES.iter();
    let states = states.find(|name| (2..points.max(1) - 1).any(|at| changes(name, at)));
    let is_zero = |name: &str, at: usize| value(name, at).and_then(Value::as_f64) == Some(0.0);
    // Some pens say it too late, or too early.
    let middle = || EARLY..points.saturating_sub(EARLY);
    let mut pressures = PRESSURES.iter();
    let pressures = pressures.find(|name| {
        middle().any(|at| is_zero(name, at))
            && (0..points).any(|at| value(name, at).is_some() && !is_zero(name, at))
    });
    numbers.or(states).or(pressures).copied()
}

/// How many points at either end of a stroke may be in the air.
const EARLY: usize = 2;

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
    }

    #[test]
    fn without_pressure_the_pen_is_in_the_air_but_for_the_ends_of_a_stroke() {
        let lifts = |values: &Value| {
            let value = |own: &str, at: usize| values.get(at).filter(|_| own == "pressure");
            lifts(values.as_array().unwrap().len(), value)
        };
        for values in [
            json!([]),
            json!([0, 0, 0, 0, 0, 0]),
            json!([0.5, 0.4, 0.3, 0.2, 0.1]),
            json!([0, 0, 0.2, 0.4, 0.1, 0, 0]),
            json!([null, null, null, null, null]),
        ] {
            assert_eq!(lifts(&values), None, "{values}");
        }
        for values in [json!([0.5, 0.5, 0.0, 0.5, 0.5]), json!([300, 280, 0, 0, 0, 0])] {
            assert_eq!(lifts(&values), Some("pressure"), "{values}");
        }
    }
}
