//! Drawings as programs for whiteboards save them, in JSON: one drawing a file.
//!
//! *Source*: the JSON schema of Excalidraw (`excalidraw.com`, file version 2), the records of tldraw (`.tldr`), the
//! `toJSON` of Konva's nodes, and the snapshots of Literally Canvas.

mod excalidraw;
mod konva;
mod literally;
mod shapes;
mod tldraw;

use serde_json::Value;

use super::reading::Reading;
use crate::Result;
use crate::data::names::file_names::split_folder;
use crate::data::sources::source::cannot_read;

/// The most bytes of the text in a message.
const SHOWN: usize = 40;

type Points = Vec<[f64; 2]>;
type Step<T> = std::result::Result<T, String>;

/// Reads what was drawn by hand, of the class of the folder. What is of another kind is refused by its name: left out, it
/// would make another drawing.
///
/// *Errors*: `bad-data` that names the file.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().drawing_bytes)?;
    let board: Value = serde_json::from_slice(&bytes).map_err(|e| cannot_read(&reading.name, e))?;
    let strokes = strokes(&board).map_err(|why| reading.bad(&why))?;
    let Reading { path, name, budget, gathered, .. } = reading;
    gathered
        .add_stroke_file(split_folder(path).0, path, strokes, budget)
        .map_err(|e| e.within(&name))
}

fn strokes(board: &Value) -> Step<Vec<Points>> {
    if ["/tldrawFileFormatVersion", "/store", "/document/store"]
        .iter()
        .any(|at| board.pointer(at).is_some())
    {
        return tldraw::strokes(board);
    }
    if text(board, "type").starts_with("excalidraw") {
        return excalidraw::strokes(board);
    }
    if board.get("shapes").is_some() {
        return literally::strokes(board);
    }
    konva::strokes(board)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// A number, or what it is if it is not there.
fn number(value: &Value, name: &str, usual: f64) -> f64 {
    value[name].as_f64().unwrap_or(usual)
}

fn list<'v>(value: &'v Value, name: &str) -> Step<&'v Vec<Value>> {
    value[name].as_array().ok_or_else(|| format!("no list of {name}"))
}

fn pair(value: &Value) -> Step<[f64; 2]> {
    let of = |x: &Value, y: &Value| Some([x.as_f64()?, y.as_f64()?]);
    of(&value[0], &value[1])
        .or_else(|| of(&value["x"], &value["y"]))
        .ok_or_else(|| "a point that is no two numbers".into())
}

/// The error for what no pen has drawn.
fn no_stroke(kind: &str) -> String {
    let kind: String = kind.chars().take(SHOWN).collect();
    let kind = if kind.is_empty() { "thing without a kind" } else { &kind };
    let a = if kind.starts_with(['A', 'E', 'I', 'a', 'e', 'i']) { "an" } else { "a" };
    format!("{a} {kind} in it, which is not read: export the drawing as PNG")
}

