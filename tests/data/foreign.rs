//! Files as other programs and systems leave them.

use std::fs;

use reptile_sketch::Code;
use reptile_sketch::data::Pool;
use reptile_sketch::sketch::Sketch;

use crate::arrays::npy;
use crate::fixtures::*;

/// Two images, and a file that tells their classes.
fn labelled(folder: &Folder, name: &str, text: &[u8]) -> std::path::PathBuf {
    let own = folder.0.join("images");
    fs::remove_dir_all(&own).ok();
    folder.write("images/my images/1.png", png(0));
    folder.write("images/my images/2.png", png(1));
    folder.write(&format!("images/{name}"), text);
    own
}

#[test]
fn lists_of_labels_may_have_spaces_and_be_in_utf_16() {
    let folder = Folder::new("labels");
    let spaced = "my images/1.png alarm clock\nmy images/2.png 7\n";
    let table = "filename,label\r\n1.png,alarm clock\r\n2.png,7\r\n";
    let little: Vec<u8> =
        format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (name, text) in
        [("labels.txt", spaced.as_bytes()), ("labels.csv", &little), ("labels.csv", &big)]
    {
        let pool = read_images(&labelled(&folder, name, text)).unwrap();
        assert_eq!(sizes(&pool), [("7", 1), ("alarm clock", 1)], "{name}");
    }
    let latin = labelled(&folder, "labels.csv", b"filename,label\n1.png,caf\xe9\n2.png,7\n");
    assert_fails(read_images(&latin), Code::BadData, "labels.csv, line 2: it is not in UTF-8");
}

#[test]
fn pixels_may_be_from_minus_one_to_one() {
    let folder = Folder::new("signed");
    let rows = |ink: f32, label: usize| {
        let pixel = |i: usize| if i % 8 == label { ink } else { -ink };
        (0..64).map(|i| format!(",{}", pixel(i))).collect::<String>()
    };
    let table = format!("3{}\n4{}\n", rows(1.0, 3), rows(1.0, 4));
    let pool = read_images(&folder.write("usps.csv", table)).unwrap();
    assert_eq!(sizes(&pool), [("3", 1), ("4", 1)]);
    assert_eq!(pool.notes()[0].ink.unwrap().to_string(), "light ink on dark paper");
    let mixed = format!("3{}\n4{}\n", rows(1.0, 3), rows(2.0, 4));
    let mixed = read_images(&folder.write("mixed.csv", mixed));
    assert_fails(mixed, Code::BadData, "mixed.csv, line 2: a pixel that is not");
}

/// As in `optdigits.tra` of the UCI repository, and in `load_digits` of scikit-learn.
#[test]
fn pixels_may_have_sixteen_tones() {
    let folder = Folder::new("sixteen");
    let pixel = |i: usize, label: usize| u8::from(i % 8 == label) * 16;
    let rows = |label: usize| -> Vec<u8> { (0..64).map(|i| pixel(i, label)).collect() };
    let row = |label: usize| format!("{label},{:?}\n", rows(label)).replace(['[', ']', ' '], "");
    let table = folder.write("table.csv", row(3) + &row(4));
    let array = npy("(2, 8, 8)", &[rows(3), rows(4)].concat());
    let whole = folder.write("whole.csv", (row(3) + &row(4)).replace("16", "255"));
    let whole = read_images(&whole).unwrap();
    let picture = |pool: &Pool, class: usize, number: usize| match pool.classes()[class].drawings()
        [number]
        .sketch()
    {
        Some(Sketch::Bitmap(bitmap)) => bitmap.clone(),
        _ => panic!("a bitmap"),
    };
    let table = read_images(&table).unwrap();
    assert_eq!(sizes(&table), [("3", 1), ("4", 1)]);
    assert_eq!(picture(&table, 1, 0), picture(&whole, 1, 0));
    let array = read_images(&folder.write("array.npy", array)).unwrap();
    assert_eq!(picture(&array, 0, 1), picture(&whole, 1, 0));
}

#[test]
fn what_other_programs_keep_says_what_to_do() {
    let folder = Folder::new("programs");
    folder.write("data/train-0.parquet", "PAR1");
    folder.write("data/README.md", "words");
    let why = "1 files of other programs' data: save their images as PNG";
    assert_fails(read_images(&folder.0.join("data")), Code::BadData, why);
    for name in ["a.tfrecord", "a.onnx", "a.pkl", "a.JOBLIB"] {
        let unknown = read_images(&folder.write(name, "\x0a\x05words"));
        assert_fails(unknown, Code::BadData, "another program's data, which is not read: save its");
    }
    let arff = read_images(&folder.write("a.arff", "@relation pen\n@data\n1,2\n"));
    assert_fails(arff, Code::BadData, "ARFF, which is not read: save it as .csv");
    let arrow = read_images(&folder.write("a.arrow", "ARROW1\0\0"));
    assert_fails(arrow, Code::BadData, "save its images as PNG, a folder for each class");
    let (mut tiff, pixels) = (std::io::Cursor::new(Vec::new()), [0.5; 12]);
    let image = image::Rgb32FImage::from_raw(2, 2, pixels.to_vec()).unwrap();
    image.write_to(&mut tiff, image::ImageFormat::Tiff).unwrap();
    let mut tiff = tiff.into_inner();
    // One channel of fractions, which no decoder here knows, where there were three.
    let photometric = tiff.windows(4).position(|tag| tag == [6, 1, 3, 0]).unwrap();
    tiff[photometric + 8] = 5;
    folder.write("float/a/1.tif", tiff);
    assert_fails(read_images(&folder.0.join("float")), Code::BadImage, "save it as PNG");
}
