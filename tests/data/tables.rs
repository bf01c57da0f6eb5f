//! Quick, Draw! as bytes, and tables of comma-separated values.

use std::slice::from_ref;

use reptile_sketch::Code;
use reptile_sketch::data::{Pool, ReadConfig};

use crate::fixtures::*;
use crate::strokes::strokes;

/// A drawing as `examples/binary_file_parser.py` of `googlecreativelab/quickdraw-dataset` unpacks it: `Q`, `2s`, `b`,
/// `I`, `H`, and for each stroke `H`, x, y.
fn binary(is_recognized: bool, strokes: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut bytes = 5_201_136_883_597_312_u64.to_le_bytes().to_vec();
    bytes.extend(b"DE");
    bytes.push(is_recognized.into());
    bytes.extend(1_488_496_000_u32.to_le_bytes());
    bytes.extend((strokes.len() as u16).to_le_bytes());
    for (x, y) in strokes {
        bytes.extend((x.len() as u16).to_le_bytes());
        bytes.extend([*x, *y].concat());
    }
    bytes
}

fn cats() -> Vec<u8> {
    let first = binary(true, &[(&[0, 255], &[10, 20]), (&[7], &[8])]);
    [first, binary(false, &[(&[1, 2, 3], &[3, 2, 1])])].concat()
}

fn recognized() -> ReadConfig {
    ReadConfig { recognized: true, ..ReadConfig::default() }
}

#[test]
fn binary_files_of_quick_draw_are_classes_by_their_names() {
    let folder = Folder::new("binary");
    folder.write("data/full_binary_cat.bin", cats());
    folder.write("data/ant hill.bin.gz", gzip(&cats()));
    folder.write("data/firmware.bin", [7; 600]);
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("ant hill", 2), ("cat", 2)]);
    let first = &pool.classes()[1].drawings()[0];
    assert_eq!(strokes(first), [vec![[0.0, 10.0], [255.0, 20.0]], vec![[7.0, 8.0]]]);
    assert!(pool.notes()[0].to_string().contains("firmware.bin"), "{:?}", pool.notes());
    let cat = folder.0.join("data/full_binary_cat.bin");
    assert_eq!(sizes(&Pool::read_with(&recognized(), from_ref(&cat), &[]).unwrap()), [("cat", 1)]);
}

#[test]
fn a_binary_file_that_is_cut_or_damaged_is_an_error_that_names_the_drawing() {
    let folder = Folder::new("binary-cut");
    let whole = cats();
    let first = binary(true, &[(&[0, 255], &[10, 20]), (&[7], &[8])]).len();
    for length in first + 1..whole.len() {
        let cut = folder.write("cat.bin", &whole[..length]);
        assert_fails(read_strokes(&cut), Code::BadData, "cat.bin, drawing 1");
    }
    let mut damaged = whole;
    damaged[first + 10] = 9;
    let damaged = folder.write("cat.bin", damaged);
    assert_fails(read_strokes(&damaged), Code::BadData, "cat.bin, drawing 1: it is damaged");
}

#[test]
fn tables_of_drawings_are_read_as_kaggle_has_them() {
    let folder = Folder::new("drawings");
    let text = "countrycode,drawing,key_id,recognized,timestamp,word\n\
        FR,\"[[[0, 255], [10, 20]], [[5, 6, 7], [1, 2, 3]]]\",5201136883597312,True,2017-03-02 23:25:10.1,cat\n\
        DE,\"[[[1, 2, 3, 4], [4, 3, 2, 1]]]\",5201136883597313,False,2017-03-02 23:25:11.1,ant hill\n";
    let path = folder.write("cat.csv", text.replace('\n', "\r\n"));
    let pool = read_strokes(&path).unwrap();
    assert_eq!(sizes(&pool), [("ant hill", 1), ("cat", 1)]);
    let cat = strokes(&pool.classes()[1].drawings()[0]);
    assert_eq!(cat[0], [[0.0, 10.0], [255.0, 20.0]]);
    let pool = Pool::read_with(&recognized(), from_ref(&path), &[]).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1)]);
    for (line, why) in [
        ("FR,\"[[[0, 255], [10]]]\",1,True,,cat", "[[x, ...], [y, ...]]"),
        ("FR,\"[[[0, 255\",1,True,,cat", "EOF"),
        ("FR,\"[]\",1", "a field is missing"),
    ] {
        let path = folder.write("bad.csv", format!("{text}{line}"));
        assert_fails(read_strokes(&path), Code::BadData, "bad.csv, line 4");
        assert_fails(read_strokes(&path), Code::BadData, why);
    }
    let path = folder.write("test.csv", "key_id,countrycode,drawing\n1,DE,\"[[[0], [1]]]\"\n");
    assert_fails(read_strokes(&path), Code::BadData, "no column `word`");
}

