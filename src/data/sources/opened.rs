//! A file whose first bytes have been looked at, unpacked if it is packed.

use std::io::{self, BufReader, Cursor, Read};

use bzip2::read::MultiBzDecoder;
use lzma_rust2::XzReader;

use super::gzip::Members;
use super::utf16::Utf16;
use crate::data::formats::kind::{Kind, START};

/// How often a file may be packed: a `.gz` in a `.gz` is a mistake that servers make.
const LAYERS: usize = 2;

/// A file, unpacked, to be read from its start, and what it is.
pub(in crate::data) struct Opened<'a> {
    pub kind: Kind,
    /// Whether it was packed.
    pub packed: bool,
    reader: Box<dyn Read + 'a>,
}

impl<'a> Opened<'a> {
    /// Looks at the first bytes; the mark of the byte order is left out.
    pub fn new(reader: impl Read + 'a) -> io::Result<Opened<'a>> {
        let mut reader: Box<dyn Read + 'a> = Box::new(reader);
        let mut packed = false;
        for _ in 0..LAYERS {
            let (start, whole) = look(reader)?;
            let kind = Kind::of(&start);
            reader = match kind {
                Kind::Gzip => Box::new(Members::new(whole)),
                Kind::Bzip2 => Box::new(MultiBzDecoder::new(whole)),
                Kind::Xz => Box::new(XzReader::new_mem_limit(whole, true, UNPACKING_KIB)),
                Kind::Zstd => Box::new(zstd::Decoder::new(whole)?),
                Kind::Utf16 => Box::new(Utf16::new(whole)?),
                _ => return Ok(Opened { kind, packed, reader: Box::new(whole) }),
            };
            packed = true;
        }
        let (start, whole) = look(reader)?;
        Ok(Opened { kind: Kind::of(&start), packed, reader: Box::new(whole) })
    }
}

/// The memory that unpacking a `.xz` may take.
const UNPACKING_KIB: u32 = 256 << 10;

impl Read for Opened<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

/// The first bytes, and a reader that gives them again, but for a mark of the byte order.
fn look<'a>(mut reader: Box<dyn Read + 'a>) -> io::Result<(Vec<u8>, impl Read + 'a)> {
    let mut start = Vec::with_capacity(START);
    reader.by_ref().take(START as u64).read_to_end(&mut start)?;
    let mut again = Cursor::new(start.clone());
    if start.starts_with(b"\xef\xbb\xbf") {
        again.set_position(3);
    }
    Ok((start, BufReader::with_capacity(1 << 16, again.chain(reader))))
}
