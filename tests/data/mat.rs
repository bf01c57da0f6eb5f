//! Files of MATLAB: images and their labels, in variables.

use std::path::Path;

use reptile_sketch::Code;
use reptile_sketch::data::{Class, Picture, Pool, ReadConfig};
use reptile_sketch::sketch::{Sketch, View, rasterize};

use crate::fixtures::*;
use crate::mat_file::*;

/// The pixels of an upright image of 8 by 8, row by row: a light bar at the top, and below it a short one on the left, so
/// that no turn and no mirror leaves it as it is; another short one for each number.
fn image(number: usize) -> [u8; 64] {
    std::array::from_fn(|i| match (i / 8, i % 8) {
        (1, 1..=6) => 255,
        (row, 1..=2) if row == 3 + number => 255,
        _ => 0,
    })
}

/// The pixels of an image, column by column.
fn columns(number: usize) -> Vec<u8> {
    (0..64).map(|i| image(number)[i % 8 * 8 + i / 8]).collect()
}

/// A row for each image, of its pixels column by column, in a matrix column by column: as EMNIST has them.
fn rows(numbers: &[usize]) -> Vec<u8> {
    let images: Vec<Vec<u8>> = numbers.iter().map(|&number| columns(number)).collect();
    (0..64).flat_map(|pixel| images.iter().map(move |image| image[pixel])).collect()
}

/// A column for each image.
fn in_columns(numbers: &[usize]) -> Vec<u8> {
    numbers.iter().flat_map(|&number| columns(number)).collect()
}

/// The numbers of the images of a class, all of which have to be upright.
#[track_caller]
fn upright(class: &Class) -> Vec<usize> {
    let number = |sketch: &Sketch| {
        let is = |number: &usize| {
            let pixels = image(*number).map(|pixel| 255 - pixel);
            let own = reptile_sketch::sketch::Bitmap::from_luma(&pixels, 8, 8).unwrap();
            let view = View::default();
            rasterize(&own.into(), &view) == rasterize(sketch, &view)
        };
        (0..4).find(is).expect("an upright image")
    };
    let numbers = class.drawings().iter().map(|drawing| match drawing.picture() {
        Picture::Sketch(sketch) => number(sketch),
        Picture::Photo(_) => panic!("drawings were read"),
    });
    numbers.collect()
}

fn emnist() -> Vec<u8> {
    let set = |numbers: &[usize], labels: &[u8]| {
        let count = numbers.len() as i32;
        let parts = [
            bytes("", &[count, 64], &rows(numbers)),
            small_doubles("", &[count, 1], labels),
            small_doubles("", &[count, 1], &vec![7; numbers.len()]),
        ];
        fields("", 1, &["images", "labels", "writers"], &parts)
    };
    let mapping = small_doubles("", &[2, 2], &[1, 2, 65, 66]);
    let parts = [set(&[0, 1, 2], &[1, 2, 1]), set(&[3], &[2]), mapping];
    file(&[packed(&fields("dataset", 1, &["train", "test", "mapping"], &parts))])
}

/// The structure of `emnist-letters.mat`, as "EMNIST: an extension of MNIST to handwritten letters" and its page have it.
#[test]
fn images_as_emnist_has_them_are_upright_and_of_the_class_of_their_label() {
    let folder = Folder::new("mat-emnist");
    let letters = folder.write("matlab/emnist-letters.mat", emnist());
    for data in [&letters, &folder.0.join("matlab")] {
        let pool = read_images(data).unwrap();
        assert_eq!(sizes(&pool), [("1", 2), ("2", 2)]);
        assert_eq!([0, 1].map(|class| upright(&pool.classes()[class])), [[0, 2], [1, 3]]);
    }
    // Data sets whose labels mean different things stay apart.
    folder.write("matlab/emnist-digits.mat", emnist());
    let pool = read_images(&folder.0.join("matlab")).unwrap();
    let names = ["emnist-digits/1", "emnist-digits/2", "emnist-letters/1", "emnist-letters/2"];
    assert_eq!(sizes(&pool), names.map(|name| (name, 2)));
    let config = ReadConfig { per_class: Some(1), ..ReadConfig::default() };
    let pool = Pool::read_with(&config, &[letters], &[]).unwrap();
    assert_eq!(sizes(&pool), [("1", 1), ("2", 1)]);
}

