//! IDX, the form of MNIST: images in one file, their labels in another.

use std::path::PathBuf;

use reptile_sketch::Code;
use reptile_sketch::data::{Pool, ReadConfig, source_digest};

use crate::fixtures::*;

/// A file of bytes: two zeros, 8, the number of dimensions, and each of them in four bytes, the highest first.
fn idx(shape: &[u32], bytes: &[u8]) -> Vec<u8> {
    let sizes: Vec<u8> = shape.iter().flat_map(|size| size.to_be_bytes()).collect();
    [&[0, 0, 8, shape.len() as u8][..], &sizes, bytes].concat()
}

fn images(numbers: &[usize]) -> Vec<u8> {
    idx(&[numbers.len() as u32, 8, 8], &light_columns(numbers))
}

fn labels(labels: &[u8]) -> Vec<u8> {
    idx(&[labels.len() as u32], labels)
}

const IMAGES: &str = "train-images-idx3-ubyte";
const LABELS: &str = "train-labels-idx1-ubyte";

#[test]
fn images_and_their_labels_are_read_from_a_folder_an_archive_or_a_file() {
    let folder = Folder::new("idx");
    let [train, of_train] = [images(&[1, 2, 3]), labels(&[7, 4, 7])];
    let [test, of_test] = [images(&[4]), labels(&[4])];
    for (name, bytes) in [
        (IMAGES, train.clone()),
        (LABELS, of_train.clone()),
        // What some programs leave there after they have unpacked it.
        ("train-images-idx3-ubyte.gz", gzip(&train)),
        ("t10k-images.idx3-ubyte.gz", gzip(&test)),
        ("t10k-labels.idx1-ubyte.gz", gzip(&of_test)),
    ] {
        folder.write(&format!("data/MNIST/raw/{name}"), bytes);
    }
    let pool = read_images(&folder.0.join("data/MNIST/raw")).unwrap();
    assert_eq!(sizes(&pool), [("4", 2), ("7", 2)]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("4 images, light ink on dark paper"), "{notes}");
    assert!(notes.contains("idx3-ubyte.gz was not read: another file has its images"), "{notes}");
    let zip = zip_of(&[
        ("raw/train-labels-idx1-ubyte", of_train),
        ("raw/train-images-idx3-ubyte", train),
    ]);
    assert_eq!(sizes(&read_images(&folder.write("a.zip", zip)).unwrap()), [("4", 1), ("7", 2)]);
    // One of both is enough, and both are one.
    let [images, labels] = [IMAGES, LABELS].map(|name| folder.0.join("data/MNIST/raw").join(name));
    for given in [vec![images.clone()], vec![labels.clone()], vec![labels, images]] {
        assert_eq!(sizes(&Pool::read(&given, &[]).unwrap()), [("4", 1), ("7", 2)], "{given:?}");
    }
    let config = ReadConfig { per_class: Some(1), ..ReadConfig::default() };
    let pool = Pool::read_with(&config, &[folder.0.join("a.zip")], &[]).unwrap();
    assert_eq!(sizes(&pool), [("4", 1), ("7", 1)]);
}

#[test]
fn data_sets_whose_labels_mean_different_things_stay_apart() {
    let folder = Folder::new("emnist");
    let entries: Vec<(String, Vec<u8>)> = ["letters", "digits"]
        .iter()
        .flat_map(|set| {
            let path = |part: &str| format!("gzip/emnist-{set}-train-{part}-ubyte.gz");
            [
                (path("images-idx3"), gzip(&images(&[1, 2]))),
                (path("labels-idx1"), gzip(&labels(&[1, 2]))),
            ]
        })
        .collect();
    let entries: Vec<(&str, Vec<u8>)> =
        entries.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    let pool = read_images(&folder.zip("gzip.zip", &entries)).unwrap();
    let names = [
        ("emnist-digits/1", 1),
        ("emnist-digits/2", 1),
        ("emnist-letters/1", 1),
        ("emnist-letters/2", 1),
    ];
    assert_eq!(sizes(&pool), names);
    let letters = read_images(&folder.zip("letters.zip", &entries[..2])).unwrap();
    assert_eq!(sizes(&letters), names[2..]);
}

#[test]
fn images_without_labels_that_fit_are_refused() {
    let folder = Folder::new("idx-faults");
    let pair = |name: &str, of_images: Vec<u8>, of_labels: Vec<u8>| -> PathBuf {
        folder.write(&format!("{name}/{LABELS}"), of_labels);
        folder.write(&format!("{name}/{IMAGES}"), of_images).parent().unwrap().into()
    };
    let one = images(&[1]);
    let alone = folder.write(&format!("alone/{IMAGES}"), &one);
    assert_fails(read_images(&alone), Code::BadData, "no file of labels");
    let two = pair("two", one.clone(), labels(&[1, 2]));
    assert_fails(read_images(&two), Code::BadData, "1 images, and 2 labels");
    let cut = pair("cut", one[..one.len() - 1].to_vec(), labels(&[1]));
    assert_fails(read_images(&cut), Code::BadData, "fewer numbers than its shape");
    let long = pair("long", [&one[..], b"!"].concat(), labels(&[1]));
    assert_fails(read_images(&long), Code::BadData, "more bytes than its sizes say");
    let small = pair("small", idx(&[1, 2, 2], &[0; 4]), labels(&[1]));
    assert_fails(read_images(&small), Code::BadData, "[1, 2, 2] is no array of images");
    let only = folder.write(&format!("only/{LABELS}"), labels(&[1]));
    assert_fails(read_images(&only), Code::BadData, "labels of no images");
}

#[test]
fn the_digest_of_images_changes_with_their_labels() {
    let folder = Folder::new("idx-digest");
    let images = folder.write(IMAGES, images(&[1, 2]));
    let digest = || source_digest(&images).unwrap();
    folder.write(LABELS, labels(&[1, 2]));
    let first = digest();
    folder.write(LABELS, labels(&[2, 1]));
    assert_ne!(digest(), first);
}
