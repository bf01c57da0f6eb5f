//! Images whose classes lie beside them: arrays of labels, tables, annotations, and names of files.

use std::path::Path;

use reptile_sketch::Code;
use reptile_sketch::data::{Pool, source_digest};

use crate::arrays::npy;
use crate::fixtures::*;

fn images(numbers: &[usize]) -> Vec<u8> {
    npy(&format!("({}, 8, 8)", numbers.len()), &light_columns(numbers))
}

fn labels(labels: &[u8]) -> Vec<u8> {
    npy(&format!("({},)", labels.len()), labels)
}

fn npz(array: Vec<u8>) -> Vec<u8> {
    zip_of(&[("arr_0.npy", array)])
}

fn read(path: &Path) -> Vec<(String, usize)> {
    let pool = read_images(path).unwrap();
    sizes(&pool).into_iter().map(|(name, count)| (name.to_string(), count)).collect()
}

fn classes(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
    expected.iter().map(|(name, count)| (name.to_string(), *count)).collect()
}

/// As the page of Kuzushiji-MNIST and -49 (`rois-codh/kmnist`) names them.
#[test]
fn arrays_of_images_and_of_labels_in_two_files_are_one() {
    let folder = Folder::new("two-arrays");
    folder.write("k49/k49-train-imgs.npz", npz(images(&[1, 2, 3])));
    folder.write("k49/k49-train-labels.npz", npz(labels(&[7, 40, 7])));
    folder.write("k49/k49-test-imgs.npz", npz(images(&[4])));
    folder.write("k49/k49-test-labels.npz", npz(labels(&[40])));
    folder.write("k49/k49_classmap.csv", "index,codepoint,char\n0,U+3042,a\n1,U+3044,b\n");
    assert_eq!(read(&folder.0.join("k49")), classes(&[("40", 2), ("7", 2)]));
    // One of them, given alone, brings the other along.
    for name in ["k49-train-imgs.npz", "k49-train-labels.npz"] {
        assert_eq!(read(&folder.0.join("k49").join(name)), classes(&[("40", 1), ("7", 2)]));
    }
    for (of_images, of_labels) in
        [("X_train.npy", "y_train.npy"), ("Xtrain.npy", "Ytrain.npy"), ("images.npy", "labels.npy")]
    {
        let path = folder.write(&format!("{of_images}/{of_images}"), images(&[1, 2]));
        let digest = source_digest(&path).unwrap();
        folder.write(&format!("{of_images}/{of_labels}"), labels(&[3, 4]));
        assert_eq!(read(&path), classes(&[("3", 1), ("4", 1)]));
        assert_eq!(read(path.parent().unwrap()), classes(&[("3", 1), ("4", 1)]));
        assert_ne!(source_digest(&path).unwrap(), digest);
    }
}

#[test]
fn images_of_a_part_of_a_data_set_without_labels_are_refused() {
    let folder = Folder::new("two-arrays-faults");
    for name in ["X_train.npy", "k49-train-imgs.npy"] {
        let alone = folder.write(&format!("{name}.d/{name}"), images(&[1]));
        assert_fails(read_images(&alone), Code::BadData, "no file of labels, such as y_train.npy");
    }
    folder.write("two/X.npy", images(&[1]));
    folder.write("two/y.npy", labels(&[1, 2]));
    assert_fails(read_images(&folder.0.join("two")), Code::BadData, "1 images, and 2 labels");
    let only = folder.write("only/y_train.npy", labels(&[1]));
    assert_fails(read_images(&only), Code::BadData, "labels of no images");
    // A file for each class.
    folder.write("each/cat_images.npy", images(&[1, 2]));
    folder.write("each/dog_images.npy", images(&[3]));
    assert_eq!(read(&folder.0.join("each")), classes(&[("cat_images", 2), ("dog_images", 1)]));
}

#[test]
fn members_of_one_file_belong_together_by_their_part() {
    let folder = Folder::new("members");
    let entries = [
        ("x_train.npy", images(&[1, 2])),
        ("x_test.npy", images(&[3, 4])),
        ("y_train.npy", labels(&[5, 6])),
        ("y_test.npy", labels(&[6, 6])),
    ];
    let file = folder.zip("a.npz", &entries);
    assert_eq!(read(&file), classes(&[("5", 1), ("6", 3)]));
}

