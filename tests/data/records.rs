//! JSON in which drawings, or the paths of images, are records with labels.

use reptile_sketch::Code;
use reptile_sketch::data::Pool;
use reptile_sketch::sketch::{Sketch, Strokes};

use crate::fixtures::*;

/// The strokes of the drawings of each class.
pub fn strokes(pool: &Pool) -> Vec<(&str, Vec<Strokes>)> {
    let own = |sketch: &Sketch| match sketch {
        Sketch::Strokes(strokes) => strokes.clone(),
        Sketch::Bitmap(_) => panic!("strokes were read"),
    };
    let classes = pool.classes().iter();
    let drawings = classes.map(|class| {
        let all = class.drawings().iter().map(|drawing| own(drawing.sketch().unwrap()));
        (class.name(), all.collect())
    });
    drawings.collect()
}

/// A cross and a corner, and another corner.
fn expected(folder: &Folder) -> Pool {
    let text = r#"{"cross": [[[[0, 0], [9, 9]], [[9, 0], [4, 5], [1, 7], [0, 9]]]],
        "corner": [[[[0, 0], [0, 9], [9, 9]]], [[[1, 0], [1, 9], [9, 9]]]]}"#;
    read_strokes(&folder.write("expected.json", text)).unwrap()
}

#[test]
fn records_are_read_in_the_forms_that_drawing_programs_write() {
    let folder = Folder::new("records");
    let expected = expected(&folder);
    for (number, text) in [
        // One record a line, of points.
        r#"{"label": "cross", "strokes": [[[0,0],[9,9]], [[9,0],[4,5],[1,7],[0,9]]]}
           {"label": "corner", "strokes": [[[0,0],[0,9],[9,9]]]}

           {"strokes": [[[1,0,0],[1,9,3],[9,9,5]]], "label": "corner"}"#,
        // A list of records, of points by name.
        r#"[{"id": 1, "word": "cross", "drawing": [[{"x":0,"y":0,"t":1}, {"x":9,"y":9,"t":2}],
             [{"x":9,"y":0}, {"x":4,"y":5}, {"x":1,"y":7}, {"x":0,"y":9}]]},
            {"word": "corner", "drawing": [[{"x":0,"y":0}, {"x":0,"y":9}, {"x":9,"y":9}]]},
            {"word": "corner", "drawing": [[{"x":1,"y":0,"time":3,"p":0.5}, {"x":1,"y":9}, {"x":9,"y":9}]]}]"#,
        // Columns.
        r#"[{"class": "cross", "paths": [[[0,9],[0,9]], [[9,4,1,0],[0,5,7,9]]]},
            {"class": "corner", "paths": [[[0,0,9],[0,9,9]]]},
            {"class": "corner", "paths": [[[1,1,9],[0,9,9]]]}]"#,
        r#"{"version": 2, "data": [
            {"symbol": "cross", "strokes": [{"x": [0,9], "y": [0,9]}, {"x": [9,4,1,0], "y": [0,5,7,9]}]},
            {"symbol": "corner", "strokes": [{"x": [0,0,9], "y": [0,9,9], "t": [0,1,2]}]},
            {"symbol": "corner", "strokes": [{"x": [1,1,9], "y": [0,9,9], "t": [0,1,2]}]}]}"#,
        // Drawings below their labels.
        r#"{"cross": [{"strokes": [[{"x":0,"y":0}, {"x":9,"y":9}],
              [{"x":9,"y":0}, {"x":4,"y":5}, {"x":1,"y":7}, {"x":0,"y":9}]]}],
            "corner": [{"drawing": [[{"x":0,"y":0}, {"x":0,"y":9}, {"x":9,"y":9}]]},
              {"drawing": {"strokes": [[{"x":1,"y":0}, {"x":1,"y":9}, {"x":9,"y":9}]]}}]}"#,
        // Pairs, with several of one class.
        r#"[["id1", "cross", [[[0,0,5],[9,9,6]], [[9,0,7],[4,5,8],[1,7,9],[0,9,10]]]],
            ["id2", "corner", [[[0,0,5],[0,9,6],[9,9,7]]]],
            ["id3", "corner", [[[1,0,5],[1,9,6],[9,9,7]]]]]"#,
        // signature_pad, with labels, and paths of SVG and of Fabric.js.
        r#"[{"name": "cross", "points": [{"penColor": "black", "points": [{"time":1,"x":0,"y":0}, {"x":9,"y":9}]},
              {"points": [{"x":9,"y":0}, {"x":4,"y":5}, {"x":1,"y":7}, {"x":0,"y":9}]}]},
            {"name": "corner", "path": "M0 0V9H9"},
            {"name": "corner", "path": [["M", 1, 0], ["L", 1, 9], ["L", 9, 9]]}]"#,
        // `toJSON` of `<reptile-sketch>`.
        r#"{"labels": ["cross", "corner"], "input": [[1, 2, 3, 4]], "examples": [
            [[[0,0,9,9], [9,0,4,5,1,7,0,9]]], [[[0,0,0,9,9,9]], [[1,0,1,9,9,9]]]]}"#,
    ]
    .into_iter()
    .enumerate()
    {
        let file = folder.write(&format!("{number}.json"), text);
        let pool = read_strokes(&file).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(strokes(&pool), strokes(&expected), "{text}");
        // The mark of the byte order, and packing, change nothing.
        let packed = folder.write("packed.json.gz", gzip(format!("\u{feff}{text}").as_bytes()));
        assert_eq!(strokes(&read_strokes(&packed).unwrap()), strokes(&expected), "{text}");
    }
}

