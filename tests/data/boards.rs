//! Drawings that programs for whiteboards save.

use reptile_sketch::Code;

use crate::fixtures::*;
use crate::records::strokes;

/// As Excalidraw and tldraw save files, and Konva and Literally Canvas give JSON.
#[test]
fn drawings_of_whiteboards_are_of_their_folder() {
    let folder = Folder::new("boards");
    for (path, text) in [
        (
            "cat/1.excalidraw",
            r#"{"type": "excalidraw", "version": 2, "elements": [{"type": "freedraw", "x": 1,
            "y": 2, "points": [[0, 0], [2, 2]]}]}"#,
        ),
        (
            "cat/2.json",
            r#"{"attrs": {"width": 9}, "className": "Stage", "children": [{"attrs": {}, "className":
            "Layer", "children": [{"attrs": {"points": [1, 2, 3, 4]}, "className": "Line"}]}]}"#,
        ),
        (
            "dog/1.tldr",
            r#"{"tldrawFileFormatVersion": 1, "records": [{"typeName": "shape", "type": "draw", "x": 1,
            "y": 2, "parentId": "page:a", "props": {"segments": [{"points": [{"x": 0, "y": 0}, {"x": 2, "y": 2}]}]}}]}"#,
        ),
        (
            "dog/2.json",
            r#"{"shapes": [{"className": "LinePath", "data": {"pointCoordinatePairs": [[1, 2], [3, 4]]}}]}"#,
        ),
    ] {
        folder.write(path, text);
    }
    let pool = read_images(&folder.0).unwrap();
    assert_eq!(sizes(&pool), [("cat", 2), ("dog", 2)]);
    for (_, drawings) in strokes(&pool) {
        assert!(drawings.iter().all(|drawing| drawing.strokes() == [[[1.0, 2.0], [3.0, 4.0]]]));
    }
    let text = r#"{"type": "excalidraw", "elements": [{"type": "text"}]}"#;
    assert_fails(read_images(&folder.write("a.excalidraw", text)), Code::BadData, "a text in it");
}
