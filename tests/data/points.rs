//! Tables in the long form: a point a line.

use reptile_sketch::Code;

use crate::fixtures::*;
use crate::strokes::strokes;

/// Two drawings of a cat and one of a dog; the first has two strokes.
const POINTS: [[&str; 7]; 9] = [
    ["cat", "0", "ann", "0", "1", "1", "2"],
    ["cat", "0", "ann", "0", "2", "3", "4"],
    ["cat", "0", "ann", "1", "1", "5", "6"],
    ["cat", "0", "ann", "1", "2", "7.5", "8"],
    ["cat", "1", "ann", "0", "1", "1", "2"],
    ["cat", "1", "ann", "0", "2", "3", "3"],
    ["dog", "0", "ann", "0", "1", "9", "9"],
    ["dog", "0", "ann", "0", "2", "0", "9"],
    ["dog", "0", "ann", "0", "3", "0", "0"],
];

/// The columns of these numbers, under these names.
fn table(columns: &[(&str, usize)], mark: &str) -> String {
    let heads: Vec<&str> = columns.iter().map(|(head, _)| *head).collect();
    let rows = POINTS.iter().map(|row| {
        let fields: Vec<&str> = columns.iter().map(|(_, column)| row[*column]).collect();
        fields.join(mark)
    });
    std::iter::once(heads.join(mark)).chain(rows).collect::<Vec<_>>().join("\n")
}

const ALL: [(&str, usize); 5] = [("label", 0), ("drawing", 1), ("stroke", 3), ("x", 5), ("y", 6)];

#[test]
fn points_in_lines_are_drawings_of_strokes() {
    let folder = Folder::new("long");
    for (columns, mark) in [
        (&ALL[..], ","),
        (&ALL, ";"),
        (&[("x", 5), ("y", 6), ("t", 4), ("stroke_id", 3), ("sample_id", 1), ("class", 0)], "\t"),
        (&[("word", 0), ("id", 1), ("strokeIndex", 3), ("pos_x", 5), ("pos_y", 6)], ","),
        (&[("Letter", 0), ("Trial", 1), ("Writer", 2), ("Trace", 3), ("X", 5), ("Y", 6)], ","),
        (&[("", 1), ("id", 1), ("char", 0), ("stroke no", 3), ("X Pos", 5), ("Y Pos", 6)], ","),
    ] {
        let text = table(columns, mark);
        let path = folder.write("points.csv", &text);
        let pool = read_images(&path).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(sizes(&pool), [("cat", 2), ("dog", 1)], "{text}");
        let cat = strokes(&pool.classes()[0].drawings()[0]);
        assert_eq!(cat, [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.5, 8.0]]], "{text}");
    }
}

#[test]
fn a_number_of_each_person_parts_drawings_only_with_the_person() {
    let folder = Folder::new("long-people");
    let text = "user,label,stroke,x,y\nann,a,0,1,2\nann,a,0,3,4\nbob,a,0,1,2\nbob,a,0,5,6\n";
    assert_eq!(sizes(&read_images(&folder.write("a.csv", text)).unwrap()), [("a", 2)]);
    let nobody = text.replace("user", "age");
    let nobody = folder.write("nobody.csv", nobody);
    assert_fails(read_images(&nobody), Code::BadData, "no column `drawing`");
}

#[test]
fn a_table_of_points_without_labels_is_of_the_class_of_its_name_or_folder() {
    let folder = Folder::new("long-files");
    let drawings = table(&ALL[1..], ",");
    let of_cat: String = drawings.lines().take(7).map(|line| format!("{line}\n")).collect();
    folder.write("names/cat.csv", of_cat);
    assert_eq!(sizes(&read_images(&folder.0.join("names")).unwrap()), [("cat", 2)]);
    let drawing = "stroke,x,y\n0,1,2\n0,3,4\n1,5,6\n";
    for path in ["cat/1.csv", "cat/2.csv", "dog/1.csv"] {
        folder.write(&format!("folders/{path}"), drawing);
    }
    assert_eq!(sizes(&read_images(&folder.0.join("folders")).unwrap()), [("cat", 2), ("dog", 1)]);
}

#[test]
fn what_parts_points_wrongly_or_not_at_all_is_an_error() {
    let folder = Folder::new("long-wrong");
    let text = table(&ALL, ",");
    let timed = "label,drawing,stroke,t,x,y\na,0,0,5,1,2\na,0,0,4,3,4\n";
    let numbered = "id,label,stroke,x,y\n0,a,0,1,2\n1,a,0,3,4\n2,a,0,5,6\n";
    for (text, part) in [
        (table(&[ALL[0], ALL[1], ALL[3], ALL[4]], ","), "no column `stroke`"),
        (table(&[ALL[3], ALL[4]], ","), "no column `stroke`"),
        (table(&[ALL[0], ALL[2], ALL[3], ALL[4]], ","), "no column `drawing`"),
        (format!("{text}\ncat,0,0,1,2"), "line 11: its drawing has ended above"),
        (format!("{text}\ndog,0,1,1,2\ndog,0,0,2,3"), "line 12: stroke 0 of its drawing"),
        (timed.into(), "line 3: its time is before"),
        (numbered.into(), "each stroke is a single point"),
        (format!("{text}\ndog,0,0,1,"), "line 11: x or y is no number"),
        (format!("{text}\ndog,0,0,1,nan"), "line 11: x or y is no number"),
        (format!("{text}\ndog,0,0,1"), "line 11: a field is missing"),
        (format!("{text}\n,0,0,1,2"), "line 11: an empty label"),
    ] {
        let path = folder.write("wrong.csv", &text);
        assert_fails(read_images(&path), Code::BadData, part);
    }
}