#[test]
fn records_without_labels_are_of_their_folder_or_file() {
    let folder = Folder::new("unlabelled");
    let stroke = r#"[{"x":0,"y":0}, {"x":1,"y":9}]"#;
    folder.write("a/cat/1.json", format!(r#"{{"strokes": [{stroke}], "width": 300}}"#));
    folder.write("a/cat/2.json", format!("[{stroke}, {stroke}]"));
    folder.write("a/dog/1.json", format!(r#"[{{"points": {stroke}}}]"#));
    folder.write("a/dog/2.json", stroke);
    assert_eq!(sizes(&read_images(&folder.0.join("a")).unwrap()), [("cat", 2), ("dog", 2)]);
    // As Firebase exports a list to which drawings were pushed.
    let id = |end: &str| format!("-NxYz0aBcDeFgHiJkL_{end}");
    let pushed = format!(r#"{{"cat": {{"{}": [{stroke}], "{}": [{stroke}]}}}}"#, id("a"), id("b"));
    assert_eq!(sizes(&read_strokes(&folder.write("c.json", pushed)).unwrap()), [("cat", 2)]);
    folder.write("b/cat.json", format!("[[{stroke}], [{stroke}]]"));
    folder.write(
        "b/dog.ndjson",
        format!("{{\"strokes\": [{stroke}]}}\n{{\"strokes\": [{stroke}]}}\n"),
    );
    assert_eq!(sizes(&read_images(&folder.0.join("b")).unwrap()), [("cat", 2), ("dog", 2)]);
}

#[test]
fn what_fabric_saves_is_of_its_folder_and_a_label_of_an_unknown_name_is_told() {
    let folder = Folder::new("fabric");
    let canvas = r#"{"version": "5.3.0", "objects": [{"type": "path", "left": 1, "top": 2, "angle": 0,
        "scaleX": 1, "path": [["M", 1, 2], ["Q", 3, 4, 5, 6], ["L", 7, 8]]}]}"#;
    folder.write("cat/1.json", canvas);
    folder.write("dog/1.json", canvas);
    assert_eq!(sizes(&read_images(&folder.0).unwrap()), [("cat", 1), ("dog", 1)]);
    let stroke = "[[1, 2], [3, 4], [5, 6], [7, 8]]";
    let line = |sign: &str| format!("{{\"utf8\": \"{sign}\", \"strokes\": [{stroke}]}}\n");
    let file = folder.write("signs.ndjson", line("x") + &line("y"));
    let pool = read_strokes(&file).unwrap();
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("unless utf8 is one: they are of the class signs"), "{notes}");
    let listed = line("x").replace("\"utf8\": \"x\"", "\"labels\": [\"x\"]");
    let pool = read_strokes(&folder.write("lists.ndjson", listed.repeat(2))).unwrap();
    assert!(pool.notes()[0].to_string().contains("unless labels is one"), "{}", pool.notes()[0]);
    // A person has a name, and drawings have labels.
    for name in ["user", "name"] {
        let drawing = |label: &str| format!("{{\"label\": \"{label}\", \"strokes\": [{stroke}]}}");
        let drawings = [drawing("x"), drawing("y")].join(",");
        let text = format!("[{{\"{name}\": \"Ann\", \"drawings\": [{drawings}]}}]");
        let pool = read_strokes(&folder.write("people.json", text)).unwrap();
        assert_eq!(sizes(&pool), [("x", 1), ("y", 1)], "{name}");
        assert!(!pool.notes()[0].to_string().contains("label"), "{}", pool.notes()[0]);
    }
}

#[test]
fn a_label_may_be_the_number_of_a_class() {
    let folder = Folder::new("class-index");
    for key in ["class_index", "label_id", "category_id"] {
        let line = |class: usize| {
            format!("{{\"{key}\": {class}, \"ink\": [[[1, 2], [3, 4], [5, 6], [7, 8]]]}}\n")
        };
        let file = folder.write("a.ndjson", line(3) + &line(4));
        assert_eq!(sizes(&read_strokes(&file).unwrap()), [("3", 1), ("4", 1)], "{key}");
    }
}

#[test]
fn what_could_be_read_in_several_ways_is_told_by_the_whole_file_or_refused() {
    let folder = Folder::new("ambiguous");
    let read = |text: &str| read_strokes(&folder.write("a.json", text));
    let record = |strokes: &str| format!("{{\"label\": \"a\", \"strokes\": {strokes}}}\n");
    let first = |text: &str| {
        let pool = read(text).unwrap();
        strokes(&pool)[0].1[0].strokes()[0].clone()
    };
    let either = record("[[[0, 255], [10, 0]]]");
    let points = record("[[[1, 2], [3, 4], [5, 6], [7, 8]]]");
    let columns = record("[[[1, 2, 3, 4], [5, 6, 7, 8]]]");
    assert_eq!(first(&(either.clone() + &points)), [[0.0, 255.0], [10.0, 0.0]]);
    assert_eq!(first(&(either.clone() + &columns)), [[0.0, 10.0], [255.0, 0.0]]);
    assert_fails(read(&(points + &columns)), Code::BadData, "and drawing 1 of a is [[x, ...]");
    // Quick, Draw!'s own names, but strokes of points.
    let google = |drawing: &str| format!("{{\"word\": \"a\", \"drawing\": {drawing}}}\n");
    let text = google("[[[0, 255], [10, 0]]]") + &google("[[[1, 2], [3, 4], [5, 6], [7, 8]]]");
    assert_eq!(first(&text), [[0.0, 255.0], [10.0, 0.0]]);
    // Drawings of one stroke.
    assert_eq!(first(&record("[[1, 2], [3, 4], [5, 6], [7, 8]]")).len(), 4);
    assert_eq!(
        first(
            &record("[[1, 2, 3], [4, 5, 6]]")
                .repeat(2)
                .replace("3]", "3, 4, 5]")
                .replace("6]", "6, 7, 8]")
        )
        .len(),
        5
    );
    assert_fails(read(&record("[[1, 2], [3, 4]]")), Code::BadData, "each drawing may be");
}

#[test]
fn records_that_cannot_be_read_are_errors_that_say_where() {
    let folder = Folder::new("bad-records");
    let read = |text: &str| read_strokes(&folder.write("a.json", text));
    for (text, why) in [
        (
            r#"[{"label": "a", "strokes": [[[1, 2, 3]]]}, {"strokes": [[[1, 2]]]}]"#,
            "drawing 1 has no label",
        ),
        (
            r#"[{"label": "a", "strokes": [[{"x": 1}]]}]"#,
            "a.json: drawing 0, of a: a point without",
        ),
        (r#"[{"label": "a", "strokes": [[{"x": 1, "y": 2}]]}, {"#, "line 1"),
        ("{\"label\": \"a\", \"strokes\": [[{\"x\": 1, \"y\": 2}]]}\n{\"label\": nope}", "line 2"),
        (r#"[{"label": "a", "label": "b", "strokes": []}]"#, "label comes twice"),
        (r#"[{"label": "a", "points": 7}]"#, "JSON without strokes"),
        (r#"{"labels": ["a", "b"], "examples": [[]]}"#, "for each label"),
        // Strokes behind one another, which would be joined.
        (
            r#"[{"label": "a", "points": [[1, 2, 0], [3, 4, 1], [5, 6, 0], [7, 8, 1]]}]"#,
            "a third number of points that is 0 or 1, as where the pen is lifted",
        ),
        (
            r#"[{"label": "a", "points": [{"x": 1, "y": 2, "stroke": 0}, {"x": 3, "y": 4, "stroke": 1}]}]"#,
            "drawing 0, of a: points with stroke, as where the pen is lifted",
        ),
        // Shapes that have names.
        (
            r#"[{"label": "a", "lines": [{"attrs": {"points": [1, 2, 3, 4]}, "className": "Line"}]}]"#,
            "strokes of a have a label of their own, Line",
        ),
        (
            r#"[{"label": "a", "paths": [["Path", [[1, 2], [3, 4]]]]}]"#,
            "a label of their own, Path",
        ),
        (r#"{"character": "a", "strokes": ["M1 2L3 4Z"], "medians": [[[1, 2]]]}"#, "outlines"),
        // Boxes, and what else has a place.
        (
            r#"{"nodes": [{"id": "1", "type": "text", "x": 0, "y": 1, "width": 2, "height": 3}]}"#,
            "JSON without strokes",
        ),
        // What drawing programs save, whose words are no classes.
        (r#"{"layers": [{"strokes": [[[1, 2], [3, 4], [5, 6], [7, 8]]]}]}"#, "layers, as in what"),
        (r#"{"cat": {"children": [{"points": [1, 2, 3, 4]}]}}"#, "children, as in what"),
        // Times that come first.
        (
            r#"[{"label": "a", "points": [[0, 9, 1], [1, 8, 2], [2, 7, 9], [3, 6, 4], [4, 5, 2], [5, 9, 7], [6, 8, 4],
                [7, 7, 3], [8, 6, 9], [9, 5, 2], [10, 6, 7], [11, 7, 8]]}]"#,
            "write [x, y, t], and not [t, x, y]",
        ),
        (r#"{"type": "FeatureCollection", "features": []}"#, "GeoJSON, which is not read"),
        (r#"[{"image": "a.png", "label": "a"}]"#, "give the folder or archive of both"),
    ] {
        assert_fails(read(text), Code::BadData, why);
    }
    assert_fails(
        read(r#"[{"label": "a", "strokes": [[{"x": 1e60, "y": 2}]]}]"#),
        Code::BadPoint,
        "drawing 0 of a",
    );
    let deep = format!("[[{}1,2]", "{\"a\":[".repeat(200));
    assert_fails(read(&(deep + "\"x\"")), Code::BadData, "a.json");
}

#[test]
fn json_beside_images_tells_their_classes_or_is_left_alone() {
    let folder = Folder::new("metadata");
    for (name, text) in [
        (
            "metadata.jsonl",
            "{\"file_name\": \"1.png\", \"label\": \"cat\"}\n{\"file_name\": \"2.png\", \"label\": 7}\n",
        ),
        (
            "labels.json",
            r#"[{"image": "a/1.png", "class": "cat"}, {"image": "a/2.png", "class": 7}]"#,
        ),
        ("labels.json", r#"{"1.png": "cat", "2.png": "7"}"#),
    ] {
        let own = folder.0.join("images");
        std::fs::remove_dir_all(&own).ok();
        folder.write("images/a/1.png", png(0));
        folder.write("images/a/2.png", png(1));
        folder.write(&format!("images/a/{name}"), text);
        let pool = read_images(&own).unwrap();
        assert_eq!(sizes(&pool), [("7", 1), ("cat", 1)], "{text}");
    }
    folder.write("other/a/1.png", png(0));
    folder.write("other/a/config.json", r#"{"paths": {"out": "a/b"}, "points": 3}"#);
    let pool = read_images(&folder.0.join("other")).unwrap();
    assert_eq!(sizes(&pool), [("a", 1)]);
    assert!(
        pool.notes()[0].to_string().contains("config.json was not read"),
        "{}",
        pool.notes()[0]
    );
}
