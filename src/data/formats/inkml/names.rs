//! Drawings of InkML and labels that wait for one another.

use std::collections::HashMap;

/// Drawings without labels, by the names that their files have for them, and labels by such names.
#[derive(Default)]
pub(in crate::data) struct InkNames {
    /// A name, and which of the strokes of the source has it.
    pub unlabelled: Vec<(String, usize)>,
    pub labels: HashMap<String, String>,
    /// The files that have told, for messages.
    pub files: Vec<String>,
}