#[test]
fn other_tables_with_x_and_y_beside_drawings_are_named_and_not_read() {
    let folder = Folder::new("long-others");
    folder.write("cat/1.png", png(1));
    folder.write("map.csv", "label,x,y\ncat,0.5,0.25\n");
    let pool = read_images(&folder.0).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1)]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("map.csv was not read: points, and no column `stroke`"), "{notes}");
}

/// As `DataFrame.to_json` writes it with each of its `orient`s.
#[test]
fn tables_that_became_json_are_the_same_drawings() {
    let folder = Folder::new("long-json");
    let names = ["label", "drawing", "who", "stroke", "t", "x", "y"];
    let quoted = |row: &[&str; 7]| {
        let fields = row.iter().enumerate();
        let value = |(at, field): (usize, &&str)| match at {
            0 | 2 => format!("\"{field}\""),
            _ => field.to_string(),
        };
        fields.map(value).collect::<Vec<_>>()
    };
    let record = |row| {
        let fields = quoted(row).into_iter().zip(names);
        let fields = fields.map(|(field, name)| format!("\"{name}\": {field}"));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    };
    let records: Vec<String> = POINTS.iter().map(record).collect();
    let rows: Vec<String> =
        POINTS.iter().map(|row| format!("[{}]", quoted(row).join(","))).collect();
    let column = |at: usize| {
        let values = POINTS.iter().enumerate();
        let values = values.map(|(number, row)| format!("\"{number}\": {}", quoted(row)[at]));
        format!("\"{}\": {{{}}}", names[at], values.collect::<Vec<_>>().join(","))
    };
    let columns: Vec<String> = (0..7).map(column).collect();
    for text in [
        format!("[{}]", records.join(",")),
        records.join("\n"),
        format!("{{{}}}", columns.join(",")),
        format!("{{\"columns\": {names:?}, \"index\": [0], \"data\": [{}]}}", rows.join(",")),
    ] {
        let path = folder.write("points.json", &text);
        let pool = read_images(&path).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(sizes(&pool), [("cat", 2), ("dog", 1)], "{text}");
        let cat = strokes(&pool.classes()[0].drawings()[0]);
        assert_eq!(cat, [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.5, 8.0]]], "{text}");
    }
    let text = format!("[{}, {}]", records.join(","), records[0]);
    let path = folder.write("points.json", text);
    assert_fails(read_images(&path), Code::BadData, "point 9: its drawing has ended above");
    // With a drawing in each row.
    let text = r#"{"label": {"0": "cat", "1": "dog"},
        "strokes": {"0": [[[1, 2], [3, 4], [5, 6], [7, 8]]], "1": [[[1, 2], [3, 4], [5, 6], [9, 9]]]}}"#;
    let pool = read_images(&folder.write("drawings.json", text)).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1), ("dog", 1)]);
}

#[test]
fn all_points_of_a_stroke_may_be_in_one_line() {
    let folder = Folder::new("wide");
    let pairs: String = (0..6).map(|i| format!("x{i},y{i},")).collect();
    let text = format!("{pairs}label\n1,2,3,4,5,6,7,8,9,8,7,6,a\n1,2,3,4,5,6.5,,,,,,,b\n");
    for text in [text.clone(), text.replace("x", "X_")] {
        let pool = read_images(&folder.write("wide.csv", text)).unwrap();
        assert_eq!(sizes(&pool), [("a", 1), ("b", 1)]);
        let b = strokes(&pool.classes()[1].drawings()[0]);
        assert_eq!(b, [[[1.0, 2.0], [3.0, 4.0], [5.0, 6.5]]]);
    }
    let hole = folder.write("hole.csv", text.replace("5,6.5", ",6.5"));
    assert_fails(read_images(&hole), Code::BadData, "hole.csv, line 3: x or y is no number");
}

/// In the form of `pendigits.tra`, as the page of the UCI repository describes it.
#[test]
fn the_resampled_digits_of_uci_are_strokes_with_y_up() {
    let folder = Folder::new("pendigits");
    let text = " 47,100, 27, 81, 57, 37, 26,  0,  0, 23, 56, 53,100, 90, 40, 98, 8\n \
                0, 89, 27,100, 42, 75, 29, 45, 15, 15, 37,  0, 69,  2,100,  6, 2\n";
    let pool = read_images(&folder.write("pendigits.tra", text)).unwrap();
    assert_eq!(sizes(&pool), [("2", 1), ("8", 1)]);
    let eight = strokes(&pool.classes()[1].drawings()[0]);
    assert_eq!(eight[0].len(), 8);
    assert!(eight[0][0][1] < eight[0][1][1], "the first point is above the second: {eight:?}");
}
