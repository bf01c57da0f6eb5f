//! What people hand over that is not read, by how it begins, and what to do with it.

/// Said of pictures that are not read.
pub(super) const PICTURE: &str = "a picture of a format that is not read: save it as PNG";

const ARFF: &str = "ARFF, which is not read: save it as .csv";

const OTHERS: [(&[u8], &str); 27] = [
    (b"version https://git-lfs", "a pointer of Git LFS, and not the file itself: fetch it"),
    (b"<!DOCTYPE", "a web page, which a server may have sent instead of the file"),
    (b"<!doctype", "a web page, which a server may have sent instead of the file"),
    (b"<html", "a web page, which a server may have sent instead of the file"),
    (b"<?xml", "XML of a form that is not read: InkML and SVG are"),
    (b"%PDF", "a PDF, which is not read: save its pages as PNG"),
    (b"\x89HDF", "HDF5, which is not read: save its arrays as .npz"),
    (
        b"MATLAB",
        "a file of MATLAB 7.3, which is HDF5 and not read: save it with -v7, or its arrays as .npz",
    ),
    (b"PAR1", "Parquet, which is not read: save its images as PNG, a folder for each class"),
    (b"ARROW1", "Arrow, which is not read: save its images as PNG, a folder for each class"),
    (b"FEA1", "Feather, which is not read: save its images as PNG, a folder for each class"),
    (b"8BPS", PICTURE),
    (b"gimp xcf", PICTURE),
    (b"%!PS", PICTURE),
    (b"\0\0\0\x0cjP", PICTURE),
    (b"\0\0\0\x0cJXL", PICTURE),
    (b"\xff\x0a", PICTURE),
    (b"SQLite format", "a database of SQLite, which is not read"),
    (b"\x04\x22\x4d\x18", "packed by LZ4, which is not read: pack it by gzip"),
    (b"\x1f\x9d", "packed by compress, which is not read: pack it by gzip"),
    (b"LZIP", "packed by lzip, which is not read: pack it by gzip"),
    (b"PK\x07\x08", "a part of a zip, which is not read: put its parts together first"),
    (b"Rar!", "a RAR archive, which is not read"),
    (b"7z\xbc\xaf", "a 7z archive, which is not read"),
    (
        b"\x80",
        "a pickle of Python, which is not read but within .npy and .npz: save its arrays as .npz",
    ),
    (b"@relation", ARFF),
    (b"@RELATION", ARFF),
];

/// The first element of what IAM-OnDB has for each page.
const IAM: &[u8] = b"<WhiteboardCaptureSession";

/// What a text or the start of a file is, if that is known.
pub(super) fn name(text: &[u8]) -> Option<&'static str> {
    let is_session = text.windows(IAM.len()).any(|part| part == IAM);
    if is_session && text.starts_with(b"<") {
        return Some(
            "a session of IAM-OnDB, which is not read: it has lines of text, and no labels of signs",
        );
    }
    OTHERS.iter().find(|(start, _)| text.starts_with(start)).map(|(_, what)| *what)
}
