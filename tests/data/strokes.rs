//! Strokes in the forms in which they are published.

use std::io::Write;

use reptile_sketch::Code;
use reptile_sketch::data::{Drawing, Pool, ReadConfig};
use reptile_sketch::sketch::Sketch;

use crate::fixtures::*;

/// Lines as the README of `googlecreativelab/quickdraw-dataset` describes the simplified files.
const SIMPLIFIED: &str = concat!(
    r#"{"word":"cat","countrycode":"VE","timestamp":"2017-03-02 23:25:10.07453 UTC","recognized":true,"#,
    r#""key_id":"5201136883597312","drawing":[[[0,255],[10,20]],[[5,6,7],[1,2,3]]]}"#,
    "\n",
    r#"{"word":"cat","countrycode":"DE","timestamp":"2017-03-02 23:25:10.07453 UTC","recognized":false,"#,
    r#""key_id":"5201136883597313","drawing":[[[1,2,3,4],[4,3,2,1]]]}"#,
    "\n",
);
/// And the raw files: with times.
const RAW: &str = r#"{"word":"ant hill","recognized":true,"key_id":"1","drawing":[[[30.5,31,42],[7,8,9],[0,16,30]]]}"#;

pub fn strokes(drawing: &Drawing) -> &[Vec<[f32; 2]>] {
    match drawing.sketch() {
        Some(Sketch::Strokes(strokes)) => strokes.strokes(),
        _ => panic!("{drawing} has no strokes"),
    }
}

#[test]
fn quick_draw_files_are_read_simplified_and_raw() {
    let folder = Folder::new("quick-draw");
    let text = format!("{SIMPLIFIED}\r\n{RAW}");
    for (name, bytes) in
        [("a.ndjson", text.clone().into_bytes()), ("a.ndjson.gz", gzip(text.as_bytes()))]
    {
        let path = folder.write(name, bytes);
        for pool in [read_strokes(&path).unwrap(), read_images(&path).unwrap()] {
            assert_eq!(sizes(&pool), [("ant hill", 1), ("cat", 2)]);
            assert_eq!(
                strokes(&pool.classes()[0].drawings()[0])[0],
                [[30.5, 7.0], [31.0, 8.0], [42.0, 9.0]]
            );
            let cat = strokes(&pool.classes()[1].drawings()[0]);
            assert_eq!(cat[0], [[0.0, 10.0], [255.0, 20.0]]);
            assert_eq!(cat[1], [[5.0, 1.0], [6.0, 2.0], [7.0, 3.0]]);
        }
    }
}

#[test]
fn only_recognized_drawings_and_only_so_many_may_be_asked_for() {
    let folder = Folder::new("recognized");
    let path = folder.write("cat.ndjson", SIMPLIFIED);
    let read = |config: ReadConfig| Pool::read_with(&config, std::slice::from_ref(&path), &[]);
    let recognized = read(ReadConfig { recognized: true, ..ReadConfig::default() }).unwrap();
    assert_eq!(sizes(&recognized), [("cat", 1)]);
    let first = read(ReadConfig { per_class: Some(1), ..ReadConfig::default() }).unwrap();
    assert_eq!(sizes(&first), [("cat", 1)]);
    assert_eq!(strokes(&first.classes()[0].drawings()[0]).len(), 2);
}

