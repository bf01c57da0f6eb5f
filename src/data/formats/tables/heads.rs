//! What heads the columns of tables.

/// What heads the column of the classes of images.
pub(super) const LABELS: [&str; 24] = [
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
