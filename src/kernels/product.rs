//! The two matrix products behind a convolution and its gradients.
//!
//! A convolution's patches are never copied out of the image: a row of the left matrix is
//! `runs` stretches of memory, `run_stride` apart, each `run_length` long (the three image rows
//! under a 3x3 filter). In `a`, `b`, `c` the letters are those of the textbooks: `c += a b`.

use super::lanes::{Kernel, Lanes, run_widest};

/// Where the rows of a matrix lie in a slice.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// The start of each row.
    pub starts: &'a [usize],
    /// How many stretches make a row.
    pub runs: usize,
    /// The length of a stretch.
    pub run_length: usize,
    /// From the start of a stretch to that of the next.
    pub run_stride: usize,
}

impl<'a> Rows<'a> {
    /// Rows that lie in one piece.
    pub fn contiguous(starts: &'a [usize], length: usize) -> Self {
        Rows { starts, runs: 1, run_length: length, run_stride: 0 }
    }

    /// The number of values of a row.
    pub fn length(&self) -> usize {
        self.runs * self.run_length
    }

    /// One more than the last place that the rows reach.
    fn end(&self) -> usize {
        let last = self.starts.iter().max().expect("at least one row");
        last + (self.runs - 1) * self.run_stride + self.run_length
    }
}

/// `c[row] += a[row] b` for every row: `b` is `[length of a's rows, columns]`.
///
/// *Panics* if a row reaches beyond its slice.
pub fn multiply(
    a: &[f32],
    a_rows: Rows,
    b: &[f32],
    c: &mut [f32],
    c_starts: &[usize],
    columns: usize,
) {
    if a_rows.starts.is_empty() {
        return;
    }
    let c_rows = Rows::contiguous(c_starts, columns);
    assert_eq!(a_rows.starts.len(), c_starts.len(), "as many rows in a as in c");
    assert!(a_rows.end() <= a.len() && c_rows.end() <= c.len(), "rows inside their slices");
    assert_eq!(b.len(), a_rows.length() * columns, "b fits between a and c");
    run_widest(Product { a, a_rows, b, c, c_rows });
}

/// `c += aᵀ b`, summed over the rows of `a` and `b`: `c` is `[length of a's rows, columns of b]`.
///
/// *Panics* if a row reaches beyond its slice.
pub fn multiply_transposed(a: &[f32], a_rows: Rows, b: &[f32], columns: usize, c: &mut [f32]) {
    if a_rows.starts.is_empty() {
        return;
    }
    assert!(a_rows.end() <= a.len(), "rows inside their slice");
    assert_eq!(b.len(), a_rows.starts.len() * columns, "as many rows in a as in b");
    assert_eq!(c.len(), a_rows.length() * columns, "c has a's columns as rows");
    run_widest(TransposedProduct { a, a_rows, b, columns, c });
}

/// The operands of [`multiply`], after its assertions.
struct Product<'a> {
    a: &'a [f32],
    a_rows: Rows<'a>,
    b: &'a [f32],
    c: &'a mut [f32],
    c_rows: Rows<'a>,
}

impl Kernel for Product<'_> {
    /// Tiles of `a`'s rows by two registers of columns; what is left over, by one and by single lanes.
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        let Product { a, a_rows, b, c, c_rows } = self;
        let columns = c_rows.run_length;
        let mut column = 0;
        while column < columns {
            // SAFETY: the assertions of `multiply` hold, and the column is one of `b` and of `c`.
            unsafe {
                let b = b.as_ptr().add(column);
                let c = c.as_mut_ptr().add(column);
                let left = columns - column;
                if left >= 2 * L::COUNT {
                    multiply_column::<L, 2>(a, a_rows, b, columns, c, c_rows.starts);
                    column += 2 * L::COUNT;
                } else if left >= L::COUNT {
                    multiply_column::<L, 1>(a, a_rows, b, columns, c, c_rows.starts);
                    column += L::COUNT;
                } else {
                    multiply_column::<f32, 1>(a, a_rows, b, columns, c, c_rows.starts);
                    column += 1;
                }
            }
        }
    }
}

/// One column of tiles of [`Product`].
#[inline(always)]
unsafe fn multiply_column<L: Lanes, const WIDE: usize>(
    a: &[f32],
    a_rows: Rows,
    b: *const f32,
    b_stride: usize,
    c: *mut f32,
    c_starts: &[usize],
) {
    unsafe {
        let mut row = 0;
        let rows = a_rows.starts.len();
        while L::ROWS == 6 && rows - row >= 6 {
            multiply_tile::<L, 6, WIDE>(a.as_ptr(), a_rows, row, b, b_stride, c, c_starts);
            row += 6;
        }
        while rows - row >= 4 {
            multiply_tile::<L, 4, WIDE>(a.as_ptr(), a_rows, row, b, b_stride, c, c_starts);
            row += 4;
        }
        while row < rows {
            multiply_tile::<L, 1, WIDE>(a.as_ptr(), a_rows, row, b, b_stride, c, c_starts);
            row += 1;
        }
    }
}

