//! What a source holds besides drawings, named and counted.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::one_line;

/// How many names of a kind are told.
const SHOWN: usize = 3;

/// Files and folders that were not read, by the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignored(BTreeMap<&'static str, (usize, Vec<String>)>);

impl Ignored {
    pub(super) fn add(&mut self, reason: &'static str, path: &str) {
        let (count, names) = self.0.entry(reason).or_default();
        *count += 1;
        if names.len() < SHOWN {
            names.push(path.into());
        }
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each reason, how many there are, and the names of the first few.
    pub fn reasons(&self) -> impl Iterator<Item = (&'static str, usize, &[String])> {
        self.0.iter().map(|(reason, (count, names))| (*reason, *count, names.as_slice()))
    }
}

/// How many of each reason, with some names.
impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (reason, count, names)) in self.reasons().enumerate() {
            let more = if count > names.len() { ", …" } else { "" };
            let before = if i > 0 { "; " } else { "" };
            let names = one_line(names.join(", "));
            write!(f, "{before}{count} {reason} ({names}{more})")?;
        }
        Ok(())
    }
}
