//! What a file is, by its first bytes.

use std::fmt;

/// How many bytes tell.
pub(super) const START: usize = 8192;

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
    /// One array of NumPy.
    Npy,
    /// `{"class": [drawing, ...]}`.
    StrokeFile,
    /// One JSON object of Quick, Draw! a line.
    QuickDraw,
    /// Strokes of Omniglot.
    OmniglotStrokes,
    /// Parameters, by this or by another program.
    Weights,
    /// A run of `train` that goes on.
    Checkpoint,
    /// Anything else.
    Other(&'static str),
}

/// What else people hand over, by how it begins.
const OTHERS: [(&[u8], &str); 12] = [
    (b"version https://git-lfs", "a pointer of Git LFS, and not the file itself: fetch it"),
    (b"<!DOCTYPE", "a web page, which a server may have sent instead of the file"),
    (b"<!doctype", "a web page, which a server may have sent instead of the file"),
    (b"<html", "a web page, which a server may have sent instead of the file"),
    (b"<svg", "an SVG picture, which is not read"),
    (b"<?xml", "XML, which is not read"),
    (b"%PDF", "a PDF, which is not read"),
    (b"\x89HDF", "HDF5, which is not read"),
    (b"MATLAB", "a file of MATLAB, which is not read"),
    (b"Rar!", "a RAR archive, which is not read"),
    (b"7z\xbc\xaf", "a 7z archive, which is not read"),
    (b"\x80", "a pickle of Python, which is not read but within .npy and .npz"),
];

/// What the headers of checkpoints have, of `train` and of `compare`.
const CHECKPOINTS: [&str; 2] = ["\"reptile-sketch checkpoint\"", "\"reptile-sketch curves\""];

impl Kind {
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
            _ => {}
        }
        if start.get(257..262) == Some(b"ustar") {
            return Kind::Tar;
        }
        if start.get(8) == Some(&b'{') && start.get(5..8) == Some(&[0; 3]) {
            let text = String::from_utf8_lossy(&start[8..]);
            let is_checkpoint = CHECKPOINTS.iter().any(|key| text.contains(key));
            return if is_checkpoint { Kind::Checkpoint } else { Kind::Weights };
        }
        if image::guess_format(start).is_ok() {
            return Kind::Image;
        }
        text_kind(start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start))
    }
}

fn text_kind(start: &[u8]) -> Kind {
    let text = start.trim_ascii_start();
    if text.starts_with(b"{") {
        return json_kind(text);
    }
    if text.starts_with(b"START") {
        return Kind::OmniglotStrokes;
    }
    if text.starts_with(b"[") {
        return Kind::Other(
            "a JSON list; drawings are read from {\"class\": [drawing, ...]} or .ndjson",
        );
    }
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| text.starts_with(start)) {
        return Kind::Other(what);
    }
    match start {
        [] => Kind::Other("empty"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Kind::Other("text in UTF-16: save it as UTF-8"),
        _ => Kind::Other("of no format that is read"),
    }
}

/// Quick, Draw! has a `drawing` in every object, and our classes have lists in lists in lists in lists.
fn json_kind(text: &[u8]) -> Kind {
    let is_drawing = |key: &[u8]| text.windows(key.len()).any(|part| part == key);
    let Some((_, value)) = first_value(text) else { return Kind::StrokeFile };
    let mut depth = 0_i32;
    for byte in value {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            b',' | b' ' | b'\t' | b'\r' | b'\n' if depth > 0 => {}
            b'-' | b'0'..=b'9' if depth == 4 => return Kind::StrokeFile,
            _ if is_drawing(b"\"drawing\"") => return Kind::QuickDraw,
            _ => return Kind::Other("JSON, but not {\"class\": [drawing, ...]}"),
        }
    }
    Kind::StrokeFile
}

/// The first key of an object, and what follows its colon.
fn first_value(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let key = text[1..].trim_ascii_start().strip_prefix(b"\"")?;
    let mut escaped = false;
    let end = key.iter().position(|&byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    })?;
    let value = key[end + 1..].trim_ascii_start().strip_prefix(b":")?;
    Some((&key[..end], value.trim_ascii_start()))
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
            Kind::Npy => "a NumPy array",
            Kind::StrokeFile => "a stroke file",
            Kind::QuickDraw => "a file of Quick, Draw! drawings",
            Kind::OmniglotStrokes => "strokes of Omniglot",
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
    fn json_is_told_apart_by_what_is_in_it() {
        for ours in
            ["{}", r#"{"a": [[], [[]], [[[1"#, r#" {"a\"b" : [ [ [ [-1"#, r#"{"a": [[], [],"#]
        {
            assert_eq!(Kind::of(ours.as_bytes()), Kind::StrokeFile, "{ours}");
        }
        for google in
            [r#"{"word":"cat","drawing":[["#, r#"{"drawing": [[[1, 2], [3, 4]]], "word": "#]
        {
            assert_eq!(Kind::of(google.as_bytes()), Kind::QuickDraw, "{google}");
        }
        for other in
            [r#"{"mean": [0.5]}"#, r#"{"a": 1}"#, r#"{"images": [{"id": 1}]}"#, r#"{"a": [[[1"#]
        {
            assert!(matches!(Kind::of(other.as_bytes()), Kind::Other(_)), "{other}");
        }
    }

    #[test]
    fn a_byte_order_mark_hides_nothing() {
        assert_eq!(Kind::of(b"\xef\xbb\xbf\r\n{\"a\": [[[[1"), Kind::StrokeFile);
        assert_eq!(Kind::of(b"\xef\xbb\xbfSTART\n"), Kind::OmniglotStrokes);
        assert!(Kind::of(b"\xff\xfe{\0").to_string().contains("UTF-16"));
    }
}
