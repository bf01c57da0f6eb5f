//! A drawing in a record, as it is written.

use serde_json::{Map, Value};

use super::fabric::place;
use super::keys::{COLUMNS, COORDINATES, PLACES, POINTS};
use super::list::is_path;
use super::pen::lifts;
use super::rows::Rows;
use crate::collection::form::Stroke;
use crate::data::formats::svg;

/// A drawing as it is written.
pub(in crate::data::formats) enum Written {
    Strokes(Vec<Stroke>),
    Rows(Rows),
}

impl Written {
    /// *Errors*: what is wrong with it.
    pub fn of(value: &Value) -> Result<Written, String> {
        let items = match value {
            Value::Array(items) => items,
            // Columns of tables that became JSON.
            Value::String(text) if text.starts_with('[') => {
                let inner: Vec<Value> = serde_json::from_str(text).map_err(|e| e.to_string())?;
                return Written::of(&inner.into());
            }
            _ => return strokes(value).map(Written::Strokes),
        };
        let is_row = |item: &Value| item.as_array().is_some_and(|row| is_numbers(row));
        if !items.is_empty() && items.iter().all(is_row) {
            return rows(items).map(Written::Rows);
        }
        let is_one = is_numbers(items) || is_commands(items);
        if is_one || items.iter().all(|item| point(item).is_some()) {
            return strokes(value).map(Written::Strokes);
        }
        let all = items.iter().map(strokes).collect::<Result<Vec<_>, _>>()?;
        Ok(Written::Strokes(all.into_iter().flatten().collect()))
    }
}

/// The strokes that a value is: one, but for a path, which may lift the pen.
fn strokes(value: &Value) -> Result<Vec<Stroke>, String> {
    match value {
        Value::String(text) if is_path(text) => path(text),
        Value::Array(items) if is_commands(items) => path(&commands(items)),
        Value::Array(items) if is_numbers(items) => Ok(vec![Stroke::flat(&row(items))?]),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let points: Option<Vec<_>> = items.iter().map(point).collect();
            let value = |name: &str, at: usize| field(items[at].as_object()?, name);
            refuse(lifts(items.len(), value))?;
            Ok(vec![Stroke::Points(points.ok_or("a point without x and y, two numbers")?)])
        }
        Value::Array(items) => Ok(vec![Stroke::new(rows(items)?)?]),
        Value::Object(fields) => of_object(fields),
        _ => Err("a stroke that is no list".into()),
    }
}

fn of_object(fields: &Map<String, Value>) -> Result<Vec<Stroke>, String> {
    if erases(fields) {
        return Err("a stroke that erases: save the drawing as PNG".into());
    }
    let list = |name: &str| field(fields, name)?.as_array();
    if let Some((x, y)) = COLUMNS.iter().find_map(|[x, y]| Some((list(x)?, list(y)?))) {
        if x.iter().chain(y).any(Value::is_array) {
            return strokes_of_columns(x, y);
        }
        let points = x.iter().zip(y).map(|(x, y)| Some([x.as_f64()?, y.as_f64()?]));
        let points: Option<Vec<_>> = points.collect();
        let points = points.filter(|points| points.len() == x.len().max(y.len()));
        let value = |name: &str, at: usize| field(fields, name)?.get(at);
        refuse(lifts(x.len(), value))?;
        return Ok(vec![Stroke::Points(points.ok_or("x and y are not as many numbers")?)]);
    }
    let inner = POINTS.iter().find_map(|name| field(fields, name));
    let kind = || field(fields, "type").and_then(Value::as_str).map(|kind| kind.chars().take(40));
    let without = || match kind() {
        Some(kind) => {
            format!("a {}, which is no stroke: save the drawing as PNG", kind.collect::<String>())
        }
        None => "a stroke without points".into(),
    };
    match inner.ok_or_else(without)? {
        Value::Object(_) => Err("a stroke in a stroke".into()),
        inner => place(strokes(inner)?, |name| field(fields, name)),
    }
}

