//! The records of tldraw.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use half::f16;
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
        for [x, y] in points_of(segment)? {
            points.push([at[0] + x * scale[0], at[1] + y * scale[1]]);
        }
    }
    Ok(turned(points, at, number(shape, "rotation", 0.0)))
}

fn points_of(segment: &Value) -> Step<Points> {
    match segment["path"].as_str() {
        Some(path) => unpacked(path, if number(segment, "dim", 3.0) == 2.0 { 2 } else { 3 }),
        None => list(segment, "points")?.iter().map(pair).collect(),
    }
}

/// Points as newer versions pack them, each `x`, `y` and perhaps the pressure, in base64: the first as little-endian
/// floats of 32 bits, and how far it is from each to the next of 16.
///
/// *Source*: `b64Vecs` of `@tldraw/tlschema`.
fn unpacked(path: &str, values: usize) -> Step<Points> {
    let bytes = BASE64_STANDARD.decode(path).map_err(|e| format!("packed points: {e}"))?;
    let Some((first, others)) = bytes.split_at_checked(4 * values) else {
        return if bytes.is_empty() { Ok(Points::new()) } else { Err(cut_short()) };
    };
    let of_first = |at: usize| {
        let value = first[4 * at..4 * at + 4].try_into().expect("four bytes");
        f64::from(f32::from_le_bytes(value))
    };
    let (steps, []) = others.as_chunks::<2>() else { return Err(cut_short()) };
    if steps.len() % values != 0 {
        return Err(cut_short());
    }
    let mut points = vec![[of_first(0), of_first(1)]];
    let [mut x, mut y] = points[0];
    for step in steps.chunks_exact(values) {
        x += f16::from_le_bytes(step[0]).to_f64();
        y += f16::from_le_bytes(step[1]).to_f64();
        points.push([x, y]);
    }
    Ok(points)
}

fn cut_short() -> String {
    "packed points that are cut short".into()
}
