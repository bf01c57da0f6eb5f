//! NumPy's files, which `tests/reference/arrays.py` made, and ways in which they can be broken.

use std::path::PathBuf;

use reptile_sketch::Code;
use reptile_sketch::data::{Pool, ReadConfig};
use reptile_sketch::sketch::{Sketch, View, rasterize};

use crate::fixtures::*;
use crate::strokes::strokes;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/arrays").join(name)
}

fn cross() -> Vec<Vec<[f32; 2]>> {
    vec![vec![[4.0, 4.0], [23.0, 23.0]], vec![[23.0, 4.0], [4.0, 23.0]]]
}

fn square() -> Vec<Vec<[f32; 2]>> {
    vec![vec![[4.0, 6.0], [20.0, 6.0], [20.0, 22.0], [4.0, 22.0], [4.0, 6.0]]]
}

#[test]
fn sketch_rnn_files_are_read_by_python_2_and_3_and_padded() {
    for (name, count) in [("sketch_rnn.npz", 4), ("sketch_rnn_2.npz", 4), ("stroke5.npz", 2)] {
        let pool = read_strokes(&file(name)).unwrap();
        assert_eq!(sizes(&pool), [(name.strip_suffix(".npz").unwrap(), count)]);
        let drawings = pool.classes()[0].drawings();
        let expected = if count == 4 {
            [cross(), cross(), square(), square()]
        } else {
            [cross(), square(), cross(), square()]
        };
        let mut found: Vec<_> = drawings.iter().map(|drawing| strokes(drawing).to_vec()).collect();
        found.sort_by_key(Vec::len);
        let mut expected = expected[..count].to_vec();
        expected.sort_by_key(Vec::len);
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn bitmaps_of_quick_draw_are_light_ink_and_look_like_their_strokes() {
    for name in ["quick_draw.npy", "fortran.npy"] {
        let pool = read_images(&file(name)).unwrap();
        assert_eq!(sizes(&pool), [(name.strip_suffix(".npy").unwrap(), 2)]);
        assert!(pool.notes()[0].to_string().contains("2 images, light ink"), "{:?}", pool.notes());
        let Some(Sketch::Bitmap(bitmap)) = pool.classes()[0].drawings()[0].sketch() else {
            panic!("bitmaps")
        };
        assert!(bitmap.inked().iter().any(|pixel| (pixel.x, pixel.y) == (4, 4)));
        assert!(!bitmap.inked().iter().any(|pixel| (pixel.x, pixel.y) == (4, 10)));
        let strokes = reptile_sketch::sketch::Strokes::new(cross()).unwrap();
        let view = View::default();
        let drawn = rasterize(&Sketch::Strokes(strokes), &view);
        let seen = rasterize(&Sketch::Bitmap(bitmap.clone()), &view);
        let difference: f32 = drawn.iter().zip(&seen).map(|(a, b)| (a - b).abs()).sum();
        assert!(difference < 0.25 * drawn.iter().sum::<f32>(), "{difference}");
    }
}

#[test]
fn an_image_of_one_tone_in_an_array_is_empty_whatever_the_others_are() {
    let folder = Folder::new("blank");
    let array = |images: &[[u8; 64]]| {
        let head = format!(
            "{{'descr': '|u1', 'fortran_order': False, 'shape': ({}, 64), }}\n",
            images.len()
        );
        let length = (head.len() as u16).to_le_bytes();
        [b"\x93NUMPY\x01\x00", &length[..], head.as_bytes(), &images.concat()].concat()
    };
    let mut drawn = [255; 64];
    drawn[9..14].fill(0);
    let mixed = folder.write("mixed.npy", array(&[drawn, [0; 64], [255; 64]]));
    let pool = read_images(&mixed).unwrap();
    assert_eq!(sizes(&pool), [("mixed", 1)]);
    assert!(pool.notes()[0].to_string().contains("2 empty ones"), "{:?}", pool.notes());
    let blank = folder.write("blank.npy", array(&[[0; 64]; 3]));
    assert_fails(read_images(&blank), Code::BadData, "blank.npy holds no drawings, but 3 empty");
}

#[test]
fn an_array_of_labels_beside_images_names_their_classes() {
    let pool = read_images(&file("digits.npz")).unwrap();
    assert_eq!(sizes(&pool), [("4", 2), ("7", 2)]);
}

#[test]
fn arrays_in_a_folder_are_classes_by_their_names_and_foreign_ones_are_named() {
    let folder = Folder::new("arrays");
    let bitmaps = std::fs::read(file("quick_draw.npy")).unwrap();
    folder.write("data/full_numpy_bitmap_alarm clock.npy", &bitmaps);
    folder.write("data/cat.npy.gz", gzip(&bitmaps));
    folder.write("data/dog.npz", std::fs::read(file("sketch_rnn.npz")).unwrap());
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("alarm clock", 2), ("cat", 2), ("dog", 4)]);
    let config = ReadConfig { per_class: Some(1), ..ReadConfig::default() };
    let pool = Pool::read_with(&config, &[folder.0.join("data")], &[]).unwrap();
    assert_eq!(sizes(&pool), [("alarm clock", 1), ("cat", 1), ("dog", 1)]);
    let zip = folder.zip("classes.npz", &[("cat.npy", bitmaps.clone()), ("dog.npy", bitmaps)]);
    assert_eq!(sizes(&read_images(&zip).unwrap()), [("cat", 2), ("dog", 2)]);
}