/// As HWRT has them (`train-data.csv`), and as programs write lists into tables.
#[test]
fn lists_of_strokes_in_a_table_are_drawings_of_their_labels() {
    let folder = Folder::new("lists");
    let drawing = r#"[[{"x":1,"y":2,"time":5}, {"x":3,"y":4,"time":6}], [{"x":5,"y":6,"time":9}]]"#;
    let quoted = format!("\"{}\"", drawing.replace('"', "\"\""));
    for text in [
        format!(
            "symbol_id;user_id;data;user_agent\n31;1;{drawing};Mozilla\n31;1;'{drawing}';'a; b'\n"
        ),
        format!("symbol_id;user_id;user_agent;data\n31;1;'a; b';'{drawing}'\n31;1;;{drawing}\n"),
        format!("label,points\n31,{quoted}\n31,\"[[[1,2],[3,4]],[[5,6]]]\"\n"),
        format!("label,drawing\n31,{quoted}\n31,{quoted}\n"),
    ] {
        let pool =
            read_images(&folder.write("a.csv", &text)).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(sizes(&pool), [("31", 2)], "{text}");
        for drawing in pool.classes()[0].drawings() {
            assert_eq!(
                strokes(drawing),
                [vec![[1.0, 2.0], [3.0, 4.0]], vec![[5.0, 6.0]]],
                "{text}"
            );
        }
    }
    let wrong = format!("label;data\n1;{drawing}\n2;nothing\n");
    let wrong = folder.write("wrong.csv", wrong);
    assert_fails(read_images(&wrong), Code::BadData, "wrong.csv, line 3: no list of strokes");
}

#[test]
fn a_label_behind_the_names_of_many_pixels_is_found() {
    let folder = Folder::new("wide");
    let names: String = (0..1024).map(|i| format!("pixel_{:02}{:02},", i / 32, i % 32)).collect();
    let row = |label: &str| {
        let pixel = |at: usize| if at / 32 == 7 { "255," } else { "0," };
        (0..1024).map(pixel).chain([label, "\n"]).collect::<String>()
    };
    let text = format!("{names}character\n{}{}", row("ka"), row("kha"));
    let pool = read_images(&folder.write("data.csv", text)).unwrap();
    assert_eq!(sizes(&pool), [("ka", 1), ("kha", 1)]);
}

#[test]
fn tables_of_pixels_are_labelled_images() {
    let folder = Folder::new("pixels");
    let row = |label: &str, dot: usize| {
        let pixels = (0..64).map(|i| if i == dot { ",255" } else { ",0" });
        format!("{label}{}\n", pixels.collect::<String>())
    };
    let head: String = (0..64).map(|i| format!(",pixel{i}")).collect();
    let rows = [row("7", 1), row("4", 2), row("7", 63)].concat();
    for text in [format!("label{head}\n{rows}"), rows.clone()] {
        let pool = read_images(&folder.write("digits.csv", text)).unwrap();
        assert_eq!(sizes(&pool), [("4", 1), ("7", 2)]);
        assert!(pool.notes()[0].to_string().contains("3 images, light ink"), "{:?}", pool.notes());
    }
    let short = folder.write("short.csv", format!("{rows}7,0,0\n"));
    assert_fails(read_images(&short), Code::BadData, "short.csv, line 4");
    let words = folder.write("words.csv", rows.replace(",255", ",many"));
    assert_fails(read_images(&words), Code::BadData, "words.csv");
    // As pandas, numpy.savetxt and a spreadsheet of a German have them, and with the label behind.
    let numbered = rows.lines().enumerate().map(|(i, row)| format!("{i},{row}\n"));
    let numbered = format!(",label{head}\n{}", numbered.collect::<String>());
    let decimal = rows.replace(',', ";").replace("255", "0,99");
    let behind = rows.lines().map(|row| {
        let (label, pixels) = row.split_once(',').unwrap();
        format!("{pixels},digit {label}\n")
    });
    let behind: String = behind.collect();
    for (text, names) in [
        (numbered, ["4", "7"]),
        (format!("# by hand\n{rows}"), ["4", "7"]),
        (decimal, ["4", "7"]),
        (behind.clone(), ["digit 4", "digit 7"]),
    ] {
        let pool = read_images(&folder.write("other.csv", text)).unwrap();
        assert_eq!(sizes(&pool), [(names[0], 1), (names[1], 2)]);
    }
    let behind = folder.write("behind.csv", behind.replace("digit ", ""));
    assert_fails(read_images(&behind), Code::BadData, "behind.csv: its first column is the same");
    let one = rows.replace("\n4", "\n7");
    assert_eq!(sizes(&read_images(&folder.write("one.csv", one)).unwrap()), [("7", 3)]);
    let none = folder.write("none.csv", "name,age\nx,3\n");
    assert_fails(read_images(&none), Code::BadData, "a table, but neither of a `drawing`");
    // The same digits from 0 to 1.
    let whole = read_images(&folder.write("whole.csv", &rows)).unwrap();
    let parts = read_images(&folder.write("parts.csv", rows.replace("255", "1.0"))).unwrap();
    assert_eq!(sizes(&parts), sizes(&whole));
    for (a, b) in parts.classes().iter().zip(whole.classes()) {
        assert_eq!(
            format!("{:?}", a.drawings()[0].sketch()),
            format!("{:?}", b.drawings()[0].sketch())
        );
    }
}
