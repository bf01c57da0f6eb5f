//! The two matrix products behind a convolution and its gradients.
//!
//! A convolution's patches are never copied out of the image: a row of the left matrix is
//! `runs` stretches of memory, `run_stride` apart, each `run_length` long (the three image rows
//! under a 3x3 filter). In `a`, `b`, `c` the letters are those of the textbooks: `c = a b`.

use super::lanes::{Columns, Lanes, run_widest};
use super::rows::{Blocks, Rows, Starts};

/// Where the rows of a product go.
pub struct Target<'a> {
    /// The slice.
    pub values: &'a mut [f32],
    /// The start of each row.
    pub starts: &'a Starts,
    /// The length of a row.
    pub columns: usize,
    /// Whether the product is added to what is there, instead of taking its place.
    pub adds: bool,
}

/// `c[row] = a[row] b` for every row, or `c[row] += a[row] b`: `b` is `[length of a's rows, columns]`, in blocks.
///
/// *Panics* if a row or a block reaches beyond its slice, or the rows of `a` are empty.
pub fn multiply(a: &[f32], a_rows: Rows, b: Blocks<&[f32]>, c: Target) {
    if a_rows.starts.is_empty() {
        return;
    }
    let c_end = Rows::contiguous(c.starts, c.columns).end();
    assert!(a_rows.run_length > 0, "rows with values");
    assert_eq!(a_rows.starts.len(), c.starts.len(), "as many rows in a as in c");
    assert!(a_rows.end() <= a.len() && c_end <= c.values.len(), "rows inside their slices");
    assert!(b.end(&a_rows, c.columns) <= b.values.len(), "b fits between a and c");
    run_widest(Product { a, a_rows, b, c });
}

/// `c += aᵀ b`, summed over the rows of `a` and `b`: `c` is `[length of a's rows, columns of b]`, in blocks.
///
/// *Panics* if a row or a block reaches beyond its slice, or the rows of `a` are empty.
pub fn multiply_transposed(
    a: &[f32],
    a_rows: Rows,
    b: &[f32],
    b_rows: Rows,
    c: Blocks<&mut [f32]>,
) {
    if a_rows.starts.is_empty() {
        return;
    }
    assert!(a_rows.run_length > 0, "rows with values");
    assert_eq!(a_rows.starts.len(), b_rows.starts.len(), "as many rows in a as in b");
    assert_eq!(b_rows.runs, 1, "the rows of b in one piece");
    assert!(a_rows.end() <= a.len() && b_rows.end() <= b.len(), "rows inside their slices");
    assert!(c.end(&a_rows, b_rows.length()) <= c.values.len(), "c has a's columns as rows");
    run_widest(TransposedProduct { a, a_rows, b, b_rows, c });
}

/// The operands of [`multiply`], after its assertions.
struct Product<'a> {
    a: &'a [f32],
    a_rows: Rows<'a>,
    b: Blocks<&'a [f32]>,
    c: Target<'a>,
}

impl Columns for Product<'_> {
    const REGISTERS: usize = 4;

    fn count(&self) -> usize {
        self.c.columns
    }

    /// Tiles of as many rows as fit into the registers; what is left over in smaller ones.
    #[inline(always)]
    unsafe fn run<L: Lanes>(&mut self, first: usize) {
        let mut row = 0;
        // SAFETY: the assertions of `multiply` hold, and the columns are some of `b` and of `c`.
        unsafe {
            self.tiles::<L, 12>(&mut row, first);
            self.tiles::<L, 6>(&mut row, first);
            self.tiles::<L, 4>(&mut row, first);
            self.tiles::<L, 3>(&mut row, first);
            self.tiles::<L, 2>(&mut row, first);
            self.tiles::<L, 1>(&mut row, first);
        }
    }
}

impl Product<'_> {
    /// Tiles of `TALL` rows, if there are registers for so many, as long as there are enough rows.
    #[inline(always)]
    unsafe fn tiles<L: Lanes, const TALL: usize>(&mut self, row: &mut usize, column: usize) {
        while TALL <= L::SUMS && self.c.starts.len() - *row >= TALL {
            unsafe { self.tile::<L, TALL>(*row, column) };
            *row += TALL;
        }
    }

    /// `TALL` rows of `c`, held in registers over the whole sum.
    #[inline(always)]
    unsafe fn tile<L: Lanes, const TALL: usize>(&mut self, row: usize, column: usize) {
        let Product { a, a_rows, b, c } = self;
        unsafe {
            let mut sums = [L::splat(0.0); TALL];
            let mut starts = [a.as_ptr(); TALL];
            for (i, start) in starts.iter_mut().enumerate() {
                *start = start.add(*a_rows.starts.places().get_unchecked(row + i));
            }
            for run in 0..a_rows.runs {
                let mut b = b.values.as_ptr().add(run * b.apart + column);
                for k in 0..a_rows.run_length {
                    let from_b = L::load(b);
                    for (sum, start) in sums.iter_mut().zip(starts) {
                        let from_a = L::splat(*start.add(run * a_rows.run_stride + k));
                        *sum = sum.plus_product(from_a, from_b);
                    }
                    // After the last row this is beyond the end, and never read.
                    b = b.wrapping_add(c.columns);
                }
            }
            for (i, sum) in sums.into_iter().enumerate() {
                let start = *c.starts.places().get_unchecked(row + i);
                let place = c.values.as_mut_ptr().add(start + column);
                let sum = if c.adds { L::load(place).plus(sum) } else { sum };
                sum.store(place);
            }
        }
    }
}