#[test]
fn an_array_that_is_damaged_or_no_drawing_is_one_error_that_names_it() {
    let folder = Folder::new("bad-arrays");
    let whole = std::fs::read(file("quick_draw.npy")).unwrap();
    for length in [7, 9, 40, 128, whole.len() - 1] {
        let cut = folder.write("cut.npy", &whole[..length]);
        assert_fails(read_images(&cut), Code::BadData, "cut.npy");
    }
    let pickled = std::fs::read(file("sketch_rnn_2.npz")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(pickled)).unwrap();
    let mut entry = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_index(0).unwrap(), &mut entry).unwrap();
    for length in (128..entry.len() - 1).step_by(3) {
        let cut = folder.zip("cut.npz", &[("train.npy", entry[..length].to_vec())]);
        assert_fails(read_images(&cut), Code::BadData, "cut.npz");
    }
    let text = String::from_utf8_lossy(&entry).into_owned();
    assert!(text.contains("numpy.core.multiarray"));
    let position = entry.windows(5).position(|part| part == b"numpy").unwrap();
    entry.splice(position.., *b"os\nsystem\nU\x04true\x85R.");
    let evil = folder.zip("evil.npz", &[("train.npy", entry)]);
    assert_fails(read_images(&evil), Code::BadData, "os.system");
    let mean = folder.write("mean.npy", npy("(3,)", &[0; 12 / 4]));
    assert_fails(read_images(&mean), Code::BadData, "no array of drawings: [3]");
}

/// A file of bytes of this shape.
pub fn npy(shape: &str, bytes: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}\n");
    let length = (header.len() as u16).to_le_bytes();
    [&b"\x93NUMPY\x01\x00"[..], &length, header.as_bytes(), bytes].concat()
}

#[test]
fn images_may_have_their_channels_first() {
    let folder = Folder::new("channels");
    // A black column on white, and the same in red.
    let column = |ink: u8| (0..64).map(move |i| if i % 8 == 3 { ink } else { 255 });
    let grey: Vec<u8> = column(0).chain(column(0)).collect();
    let grey = read_images(&folder.write("grey.npy", npy("(2, 1, 8, 8)", &grey))).unwrap();
    assert_eq!(sizes(&grey), [("grey", 2)]);
    let red: Vec<u8> = column(255).chain(column(0)).chain(column(0)).collect();
    let red = read_images(&folder.write("red.npy", npy("(1, 3, 8, 8)", &red))).unwrap();
    for pool in [grey, red] {
        let Some(Sketch::Bitmap(bitmap)) = pool.classes()[0].drawings()[0].sketch() else {
            panic!("bitmaps")
        };
        assert!(bitmap.inked().iter().all(|pixel| pixel.x == 3), "{:?}", bitmap.inked());
        assert_eq!(bitmap.inked().len(), 8);
    }
}

