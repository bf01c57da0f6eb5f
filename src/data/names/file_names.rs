//! What the names of files say.

use std::path::Path;

use super::parts;

/// The extensions of the images that are read.
const IMAGES: [&str; 11] =
    ["png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp", "dib", "tif", "tiff"];
/// Those of pictures that are not read.
const OTHER_PICTURES: [&str; 19] = [
    "avif", "heic", "heif", "ico", "jp2", "jxl", "ppm", "pgm", "pbm", "pnm", "tga", "pcx", "psd",
    "xcf", "qoi", "dds", "exr", "eps", "pdf",
];
/// Those of files that other programs keep data in.
const OTHER_DATA: [&str; 24] = [
    "parquet",
    "arrow",
    "feather",
    "h5",
    "hdf5",
    "hdf",
    "tfrecord",
    "tfrecords",
    "lmdb",
    "mdb",
    "sqlite",
    "sqlite3",
    "orc",
    "avro",
    "msgpack",
    "rds",
    "rdata",
    "onnx",
    "joblib",
    "ckpt",
    "pkl",
    "pickle",
    "pt",
    "pth",
];
/// Those of files that may hold strokes or arrays.
const OTHERS: [&str; 24] = [
    "excalidraw",
    "excalidrawlib",
    "tldr",
    "ndjson",
    "jsonl",
    "json",
    "npy",
    "npz",
    "mat",
    "txt",
    "bin",
    "csv",
    "tsv",
    "svg",
    "svgz",
    "inkml",
    "xml",
    "dat",
    "doc",
    "tra",
    "tes",
    "upn",
    "unp",
    "unipen",
];
/// What packed files have behind that.
const PACKED: [&str; 4] = ["gz", "bz2", "xz", "zst"];

/// Whether the last part of a path is that of an image, in small or large letters.
pub(crate) fn is_image(path: &str) -> bool {
    has_extension(path, &IMAGES)
}

/// Whether the last part of a path is that of a file that may hold drawings: its content tells.
pub(in crate::data) fn may_hold_drawings(path: &str) -> bool {
    is_image(path) || has_extension(unpacked_name(path), &OTHERS) || is_idx_name(path)
}

/// Whether the last part of a path is that of a picture of a format that is not read.
pub(in crate::data) fn is_other_picture(path: &str) -> bool {
    has_extension(path, &OTHER_PICTURES)
}

/// Whether the last part of a path is that of a file in which another program keeps data.
pub(in crate::data) fn is_other_data(path: &str) -> bool {
    has_extension(path, &OTHER_DATA)
}

/// Whether the last part of a path is that of an archive.
pub(in crate::data) fn is_archive(path: &str) -> bool {
    has_extension(path, &["zip", "tgz", "tbz2", "txz", "7z", "rar"])
        || has_extension(unpacked_name(path), &["tar"])
}

pub(in crate::data) fn is_npz(path: &str) -> bool {
    has_extension(path, &["npz"])
}

/// The name of a file without what packing it has added.
pub(in crate::data) fn unpacked_name(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((name, _)) if has_extension(path, &PACKED) => name,
        _ => path,
    }
}

pub(in crate::data) fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or_default();
    extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether the last part of a path is the name of a file in the form of MNIST.
pub(in crate::data) fn is_idx_name(path: &str) -> bool {
    words(path).iter().any(|word| ["idx", "idx1", "idx3", "ubyte"].contains(&word.as_str()))
}

/// The words of the last part of a path, in small letters.
pub(in crate::data) fn words(path: &str) -> Vec<String> {
    parts::words(unpacked_name(split_folder(path).1))
}

/// The folder of a path, `.` at the root, and the rest.
pub(in crate::data) fn split_folder(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or((".", path))
}

/// The class that a file's name says: without its endings, and what Google's storage puts before it.
pub(in crate::data) fn class_of(path: &str) -> String {
    let path = path.replace("%20", " ").replace("%2F", "_").replace("%2f", "_");
    let (folder, file) = split_folder(&path);
    let file = unpacked_name(file);
    let endings = [".npy", ".npz", ".mat", ".full", ".bin", ".csv", ".json", ".jsonl", ".ndjson"];
    let file = endings.iter().fold(file, |file, ending| file.strip_suffix(ending).unwrap_or(file));
    let before = ["full_numpy_bitmap_", "numpy_bitmap_", "sketchrnn_", "full_binary_"];
    let file = before.iter().find_map(|before| file.strip_prefix(before)).unwrap_or(file);
    let folder = if [".npz", ".mat"].iter().any(|ending| folder.ends_with(ending)) {
        class_of(folder)
    } else {
        folder.into()
    };
    if folder == "." { file.into() } else { format!("{folder}/{file}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_by_their_extension_in_any_case() {
        assert!(["a.png", "b/c.JPG", "d e.f.Jpeg"].iter().all(|path| is_image(path)));
        assert!(!["a.txt", "png", "a.png.zip", "a.png/b", ".png"].iter().any(|p| is_image(p)));
        assert!(["a.ndjson.GZ", "b/c.npz", "0709_01.txt"].iter().all(|p| may_hold_drawings(p)));
    }

    #[test]
    fn a_class_is_what_the_name_of_a_file_says() {
        for (path, class) in [
            ("cat.npy", "cat"),
            ("full_numpy_bitmap_alarm clock.npy", "alarm clock"),
            ("full%2Fnumpy_bitmap%2Falarm%20clock.npy", "alarm clock"),
            ("sketchrnn_cat.full.npz", "cat"),
            ("full%2Fbinary%2Fcat.bin", "cat"),
            ("animals/cat.npy.gz", "animals/cat"),
            ("animals.npz/cat", "animals/cat"),
        ] {
            assert_eq!(class_of(path), class);
        }
    }

    #[test]
    fn the_folder_of_a_file_at_the_root_is_a_dot() {
        assert_eq!(split_folder("a.png"), (".", "a.png"));
        assert_eq!(split_folder("b/c/a.png"), ("b/c", "a.png"));
    }
}
