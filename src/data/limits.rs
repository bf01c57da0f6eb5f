//! How much of an untrusted file is held in memory.

use std::io::{self, Read};

/// The limits. The sizes in a zip's header are not trusted: bytes are counted as they are unpacked.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Bytes of one file, unpacked.
    pub file_bytes: u64,
    /// Bytes of all files of one folder or archive together, unpacked.
    pub source_bytes: u64,
    /// Files of one folder, or entries of one archive.
    pub files: usize,
    /// Pixels with ink of all images of one folder or archive together; each takes 8 bytes, as much as
    /// 8 values of a photograph.
    pub inked_pixels: usize,
    /// Bytes of a stroke file that is held whole, unpacked. Short strokes take ten times as much memory.
    pub stroke_bytes: u64,
    /// Bytes of a file of arrays, unpacked.
    pub array_bytes: u64,
    /// Bytes of a file that is read drawing by drawing, unpacked.
    pub stream_bytes: u64,
    /// Bytes of one drawing in such a file.
    pub drawing_bytes: u64,
    /// Points of all strokes of one source, but for those of stroke files that are held whole; each takes 8 bytes.
    pub points: usize,
}

pub(super) const LIMITS: Limits = Limits {
    file_bytes: 256 << 20,
    source_bytes: 2 << 30,
    files: 1_000_000,
    inked_pixels: 256 << 20,
    stroke_bytes: 512 << 20,
    array_bytes: 1 << 30,
    stream_bytes: 64 << 30,
    drawing_bytes: 16 << 20,
    points: 128 << 20,
};

/// A reader that fails once it has given more than its limit, where `Read::take` would make
/// the file look shorter than it is.
pub(super) struct Capped<R> {
    reader: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Capped<R> {
    pub fn new(reader: R, limit: u64) -> Self {
        Capped { reader, left: limit, limit }
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        let left = self.left.checked_sub(read as u64);
        self.left = left.ok_or_else(|| {
            io::Error::other(format!("more than {} bytes when unpacked", self.limit))
        })?;
        Ok(read)
    }
}

/// All bytes of a reader, or an error if there are more than `limit`.
pub(super) fn read_capped(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Capped::new(reader, limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_at_its_limit_passes_and_one_byte_more_fails() {
        assert_eq!(read_capped(&[7; 100][..], 100).unwrap(), [7; 100]);
        let error = read_capped(&[7; 101][..], 100).unwrap_err();
        assert!(error.to_string().contains("more than 100 bytes"), "{error}");
    }
}
