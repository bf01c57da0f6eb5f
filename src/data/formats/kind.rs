//! What a file is, by its first bytes.

use std::fmt;

use super::json::{self, Json, NO_DRAWINGS};
use super::marks::{is_idx, is_inkml, is_mat4, is_quick_draw_binary, is_svg, is_tar, is_unipen};
use super::others;
use super::others::PICTURE;
use crate::data::formats::tables::columns::is_table;
use crate::data::formats::tables::others::{is_some_table, numbers_without_marks};

/// How many bytes tell.
pub(in crate::data) const START: usize = 8192;

/// What a file is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PNG, JPEG and the like.
    Image,
    /// A zip; a `.npz` is one too.
    Zip,
    /// What `tar` makes, unpacked.
    Tar,
    /// gzip.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// Zstandard.
    Zstd,
    /// Text of two bytes a letter, behind its mark.
    Utf16,
    /// One array of NumPy.
    Npy,
    /// One array in the form of MNIST.
    Idx,
    /// Variables of MATLAB.
    Matlab,
    /// `{"class": [drawing, ...]}`.
    StrokeFile,
    /// JSON in which drawings, or the paths of images, are records with labels.
    Records,
    /// JSON of a program for whiteboards.
    Board,
    /// One JSON object of Quick, Draw! a line.
    QuickDraw,
    /// Drawings of Quick, Draw! as bytes.
    QuickDrawBinary,
    /// Values between commas, semicolons or tabs: a drawing of Quick, Draw!, an image, or a path of one, a line.
    Table,
    /// The classes of images, in the form of COCO.
    Coco,
    /// Lines and curves.
    Svg,
    /// Traces of a pen, in XML.
    InkMl,
    /// Components of what a pen has drawn.
    Unipen,
    /// Strokes of Omniglot.
    OmniglotStrokes,
    /// Characters of UJIpenchars2.
    Uji,
    /// Parameters, by this or by another program.
    Weights,
    /// A run of `train` that goes on.
    Checkpoint,
    /// Anything else.
    Other(&'static str),
}

/// What the headers of checkpoints have, of `train` and of `compare`.
const CHECKPOINTS: [&str; 2] = ["\"reptile-sketch checkpoint\"", "\"reptile-sketch curves\""];

/// Said of files of which nothing more is known.
const EMPTY: &str = "empty";
pub(in crate::data) const NO_FORMAT: &str = "of no format that is read";
const NO_TABLE: &str = "a table, but neither of a `drawing` and its `word`, nor of a `label` and the pixels of a square or \
                        the `path` of an image";

impl Kind {
    /// What is to be said of such a file among others, if it is one that people would miss.
    pub(in crate::data) fn not_read(self) -> Option<&'static str> {
        match self {
            Kind::Other(NO_TABLE) => {
                Some("tables without columns that are known, such as image and label")
            }
            Kind::Other(EMPTY | NO_FORMAT | NO_DRAWINGS) => None,
            Kind::Other(what) => Some(what),
            _ => None,
        }
    }

    /// What a file is that begins so; not all of it need be there.
    pub fn of(file: &[u8]) -> Kind {
        let start = &file[..file.len().min(START)];
        match start {
            [0x1f, 0x8b, ..] => return Kind::Gzip,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => return Kind::Bzip2,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => return Kind::Xz,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => return Kind::Zstd,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => return Kind::Zip,
            [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => return Kind::Npy,
            _ if start.starts_with(b"MATLAB 5.0") => return Kind::Matlab,
            _ if is_mat4(start) => {
                return Kind::Other(
                    "a file of MATLAB 4, which is not read: save it with -v7, or its arrays as .npz",
                );
            }
            _ => {}
        }
        if is_idx(start) {
            return Kind::Idx;
        }
        if is_tar(start) {
            return Kind::Tar;
        }
        if start.get(8) == Some(&b'{') && start.get(5..8) == Some(&[0; 3]) {
            let text = String::from_utf8_lossy(&start[8..]);
            let is_checkpoint = CHECKPOINTS.iter().any(|key| text.contains(key));
            return if is_checkpoint { Kind::Checkpoint } else { Kind::Weights };
        }
        match image::guess_format(start) {
            Ok(format) if format.reading_enabled() => return Kind::Image,
            Ok(_) => return Kind::Other(PICTURE),
            Err(_) => {}
        }
        if is_quick_draw_binary(start) {
            return Kind::QuickDrawBinary;
        }
        text_kind(start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start))
    }
}

