//! Which part of a flat parameter vector is what.

use std::ops::Range;

/// One named tensor in a flat vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// For example `stage1.convolution`.
    pub name: String,
    /// The tensor's shape; the last axis is the channels out.
    pub shape: Vec<usize>,
    /// Where it lies.
    pub range: Range<usize>,
}

impl Entry {
    /// The length of the last axis.
    pub fn channels(&self) -> usize {
        *self.shape.last().expect("no tensor is a scalar")
    }
}

/// The named tensors of a flat vector, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    entries: Vec<Entry>,
}

impl Layout {
    /// Adds a tensor at the end and returns where it lies.
    pub fn push(&mut self, name: impl Into<String>, shape: &[usize]) -> Range<usize> {
        let start = self.len();
        let range = start..start + shape.iter().product::<usize>();
        self.entries.push(Entry { name: name.into(), shape: shape.to_vec(), range: range.clone() });
        range
    }

    /// The tensors, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The length of the vector.
    pub fn len(&self) -> usize {
        self.entries.last().map_or(0, |entry| entry.range.end)
    }

    /// Whether there are no tensors.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
