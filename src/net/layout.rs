//! Which part of a flat parameter vector is what.

use std::ops::Range;

use ndarray::ArrayViewD;

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

    /// The tensor of this name in a flat vector, in its shape; none if no tensor has the name.
    ///
    /// *Panics* if the vector is not of this layout's [length](Layout::len).
    pub fn view<'a>(&self, name: &str, vector: &'a [f32]) -> Option<ArrayViewD<'a, f32>> {
        assert_eq!(vector.len(), self.len(), "the length of the vector");
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let values = &vector[entry.range.clone()];
        let view = ArrayViewD::from_shape(&entry.shape[..], values);
        Some(view.expect("a range is as long as its shape says"))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn layout() -> Layout {
        let mut layout = Layout::default();
        layout.push("gain", &[2]);
        layout.push("weights", &[2, 3]);
        layout
    }

    #[test]
    fn a_tensor_is_viewed_by_its_name_in_its_shape() {
        let vector = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let weights = layout().view("weights", &vector).unwrap();
        assert_eq!(weights.shape(), [2, 3]);
        assert_eq!(weights[[1, 0]], 5.0);
        assert_eq!(layout().view("gain", &vector).unwrap().as_slice(), Some(&vector[..2]));
        assert!(layout().view("bias", &vector).is_none());
    }

    #[test]
    #[should_panic(expected = "the length of the vector")]
    fn a_vector_of_another_layout_is_refused() {
        layout().view("gain", &[0.0; 9]);
    }
}
