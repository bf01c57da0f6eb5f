//! Drawings as SVG.

use reptile_sketch::Code;
use reptile_sketch::sketch::Sketch;

use crate::fixtures::*;

/// As the sketches of TU Berlin are written.
#[test]
fn drawings_as_svg_are_strokes_of_the_class_of_their_folder() {
    let folder = Folder::new("svg");
    let svg = |line: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<svg viewBox=\"0 0 800 800\" \
             xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"><g fill=\"none\" stroke=\"black\">\
             <g transform=\"translate(10,0) scale(2)\">{line}</g></g></svg>"
        )
    };
    folder.write("data/cat/1.svg", svg("<path id=\"0\" d=\"M1 2 L3 4 M5 6 7 8\"/>"));
    folder.write("data/dog/2.svgz", gzip(svg("<polyline points=\"0,0 9,9\"/>").as_bytes()));
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1), ("dog", 1)]);
    let Some(Sketch::Strokes(strokes)) = pool.classes()[0].drawings()[0].sketch() else {
        panic!("strokes were read")
    };
    assert_eq!(strokes.strokes(), [[[12.0, 4.0], [16.0, 8.0]], [[20.0, 12.0], [24.0, 16.0]]]);
    let text =
        folder.write("text.svg", "<svg xmlns='http://www.w3.org/2000/svg'><text>cat</text></svg>");
    assert_fails(read_images(&text), Code::BadData, "text.svg: a <text>, which is not read");
    let cut = folder.write("cut.svg", &svg("<path/>")[..150]);
    assert_fails(read_images(&cut), Code::BadData, "cut.svg");
}

/// As the files of KanjiVG (`kanji/04e00.svg`) are written: what their own attributes are, a document type says.
#[test]
fn kanjivg_has_the_class_of_the_code_point_in_the_name() {
    let folder = Folder::new("kanjivg");
    let kanji = |code: &str, stroke: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- KanjiVG -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.0//EN\" \
             \"http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd\" [\n<!ATTLIST g\n\
             xmlns:kvg CDATA #FIXED \"http://kanjivg.tagaini.net\"\nkvg:element CDATA #IMPLIED >\n]>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"109\" height=\"109\" viewBox=\"0 0 109 109\">\n\
             <g id=\"kvg:StrokePaths_{code}\" style=\"fill:none;stroke:#000000;stroke-width:3\">\n\
             <g id=\"kvg:{code}\" kvg:element=\"x\">\n\
             <path id=\"kvg:{code}-s1\" d=\"{stroke}\"/></g></g>\n<g id=\"kvg:StrokeNumbers_{code}\" \
             style=\"font-size:8;fill:#808080\"><text transform=\"matrix(1 0 0 1 4 54)\">1</text></g></svg>"
        )
    };
    folder.write("kanji/04e00.svg", kanji("04e00", "M11,54.25c3.19,0.62,6.25,0.75,9.73,0.5"));
    folder.write("kanji/04e00-Kaisho.svg", kanji("04e00-Kaisho", "M11 54h80"));
    folder.write("kanji/04e8c.svg", kanji("04e8c", "M25,33L80,30"));
    let pool = read_images(&folder.0.join("kanji")).unwrap();
    assert_eq!(sizes(&pool), [("\u{4e00}", 2), ("\u{4e8c}", 1)]);
    let one = folder.0.join("kanji/04e8c.svg");
    assert_eq!(sizes(&read_images(&one).unwrap()), [("\u{4e8c}", 1)]);
}

/// As perfect-freehand, Excalidraw and tldraw export strokes: their outlines, filled.
#[test]
fn outlines_that_are_filled_are_pictures_as_they_look() {
    let folder = Folder::new("svg-filled");
    let stroke = "<path d='M10 10 Q40 14 70 60 L66 64 Q38 20 10 16 Z'/>";
    for (name, inside) in [
        ("plain", stroke.into()),
        (
            "paper",
            format!("<rect width='100' height='100' fill='#fff'/><g fill='#1e1e1e'>{stroke}</g>"),
        ),
        ("chalk", format!("<rect width='100' height='100'/><g fill='#fff'>{stroke}</g>")),
    ] {
        let svg =
            format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'>{inside}</svg>");
        folder.write(&format!("data/{name}/1.svg"), svg);
    }
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("chalk", 1), ("paper", 1), ("plain", 1)]);
    for class in pool.classes() {
        let sketch = class.drawings()[0].sketch();
        let Some(Sketch::Bitmap(bitmap)) = sketch else { panic!("{}: {sketch:?}", class.name()) };
        // The paper is no ink.
        assert!(bitmap.pen_px() < 40.0, "{}: {}", class.name(), bitmap.pen_px());
    }
}

#[test]
fn drawings_as_svg_in_one_folder_are_told_by_their_names() {
    let folder = Folder::new("svg-flat");
    for (name, end) in [("cat_1", 1), ("cat_2", 2), ("dog_1", 3), ("dog_2", 4)] {
        let svg =
            format!("<svg xmlns='http://www.w3.org/2000/svg'><line x2='{end}' y2='9'/></svg>");
        folder.write(&format!("all/{name}.svg"), svg);
    }
    let pool = read_images(&folder.0.join("all")).unwrap();
    assert_eq!(sizes(&pool), [("cat", 2), ("dog", 2)]);
}