fn text_kind(start: &[u8]) -> Kind {
    let text = start.trim_ascii_start();
    if text.starts_with(b"{") || text.starts_with(b"[") {
        return match json::of(text) {
            Json::Strokes => Kind::StrokeFile,
            Json::QuickDraw => Kind::QuickDraw,
            Json::Coco => Kind::Coco,
            Json::Board => Kind::Board,
            Json::Records => Kind::Records,
            Json::Other(what) => Kind::Other(what),
        };
    }
    if !text.starts_with(b"<") && is_table(text) {
        return Kind::Table;
    }
    if is_inkml(text) {
        return Kind::InkMl;
    }
    if is_svg(text) {
        return Kind::Svg;
    }
    if is_unipen(text) {
        return Kind::Unipen;
    }
    if text.starts_with(b"START") {
        return Kind::OmniglotStrokes;
    }
    if text.starts_with(b"// UJI") || text.starts_with(b"WORD ") {
        return Kind::Uji;
    }
    if let Some(what) = others::name(text).or_else(|| numbers_without_marks(text)) {
        return Kind::Other(what);
    }
    match start {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Kind::Other(PICTURE),
        [] => Kind::Other(EMPTY),
        [0xff, 0xfe, 0, 0, ..] => {
            Kind::Other("text in UTF-32, which is not read: save it as UTF-8")
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Kind::Utf16,
        _ if is_some_table(text) => Kind::Other(NO_TABLE),
        _ => Kind::Other(NO_FORMAT),
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Image => "an image",
            Kind::Zip => "a zip",
            Kind::Tar => "a tar archive",
            Kind::Gzip => "gzipped",
            Kind::Bzip2 => "packed by bzip2",
            Kind::Xz => "packed by xz",
            Kind::Zstd => "packed by zstd",
            Kind::Utf16 => "text in UTF-16",
            Kind::Npy => "a NumPy array",
            Kind::Matlab => "a file of MATLAB",
            Kind::Idx => "images or labels in the form of MNIST",
            Kind::StrokeFile => "a stroke file",
            Kind::Records => "records in JSON",
            Kind::Board => "a drawing of a whiteboard program",
            Kind::QuickDraw | Kind::QuickDrawBinary => "a file of Quick, Draw! drawings",
            Kind::Table => "a table of drawings",
            Kind::Coco => "annotations of images, in the form of COCO",
            Kind::Svg => "an SVG drawing",
            Kind::InkMl => "traces of a pen, in InkML",
            Kind::Unipen => "a file of UNIPEN",
            Kind::OmniglotStrokes => "strokes of Omniglot",
            Kind::Uji => "characters of UJIpenchars2",
            Kind::Weights => "a weights file",
            Kind::Checkpoint => "a checkpoint: --resume goes on from it",
            Kind::Other(what) => what,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_says_what_to_do() {
        assert!(Kind::of(b"MATLAB 7.3 MAT-file").to_string().contains("save it with -v7"));
        for svg in ["<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 800 800\">", "<svg>"] {
            assert_eq!(Kind::of(svg.as_bytes()), Kind::Svg);
        }
        for ink in
            ["<?xml version=\"1.0\"?>\n<!-- <svg> -->\n<ink xmlns=\"\">", "<inkml:ink>", "<ink/>"]
        {
            assert_eq!(Kind::of(ink.as_bytes()), Kind::InkMl, "{ink}");
        }
        for unipen in [".VERSION 1.0\n.DATA_SOURCE", " .INCLUDE a.doc", "\n.PEN_DOWN\n1 2"] {
            assert_eq!(Kind::of(unipen.as_bytes()), Kind::Unipen, "{unipen}");
        }
        assert!(matches!(Kind::of(b".text\n"), Kind::Other(_)));
        let coco = r#"{"images": [{"id": 0, "file_name": "a.png"}], "categories": []}"#;
        assert_eq!(Kind::of(coco.as_bytes()), Kind::Coco);
    }

    #[test]
    fn a_byte_order_mark_hides_nothing() {
        assert_eq!(Kind::of(b"\xef\xbb\xbf\r\n{\"a\": [[[[1"), Kind::StrokeFile);
        assert_eq!(Kind::of(b"\xef\xbb\xbfSTART\n"), Kind::OmniglotStrokes);
        assert!(Kind::of(b"\xff\xfe{\0").to_string().contains("UTF-16"));
    }
}
