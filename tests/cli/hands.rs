//! `hands`: the strengths that it fits.

use serde_json::Value;

use crate::world::World;

/// Two people's rings with a bar and a stroke beside them: all that the fit compares.
const DRAWINGS: &str = r#"{"a": [
    [[[0,4],[2,1],[5,0],[8,1],[10,4],[8,8],[5,9],[2,8],[0,4]], [[0,20],[10,20]], [[5,10],[5,20]]],
    [[[1,4],[2,0],[5,0],[9,1],[9,4],[8,9],[5,9],[1,8],[1,5]], [[0,21],[10,19]], [[6,10],[4,20]]]
]}"#;

#[test]
fn strengths_are_fitted_to_the_same_values_with_the_same_seed() {
    let world = World::empty("hands");
    world.write("people.json", DRAWINGS);
    let command = "hands --strokes people.json --pairs 40";
    let json = world.succeed(&format!("{command} --json"));
    assert_eq!(json, world.succeed(&format!("{command} --json")));
    let fitted: Value = serde_json::from_str(&json).unwrap();
    let row = &fitted["stroke_turn"];
    assert!(
        row["strength"].as_f64().unwrap() > 0.0 && row["people"].as_f64().unwrap() > 0.0,
        "{json}"
    );
    let text = world.succeed(command);
    assert_eq!(text.lines().count(), 1 + fitted.as_object().unwrap().len(), "{text}");
}

#[test]
fn what_cannot_be_fitted_to_is_one_line() {
    let world = World::empty("hands-faults");
    world.write("dots.json", r#"{"a": [[[[0,0]]], [[[1,1]]]]}"#);
    world.write("all.txt", "a");
    world.fail("hands --strokes dots.json", "too plain");
    world.fail("hands --strokes dots.json --pairs 0", "pairs is 0");
    world.fail("hands --strokes none.json", "none.json");
    world.fail("hands --strokes dots.json --exclude all.txt", "all.txt");
}
