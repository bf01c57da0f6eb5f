//! What heads the columns of tables.

/// What heads the column of the classes of images.
pub(super) const LABELS: [&str; 27] = [
    "label",
    "labels",
    "class",
    "class_name",
    "classname",
    "category",
    "target",
    "word",
    "symbol",
    "symbol_id",
    "species",
    "character",
    "class_label",
    "label_name",
    "class_id",
    "label_id",
    "character_id",
    "letter",
    "digit",
    "breed",
    "diagnosis",
    "ground_truth",
    "groundtruth",
    "truth",
    "char",
    "glyph",
    "gesture",
];
/// What heads the column of the paths of images.
pub(in crate::data::formats) const PATHS: [&str; 24] = [
    "image",
    "images",
    "filename",
    "file_name",
    "file",
    "path",
    "filepath",
    "filepaths",
    "file_path",
    "image_path",
    "img_path",
    "img",
    "image_name",
    "image_id",
    "image_file",
    "id_code",
    "image_filename",
    "img_name",
    "img_id",
    "filenames",
    "fname",
    "file_id",
    "id",
    "name",
];

/// What heads the column of drawings as lists in JSON.
pub(super) const LISTS: [&str; 6] = ["data", "strokes", "points", "ink", "traces", "sketch"];

/// What heads the columns of the coordinates of points, without `_`.
pub(super) const COORDINATES: [[&str; 2]; 8] = [
    ["x", "y"],
    ["posx", "posy"],
    ["xpos", "ypos"],
    ["xcoord", "ycoord"],
    ["coordx", "coordy"],
    ["pointx", "pointy"],
    ["clientx", "clienty"],
    ["pagex", "pagey"],
];
/// What heads the column that parts strokes, perhaps with one of [`NUMBERS`] behind.
pub(super) const STROKES: [&str; 4] = ["stroke", "trace", "contour", "segment"];
/// What heads the columns that part drawings.
pub(super) const DRAWINGS: [&str; 15] = [
    "drawing",
    "sketch",
    "sample",
    "example",
    "instance",
    "image",
    "picture",
    "recording",
    "trial",
    "repetition",
    "rep",
    "attempt",
    "file",
    "filename",
    "uuid",
];
/// What heads the columns of those who drew.
pub(super) const PEOPLE: [&str; 9] =
    ["user", "drawer", "writer", "participant", "subject", "person", "author", "session", "hand"];
/// What heads the column of the times of points, or of their numbers.
pub(super) const TIMES: [&str; 5] = ["t", "time", "timestamp", "timems", "point"];
/// What numbers are called behind the names of what they number.
pub(super) const NUMBERS: [&str; 8] = ["id", "index", "idx", "number", "num", "nr", "no", "name"];

/// The name of a column, in one spelling.
pub(super) fn plain(head: &str) -> String {
    head.trim().to_lowercase().replace([' ', '-'], "_")
}