/// Strokes of which the coordinates are in lists: `{"x": [[1, 3], [5]], "y": [[2, 4], [6]]}`.
fn strokes_of_columns(x: &[Value], y: &[Value]) -> Result<Vec<Stroke>, String> {
    if x.len() != y.len() {
        return Err("x and y are not as many strokes".into());
    }
    let columns = |(x, y): (&Value, &Value)| {
        let pair = [("x", x), ("y", y)].map(|(name, list)| (name.to_string(), list.clone()));
        if x.is_array() && y.is_array() {
            of_object(&Map::from_iter(pair))
        } else {
            Err("x and y are not all lists".into())
        }
    };
    let strokes: Result<Vec<Vec<Stroke>>, String> = x.iter().zip(y).map(columns).collect();
    Ok(strokes?.into_iter().flatten().collect())
}

/// Whether a stroke is that of an eraser, as react-sketch-canvas, Konva's examples, canvases and others say it.
fn erases(fields: &Map<String, Value>) -> bool {
    let says = |name: &str, values: &[&str]| {
        let value = field(fields, name)
            .map(|value| value.as_str().map_or(value.to_string(), str::to_lowercase));
        value.is_some_and(|value| values.contains(&value.as_str()))
    };
    const ERASERS: [&str; 4] = ["eraser", "erase", "erasing", "destination-out"];
    ["tool", "mode", "type", "globalCompositeOperation", "compositeOperation"]
        .iter()
        .any(|name| says(name, &ERASERS))
        || ["eraser", "isEraser", "erase", "isErasing"].iter().any(|name| says(name, &["true"]))
        || says("drawMode", &["false"])
}

fn refuse(lifts: Option<&str>) -> Result<(), String> {
    lifts.map_or(Ok(()), |name| {
        Err(format!("points with {name}, as where the pen is lifted: write a list for each stroke"))
    })
}

fn rows(items: &[Value]) -> Result<Rows, String> {
    let row_of = |item: &Value| item.as_array().filter(|row| is_numbers(row)).map(|row_| row(row_));
    let rows: Option<Vec<_>> = items.iter().map(row_of).collect();
    rows.ok_or("a point that is not [x, y], two numbers".into())
}

fn is_numbers(items: &[Value]) -> bool {
    !items.is_empty() && items.iter().all(Value::is_number)
}

fn row(items: &[Value]) -> Vec<f64> {
    items.iter().filter_map(Value::as_f64).collect()
}

/// A point, `{"x": 1, "y": 2}`, or as programs and events have it.
fn point(value: &Value) -> Option<[f64; 2]> {
    let fields = value.as_object()?;
    let number = |name: &str| field(fields, name)?.as_f64();
    let pair = COORDINATES.iter().find_map(|[x, y]| Some([number(x)?, number(y)?]));
    pair.or_else(|| match PLACES.iter().find_map(|name| field(fields, name))? {
        Value::Array(pair) => Some([pair.first()?.as_f64()?, pair.get(1)?.as_f64()?]),
        inner => point(inner),
    })
}

fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Whether a list is a path as Fabric.js has it: `[["M", 1, 2], ["L", 3, 4]]`.
fn is_commands(items: &[Value]) -> bool {
    !items.is_empty() && items.iter().all(|item| item.get(0).is_some_and(Value::is_string))
}

fn commands(items: &[Value]) -> String {
    let words = items.iter().filter_map(Value::as_array).flatten();
    let word = |word: &Value| word.as_str().map_or_else(|| word.to_string(), str::to_string);
    words.map(word).collect::<Vec<_>>().join(" ")
}

