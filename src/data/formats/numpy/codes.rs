//! The bytes of a pickle, read one code after the other.

use std::rc::Rc;

/// A result, or what is wrong.
pub(super) type Step<T> = Result<T, String>;

pub(super) fn damaged() -> String {
    "the pickle is damaged".into()
}

/// A file, and how far it has been read.
pub(super) struct Codes {
    pub file: Rc<[u8]>,
    pub at: usize,
}

impl Codes {
    pub fn new(file: Rc<[u8]>, at: usize) -> Codes {
        Codes { file, at }
    }

    pub fn take(&mut self, length: usize) -> Step<&[u8]> {
        let end = self.at.checked_add(length).filter(|&end| end <= self.file.len());
        let end = end.ok_or("the pickle is cut short")?;
        let start = std::mem::replace(&mut self.at, end);
        Ok(&self.file[start..end])
    }

    /// A whole number without a sign.
    pub fn whole(&mut self, size: usize) -> Step<usize> {
        let mut own = [0; 8];
        own[..size].copy_from_slice(self.take(size)?);
        usize::try_from(u64::from_le_bytes(own)).map_err(|e| e.to_string())
    }

    pub fn line(&mut self) -> Step<String> {
        let rest = &self.file[self.at..];
        let length = rest.iter().position(|&byte| byte == b'\n').ok_or_else(damaged)?;
        let line = String::from_utf8_lossy(&rest[..length]).into_owned();
        self.at += length + 1;
        Ok(line)
    }
}
