//! A file that is being read, and where its drawings go.

use std::io::Read;

use crate::data::sources::gathered::Gathered;
use crate::data::sources::source::{Budget, bad};
use crate::{Error, Result};

/// Reads a file of one form.
pub(super) type Reader = fn(Reading) -> Result<()>;

/// A file that is being read.
pub(in crate::data) struct Reading<'r, 'b, 'g> {
    /// Its path in its source.
    pub path: &'r str,
    /// The same with the source, for messages.
    pub name: String,
    /// Its bytes, unpacked.
    pub content: &'r mut dyn Read,
    /// What may still be read of the source.
    pub budget: &'r mut Budget<'b>,
    /// Where its drawings go.
    pub gathered: &'r mut Gathered<'g>,
}

impl<'r, 'b, 'g> Reading<'r, 'b, 'g> {
    /// Begins a file.
    pub fn new(
        path: &'r str,
        content: &'r mut dyn Read,
        budget: &'r mut Budget<'b>,
        gathered: &'r mut Gathered<'g>,
    ) -> Self {
        let name = budget.name(path);
        gathered.begin(&name);
        Reading { path, name, content, budget, gathered }
    }

    /// All its bytes, up to `limit`.
    pub fn bytes(&mut self, limit: u64) -> Result<Vec<u8>> {
        self.budget.read(self.path, &mut *self.content, limit)
    }

    /// The error that says what is wrong with it.
    pub fn bad(&self, why: &str) -> Error {
        bad(&self.name, why)
    }
}