#[test]
fn a_table_tells_the_classes_of_the_images_beside_it() {
    let folder = Folder::new("index");
    let data = folder.0.join("data");
    for i in 0..4 {
        folder.write(&format!("data/images/{i}.png"), png(i));
    }
    let absolute = |i: usize| data.join(format!("images/{i}.png")).display().to_string();
    let tables = [
        "image,label\nimages/0.png,cat\nimages/1.png,cat\nimages/2.png,dog\nimages/3.png,dog\n"
            .into(),
        "id;size;class\n0;9;cat\n1;9;cat\n2;9;dog\n3;9;dog\n".into(),
        "label\tfilename\rcat\t0.png\rcat\t1.png\rdog\t2.png\rdog\t3.png\r".into(),
        "images\\0.png,cat\r\n.\\images\\1.png,cat\r\nimages\\2.png,dog\r\nimages\\3.png,dog\r\n"
            .into(),
        "filename,cat,dog\n0.png,1,0\n1.png,1,0\n2.png,0,1\n3.png,0,1\n".into(),
        format!(
            "path,label\n{},cat\n{},cat\n{},dog\n{},dog\n",
            absolute(0),
            absolute(1),
            absolute(2),
            absolute(3)
        ),
    ];
    for table in tables {
        let csv = folder.write("data/train.csv", &table);
        let pool = read_images(&data).unwrap();
        assert_eq!(sizes(&pool), [("cat", 2), ("dog", 2)], "{table}");
        assert_eq!(numbers(&pool.classes()[1]), [Some(2), Some(3)]);
        let notes = pool.notes()[0].to_string();
        assert!(notes.contains("the classes of images are those in"), "{notes}");
        assert_fails(read_images(&csv), Code::BadData, "give the folder or archive of both");
    }
    let entries = [
        ("set/labels.csv", b"file,class\n1.png,cat\n2.png,dog\n".to_vec()),
        ("set/img/1.png", png(1)),
        ("set/img/2.png", png(2)),
        ("other/bird/3.png", png(3)),
    ];
    let zip = folder.zip("a.zip", &entries);
    assert_eq!(read(&zip), classes(&[("cat", 1), ("dog", 1), ("other/bird", 1)]));
}

#[test]
fn a_table_of_columns_that_are_not_known_is_said() {
    let folder = Folder::new("unknown-columns");
    for number in 1..3 {
        folder.write(&format!("data/{number}.png"), png(number));
    }
    folder.write("data/train.csv", "which,what\n1.png,cat\n2.png,dog\n");
    let pool = read_images(&folder.0.join("data")).unwrap();
    let notes = pool.notes()[0].to_string();
    assert!(
        notes
            .contains("tables without columns that are known, such as image and label (train.csv)"),
        "{notes}"
    );
    folder.write("data/train.csv", "id_code,diagnosis\n1,cat\n2,dog\n");
    assert_eq!(sizes(&read_images(&folder.0.join("data")).unwrap()), [("cat", 1), ("dog", 1)]);
    folder.write("data/test/3.png", png(3));
    folder.write("data/sample_submission.csv", "id_code,diagnosis\n3,0\n");
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1), ("dog", 1)]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("sample_submission.csv was not read"), "{notes}");
    assert!(notes.contains("1 images without one class there were not read"), "{notes}");
}

#[test]
fn what_a_table_does_not_name_is_said_and_what_it_names_twice_is_refused() {
    let folder = Folder::new("index-faults");
    let read = |table: &str, paths: &[&str]| {
        let entries: Vec<(&str, Vec<u8>)> = paths.iter().map(|path| (*path, png(1))).collect();
        let table = [("train.csv", table.as_bytes().to_vec())];
        read_images(&folder.zip("a.zip", &[&table[..], &entries].concat()))
    };
    let both = ["train/1.png", "test/1.png"];
    let pool = read("image,label\n1.png,cat\n2.png,cat\n", &both).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1)]);
    let notes = pool.notes()[0].to_string();
    for part in [
        "1 of the images that it names are not here, such as 2.png",
        "1 images without one class there were not read, such as test/1.png",
    ] {
        assert!(notes.contains(part), "{part:?} is not in {notes}");
    }
    // Images that are not there are not taken for others of their name.
    let pool = read("image,label\nvalid/1.png,cat\n", &both).unwrap();
    assert!(pool.notes()[0].to_string().contains("names no image that is here"));
    let error = read("image,label\n1.png,cat\n", &["a/1.png", "b/1.png"]);
    assert_fails(error, Code::BadData, "1.png could be a/1.png or b/1.png");
    let error = read("image,label\n1.png,cat\n1.png,dog\n", &["a/1.png"]);
    assert_fails(error, Code::BadData, "a second class for a/1.png");
    assert_fails(read("image,label\n1.png,\n", &["a/1.png"]), Code::BadData, "an empty label");
    assert_fails(read("image,label\n1.png\n", &["a/1.png"]), Code::BadData, "a field is missing");
}

/// As "Data format" of cocodataset.org says, and Roboflow exports it.
#[test]
fn annotations_of_coco_tell_the_classes_of_the_images_beside_them() {
    let folder = Folder::new("coco");
    let text = r#"{"info": {"year": "2023"}, "categories": [{"id": 0, "name": "cat", "supercategory": "none"},
        {"id": 1, "name": "dog", "supercategory": "none"}], "images": [{"id": 0, "file_name": "0.png"},
        {"id": 1, "file_name": "1.png"}, {"id": 2, "file_name": "2.png"}, {"id": 3, "file_name": "3.png"}],
        "annotations": [{"id": 0, "image_id": 0, "category_id": 0}, {"id": 1, "image_id": 1, "category_id": 1},
        {"id": 2, "image_id": 1, "category_id": 1}, {"id": 3, "image_id": 2, "category_id": 0},
        {"id": 4, "image_id": 2, "category_id": 1}]}"#;
    let file = folder.write("data/train/_annotations.coco.json", text);
    for i in 0..4 {
        folder.write(&format!("data/train/{i}.png"), png(i));
    }
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1), ("dog", 1)]);
    assert!(pool.notes()[0].to_string().contains("2 images without one class there were not read"));
    assert_fails(read_images(&file), Code::BadData, "give the folder or archive of both");
    folder.write(
        "data/train/_annotations.coco.json",
        text.replace("\"category_id\": 1", "\"category_id\": 9"),
    );
    assert_fails(read_images(&folder.0.join("data")), Code::BadData, "no category 9");
}