#[test]
fn whichever_dimension_counts_the_images_they_are_upright() {
    let folder = Folder::new("mat-ways");
    let numbers = [0, 1, 2];
    let labels = |name: &str, sizes: &[i32]| doubles(name, sizes, &[5.0, 6.0, 5.0]);
    let colours: Vec<u8> = numbers
        .iter()
        .flat_map(|&number| std::iter::repeat_n(columns(number), 3).flatten())
        .collect();
    let reals: Vec<f64> = in_columns(&numbers).iter().map(|&v| f64::from(v) / 255.0).collect();
    // Rows of pixels, three images behind one another: as Python writes an array of this shape.
    let first: Vec<u8> =
        (0..64).flat_map(|i| numbers.map(|number| image(number)[i % 8 * 8 + i / 8])).collect();
    for (name, variables) in [
        // As SVHN has them.
        ("svhn", [bytes("X", &[8, 8, 3, 3], &colours), labels("y", &[3, 1])]),
        // A column each, as mldata.org had them.
        ("columns", [bytes("data", &[64, 3], &in_columns(&numbers)), labels("label", &[1, 3])]),
        ("last", [doubles("images", &[8, 8, 3], &reals), labels("labels", &[3, 1])]),
        ("one-channel", [bytes("X", &[8, 8, 1, 3], &in_columns(&numbers)), labels("T", &[3, 1])]),
        ("first", [bytes("X", &[3, 8, 8], &first), labels("y", &[1, 3])]),
        (
            "one-hot",
            [
                bytes("X", &[3, 64], &rows(&numbers)),
                small_doubles("y", &[2, 3], &[1, 0, 0, 1, 1, 0]),
            ],
        ),
        (
            "one-hot-rows",
            [
                bytes("X", &[3, 64], &rows(&numbers)),
                small_doubles("y", &[3, 2], &[1, 0, 1, 0, 1, 0]),
            ],
        ),
        ("words", [bytes("X", &[3, 64], &rows(&numbers)), texts("y", &["cat", "dog", "cat"])]),
        (
            "cells",
            [
                bytes("X", &[3, 64], &rows(&numbers)),
                cells("y", &[3, 1], &["cat", "doggy", "cat"].map(|text| texts("", &[text]))),
            ],
        ),
    ] {
        let path = folder.write(&format!("{name}/data.mat"), file(&variables));
        let pool = read_images(&path).unwrap();
        let counts: Vec<usize> =
            pool.classes().iter().map(|class| class.drawings().len()).collect();
        assert_eq!(counts, [2, 1], "{name}");
        let found = [upright(&pool.classes()[0]), upright(&pool.classes()[1])];
        assert_eq!(found, [vec![0, 2], vec![1]], "{name}");
    }
}

#[test]
fn variables_and_cells_may_be_classes() {
    let folder = Folder::new("mat-classes");
    let one = |name: &str, number: usize| bytes(name, &[1, 64], &columns(number));
    // As Roweis' mnist_all.mat has them.
    let digits = [one("train0", 0), one("train7", 1), one("test0", 2), one("test7", 3)];
    let pool = read_images(&folder.write("mnist_all.mat", file(&digits))).unwrap();
    assert_eq!(sizes(&pool), [("0", 2), ("7", 2)]);
    assert_eq!(upright(&pool.classes()[1]), [1, 3]);
    let pool = read_images(&folder.write("animals.mat", file(&[one("cat", 0), one("dog", 1)])));
    assert_eq!(sizes(&pool.unwrap()), [("cat", 1), ("dog", 1)]);
    // Pixels, drawings and classes, as in usps_all.mat.
    let digits = bytes("data", &[64, 2, 2], &in_columns(&[0, 1, 2, 3]));
    let pool = read_images(&folder.write("usps_all.mat", file(&[digits]))).unwrap();
    assert_eq!(sizes(&pool), [("1", 2), ("2", 2)]);
    assert_eq!(upright(&pool.classes()[1]), [2, 3]);
    // Drawings of the same class beside one another, as in binaryalphadigs.mat: here two classes, two drawings each.
    let cell = |number: usize| bytes("", &[8, 8], &columns(number));
    let matrix = cells("dat", &[2, 2], &[cell(0), cell(1), cell(2), cell(3)]);
    let labels = cells("classlabels", &[1, 2], &[texts("", &["A"]), texts("", &["B"])]);
    let pool = read_images(&folder.write("cells.mat", file(&[matrix, labels]))).unwrap();
    assert_eq!(sizes(&pool), [("A", 2), ("B", 2)]);
    assert_eq!(upright(&pool.classes()[0]), [0, 2]);
}

