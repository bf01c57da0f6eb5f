//! The nodes of Konva.

use serde_json::Value;

use super::shapes::{ellipse, is_clear, is_white, rectangle};
use super::{Points, Step, erases, no_stroke, number, text};
use crate::data::formats::svg;

/// What moves a node otherwise than `x` and `y`, and what it is where it does not.
const MOVES: [(&str, f64); 7] = [
    ("rotation", 0.0),
    ("scaleX", 1.0),
    ("scaleY", 1.0),
    ("skewX", 0.0),
    ("skewY", 0.0),
    ("offsetX", 0.0),
    ("offsetY", 0.0),
];

pub(super) fn strokes(board: &Value) -> Step<Vec<Points>> {
    let mut strokes = Vec::new();
    add(board, [0.0; 2], &mut strokes)?;
    Ok(strokes)
}

fn add(node: &Value, [left, top]: [f64; 2], strokes: &mut Vec<Points>) -> Step<()> {
    let own = &node["attrs"];
    let kind = text(node, "className");
    if own["visible"] == false || kind == "Transformer" || number(own, "opacity", 1.0) == 0.0 {
        return Ok(());
    }
    if MOVES.iter().any(|(name, usual)| number(own, name, *usual) != *usual) {
        return Err("a node that was turned or scaled: export the drawing as PNG".into());
    }
    let at = [left + number(own, "x", 0.0), top + number(own, "y", 0.0)];
    let size = |name: [&str; 2]| name.map(|name| number(own, name, 0.0));
    let mut points = match kind {
        "Stage" | "Layer" | "FastLayer" | "Group" => {
            let inner = node["children"].as_array().map(Vec::as_slice).unwrap_or_default();
            return inner.iter().try_for_each(|node| add(node, at, strokes));
        }
        "Line" | "Arrow" if own["bezier"] != true => vec![line(own)?],
        "Path" => svg::path(text(own, "data"))?,
        "Rect" => vec![rectangle([0.0; 2], size(["width", "height"]))],
        "Circle" => vec![ellipse([0.0; 2], size(["radius", "radius"]))],
        "Ellipse" => vec![ellipse([0.0; 2], size(["radiusX", "radiusY"]))],
        other => return Err(no_stroke(other)),
    };
    let (fill, stroke) = (text(own, "fill"), text(own, "stroke"));
    let is_drawn = ["Line", "Path"].contains(&kind) && fill.is_empty();
    if !is_drawn && is_clear(stroke) && is_white(fill) && strokes.is_empty() {
        // Paper.
        return Ok(());
    }
    if !is_clear(fill) && kind != "Arrow" {
        return Err(no_stroke("filled shape"));
    }
    let composed = text(own, "globalCompositeOperation");
    if is_white(stroke) || composed == "destination-out" {
        return Err(erases());
    }
    points.iter_mut().flatten().for_each(|point| *point = [point[0] + at[0], point[1] + at[1]]);
    strokes.extend(points);
    Ok(())
}

fn line(own: &Value) -> Step<Points> {
    let numbers: Option<Vec<f64>> =
        own["points"].as_array().and_then(|all| all.iter().map(Value::as_f64).collect());
    let numbers = numbers.ok_or("a line without points")?;
    let (points, rest) = numbers.as_chunks();
    if !rest.is_empty() {
        return Err("half a point at the end of a line".into());
    }
    let mut points = points.to_vec();
    points.extend(points.first().copied().filter(|_| own["closed"] == true));
    Ok(points)
}
