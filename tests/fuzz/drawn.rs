//! Sound files of what people have drawn in other programs.

/// Lines, and pictures with all that makes one.
pub fn svg() -> Vec<Vec<u8>> {
    let head =
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">";
    let lines =
        "<g fill=\"none\"><path transform=\"scale(2)\" d=\"M1 2L3 4 5 6\"/><line x2=\"9\"/></g>";
    let curves =
        "<path style=\"stroke:red;fill:none\" d=\"m1,2c3-4 5 6 7,8q1 2 3 4a9 9 0 0 1 5 5z\"/>";
    let defined = "<defs><linearGradient id=\"g\"><stop offset=\"0.5\" stop-color=\"red\"/></linearGradient>\
                   <pattern id=\"p\" width=\"2\" height=\"2\"><rect width=\"1\" height=\"1\"/></pattern>\
                   <filter id=\"f\"><feGaussianBlur stdDeviation=\"1\"/></filter>\
                   <mask id=\"m\"><rect width=\"5\" height=\"5\" fill=\"#fff\"/></mask>\
                   <clipPath id=\"c\"><circle r=\"6\"/></clipPath>\
                   <symbol id=\"s\" viewBox=\"0 0 2 2\"><path d=\"M0 0h2v2z\"/></symbol></defs>";
    let shown = "<g filter=\"url(#f)\"><use href=\"#s\" width=\"4\" height=\"4\"/></g>\
                 <g mask=\"url(#m)\"><ellipse rx=\"4\" ry=\"2\" fill=\"url(#g)\"/></g>\
                 <rect clip-path=\"url(#c)\" width=\"8\" height=\"8\" rx=\"1\" fill=\"url(#p)\" opacity=\"0.5\"/>\
                 <polygon points=\"0,0 3,3 0,3\" stroke=\"#000\" stroke-dasharray=\"1 2\"/>";
    let style =
        "<style>.a { stroke: #00f; stroke-width: 2 }</style><path class=\"a\" d=\"M0 0L9 9\"/>";
    let pictures = [defined, shown].concat();
    [lines, curves, &pictures, style].map(|inside| [head, inside, "</svg>"].concat().into()).into()
}

/// Excalidraw, tldraw, Konva and Literally Canvas.
pub fn boards() -> Vec<Vec<u8>> {
    [
        r#"{"type":"excalidraw","elements":[{"type":"freedraw","x":1,"y":2,"angle":1,"points":[[0,0],[2,2]]},
            {"type":"ellipse","x":1,"y":2,"width":3,"height":4,"strokeColor":"red"}]}"#,
        r#"{"tldrawFileFormatVersion":1,"records":[{"typeName":"shape","type":"draw","x":1,"y":2,"rotation":1,
            "parentId":"page:a","props":{"segments":[{"points":[{"x":0,"y":0,"z":0.5},{"x":2,"y":2}]}]}}]}"#,
        r#"{"attrs":{"width":9},"className":"Stage","children":[{"attrs":{"x":1},"className":"Layer","children":[
            {"attrs":{"points":[1,2,3,4],"closed":true},"className":"Line"},
            {"attrs":{"data":"M1 2L3 4"},"className":"Path"}]}]}"#,
        r#"{"colors":{},"shapes":[{"className":"LinePath","data":{"pointCoordinatePairs":[[1,2],[3,4]]}}]}"#,
    ]
    .map(Vec::from)
    .into()
}

pub fn uji() -> Vec<Vec<u8>> {
    let a = "// UJI\nWORD a trn\n NUMSTROKES 2\n POINTS 2 # 1 2 3 4\n POINTS 1 # 5 6\n";
    vec![format!("{a}WORD \u{f1} trn\n NUMSTROKES 1\n POINTS 1 # 7 8\n").into()]
}

/// Lists of strokes in tables.
pub fn lists() -> Vec<Vec<u8>> {
    [
        "symbol_id;user_id;data;user_agent\n3;1;[[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}]];a\n4;1;'[[{\"x\":1,\"y\":2}]]';b\n",
        "label,points\na,\"[[[1,2],[3,4],[5,6],[7,8]]]\"\nb,\"[[[1,2],[3,4]]]\"\n",
    ]
    .map(Vec::from)
    .into()
}

/// Points in tables: a line each, or all in one; and as JSON by columns.
pub fn points() -> Vec<Vec<u8>> {
    [
        "label,drawing,stroke,t,x,y\na,0,0,1,1,2\na,0,0,2,3,4\na,0,1,3,5,6\nb,0,0,1,7,8\nb,0,0,1,9,9\n",
        "x0;y0;x1;y1;x2;y2;x3;y3;x4;y4;label\n1;2;3;4;5;6;7;8;9;9;a\n1;2;3;4;;;;;;;b\n",
        "0,100,1,2,3,4,5,6,7,8,9,10,11,12,13,14,7\n",
        r#"{"label": {"0": "a", "1": "a"}, "stroke": {"0": 0, "1": 0}, "id": {"0": 3, "1": 3}, "x": {"0": 1, "1": 2}, "y": {"0": 4, "1": 5}}"#,
    ]
    .map(Vec::from)
    .into()
}
