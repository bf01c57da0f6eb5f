//! Where Fabric.js shows an object: a path keeps its points while it is moved, turned and scaled.

use serde_json::Value;

use crate::collection::form::Stroke;

type Points = Vec<[f64; 2]>;

/// Puts the strokes of an object where they are shown.
///
/// *Source*: Fabric.js, from version 2 on: the middle of the box around the points comes to the middle of the object,
/// which is found from `left` and `top`.
///
/// *Errors*: that it is slanted, or filled.
pub(super) fn place<'v>(
    mut strokes: Vec<Stroke>,
    field: impl Fn(&str) -> Option<&'v Value>,
) -> Result<Vec<Stroke>, String> {
    let number = |name: &str| field(name).and_then(Value::as_f64);
    let is_true = |name: &str| field(name) == Some(&Value::Bool(true));
    if ["skewX", "skewY"].iter().any(|name| number(name).is_some_and(|it| it != 0.0)) {
        return Err("a stroke that was slanted afterwards: save the drawing as PNG".into());
    }
    let (Some(left), Some(top)) = (number("left"), number("top")) else {
        let is_other = |name: &str, usual: f64| number(name).is_some_and(|value| value != usual);
        let is_moved = is_other("angle", 0.0) || is_other("scaleX", 1.0) || is_other("scaleY", 1.0);
        let why = "a stroke that was turned or scaled afterwards: save the drawing as PNG";
        return if is_moved { Err(why.into()) } else { Ok(strokes) };
    };
    let mut all: Vec<&mut Points> = strokes.iter_mut().filter_map(points).collect();
    let [least, most] = [f64::min as fn(f64, f64) -> f64, f64::max].map(|pick| {
        let points = || all.iter().flat_map(|points| points.iter());
        [0, 1].map(|axis| points().map(|point| point[axis]).reduce(pick).unwrap_or_default())
    });
    let pen = number("strokeWidth").unwrap_or(1.0);
    let scale = ["scaleX", "scaleY"].map(|name| number(name).unwrap_or(1.0));
    let flip = ["flipX", "flipY"].map(|name| if is_true(name) { -1.0 } else { 1.0 });
    let origin = ["originX", "originY"].map(|name| match field(name).and_then(Value::as_str) {
        Some("center") => 0.0,
        Some("right" | "bottom") => -0.5,
        _ => 0.5,
    });
    // From the origin of the object to its middle, before it is turned around the origin.
    let size = ["width", "height"].map(number);
    let to_middle = [0, 1].map(|axis| {
        let own = size[axis].unwrap_or(most[axis] - least[axis]);
        let pens = if is_true("strokeUniform") { pen } else { pen * scale[axis] };
        origin[axis] * (own * scale[axis] + pens)
    });
    let (sin, cos) = number("angle").unwrap_or_default().to_radians().sin_cos();
    let turn = |[x, y]: [f64; 2]| [left + x * cos - y * sin, top + x * sin + y * cos];
    for point in all.iter_mut().flat_map(|points| points.iter_mut()) {
        *point = turn([0, 1].map(|axis| {
            let from_middle = point[axis] - (least[axis] + most[axis]) / 2.0;
            to_middle[axis] + from_middle * scale[axis] * flip[axis]
        }));
    }
    Ok(strokes)
}

fn points(stroke: &mut Stroke) -> Option<&mut Points> {
    match stroke {
        Stroke::Points(points) | Stroke::Flat(points) => Some(points),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collection::form::Form;

    #[test]
    fn a_path_lies_where_it_is_shown() {
        // From (10, 20) to (14, 22): with a pen of 2, it was drawn at a left of 9 and a top of 19.
        for (object, expected) in [
            (json!({"left": 9, "top": 19}), [[10.0, 20.0], [14.0, 22.0]]),
            (json!({"left": 9, "top": 19, "width": 4, "height": 2}), [[10.0, 20.0], [14.0, 22.0]]),
            (json!({"left": 109, "top": 19}), [[110.0, 20.0], [114.0, 22.0]]),
            (json!({"left": 9, "top": 19, "flipX": true}), [[14.0, 20.0], [10.0, 22.0]]),
            (json!({"left": 9, "top": 19, "scaleX": 2}), [[11.0, 20.0], [19.0, 22.0]]),
            (
                json!({"left": 12, "top": 21, "originX": "center", "originY": "center"}),
                [[10.0, 20.0], [14.0, 22.0]],
            ),
            (
                json!({"left": 12, "top": 21, "originX": "center", "originY": "center", "angle": 90}),
                [[13.0, 19.0], [11.0, 23.0]],
            ),
            (json!({}), [[10.0, 20.0], [14.0, 22.0]]),
        ] {
            let mut object = object;
            object["strokeWidth"] = 2.into();
            let strokes = vec![Stroke::Points(vec![[10.0, 20.0], [14.0, 22.0]])];
            let mut placed = place(strokes, |name| object.get(name)).unwrap();
            let points = placed.pop().unwrap().points(Form::Points);
            let away = points.as_flattened().iter().zip(expected.as_flattened());
            assert!(away.map(|(a, b)| (a - b).abs()).sum::<f64>() < 1e-9, "{object}: {points:?}");
        }
        for (object, part) in [(json!({"skewX": 1}), "slanted"), (json!({"angle": 1}), "turned")] {
            let error = place(Vec::new(), |name| object.get(name)).err().unwrap();
            assert!(error.contains(part), "{error}");
        }
    }
}
