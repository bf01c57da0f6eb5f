//! The forms that files of drawings have: each reader here takes a [`Reading`], and hands drawings to its `gathered`.
//!
//! | file or folder | reads |
//! | --- | --- |
//! | `stroke_file.rs` | our JSON, `{"class": [drawing, ...]}` |
//! | `boards/` | drawings of Excalidraw, tldraw, Konva and Literally Canvas |
//! | `records/` | drawings in JSON of other forms, and the classes of images beside it |
//! | `quick_draw.rs` | Quick, Draw!, `.ndjson` and `.bin` |
//! | `numpy/` | `.npy` and `.npz`: bitmaps, labelled images, and strokes of sketch-rnn |
//! | `matlab/`, `idx.rs` | labelled images of MATLAB and of MNIST |
//! | `tables/` | `.csv` and the like: drawings, images, or the classes of images beside them; COCO |
//! | `inkml/`, `unipen/`, `omniglot_strokes.rs`, `uji.rs`, `svg/` | traces of a pen, and drawings of lines |
//!
//! `kind.rs` tells what a file is by its first bytes, `others.rs` what is not read, and what to do with it. The rest is
//! used by several: lines of a text, elements of XML, the colour of paper, labels, images in an array, and labels in a file
//! beside theirs. A new form is a variant of [`Kind`], a file here, and a line in [`reader`]; `docs/contributing.md` has the
//! steps.

pub(super) mod bitmaps;
mod boards;
mod idx;
pub(super) mod inkml;
mod json;
pub(super) mod kind;
mod label_arrays;
mod lines;
mod marks;
mod matlab;
pub(super) mod numpy;
mod omniglot_strokes;
mod others;
pub(super) mod pairs;
mod paper;
mod quick_draw;
pub(super) mod reading;
mod records;
mod stroke_file;
mod svg;
mod symbol;
pub(super) mod tables;
mod uji;
pub(super) mod unipen;
mod xml;

use kind::Kind;
use reading::Reader;

use crate::data::names::file_names::{is_npz, unpacked_name};

/// What reads a file of a kind, if it holds drawings and is no image: a form of data is a line here, and a file.
pub(super) fn reader(path: &str, kind: Kind) -> Option<Reader> {
    match kind {
        Kind::QuickDraw => Some(quick_draw::read),
        Kind::QuickDrawBinary => Some(quick_draw::read_binary),
        Kind::Table => Some(tables::read),
        Kind::Coco => Some(tables::coco::read),
        Kind::Svg => Some(svg::read),
        Kind::Other(_) if inkml::labels::is_named_so(path) => Some(inkml::labels::read),
        Kind::InkMl => Some(inkml::read),
        Kind::Unipen => Some(unipen::read),
        Kind::Uji => Some(uji::read),
        Kind::OmniglotStrokes => Some(omniglot_strokes::read),
        Kind::StrokeFile => Some(stroke_file::read),
        Kind::Records => Some(records::read),
        Kind::Board => Some(boards::read),
        Kind::Idx => Some(idx::read),
        Kind::Npy => Some(numpy::read_npy),
        Kind::Matlab => Some(matlab::read),
        Kind::Zip if is_npz(unpacked_name(path)) => Some(numpy::read_npz),
        _ => None,
    }
}
