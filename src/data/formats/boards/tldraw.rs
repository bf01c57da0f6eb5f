//! The records of tldraw.

use serde_json::Value;

use super::shapes::turned;
use super::{Points, Step, list, no_stroke, number, pair, text};

pub(super) fn strokes(board: &Value) -> Step<Vec<Points>> {
    // A file has a list of records, and what the editor gives to programs has a store of them.
    let store = ["/store", "/document/store"].iter().find_map(|at| board.pointer(at)?.as_object());
    let records: Vec<&Value> = match store {
        Some(store) => store.values().collect(),
        None => list(board, "records")?.iter().collect(),
    };
    let shapes: Vec<&Value> =
        records.into_iter().filter(|it| text(it, "typeName") == "shape").collect();
    let pages = shapes.windows(2).any(|two| two[0]["parentId"] != two[1]["parentId"]);
    let strokes = shapes.into_iter().map(stroke).collect::<Step<_>>()?;
    if pages { Err(no_stroke("second page")) } else { Ok(strokes) }
}

fn stroke(shape: &Value) -> Step<Points> {
    let kind = text(shape, "type");
    if !["draw", "highlight"].contains(&kind) {
        return Err(no_stroke(kind));
    }
    if text(shape, "parentId").starts_with("shape:") {
        return Err(no_stroke("group or frame"));
    }
    let own = &shape["props"];
    if !["", "none"].contains(&text(own, "fill")) {
        return Err(no_stroke("filled shape"));
    }
    let scale = ["scaleX", "scaleY"].map(|name| number(own, name, 1.0));
    let at = ["x", "y"].map(|name| number(shape, name, 0.0));
    let mut points = Points::new();
    for segment in list(own, "segments")? {
        if segment["path"].is_string() {
            return Err("points packed as newer versions of tldraw do, which are not read: \
                        export the drawing as SVG or PNG"
                .into());
        }
        for point in list(segment, "points")? {
            let [x, y] = pair(point)?;
            points.push([at[0] + x * scale[0], at[1] + y * scale[1]]);
        }
    }
    Ok(turned(points, at, number(shape, "rotation", 0.0)))
}