#[test]
fn labels_may_be_texts_real_numbers_or_one_hot() {
    let folder = Folder::new("labels");
    let images: Vec<u8> = (0..3 * 64).map(|i| if i % 8 == 3 { 0 } else { 255 }).collect();
    let images = npy("(3, 8, 8)", &images);
    let with = |labels: Vec<u8>| {
        let entries = [("images.npy", images.clone()), ("labels.npy", labels)];
        read_images(&folder.zip("a.npz", &entries)).unwrap()
    };
    let typed = |kind: &str, shape: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(&npy(shape, &[])).replace("|u1", kind);
        let header = &text[text.find('{').unwrap()..];
        let length = (header.len() as u16).to_le_bytes();
        [&b"\x93NUMPY\x01\x00"[..], &length, header.as_bytes(), bytes].concat()
    };
    let reals = [4.0_f32, 7.0, 4.0].map(f32::to_le_bytes).concat();
    assert_eq!(sizes(&with(typed("<f4", "(3,)", &reals))), [("4", 2), ("7", 1)]);
    assert_eq!(sizes(&with(npy("(3, 2)", &[1, 0, 0, 1, 1, 0]))), [("0", 2), ("1", 1)]);
    assert_eq!(sizes(&with(typed("|S3", "(3,)", b"catox\0cat"))), [("cat", 2), ("ox", 1)]);
    // A column of a table, as `numpy.save` pickles it: "cat", 7, and the first once more.
    let column = b"\x80\x04\x95\x8f\0\0\0\0\0\0\0\x8c\x16numpy._core.multiarray\x94\x8c\x0c_reconstruct\x94\x93\x94\
        \x8c\x05numpy\x94\x8c\x07ndarray\x94\x93\x94K\0\x85\x94C\x01b\x94\x87\x94R\x94(K\x01K\x03\x85\x94h\x03\x8c\x05dtype\x94\
        \x93\x94\x8c\x02O8\x94\x89\x88\x87\x94R\x94(K\x03\x8c\x01|\x94NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?t\x94b\x89]\x94(\
        \x8c\x03cat\x94K\x07h\x13et\x94b.";
    assert_eq!(sizes(&with(typed("|O", "(3,)", column))), [("7", 1), ("cat", 2)]);
}

#[test]
fn of_two_files_the_one_that_cannot_be_read_is_named() {
    let folder = Folder::new("bad-labels");
    let images = folder.write("X.npy", npy("(3, 8, 8)", &[0; 3 * 64]));
    folder.write("y.npy", &npy("(3,)", &[1, 2, 3])[..40]);
    assert_fails(read_images(&images), Code::BadData, "y.npy");
}

#[test]
fn labels_that_cannot_be_those_of_the_images_are_refused_and_not_passed_over() {
    let folder = Folder::new("unfit-labels");
    let images: Vec<u8> = (0..3 * 64).map(|i| if i % 8 == 3 { 0 } else { 255 }).collect();
    let images = npy("(3, 8, 8)", &images);
    let read = |others: &[(&str, Vec<u8>)]| {
        let entries = [&[("images.npy", images.clone())][..], others].concat();
        read_images(&folder.zip("a.npz", &entries))
    };
    let object = String::from_utf8_lossy(&npy("(3,)", &[])).replace("|u1", "|O") + "no pickle";
    assert_fails(read(&[("labels.npy", object.into_bytes())]), Code::BadData, "a.npz/labels");
    let short = npy("(2,)", &[4, 7]);
    let why = "labels [2] does not have a label for each of them";
    assert_fails(read(&[("labels.npy", short.clone())]), Code::BadData, why);
    // What is not called so is let be, and of several, what is called so counts.
    let (ids, labels) = (npy("(3,)", &[1, 2, 3]), npy("(3,)", &[4, 7, 4]));
    for others in [
        &[("ids.npy", ids.clone()), ("labels.npy", labels.clone())][..],
        &[("y.npy", labels.clone()), ("weights.npy", ids.clone())],
        &[("class_names.npy", short), ("y_train.npy", labels.clone())],
    ] {
        assert_eq!(sizes(&read(others).unwrap()), [("4", 2), ("7", 1)]);
    }
    let both = [("coarse_labels.npy", ids), ("fine_labels.npy", labels)];
    assert_fails(read(&both), Code::BadData, "coarse_labels, fine_labels could all be");
}

#[test]
fn an_array_that_is_not_read_is_named() {
    let folder = Folder::new("unread-array");
    let entries = [
        (
            "cat.npy",
            npy(
                "(1, 8, 8)",
                &(0..64).map(|i| if i % 8 == 3 { 255 } else { 0 }).collect::<Vec<_>>(),
            ),
        ),
        ("dog.npy", npy("(5, 2)", &[9; 10])),
    ];
    let pool = read_images(&folder.zip("a.npz", &entries)).unwrap();
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("a.npz/dog [5, 2] was not read: no drawings"), "{notes}");
}

#[test]
fn one_image_is_not_taken_for_many_drawings() {
    let folder = Folder::new("one-image");
    let square = folder.write("square.npy", npy("(64, 64)", &[255; 4096]));
    assert_fails(read_images(&square), Code::BadData, "[64, 64] may be one image or 64");
    // A photograph is no list of strokes, though each row has as many numbers as a point.
    let photo: Vec<u8> = (0..28 * 28 * 3).map(|i| (i % 251) as u8).collect();
    let photo = folder.write("photo.npy", npy("(28, 28, 3)", &photo));
    assert_fails(read_images(&photo), Code::BadData, "no array of drawings: [28, 28, 3]");
}