/// The error for what covers strokes.
fn erases() -> String {
    "a stroke that erases, or is white: export the drawing as PNG".into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn excalidraw(element: Value) -> Value {
        json!({"type": "excalidraw", "version": 2, "elements": [element]})
    }

    fn tldraw(shape: Value) -> Value {
        let page = json!({"typeName": "page", "id": "page:a"});
        json!({"tldrawFileFormatVersion": 1, "records": [page, shape]})
    }

    fn konva(node: Value) -> Value {
        let layer = json!({"className": "Layer", "attrs": {}, "children": [node]});
        json!({"attrs": {"width": 9}, "className": "Stage", "children": [layer]})
    }

    fn literally(shape: Value) -> Value {
        json!({"colors": {}, "shapes": [shape]})
    }

    #[test]
    fn a_stroke_is_the_same_on_every_board() {
        let segments = json!([
            {"type": "free", "points": [{"x": 0, "y": 0, "z": 0.5}, {"x": 2, "y": 2, "z": 0.5}]},
            {"type": "straight", "points": [{"x": 2, "y": 2}, {"x": 4, "y": 9}]},
        ]);
        let draw = json!({"typeName": "shape", "type": "draw", "x": 1, "y": 2, "parentId": "page:a",
            "props": {"segments": segments, "fill": "none"}});
        // As `b64Vecs.encodePoints` of @tldraw/tlschema packs them, and of a mouse, without the pressure.
        let mut packed = draw.clone();
        packed["props"]["segments"] = json!([
            {"type": "free", "path": "AAAAAAAAAAAAAAA/AEAAQAAA"},
            {"type": "free", "path": "AAAAQAAAAEAAQABH", "dim": 2},
        ]);
        let free = json!([[0, 0], [2, 2], [2, 2], [4, 9]]);
        for board in [
            excalidraw(json!({"type": "freedraw", "x": 1, "y": 2, "points": free})),
            json!({"document": {"store": {"page:a": {"typeName": "page"}, "shape:a": draw}}}),
            tldraw(draw),
            tldraw(packed),
            konva(json!({"className": "Line", "attrs": {"x": 1, "y": 2,
                "points": [0, 0, 2, 2, 2, 2, 4, 9]}})),
            konva(json!({"className": "Path", "attrs": {"y": 1, "data": "M1 1 L3 3 L3 3 L5 10"}})),
            literally(json!({"className": "LinePath", "data": {
                "pointCoordinatePairs": [[1, 2], [3, 4], [3, 4], [5, 11]]}})),
            literally(json!({"className": "LinePath", "data": {"points": [
                {"className": "Point", "data": {"x": 1, "y": 2}}, {"data": {"x": 3, "y": 4}},
                {"data": {"x": 3, "y": 4}}, {"data": {"x": 5, "y": 11}}]}})),
        ] {
            let expected = vec![vec![[1.0, 2.0], [3.0, 4.0], [3.0, 4.0], [5.0, 11.0]]];
            assert_eq!(strokes(&board).unwrap(), expected, "{board}");
        }
    }

    #[test]
    fn what_is_turned_lies_where_the_program_shows_it() {
        let quarter = std::f64::consts::FRAC_PI_2;
        let line = json!([[0, 0], [4, 0]]);
        let turned =
            excalidraw(json!({"type": "line", "x": 1, "y": 2, "points": line, "angle": quarter}));
        let about_its_middle = [[3.0, 0.0], [3.0, 4.0]];
        let segments = json!([{"points": [{"x": 0, "y": 0}, {"x": 4, "y": 0}]}]);
        let draw = tldraw(json!({"typeName": "shape", "type": "draw", "x": 1, "y": 2,
            "rotation": quarter, "parentId": "page:a", "props": {"segments": segments}}));
        let about_its_start = [[1.0, 2.0], [1.0, 6.0]];
        for (board, expected) in [(turned, about_its_middle), (draw, about_its_start)] {
            let strokes = strokes(&board).unwrap();
            let away = strokes[0].as_flattened().iter().zip(expected.as_flattened());
            assert!(away.map(|(a, b)| (a - b).abs()).sum::<f64>() < 1e-9, "{strokes:?}");
        }
    }

    #[test]
    fn outlines_are_strokes() {
        let size = json!({"type": "rectangle", "x": 1, "y": 2, "width": 3, "height": 4});
        let rectangle = strokes(&excalidraw(size)).unwrap();
        assert_eq!(rectangle[0], [[1.0, 2.0], [4.0, 2.0], [4.0, 6.0], [1.0, 6.0], [1.0, 2.0]]);
        let ring = json!({"className": "Circle", "attrs": {"radius": 2, "stroke": "red"}});
        let ring = strokes(&konva(ring)).unwrap();
        assert!(ring[0].iter().all(|[x, y]| (x.hypot(*y) - 2.0).abs() < 1e-9), "{ring:?}");
        for (paper, count) in [("white", 0), ("#ffffff", 0)] {
            let paper =
                json!({"className": "Rect", "attrs": {"width": 9, "height": 9, "fill": paper}});
            assert_eq!(strokes(&konva(paper)).unwrap().len(), count);
        }
    }

    #[test]
    fn what_is_no_stroke_is_refused_by_its_name() {
        let points = json!([{"points": [{"x": 1, "y": 2}]}]);
        for (board, part) in [
            (excalidraw(json!({"type": "text", "text": "cat"})), "a text in it"),
            (excalidraw(json!({"type": "ellipse", "backgroundColor": "#ffc9c9"})), "filled"),
            (excalidraw(json!({"type": "freedraw", "points": [[1]]})), "two numbers"),
            (
                excalidraw(json!({"type": "freedraw", "strokeColor": "#ffffff", "points": []})),
                "white",
            ),
            (
                tldraw(json!({"typeName": "shape", "type": "geo", "parentId": "page:a"})),
                "a geo in it",
            ),
            (
                tldraw(json!({"typeName": "shape", "type": "draw", "parentId": "shape:b",
                "props": {"segments": points}})),
                "group",
            ),
            (
                tldraw(json!({"typeName": "shape", "type": "draw", "parentId": "page:b",
                "props": {"segments": [{"type": "free", "path": "AAAA"}]}})),
                "cut short",
            ),
            (konva(json!({"className": "Text", "attrs": {}})), "a Text in it"),
            (konva(json!({"className": "Rect", "attrs": {"fill": "red"}})), "filled"),
            (
                konva(json!({"className": "Line", "attrs": {"points": [1, 2], "rotation": 9}})),
                "turned",
            ),
            (
                konva(json!({"className": "Line", "attrs": {"points": [1, 2],
                "globalCompositeOperation": "destination-out"}})),
                "erases",
            ),
            (literally(json!({"className": "ErasedLinePath", "data": {}})), "erases"),
            (literally(json!({"className": "Image", "data": {}})), "an Image in it"),
        ] {
            let why = strokes(&board).unwrap_err();
            assert!(why.contains(part), "{board}: {why}");
        }
    }
}
