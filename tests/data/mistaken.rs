//! Files that look like drawings of one form, and are of another.

use reptile_sketch::Code;

use crate::arrays::npy;
use crate::fixtures::*;
use crate::strokes::strokes;

/// A stroke to and fro, of points of numbers that `more` adds to x and y.
fn stroke(start: usize, more: fn(usize) -> Vec<f32>) -> Vec<Vec<f32>> {
    let x = |i: usize| ((start + 5 * i) % 16) as f32;
    (0..8).map(|i| [vec![x(i), 10.0 * i as f32], more(i)].concat()).collect()
}

fn json(strokes: &[Vec<Vec<f32>>]) -> String {
    let flat: Vec<Vec<f32>> = strokes.iter().map(|stroke| stroke.concat()).collect();
    format!(r#"{{"a": [{flat:?}], "b": [{flat:?}]}}"#)
}

#[test]
fn three_numbers_a_point_without_lists_are_no_pairs() {
    let folder = Folder::new("threes");
    for more in [|i| vec![16.0 * i as f32], |i| vec![0.1 * (i % 3) as f32]] as [fn(_) -> _; 2] {
        let text = json(&[stroke(0, more), stroke(3, more)]);
        let rows = [0, 3, 6, 9].map(|start| stroke(start, more).concat());
        let records = format!(r#"[{{"label": "a", "strokes": {rows:?}}}]"#);
        for text in [text, records] {
            let read = read_strokes(&folder.write("s.json", &text));
            assert_fails(read, Code::BadData, "these have three numbers");
        }
    }
    // Pairs are pairs, if they are as many as threes, too.
    let pairs = json(&[stroke(0, |_| vec![])[..6].to_vec(), stroke(3, |_| vec![])[..6].to_vec()]);
    assert_eq!(
        sizes(&read_strokes(&folder.write("s.json", &pairs)).unwrap()),
        [("a", 1), ("b", 1)]
    );
}

#[test]
fn rows_of_pixels_are_no_strokes() {
    let folder = Folder::new("rows");
    let row = |y: usize| (0..28).map(|x| if x == y { 255 } else { 0 }).collect::<Vec<_>>();
    let image: Vec<Vec<i32>> = (0..28).map(row).collect();
    let colours: Vec<Vec<[i32; 3]>> =
        image.iter().map(|row| row.iter().map(|&value| [value, 7, value]).collect()).collect();
    for text in [
        format!(r#"{{"a": [{image:?}, {image:?}]}}"#),
        format!(r#"{{"a": [{colours:?}]}}"#),
        format!(r#"[{{"label": 3, "drawing": {image:?}}}, {{"label": 4, "drawing": {image:?}}}]"#),
    ] {
        let read = read_strokes(&folder.write("s.json", &text));
        assert_fails(read, Code::BadData, "as an image has rows of pixels");
    }
}

#[test]
fn points_of_a_pen_in_the_air_are_no_ink() {
    let folder = Folder::new("air");
    let pressures = [0.4, 0.5, 0.5, 0.0, 0.0, 0.0, 0.6, 0.4];
    let table = |head: &str, pressures: &[f32; 8]| {
        let line = |(i, pressure): (usize, &f32)| format!("a,0,0,{},{i},{pressure}\n", 7 * i % 5);
        let lines: String = pressures.iter().enumerate().map(line).collect();
        format!("label,drawing,stroke,x,y,{head}\n{lines}")
    };
    let records = |pressures: &[f32; 8]| {
        let point =
            |(i, p): (usize, &f32)| format!(r#"{{"x": {}, "y": {i}, "pressure": {p}}}"#, 7 * i % 5);
        let points: Vec<String> = pressures.iter().enumerate().map(point).collect();
        format!(r#"[{{"label": "a", "strokes": [[{}]]}}]"#, points.join(","))
    };
    for head in ["pressure", "Force", "tip"] {
        let read = read_strokes(&folder.write("a.csv", table(head, &pressures)));
        assert_fails(read, Code::BadData, "as where the pen is lifted");
    }
    let down = pressures.map(|pressure| f32::from(pressure > 0.0));
    let read = read_strokes(&folder.write("a.csv", table("Pen Status", &down)));
    assert_fails(read, Code::BadData, "with pen_status as where");
    let read = read_strokes(&folder.write("a.json", records(&pressures)));
    assert_fails(read, Code::BadData, "with pressure, as where");
    // A mouse has none, and a pen comes down and goes.
    for pressures in [[0.0; 8], [0.0, 0.2, 0.5, 0.5, 0.5, 0.3, 0.1, 0.0]] {
        let all = [("a.csv", table("pressure", &pressures)), ("a.json", records(&pressures))];
        for (name, text) in all {
            let pool = read_strokes(&folder.write(name, text)).unwrap();
            assert_eq!(strokes(&pool.classes()[0].drawings()[0])[0].len(), 8);
        }
    }
}

#[test]
fn pixels_come_in_the_order_of_their_names() {
    let folder = Folder::new("pixel-names");
    let table = |columns: &[usize]| {
        let heads: String = columns.iter().map(|column| format!(",pixel{column}")).collect();
        let pixels = |dot: usize| {
            columns.iter().map(move |&at| if at == dot { ",255" } else { ",0" }).collect::<String>()
        };
        format!("label{heads}\na{}\nb{}\n", pixels(9), pixels(20))
    };
    let mut columns: Vec<usize> = (0..64).collect();
    let plain = read_images(&folder.write("plain.csv", table(&columns))).unwrap();
    columns.sort_by_key(ToString::to_string);
    let sorted = read_images(&folder.write("sorted.csv", table(&columns))).unwrap();
    for (plain, sorted) in plain.classes().iter().zip(sorted.classes()) {
        assert_eq!(plain.drawings()[0].sketch(), sorted.drawings()[0].sketch());
    }
}

#[test]
fn strokes_of_sketch_rnn_may_have_labels_beside_them() {
    let folder = Folder::new("labelled-strokes");
    let drawing = [0, 0, 0, 9, 0, 0, 0, 9, 1];
    let strokes = npy("(3, 3, 3)", &[drawing; 3].concat());
    let read = |labels: Vec<u8>| {
        read_strokes(&folder.zip("a.npz", &[("X.npy", strokes.clone()), ("y.npy", labels)]))
    };
    assert_eq!(sizes(&read(npy("(3,)", &[4, 7, 4])).unwrap()), [("4", 2), ("7", 1)]);
    let why = "y [2] does not have a label for each of them";
    assert_fails(read(npy("(2,)", &[4, 7])), Code::BadData, why);
}

#[test]
fn places_in_an_array_of_differences_are_remarked() {
    let folder = Folder::new("places");
    let places: Vec<u8> =
        (0..8).flat_map(|i| [10 + 40 * (i % 3), 20 * i, u8::from(i == 7)]).collect();
    let pool = read_strokes(&folder.write("cat.npy", npy("(2, 8, 3)", &[&places[..]; 2].concat())));
    let pool = pool.unwrap();
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("cat: no pen moves to the left or up"), "{notes}");
}
