//! Room for the passes through a network, kept between them.

use crate::kernels::product::{Target, multiply, multiply_transposed};
use crate::kernels::rows::{Blocks, Rows, Starts};

/// What a forward pass leaves for the backward pass, and room for both. A tape serves any network
/// and any number of rows; it allocates only when it needs more room than ever before.
#[derive(Clone, Debug, Default)]
pub struct MlpTape {
    units: Vec<Units>,
    transposed: Vec<f32>,
}

/// The units of one width: the inputs, a hidden layer, or the outputs. All slices are
/// `[rows, width]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Units {
    /// Where the rows of each slice begin.
    pub starts: Starts,
    pub values: Vec<f32>,
    /// The gradient of the loss.
    pub gradient: Vec<f32>,
    /// How fast the values change along a direction of the parameters.
    pub value_rates: Vec<f32>,
    /// How fast the gradient changes along it.
    pub gradient_rates: Vec<f32>,
}

impl MlpTape {
    /// Makes room for some widths and takes the inputs in.
    pub(super) fn start(&mut self, widths: &[usize], inputs: &[f32]) {
        let rows = inputs.len() / widths[0];
        assert!(rows > 0 && rows * widths[0] == inputs.len(), "one or more whole rows of inputs");
        self.units.resize_with(widths.len(), Units::default);
        for (units, &width) in self.units.iter_mut().zip(widths) {
            units.values.resize(rows * width, 0.0);
            units.starts.clear();
            units.starts.extend((0..rows).map(|row| row * width));
        }
        self.units[0].values.copy_from_slice(inputs);
    }

    /// The units before a layer and after it, and room for its weights transposed.
    pub(super) fn around(&mut self, layer: usize) -> (&mut Units, &mut Units, &mut Vec<f32>) {
        let (before, after) = self.units.split_at_mut(layer + 1);
        (&mut before[layer], &mut after[0], &mut self.transposed)
    }

    /// The units of the last width.
    pub(super) fn outputs(&mut self) -> &mut Units {
        self.units.last_mut().expect("a network has outputs")
    }
}

/// `c += a b` for matrices whose rows start at `a_starts` and `c_starts`.
pub(super) fn add_product(
    a: &[f32],
    a_starts: &Starts,
    b: &[f32],
    c: &mut [f32],
    c_starts: &Starts,
) {
    let a_rows = Rows::contiguous(a_starts, a.len() / a_starts.len());
    let columns = c.len() / c_starts.len();
    assert_eq!(b.len(), a_rows.length() * columns, "b fits between a and c");
    let b = Blocks::contiguous(b, &a_rows, columns);
    multiply(a, a_rows, b, Target { values: c, starts: c_starts, columns, adds: true });
}

/// `c += aᵀ b` for matrices with as many rows, which start at `a_starts` and `b_starts`.
pub(super) fn add_outer(a: &[f32], a_starts: &Starts, b: &[f32], b_starts: &Starts, c: &mut [f32]) {
    let rows = a_starts.len();
    let a_rows = Rows::contiguous(a_starts, a.len() / rows);
    let b_rows = Rows::contiguous(b_starts, b.len() / rows);
    assert_eq!(c.len(), a_rows.length() * b_rows.length(), "c has a's columns as rows");
    multiply_transposed(a, a_rows, b, b_rows, Blocks::contiguous(c, &a_rows, b_rows.length()));
}

/// Makes a vector zeros of some length.
pub(super) fn clear(values: &mut Vec<f32>, len: usize) {
    values.clear();
    values.resize(len, 0.0);
}
