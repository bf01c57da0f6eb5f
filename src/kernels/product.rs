//! The two matrix products behind a convolution and its gradients.
//!
//! A convolution's patches are never copied out of the image: a row of the left matrix is
//! `runs` stretches of memory, `run_stride` apart, each `run_length` long (the three image rows
//! under a 3x3 filter). In `a`, `b`, `c` the letters are those of the textbooks: `c = a b`.

use super::rows::{Blocks, Rows, Starts};
use super::simd::{Columns, Vector, run_widest};

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
    unsafe fn run<V: Vector>(&mut self, token: V::Token, first: usize) {
        let mut row = 0;
        // SAFETY: the assertions of `multiply` hold, and the caller says that `b` and `c` have the columns.
        unsafe {
            self.tiles::<V, 12>(token, &mut row, first);
            self.tiles::<V, 6>(token, &mut row, first);
            self.tiles::<V, 4>(token, &mut row, first);
            self.tiles::<V, 3>(token, &mut row, first);
            self.tiles::<V, 2>(token, &mut row, first);
            self.tiles::<V, 1>(token, &mut row, first);
        }
    }
}

impl Product<'_> {
    /// Tiles of `TALL` rows, if there are registers for so many, as long as there are enough rows.
    ///
    /// # Safety
    ///
    /// `b` and `c` have `V::LEN` columns from this one on.
    #[inline(always)]
    unsafe fn tiles<V: Vector, const TALL: usize>(
        &mut self,
        token: V::Token,
        row: &mut usize,
        column: usize,
    ) {
        while TALL <= V::ACCUMULATORS && self.c.starts.len() - *row >= TALL {
            // SAFETY: as the caller says, and so many rows are left.
            unsafe { self.tile::<V, TALL>(token, *row, column) };
            *row += TALL;
        }
    }

    /// `TALL` rows of `c`, held in registers over the whole sum.
    ///
    /// # Safety
    ///
    /// As for [`tiles`](Self::tiles), and `a` and `c` have `TALL` rows from this one on.
    #[inline(always)]
    unsafe fn tile<V: Vector, const TALL: usize>(
        &mut self,
        token: V::Token,
        row: usize,
        column: usize,
    ) {
        let Product { a, a_rows, b, c } = self;
        let mut sums = [V::splat(token, 0.0); TALL];
        let mut starts = [a.as_ptr(); TALL];
        for (i, start) in starts.iter_mut().enumerate() {
            // SAFETY: the row is one of `a`.
            *start = unsafe { start.add(*a_rows.starts.places().get_unchecked(row + i)) };
        }
        for run in 0..a_rows.runs {
            // SAFETY: a block of `b` belongs to each run.
            let mut b = unsafe { b.values.as_ptr().add(run * b.apart + column) };
            for k in 0..a_rows.run_length {
                // SAFETY: a row of the block belongs to each value of the run.
                let from_b = unsafe { V::load_ptr(token, b) };
                for (sum, start) in sums.iter_mut().zip(starts) {
                    // SAFETY: the row lies in `a`.
                    let from_a = unsafe { *start.add(run * a_rows.run_stride + k) };
                    *sum = V::splat(token, from_a).mul_add(from_b, *sum);
                }
                // After the last row this is beyond the end, and never read.
                b = b.wrapping_add(c.columns);
            }
        }
        for (i, sum) in sums.into_iter().enumerate() {
            // SAFETY: the row is one of `c`, and lies in it.
            unsafe {
                let start = *c.starts.places().get_unchecked(row + i);
                let place = c.values.as_mut_ptr().add(start + column);
                let sum = if c.adds { V::load_ptr(token, place).add(sum) } else { sum };
                sum.store_ptr(place);
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
    unsafe fn run<V: Vector>(&mut self, token: V::Token, first: usize) {
        let Rows { starts, runs, run_length, run_stride } = self.a_rows;
        let (a_starts, b_starts) = (starts.places(), self.b_rows.starts.places());
        let columns = self.count();
        for run in 0..runs {
            // SAFETY: the assertions of `multiply_transposed` hold, and the caller says that `b` and `c` have the columns.
            unsafe {
                let a = self.a.as_ptr().add(run * run_stride);
                let b = self.b.as_ptr().add(first);
                let c = self.c.values.as_mut_ptr().add(run * self.c.apart + first);
                let block = Block { a, a_starts, b, b_starts, c, columns, length: run_length };
                let mut k = 0;
                block.tiles::<V, 12>(token, &mut k);
                block.tiles::<V, 6>(token, &mut k);
                block.tiles::<V, 4>(token, &mut k);
                // All that a single channel has.
                block.tiles::<V, 3>(token, &mut k);
                block.tiles::<V, 1>(token, &mut k);
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
    ///
    /// # Safety
    ///
    /// `length` numbers lie at each start behind `a`, `V::LEN` at each behind `b`, and as many at each of `length` rows
    /// behind `c`.
    #[inline(always)]
    unsafe fn tiles<V: Vector, const TALL: usize>(&self, token: V::Token, k: &mut usize) {
        while TALL <= V::ACCUMULATORS && self.length - *k >= TALL {
            // SAFETY: as the caller says, and so many columns are left.
            unsafe { self.tile::<V, TALL>(token, *k) };
            *k += TALL;
        }
    }

    /// `TALL` columns of `a` from `k` on, whose sums are held in registers over all rows.
    ///
    /// # Safety
    ///
    /// As for [`tiles`](Self::tiles), and `a` has so many columns.
    #[inline(always)]
    unsafe fn tile<V: Vector, const TALL: usize>(&self, token: V::Token, k: usize) {
        let mut sums = [V::splat(token, 0.0); TALL];
        // Two rows a round: the loop itself costs as much as an eighth of a row.
        let (a_pairs, a_last) = self.a_starts.as_chunks::<2>();
        let (b_pairs, b_last) = self.b_starts.as_chunks::<2>();
        for (a_starts, b_starts) in a_pairs.iter().zip(b_pairs) {
            // SAFETY: as the caller says.
            unsafe {
                self.add_row(token, &mut sums, a_starts[0] + k, b_starts[0]);
                self.add_row(token, &mut sums, a_starts[1] + k, b_starts[1]);
            }
        }
        for (a_start, b_start) in a_last.iter().zip(b_last) {
            // SAFETY: as the caller says.
            unsafe { self.add_row(token, &mut sums, a_start + k, *b_start) };
        }
        for (i, sum) in sums.into_iter().enumerate() {
            // SAFETY: the rows lie in `c`.
            unsafe {
                let place = self.c.add((k + i) * self.columns);
                V::load_ptr(token, place).add(sum).store_ptr(place);
            }
        }
    }

    /// Adds what a row of `a` and one of `b` give to some sums.
    ///
    /// # Safety
    ///
    /// `TALL` numbers lie at this place behind `a`, and `V::LEN` behind `b`.
    #[inline(always)]
    unsafe fn add_row<V: Vector, const TALL: usize>(
        &self,
        token: V::Token,
        sums: &mut [V; TALL],
        a_start: usize,
        b_start: usize,
    ) {
        // SAFETY: as the caller says.
        let (a, from_b) = unsafe { (self.a.add(a_start), V::load_ptr(token, self.b.add(b_start))) };
        for (i, sum) in sums.iter_mut().enumerate() {
            // SAFETY: as the caller says.
            let from_a = unsafe { *a.add(i) };
            *sum = V::splat(token, from_a).mul_add(from_b, *sum);
        }
    }
}

#[cfg(test)]
mod tests;