#[test]
fn a_line_at_fault_is_named() {
    let folder = Folder::new("lines");
    for (line, why) in [
        (r#"{"word":"cat"}"#, "missing field `drawing`"),
        (r#"{"drawing":[]}"#, "missing field `word`"),
        (r#"{"word":"cat","drawing":[[[1,2],[3]]]}"#, "[[x, ...], [y, ...]]"),
        (r#"{"word":"cat","drawing":[[[1,2]]]}"#, "[[x, ...], [y, ...]]"),
        (r#"{"word":"cat","drawing":[[[1,"#, "EOF"),
    ] {
        let path = folder.write("bad.ndjson", format!("{SIMPLIFIED}{line}"));
        assert_fails(read_strokes(&path), Code::BadData, "bad.ndjson, line 3");
        assert_fails(read_strokes(&path), Code::BadData, why);
    }
    let path = folder.write("far.ndjson", r#"{"word":"cat","drawing":[[[1e60],[3]]]}"#);
    assert_fails(read_strokes(&path), Code::BadPoint, "far.ndjson, line 1");
}

/// As `strokes_background.zip` of `brendenlake/omniglot` has them: y points up.
const OMNIGLOT: &str = "START\n28.0,-29.0,0.0\n29.5,-30.25,16\nBREAK\n50,-60,400\nBREAK\n";

#[test]
fn omniglot_has_its_own_strokes_a_file_a_drawing() {
    let folder = Folder::new("omniglot");
    let entries = [
        ("strokes_background/Greek/character01/0394_02.txt", OMNIGLOT.into()),
        (
            "strokes_background/Greek/character01/0394_01.txt",
            OMNIGLOT.replace('\n', "\r\n").into_bytes(),
        ),
        ("strokes_background/Greek/character02/0395_01.txt", OMNIGLOT.into()),
    ];
    let zip = folder.zip("strokes_background.zip", &entries);
    for (path, bytes) in &entries {
        folder.write(&format!("python/{path}"), bytes);
    }
    folder.write("python/readme.txt", "no strokes");
    for path in [&zip, &folder.0.join("python")] {
        let pool = read_strokes(path).unwrap();
        assert_eq!(sizes(&pool), [("Greek/character01", 2), ("Greek/character02", 1)]);
        let first = &pool.classes()[0].drawings()[0];
        assert_eq!(strokes(first), [vec![[28.0, 29.0], [29.5, 30.25]], vec![[50.0, 60.0]]]);
        assert!(first.to_string().ends_with("Greek/character01/0394_01.txt"), "{first}");
    }
    for bad in ["START\n1,2\nBREAK\n3\n", "START\n1,2,3\n", "START\nx,y,t\nBREAK\n"] {
        let zip = folder.zip("bad.zip", &[("a/0394_01.txt", bad.into())]);
        assert_fails(read_strokes(&zip), Code::BadData, "bad.zip/a/0394_01.txt, line");
    }
}

#[test]
fn strokes_and_images_of_omniglot_are_one_drawing_in_two_forms() {
    let folder = Folder::new("both");
    folder.write("data/images_background/Greek/character01/0394_01.png", png(0));
    folder.write("data/images_background/Greek/character02/0395_01.png", png(1));
    folder.write("data/strokes_background/Greek/character01/0394_01.txt", OMNIGLOT);
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("Greek/character01", 2), ("Greek/character02", 1)]);
    assert_eq!(pool.classes()[0].distinct(), 1);
}

#[test]
fn a_byte_order_mark_before_strokes_counts_for_nothing() {
    let folder = Folder::new("mark");
    let json = folder.write("a.json", "\u{feff}{\"cat\": [[[[1, 2]]]]}");
    assert_eq!(sizes(&read_strokes(&json).unwrap()), [("cat", 1)]);
    let lines = folder.write("a.ndjson", format!("\u{feff}{SIMPLIFIED}"));
    assert_eq!(sizes(&read_strokes(&lines).unwrap()), [("cat", 2)]);
    let drawing = folder.write("data/cat/0394_01.txt", format!("\u{feff}{OMNIGLOT}"));
    assert_eq!(sizes(&read_strokes(drawing.parent().unwrap()).unwrap()), [(".", 1)]);
}

#[test]
fn packed_stroke_files_are_read_however_they_are_packed() {
    let folder = Folder::new("packed");
    let text = br#"{"cat": [[[[1, 2]]]]}"#;
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    bzip2.write_all(text).unwrap();
    let zstd = zstd::encode_all(&text[..], 3).unwrap();
    let twice = gzip(&gzip(text));
    for (name, bytes) in [("a.bz2", bzip2.finish().unwrap()), ("a.zst", zstd), ("a.json.gz", twice)]
    {
        assert_eq!(
            sizes(&read_strokes(&folder.write(name, bytes)).unwrap()),
            [("cat", 1)],
            "{name}"
        );
    }
}

#[test]
fn what_is_no_drawing_is_called_what_it_is() {
    let folder = Folder::new("others");
    let header = br#"{"__metadata__":{"reptile-sketch":"{}"}}"#;
    let weights = [&(header.len() as u64).to_le_bytes()[..], header].concat();
    for (name, bytes, what) in [
        ("w.safetensors", weights, "a weights file"),
        ("a.png", png(0), "a single image"),
        ("a.json", b"[1, 2]".to_vec(), "JSON, but not"),
        ("b.json", br#"{"images": [{"id": 1}]}"#.to_vec(), "JSON, but not"),
        ("c.json", b"\xff\xfe{\0]\0".to_vec(), "c.json"),
        ("p.ndjson", b"version https://git-lfs.github.com/spec/v1\n".to_vec(), "Git LFS"),
        ("p.zip", b"<!DOCTYPE html>".to_vec(), "p.zip"),
        ("d.json", Vec::new(), "empty"),
    ] {
        let path = folder.write(name, bytes);
        assert_fails(read_strokes(&path), Code::BadData, what);
        assert_fails(read_images(&path), Code::BadData, name);
    }
    folder.write("mixed/cat/1.png", png(0));
    folder.write("mixed/labels.json", r#"{"images": [{"id": 1}]}"#);
    let pool = read_images(&folder.0.join("mixed")).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1)]);
}

#[test]
fn drawings_far_from_the_origin_keep_their_shape() {
    let folder = Folder::new("far");
    let far = [[5e9, 4e6], [5e9 + 0.5, 4e6 + 1.0], [5e9, 4e6 + 2.0], [5e9 + 1.0, 4e6]];
    let points = |axis: usize| far.map(|point| format!("{:.1}", point[axis]));
    let (x, y) = (points(0), points(1));
    let pairs: Vec<String> = x.iter().zip(&y).map(|(x, y)| format!("[{x},{y}]")).collect();
    let words: Vec<String> = x.iter().zip(&y).map(|(x, y)| format!("{x} {y}")).collect();
    let (columns, pairs) = (format!("[[{}],[{}]]", x.join(","), y.join(",")), pairs.join(","));
    for (name, text) in [
        ("a.json", format!("{{\"a\": [[[{pairs}]]]}}")),
        ("flat.json", format!("{{\"a\": [[[{}]]]}}", pairs.replace(['[', ']'], ""))),
        ("columns.json", format!("{{\"a\": [[{columns}]]}}")),
        ("a.ndjson", format!("{{\"word\":\"a\",\"recognized\":true,\"drawing\":[{columns}]}}")),
        ("a.csv", format!("word,drawing\na,\"[{columns}]\"\n")),
        ("records.json", format!("[{{\"label\": \"a\", \"strokes\": [[{pairs}]]}}]")),
        ("path.json", format!("[{{\"label\": \"a\", \"path\": \"M{}\"}}]", words.join("L"))),
        ("a.inkml", format!("<ink><trace>{}</trace></ink>", words.join(","))),
        ("a.svg", format!("<svg><path fill='none' d='M{}'/></svg>", words.join("L"))),
    ] {
        let path = folder.write(&format!("{name}.d/a/{name}"), text);
        let pool = read_strokes(&path).unwrap();
        let strokes = strokes(&pool.classes()[0].drawings()[0]);
        assert_eq!(strokes, [[[0.0, 0.0], [0.5, 1.0], [0.0, 2.0], [1.0, 0.0]]], "{name}");
    }
}

#[test]
fn points_that_say_where_the_pen_is_lifted_are_no_strokes() {
    let folder = Folder::new("lifted");
    let read = |text: &str| read_strokes(&folder.write("a.json", text));
    // sketch-rnn's differences, and several strokes in one list.
    let lifted = r#"{"a": [[[[1, 2, 0], [3, 4, 1], [5, 6, 0], [-1, -2, 1]]]]}"#;
    assert_fails(read(lifted), Code::BadData, "a third number of points that is 0 or 1");
    for times in [
        "[[1, 2, 0], [3, 4, 1], [5, 6, 1], [7, 8, 1]]",
        "[[1, 2, 1], [3, 4, 1], [5, 6, 1], [7, 8, 1]]",
    ] {
        assert!(read(&format!("{{\"a\": [[{times}]]}}")).is_ok(), "{times}");
    }
}
