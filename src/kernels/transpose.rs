//! The transpose of a matrix.

/// Overwrites `to` `[columns, rows]` with the transpose of `from` `[rows, columns]`.
///
/// *Panics* if there are no whole rows, or `to` has another length.
pub fn transpose(from: &[f32], columns: usize, to: &mut [f32]) {
    let rows = from.len() / columns;
    assert!(from.len() == rows * columns && to.len() == from.len(), "whole rows, and as much room");
    // Four rows at a time: they are read side by side, and written in one piece.
    let blocks = from.chunks_exact(4 * columns);
    let rest = blocks.remainder();
    for (i, block) in blocks.enumerate() {
        let (first, others) = block.split_at(columns);
        let (second, others) = others.split_at(columns);
        let (third, fourth) = others.split_at(columns);
        let columns = first.iter().zip(second).zip(third).zip(fourth);
        for ((((a, b), c), d), to) in columns.zip(to.chunks_exact_mut(rows)) {
            to[4 * i..4 * i + 4].copy_from_slice(&[*a, *b, *c, *d]);
        }
    }
    for (i, row) in rest.chunks_exact(columns).enumerate() {
        for (value, to) in row.iter().zip(to.chunks_exact_mut(rows)) {
            to[rows - rest.len() / columns + i] = *value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_columns_at_awkward_sizes() {
        for (rows, columns) in [(1, 1), (1, 5), (3, 2), (4, 3), (5, 1), (8, 8), (11, 7)] {
            let from: Vec<f32> = (0..rows * columns).map(|i| i as f32).collect();
            let mut to = vec![f32::NAN; from.len()];
            transpose(&from, columns, &mut to);
            for (i, value) in from.iter().enumerate() {
                assert_eq!(to[i % columns * rows + i / columns], *value, "{rows} x {columns}");
            }
        }
    }
}