#[test]
fn files_of_one_folder_are_classes_by_their_names() {
    let folder = Folder::new("flat");
    for (i, name) in ["cat (1)", "cat (2)", "dog (1)", "dog (2)"].iter().enumerate() {
        folder.write(&format!("data/{name}.png"), png(i));
    }
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("cat", 2), ("dog", 2)]);
    assert!(
        pool.notes()[0].to_string().contains("by the names of the files"),
        "{:?}",
        pool.notes()
    );
}

#[test]
fn the_people_who_have_drawn_are_no_classes() {
    let folder = Folder::new("hands");
    for (i, path) in ["cat/hand1", "cat/hand2", "dog/hand1", "dog/hand2"].iter().enumerate() {
        folder.write(&format!("data/{path}/0.png"), png(i));
        let (class, hand) = path.split_once('/').unwrap();
        folder.write(&format!("single/{hand}/{class}.png"), png(i));
        folder.write(&format!("turned/{hand}/{class}/0.png"), png(i));
    }
    for name in ["data", "turned", "single"] {
        assert_eq!(read(&folder.0.join(name)), classes(&[("cat", 2), ("dog", 2)]), "{name}");
    }
}

#[test]
fn a_table_may_have_semicolons_tabs_and_the_line_ends_of_old_macs() {
    let folder = Folder::new("separators");
    let row = |label: &str, dot: usize| {
        let pixels = (0..64).map(|i| if i == dot { ",255" } else { ",0" });
        format!("{label}{}\n", pixels.collect::<String>())
    };
    let head: String = (0..64).map(|i| format!(",pixel{i}")).collect();
    let table = format!("label{head}\n{}{}{}", row("7", 1), row("4", 2), row("7", 63));
    for mark in [",", ";", "\t"] {
        for end in ["\n", "\r\n", "\r"] {
            let text = table.replace(',', mark).replace('\n', end);
            assert_eq!(read(&folder.write("a.csv", text)), classes(&[("4", 1), ("7", 2)]));
            let drawing = "word,,drawing\ncat,,".replace(',', mark) + "\"[[[0, 9], [1, 200]]]\"\n";
            let path = folder.write("a.tsv", drawing.replace('\n', end));
            assert_eq!(read(&path), classes(&[("cat", 1)]));
        }
    }
}

#[test]
fn folders_that_are_given_each_for_one_class_are_classes() {
    let folder = Folder::new("given-folders");
    for (i, path) in ["cat/1", "cat/2", "dog/1"].iter().enumerate() {
        folder.write(&format!("{path}.png"), png(i));
    }
    let given = ["cat", "dog"].map(|name| folder.0.join(name));
    let pool = Pool::read(&given, &[]).unwrap();
    assert_eq!(sizes(&pool), [("cat", 2), ("dog", 1)]);
    assert_eq!(read(&given[0]), classes(&[(".", 2)]));
}

/// *Source*: `hasy-data-labels.csv` as the README of HASYv2 (Thoma 2017, arXiv:1701.08380) describes it.
#[test]
fn symbols_of_hasy_are_those_of_its_table() {
    let folder = Folder::new("hasy");
    let table =
        "path,symbol_id,latex,user_id\nhasy-data/v2-0.png,31,A,5\nhasy-data/v2-1.png,32,\\pi,5\n";
    let entries = [
        ("hasy-data/v2-0.png", png(0)),
        ("hasy-data/v2-1.png", png(1)),
        ("hasy-data-labels.csv", table.as_bytes().to_vec()),
    ];
    let pool = read_images(&folder.zip("HASYv2.zip", &entries)).unwrap();
    let names: Vec<&str> = pool.classes().iter().map(|class| class.name()).collect();
    assert_eq!(names, ["31", "32"]);
}

#[test]
fn the_names_of_images_may_differ_in_capitals_from_those_in_a_table() {
    let folder = Folder::new("capitals");
    for (number, name) in ["a.PNG", "b.png", "B.png"].into_iter().enumerate() {
        folder.write(&format!("images/{name}"), png(number));
    }
    folder.write("labels.csv", "file,label\nIMAGES\\A.png,cat\nb.png,dog\nB.png,cat\n");
    let pool = read_images(&folder.0).unwrap();
    assert_eq!(sizes(&pool), [("cat", 2), ("dog", 1)]);
    // Either could be meant.
    folder.write("labels.csv", "file,label\na.png,cat\nb.PNG,dog\n");
    assert_fails(read_images(&folder.0), Code::BadData, "b.PNG could be");
}
