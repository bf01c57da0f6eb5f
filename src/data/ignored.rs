//! What a source holds besides drawings, named and counted.

use std::collections::BTreeMap;

/// How many names of a kind are told.
const SHOWN: usize = 3;

/// Files and folders that were not read, by the reason.
#[derive(Clone, Debug, Default)]
pub(super) struct Ignored(BTreeMap<&'static str, (usize, Vec<String>)>);

impl Ignored {
    pub fn add(&mut self, reason: &'static str, path: &str) {
        let (count, names) = self.0.entry(reason).or_default();
        *count += 1;
        if names.len() < SHOWN {
            names.push(path.into());
        }
    }

    /// How many of each reason, with some names; none if there are none.
    pub fn text(&self) -> Option<String> {
        let reason = |(reason, (count, names)): (&&str, &(usize, Vec<String>))| {
            let more = if *count > names.len() { ", …" } else { "" };
            format!("{count} {reason} ({}{more})", names.join(", "))
        };
        let reasons: Vec<String> = self.0.iter().map(reason).collect();
        if reasons.is_empty() { None } else { Some(reasons.join("; ")) }
    }
}
