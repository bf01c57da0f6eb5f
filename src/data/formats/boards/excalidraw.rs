//! The elements of Excalidraw.

use serde_json::Value;

use super::shapes::{diamond, ellipse, is_clear, is_white, middle, rectangle, turned};
use super::{Points, Step, erases, list, no_stroke, number, pair, text};

pub(super) fn strokes(board: &Value) -> Step<Vec<Points>> {
    let there = list(board, "elements")?.iter().filter(|element| {
        element["isDeleted"] != true
            && text(element, "type") != "selection"
            && number(element, "opacity", 100.0) > 0.0
    });
    there.map(stroke).collect()
}

fn stroke(element: &Value) -> Step<Points> {
    let at = ["x", "y"].map(|name| number(element, name, 0.0));
    let size = ["width", "height"].map(|name| number(element, name, 0.0));
    let points = match text(element, "type") {
        "freedraw" | "draw" | "line" | "arrow" => {
            let moved = |point: [f64; 2]| [point[0] + at[0], point[1] + at[1]];
            let points = list(element, "points")?.iter();
            points.map(|point| pair(point).map(moved)).collect::<Step<Points>>()?
        }
        "rectangle" => rectangle(at, size),
        "diamond" => diamond(at, size),
        "ellipse" => {
            let half = size.map(|side| side / 2.0);
            ellipse([at[0] + half[0], at[1] + half[1]], half)
        }
        other => return Err(no_stroke(other)),
    };
    if !is_clear(text(element, "backgroundColor")) {
        return Err(no_stroke("filled shape"));
    }
    if is_white(text(element, "strokeColor")) {
        return Err(erases());
    }
    let middle = middle(&points);
    Ok(turned(points, middle, number(element, "angle", 0.0)))
}