/// `images` and `names` of `data_background.mat`, as `demo.m` of Omniglot's repository uses them.
#[test]
fn omniglot_in_cells_has_the_classes_of_its_folders() {
    let folder = Folder::new("mat-omniglot");
    let drawing = |number: usize| bytes("", &[8, 8], &columns(number));
    let character = |numbers: &[usize]| {
        cells(
            "",
            &[1, numbers.len() as i32],
            &numbers.iter().map(|&n| drawing(n)).collect::<Vec<_>>(),
        )
    };
    let alphabets = [
        cells("", &[1, 2], &[character(&[0, 1]), character(&[2, 3])]),
        cells("", &[1, 1], &[character(&[3, 2])]),
    ];
    let names = cells("names", &[1, 2], &["Greek", "Hebrew"].map(|name| texts("", &[name])));
    let stroke = doubles("", &[1, 3], &[1.0, -2.0, 0.0]);
    let drawings = cells("drawings", &[1, 1], &[cells("", &[1, 1], &[stroke])]);
    let images = cells("images", &[1, 2], &alphabets);
    let path = folder.write("data_background.mat", file(&[packed(&drawings), images, names]));
    let pool = read_images(&path).unwrap();
    let classes = ["Greek/character01", "Greek/character02", "Hebrew/character01"];
    assert_eq!(sizes(&pool), classes.map(|class| (class, 2)));
    assert_eq!(upright(&pool.classes()[2]), [3, 2]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("drawings of 1x1 cells was not read: no images"), "{notes}");
}

#[test]
fn what_is_no_set_of_images_with_labels_is_refused_by_name() {
    let folder = Folder::new("mat-faults");
    let fails = |variables: &[Vec<u8>], part: &str| {
        let path = folder.write("a.mat", file(variables));
        assert_fails(read_images(&path), Code::BadData, part);
        assert_fails(read_images(&path), Code::BadData, "a.mat");
    };
    let images = bytes("X", &[3, 64], &rows(&[0, 1, 2]));
    fails(&[images.clone(), small_doubles("y", &[2, 1], &[1, 2])], "y [2] does not have a label");
    fails(&[images.clone(), object("labels")], "its labels are in labels, which is an object");
    fails(&[bytes("X", &[100, 64], &[0; 6400])], "may be 64 images or 100");
    fails(&[doubles("x", &[1, 2], &[0.5, 1.5]), object("t")], "no array of images: x of 1x2, t");
    fails(&[doubles("X", &[1, 64], &[-2.0; 64])], "values from -2 to 0");
    fails(&[], "no array of images");
    let whole = file(std::slice::from_ref(&images));
    for (length, part) in [(130, "cut short"), (300, "cut short"), (126, "the header is cut short")]
    {
        let path = folder.write("a.mat", &whole[..length]);
        assert_fails(read_images(&path), Code::BadData, part);
    }
    let mut packed = packed(&images);
    *packed.last_mut().unwrap() ^= 1;
    fails(&[packed], "corrupt");
    let deep = (0..40).fold(images, |inner, _| cells("", &[1, 1], &[inner]));
    fails(&[deep], "too deep");
    let new = folder.write("new.mat", b"MATLAB 7.3 MAT-file, Platform: GLNXA64");
    assert_fails(read_images(&new), Code::BadData, "save it with -v7");
}

#[test]
fn a_file_in_an_archive_reads_as_by_itself() {
    let folder = Folder::new("mat-zip");
    let zip = folder.zip("a.zip", &[("matlab/emnist-letters.mat", emnist())]);
    let read = |path: &Path| sizes(&read_images(path).unwrap()).len();
    assert_eq!(read(&zip), 2);
    assert_eq!(read(&folder.write("emnist-letters.mat.gz", gzip(&emnist()))), 2);
}
