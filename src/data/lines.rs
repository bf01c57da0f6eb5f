//! A text, line by line: no more of it is held than one.

use std::io::{self, BufRead, BufReader, Read};

use super::source::cannot_read;
use crate::Result;

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
            let mut reader = self.reader.by_ref().take(self.most + 1);
            let read = reader.read_until(b'\n', &mut self.text);
            let length = read.map_err(|e| cannot_read(self.place(), e))?;
            if length as u64 > self.most {
                let why = io::Error::other(format!("a line of more than {} bytes", self.most));
                return Err(cannot_read(self.place(), why));
            }
            if length == 0 || !self.text.trim_ascii().is_empty() {
                return Ok((length > 0).then(|| self.text.trim_ascii()));
            }
        }
    }
}