/// `TALL` rows by `WIDE` registers, held in registers over the whole sum.
#[inline(always)]
unsafe fn multiply_tile<L: Lanes, const TALL: usize, const WIDE: usize>(
    a: *const f32,
    a_rows: Rows,
    row: usize,
    mut b: *const f32,
    b_stride: usize,
    c: *mut f32,
    c_starts: &[usize],
) {
    unsafe {
        let mut sums = [[L::splat(0.0); WIDE]; TALL];
        let mut starts = [a; TALL];
        for (i, start) in starts.iter_mut().enumerate() {
            *start = a.add(*a_rows.starts.get_unchecked(row + i));
        }
        for run in 0..a_rows.runs {
            for k in 0..a_rows.run_length {
                let mut from_b = [L::splat(0.0); WIDE];
                for (j, lanes) in from_b.iter_mut().enumerate() {
                    *lanes = L::load(b.add(j * L::COUNT));
                }
                for i in 0..TALL {
                    let from_a = L::splat(*starts[i].add(run * a_rows.run_stride + k));
                    for j in 0..WIDE {
                        sums[i][j] = sums[i][j].plus_product(from_a, from_b[j]);
                    }
                }
                // After the last row this is beyond the end, and never read.
                b = b.wrapping_add(b_stride);
            }
        }
        for (i, row_sums) in sums.iter().enumerate() {
            let c = c.add(*c_starts.get_unchecked(row + i));
            for (j, sum) in row_sums.iter().enumerate() {
                let place = c.add(j * L::COUNT);
                L::load(place).plus(*sum).store(place);
            }
        }
    }
}

/// How many rows are summed before the next tile, so that they stay in the nearest cache.
const ROWS_AT_ONCE: usize = 64;

/// The operands of [`multiply_transposed`], after its assertions.
struct TransposedProduct<'a> {
    a: &'a [f32],
    a_rows: Rows<'a>,
    b: &'a [f32],
    columns: usize,
    c: &'a mut [f32],
}

impl Kernel for TransposedProduct<'_> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        let TransposedProduct { a, a_rows, b, columns, c } = self;
        // SAFETY: the assertions of `multiply_transposed` hold.
        unsafe {
            for (i, starts) in a_rows.starts.chunks(ROWS_AT_ONCE).enumerate() {
                let b = b.as_ptr().add(i * ROWS_AT_ONCE * columns);
                for run in 0..a_rows.runs {
                    let a = a.as_ptr().add(run * a_rows.run_stride);
                    let c = c.as_mut_ptr().add(run * a_rows.run_length * columns);
                    let mut k = 0;
                    while k < a_rows.run_length {
                        let left = a_rows.run_length - k;
                        let c = c.add(k * columns);
                        if L::ROWS == 6 && left >= 6 {
                            transposed_row::<L, 6>(a.add(k), starts, b, columns, c);
                            k += 6;
                        } else if left >= 4 {
                            transposed_row::<L, 4>(a.add(k), starts, b, columns, c);
                            k += 4;
                        } else if left == 3 {
                            // All that a single channel has.
                            transposed_row::<L, 3>(a.add(k), starts, b, columns, c);
                            k += 3;
                        } else {
                            transposed_row::<L, 1>(a.add(k), starts, b, columns, c);
                            k += 1;
                        }
                    }
                }
            }
        }
    }
}

/// One row of tiles of [`TransposedProduct`].
#[inline(always)]
unsafe fn transposed_row<L: Lanes, const TALL: usize>(
    a: *const f32,
    starts: &[usize],
    b: *const f32,
    columns: usize,
    c: *mut f32,
) {
    unsafe {
        let mut column = 0;
        while column < columns {
            let left = columns - column;
            let (b, c) = (b.add(column), c.add(column));
            if left >= 2 * L::COUNT {
                transposed_tile::<L, TALL, 2>(a, starts, b, columns, c);
                column += 2 * L::COUNT;
            } else if left >= L::COUNT {
                transposed_tile::<L, TALL, 1>(a, starts, b, columns, c);
                column += L::COUNT;
            } else {
                transposed_tile::<f32, TALL, 1>(a, starts, b, columns, c);
                column += 1;
            }
        }
    }
}

/// `TALL` columns of `a` by `WIDE` registers of `b`'s, held in registers over the whole sum.
#[inline(always)]
unsafe fn transposed_tile<L: Lanes, const TALL: usize, const WIDE: usize>(
    a: *const f32,
    starts: &[usize],
    mut b: *const f32,
    columns: usize,
    c: *mut f32,
) {
    unsafe {
        let mut sums = [[L::splat(0.0); WIDE]; TALL];
        for &start in starts {
            let a = a.add(start);
            for (i, row_sums) in sums.iter_mut().enumerate() {
                let from_a = L::splat(*a.add(i));
                for (j, sum) in row_sums.iter_mut().enumerate() {
                    *sum = sum.plus_product(from_a, L::load(b.add(j * L::COUNT)));
                }
            }
            // As above.
            b = b.wrapping_add(columns);
        }
        for (i, row_sums) in sums.iter().enumerate() {
            for (j, sum) in row_sums.iter().enumerate() {
                let place = c.add(i * columns + j * L::COUNT);
                L::load(place).plus(*sum).store(place);
            }
        }
    }
}

#[cfg(test)]
mod tests;