/// The operands of [`multiply_transposed`], after its assertions.
struct TransposedProduct<'a> {
    a: &'a [f32],
    a_rows: Rows<'a>,
    b: &'a [f32],
    b_rows: Rows<'a>,
    c: Blocks<&'a mut [f32]>,
}

impl Columns for TransposedProduct<'_> {
    const REGISTERS: usize = 4;

    fn count(&self) -> usize {
        self.b_rows.run_length
    }

    #[inline(always)]
    unsafe fn run<L: Lanes>(&mut self, first: usize) {
        let Rows { starts, runs, run_length, run_stride } = self.a_rows;
        let (a_starts, b_starts) = (starts.places(), self.b_rows.starts.places());
        let columns = self.count();
        // SAFETY: the assertions of `multiply_transposed` hold, and the columns are some of `b` and of `c`.
        unsafe {
            let b = self.b.as_ptr().add(first);
            for run in 0..runs {
                let a = self.a.as_ptr().add(run * run_stride);
                let c = self.c.values.as_mut_ptr().add(run * self.c.apart + first);
                let block = Block { a, a_starts, b, b_starts, c, columns, length: run_length };
                let mut k = 0;
                block.tiles::<L, 12>(&mut k);
                block.tiles::<L, 6>(&mut k);
                block.tiles::<L, 4>(&mut k);
                // All that a single channel has.
                block.tiles::<L, 3>(&mut k);
                block.tiles::<L, 1>(&mut k);
            }
        }
    }
}

/// What one stretch of `a`'s rows gives of a [`TransposedProduct`].
struct Block<'a> {
    a: *const f32,
    a_starts: &'a [usize],
    b: *const f32,
    b_starts: &'a [usize],
    c: *mut f32,
    columns: usize,
    length: usize,
}

impl Block<'_> {
    /// Tiles of `TALL` columns of `a`, if there are registers for so many, as long as there are enough.
    #[inline(always)]
    unsafe fn tiles<L: Lanes, const TALL: usize>(&self, k: &mut usize) {
        while TALL <= L::SUMS && self.length - *k >= TALL {
            unsafe { self.tile::<L, TALL>(*k) };
            *k += TALL;
        }
    }

    /// `TALL` columns of `a`, whose sums are held in registers over all rows.
    #[inline(always)]
    unsafe fn tile<L: Lanes, const TALL: usize>(&self, k: usize) {
        unsafe {
            let mut sums = [L::splat(0.0); TALL];
            // Two rows a round: the loop itself costs as much as an eighth of a row.
            let (a_pairs, a_last) = self.a_starts.as_chunks::<2>();
            let (b_pairs, b_last) = self.b_starts.as_chunks::<2>();
            for (a_starts, b_starts) in a_pairs.iter().zip(b_pairs) {
                self.add_row(&mut sums, a_starts[0] + k, b_starts[0]);
                self.add_row(&mut sums, a_starts[1] + k, b_starts[1]);
            }
            for (a_start, b_start) in a_last.iter().zip(b_last) {
                self.add_row(&mut sums, a_start + k, *b_start);
            }
            for (i, sum) in sums.into_iter().enumerate() {
                let place = self.c.add((k + i) * self.columns);
                L::load(place).plus(sum).store(place);
            }
        }
    }

    /// Adds what a row of `a` and one of `b` give to some sums.
    #[inline(always)]
    unsafe fn add_row<L: Lanes, const TALL: usize>(
        &self,
        sums: &mut [L; TALL],
        a_start: usize,
        b_start: usize,
    ) {
        unsafe {
            let a = self.a.add(a_start);
            let from_b = L::load(self.b.add(b_start));
            for (i, sum) in sums.iter_mut().enumerate() {
                *sum = sum.plus_product(L::splat(*a.add(i)), from_b);
            }
        }
    }
}

#[cfg(test)]
mod tests;
