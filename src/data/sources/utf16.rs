//! Text in UTF-16, as some programs on Windows save it.

use std::io::{self, BufReader, Read};

/// The text behind its mark of the byte order, as UTF-8.
pub(super) struct Utf16<R> {
    reader: BufReader<R>,
    is_big_endian: bool,
    /// A letter, or what is left of it.
    letter: Vec<u8>,
}

impl<R: Read> Utf16<R> {
    /// Reads the mark.
    pub fn new(reader: R) -> io::Result<Self> {
        let mut reader = BufReader::new(reader);
        let mut mark = [0; 2];
        reader.read_exact(&mut mark)?;
        Ok(Utf16 { reader, is_big_endian: mark == [0xfe, 0xff], letter: Vec::new() })
    }

    fn unit(&mut self) -> io::Result<Option<u16>> {
        let mut bytes = [0; 2];
        if self.reader.read(&mut bytes[..1])? == 0 {
            return Ok(None);
        }
        self.reader.read_exact(&mut bytes[1..])?;
        let read = if self.is_big_endian { u16::from_be_bytes } else { u16::from_le_bytes };
        Ok(Some(read(bytes)))
    }

    fn next_letter(&mut self) -> io::Result<Option<char>> {
        let Some(first) = self.unit()? else { return Ok(None) };
        let is_half = (0xd800..0xdc00).contains(&first);
        let second = if is_half { self.unit()? } else { None };
        let letter = char::decode_utf16([first].into_iter().chain(second)).next();
        let damaged = |_| io::Error::new(io::ErrorKind::InvalidData, "its UTF-16 is damaged");
        letter.transpose().map_err(damaged)
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut length = 0;
        while length < buffer.len() {
            if self.letter.is_empty() {
                let Some(letter) = self.next_letter()? else { break };
                self.letter.extend(letter.encode_utf8(&mut [0; 4]).bytes());
            }
            let count = self.letter.len().min(buffer.len() - length);
            buffer[length..length + count].copy_from_slice(&self.letter[..count]);
            self.letter.drain(..count);
            length += count;
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        Utf16::new(bytes)?.read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn letters_of_any_length_are_read_in_either_order() {
        let text = "a\u{e9}\u{20ac}\u{1f600}\r\n";
        let units = || text.encode_utf16();
        let little: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(units().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> =
            [0xfe, 0xff].into_iter().chain(units().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(read(&little).unwrap(), text);
        assert_eq!(read(&big).unwrap(), text);
        // A letter may not fit into what is asked for.
        let mut one_by_one = BufReader::with_capacity(1, Utf16::new(&big[..]).unwrap());
        assert_eq!(io::read_to_string(&mut one_by_one).unwrap(), text);
    }

    #[test]
    fn half_a_letter_is_an_error() {
        assert!(read(b"\xff\xfea").is_err());
        assert!(read(b"\xff\xfe\x3d\xd8").unwrap_err().to_string().contains("damaged"));
    }
}