fn path(text: &str) -> Result<Vec<Stroke>, String> {
    Ok(svg::path(text)?.into_iter().map(Stroke::Points).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collection::form::Form;

    fn points(value: Value) -> Vec<Vec<[f64; 2]>> {
        match Written::of(&value).unwrap() {
            Written::Strokes(strokes) => {
                strokes.into_iter().map(|it| it.points(Form::Points)).collect()
            }
            Written::Rows(_) => panic!("rows: {value}"),
        }
    }

    #[test]
    fn a_stroke_is_the_same_in_every_form() {
        for value in [
            json!([[[1, 2], [3, 4], [5.5, 6], [7, 8]]]),
            json!([[[1, 2, 0], [3, 4, 9], [5.5, 6, 9], [7, 8, 12]]]),
            json!([{"x": 1, "y": 2}, {"x": 3, "y": 4, "t": 1}, {"x": 5.5, "y": 6}, {"X": 7, "Y": 8}]),
            json!([{"x": [1, 3, 5.5, 7], "y": [2, 4, 6, 8]}]),
            json!({"xs": [1, 3, 5.5, 7], "ys": [2, 4, 6, 8]}),
            json!({"X": [[1, 3, 5.5, 7]], "Y": [[2, 4, 6, 8]]}),
            json!({"x": [1, 3, 5.5, 7], "y": [2, 4, 6, 8], "t": []}),
            json!([{"penColor": "black", "points": [
                {"time": 0, "x": 1, "y": 2}, {"x": 3, "y": 4}, {"x": 5.5, "y": 6}, {"x": 7, "y": 8}
            ]}]),
            json!([{"points": [1, 2, 3, 4, 5.5, 6, 7, 8]}]),
            // As atrament, PencilKit and events have points.
            json!([{"segments": [{"point": {"x": 1, "y": 2}, "time": 1}, {"point": {"x": 3, "y": 4}},
                {"point": {"x": 5.5, "y": 6}}, {"point": {"x": 7, "y": 8}}], "mode": "draw"}]),
            json!([{"path": [{"location": [1, 2]}, {"location": [3, 4]}, {"location": [5.5, 6]},
                {"location": [7, 8]}]}]),
            json!([[{"clientX": 1, "clientY": 2}, {"clientX": 3, "clientY": 4},
                {"offsetX": 5.5, "offsetY": 6}, {"pageX": 7, "pageY": 8}]]),
            json!(["M1 2L3 4L5.5 6L7 8"]),
            json!([["M", 1, 2], ["L", 3, 4, 5.5, 6], ["L", 7, 8]]),
            json!("M1 2 L3 4 5.5 6 7 8"),
        ] {
            let expected = [[[1.0, 2.0], [3.0, 4.0], [5.5, 6.0], [7.0, 8.0]]];
            assert_eq!(points(value.clone()), expected, "{value}");
        }
    }

    #[test]
    fn what_is_no_stroke_is_named() {
        for (value, why) in [
            (json!([[{"x": 1}]]), "without x and y"),
            (json!([[{"x": 1, "y": "a"}]]), "without x and y"),
            (json!([{"x": [1], "y": [1, 2]}]), "not as many"),
            (json!([{"x": [[1]], "y": [[1], [2]]}]), "not as many strokes"),
            (json!([{"x": [[1], 2], "y": [[1], 2]}]), "not all lists"),
            (json!([[[1, null]]]), "not [x, y]"),
            (json!([[[1, 2], 3]]), "not [x, y]"),
            (json!([[1, 2, 3], [[1, 2]]]), "half a point"),
            (json!([true]), "no list"),
            (json!([{"points": [1, 2, 3, 4], "tool": "Eraser"}]), "erases"),
            (json!([{"paths": [{"x": 1, "y": 2}], "drawMode": false}]), "erases"),
            (json!([{"points": [1, 2, 3, 4], "eraser": true}]), "erases"),
            (json!([{"path": [["M", 1, 2], ["L", 3, 4]], "angle": 30}]), "turned or scaled"),
            (
                json!([{"x": 1, "y": 2, "Pen": 0}, {"x": 3, "y": 4, "Pen": 1}, {"x": 5, "y": 6, "Pen": 0}, {"x": 7, "y": 8, "Pen": 1}]),
                "with pen,",
            ),
            (json!({"x": [1, 2, 3], "y": [4, 5, 6], "strokeId": [0, 0, 1]}), "with strokeid"),
            (json!([{"points": {"points": []}}]), "stroke in a stroke"),
            (json!([{"type": "i-text", "text": "cat"}]), "a i-text, which is no stroke"),
            (json!([{"mode": "erase", "segments": [{"point": {"x": 1, "y": 2}}]}]), "erases"),
            (json!("M 1"), "a path"),
        ] {
            let error = Written::of(&value).err().unwrap_or_else(|| panic!("{value}"));
            assert!(error.contains(why), "{value}: {error}");
        }
    }
}
