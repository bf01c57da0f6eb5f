//! The shapes of Literally Canvas.

use serde_json::Value;

use super::shapes::{ellipse, is_clear, is_white, rectangle};
use super::{Points, Step, erases, list, no_stroke, number, pair, text};

pub(super) fn strokes(board: &Value) -> Step<Vec<Points>> {
    let behind = board["backgroundShapes"].as_array().map(Vec::as_slice).unwrap_or_default();
    behind.iter().chain(list(board, "shapes")?).map(stroke).collect()
}

fn stroke(shape: &Value) -> Step<Points> {
    let own = &shape["data"];
    let values = |names: [&str; 2]| names.map(|name| number(own, name, 0.0));
    let kind = text(shape, "className");
    let points = match kind {
        "ErasedLinePath" => return Err(erases()),
        "LinePath" | "Polygon" => {
            let pairs = own["pointCoordinatePairs"].as_array();
            let point = |point: &Value| pair(if pairs.is_some() { point } else { &point["data"] });
            let all = pairs.map_or_else(|| list(own, "points"), Ok)?;
            let mut points = all.iter().map(point).collect::<Step<Points>>()?;
            let is_closed = kind == "Polygon" && own["isClosed"] != false;
            points.extend(points.first().copied().filter(|_| is_closed));
            points
        }
        "Line" => vec![values(["x1", "y1"]), values(["x2", "y2"])],
        "Rectangle" => rectangle(values(["x", "y"]), values(["width", "height"])),
        "Ellipse" => {
            let ([x, y], half) =
                (values(["x", "y"]), values(["width", "height"]).map(|it| it / 2.0));
            ellipse([x + half[0], y + half[1]], half)
        }
        other => return Err(no_stroke(other)),
    };
    if !is_clear(text(own, "fillColor")) {
        return Err(no_stroke("filled shape"));
    }
    let colors = [text(own, "pointColor"), text(own, "color"), text(own, "strokeColor")];
    if colors.into_iter().any(is_white) {
        return Err(erases());
    }
    Ok(points)
}
