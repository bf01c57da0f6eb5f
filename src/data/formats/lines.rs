//! A text, line by line: no more of it is held than one. Lines end as on Unix, on Windows, or on old Macs.

use std::io::{self, BufRead, BufReader, Read};

use crate::Result;
use crate::data::sources::source::cannot_read;

/// The lines of a file that are not blank.
pub(super) struct Lines<'a, R> {
    name: &'a str,
    reader: BufReader<R>,
    text: Vec<u8>,
    number: usize,
    most: u64,
}

impl<'a, R: Read> Lines<'a, R> {
    /// The lines of the file of this name, each of at most so many bytes.
    pub fn new(name: &'a str, content: R, most: u64) -> Self {
        let reader = BufReader::with_capacity(1 << 16, content);
        Lines { name, reader, text: Vec::new(), number: 0, most }
    }

    /// The file and the number of the latest line, for messages.
    pub fn place(&self) -> String {
        format!("{}, line {}", self.name, self.number)
    }

    /// The next line, if there is one.
    ///
    /// *Errors*: `bad-data` that names the line.
    pub fn next_line(&mut self) -> Result<Option<&[u8]>> {
        loop {
            self.text.clear();
            self.number += 1;
            let read = read_line(&mut self.reader, &mut self.text, self.most + 1);
            let length = read.map_err(|e| cannot_read(self.place(), e))?;
            if length as u64 > self.most {
                let why = io::Error::other(format!("a line of more than {} bytes", self.most));
                return Err(cannot_read(self.place(), why));
            }
            if length == 0 || !self.text.trim_ascii().is_empty() {
                return Ok((length > 0).then(|| trim(&self.text)));
            }
        }
    }
}

/// A line without its end, and spaces around it: a field may be empty between tabs.
fn trim(line: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| b" \r\n".contains(byte);
    let start = line.iter().position(|byte| !is_space(byte)).unwrap_or(line.len());
    let end = line.iter().rposition(|byte| !is_space(byte)).map_or(start, |last| last + 1);
    &line[start..end]
}

/// Reads up to `\n`, `\r` or both, and with it, as `read_until` does; at most so many bytes.
fn read_line(reader: &mut impl BufRead, text: &mut Vec<u8>, most: u64) -> io::Result<usize> {
    loop {
        let bytes = reader.fill_buf()?;
        let end = bytes.iter().position(|byte| [b'\n', b'\r'].contains(byte));
        let length = end.map_or(bytes.len(), |end| end + 1);
        let (is_last, is_return) =
            (end.is_some() || length == 0, end.map(|end| bytes[end]) == Some(b'\r'));
        text.extend(&bytes[..length]);
        reader.consume(length);
        if is_return && reader.fill_buf()?.first() == Some(&b'\n') {
            reader.consume(1);
        }
        if is_last || text.len() as u64 >= most {
            return Ok(text.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_on_any_system() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "", "b c", "d"].join(end);
            // A buffer of one byte parts every end.
            let mut lines = Lines::new("s.csv", text.as_bytes(), 9);
            lines.reader = BufReader::with_capacity(1, text.as_bytes());
            for (line, number) in [("a", 1), ("b c", 3), ("d", 4)] {
                assert_eq!(lines.next_line().unwrap(), Some(line.as_bytes()), "{end:?}");
                assert_eq!(lines.place(), format!("s.csv, line {number}"));
            }
            assert_eq!(lines.next_line().unwrap(), None);
        }
    }

    #[test]
    fn a_line_without_end_stops_at_the_limit() {
        let error = Lines::new("s.csv", io::repeat(b' '), 99).next_line().unwrap_err();
        assert!(error.message().contains("a line of more than 99 bytes"), "{error}");
    }
}
