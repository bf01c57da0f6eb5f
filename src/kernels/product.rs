//! The two matrix products behind a convolution and its gradients.
//!
//! A convolution's patches are never copied out of the image: a row of the left matrix is
//! `runs` stretches of memory, `run_stride` apart, each `run_length` long (the three image rows
//! under a 3x3 filter). In `a`, `b`, `c` the letters are those of the textbooks: `c += a b`.

use super::lanes::Lanes;

/// Calls a function with the widest lanes that the machine has.
macro_rules! dispatch {
    ($function:ident, $a:expr, $a_rows:expr, $b:expr, $x:expr, $y:expr) => {{
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                avx::$function($a, $a_rows, $b, $x, $y)
            } else {
                $function::<super::lanes::Portable>($a, $a_rows, $b, $x, $y)
            }
        }
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        $function::<super::lanes::Simd128>($a, $a_rows, $b, $x, $y);
        #[cfg(not(any(
            target_arch = "x86_64",
            all(target_arch = "wasm32", target_feature = "simd128")
        )))]
        $function::<super::lanes::Portable>($a, $a_rows, $b, $x, $y);
    }};
}

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
    fn length(&self) -> usize {
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
/// Rows of `c` may overlap: they are added to one after the other.
///
/// *Panics* if a row reaches beyond its slice.
pub fn multiply(a: &[f32], a_rows: Rows, b: &[f32], c: &mut [f32], c_rows: Rows) {
    if a_rows.starts.is_empty() {
        return;
    }
    assert_eq!(a_rows.starts.len(), c_rows.starts.len(), "as many rows in a as in c");
    assert!(a_rows.end() <= a.len() && c_rows.end() <= c.len(), "rows inside their slices");
    assert_eq!(b.len(), a_rows.length() * c_rows.length(), "b fits between a and c");
    // SAFETY: the assertions above are the contract of `multiply_lanes`.
    unsafe { dispatch!(multiply_lanes, a, a_rows, b, c, c_rows) }
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
    // SAFETY: the assertions above are the contract of `multiply_transposed_lanes`.
    unsafe { dispatch!(multiply_transposed_lanes, a, a_rows, b, columns, c) }
}

/// The same functions, compiled for AVX2 and FMA.
#[cfg(target_arch = "x86_64")]
mod avx {
    use super::super::lanes::Avx;
    use super::Rows;

    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn multiply_lanes(a: &[f32], a_rows: Rows, b: &[f32], c: &mut [f32], c_rows: Rows) {
        unsafe { super::multiply_lanes::<Avx>(a, a_rows, b, c, c_rows) }
    }

    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn multiply_transposed_lanes(
        a: &[f32],
        a_rows: Rows,
        b: &[f32],
        columns: usize,
        c: &mut [f32],
    ) {
        unsafe { super::multiply_transposed_lanes::<Avx>(a, a_rows, b, columns, c) }
    }
}

/// Tiles of `a`'s rows by two registers of columns; what is left over, by one and by single lanes.
///
/// # Safety
/// The assertions of [`multiply`] hold, and the machine has the instructions of `L`.
#[inline(always)]
unsafe fn multiply_lanes<L: Lanes>(
    a: &[f32],
    a_rows: Rows,
    b: &[f32],
    c: &mut [f32],
    c_rows: Rows,
) {
    unsafe {
        let columns = c_rows.run_length;
        for run in 0..c_rows.runs {
            // `b`'s columns go through the runs of `c`'s rows in turn.
            let all = c_rows.length();
            let mut column = 0;
            while column < columns {
                let b = b.as_ptr().add(run * columns + column);
                let c = c.as_mut_ptr().add(run * c_rows.run_stride + column);
                let left = columns - column;
                if left >= 2 * L::COUNT {
                    multiply_column::<L, 2>(a, a_rows, b, all, c, c_rows.starts);
                    column += 2 * L::COUNT;
                } else if left >= L::COUNT {
                    multiply_column::<L, 1>(a, a_rows, b, all, c, c_rows.starts);
                    column += L::COUNT;
                } else {
                    multiply_column::<f32, 1>(a, a_rows, b, all, c, c_rows.starts);
                    column += 1;
                }
            }
        }
    }
}

/// One column of tiles of [`multiply_lanes`].
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
                b = b.add(b_stride);
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

/// # Safety
/// The assertions of [`multiply_transposed`] hold, and the machine has the instructions of `L`.
#[inline(always)]
unsafe fn multiply_transposed_lanes<L: Lanes>(
    a: &[f32],
    a_rows: Rows,
    b: &[f32],
    columns: usize,
    c: &mut [f32],
) {
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
                    if left >= 4 {
                        transposed_row::<L, 4>(a.add(k), starts, b, columns, c);
                        k += 4;
                    } else {
                        transposed_row::<L, 1>(a.add(k), starts, b, columns, c);
                        k += 1;
                    }
                }
            }
        }
    }
}

/// One row of tiles of [`multiply_transposed_lanes`].
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
            b = b.add(columns);
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
mod tests {
    use super::super::lanes::Portable;
    use super::*;

    const COLUMNS: [usize; 10] = [1, 3, 4, 7, 8, 15, 16, 17, 24, 33];

    /// What lies between rows; nothing may be written there.
    const GAP: f32 = 1234.5;

    type Multiply = fn(&[f32], Rows, &[f32], &mut [f32], Rows);
    type MultiplyTransposed = fn(&[f32], Rows, &[f32], usize, &mut [f32]);

    /// The public function, and the generic one with every kind of lanes that any machine has.
    const MULTIPLY: [(&str, Multiply); 3] = [
        ("widest", multiply),
        ("portable", |a, a_rows, b, c, c_rows| unsafe {
            multiply_lanes::<Portable>(a, a_rows, b, c, c_rows)
        }),
        ("single", |a, a_rows, b, c, c_rows| unsafe {
            multiply_lanes::<f32>(a, a_rows, b, c, c_rows)
        }),
    ];
    const MULTIPLY_TRANSPOSED: [(&str, MultiplyTransposed); 3] = [
        ("widest", multiply_transposed),
        ("portable", |a, a_rows, b, columns, c| unsafe {
            multiply_transposed_lanes::<Portable>(a, a_rows, b, columns, c)
        }),
        ("single", |a, a_rows, b, columns, c| unsafe {
            multiply_transposed_lanes::<f32>(a, a_rows, b, columns, c)
        }),
    ];

    /// Values from -1 to 1 without a pattern.
    fn values(len: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..len).map(|_| next()).collect()
    }

    /// Where each value of a row lies, run after run.
    fn places(rows: &Rows, row: usize) -> Vec<usize> {
        let start = rows.starts[row];
        let run = |run| (0..rows.run_length).map(move |k| start + run * rows.run_stride + k);
        (0..rows.runs).flat_map(run).collect()
    }

    /// `count` starts, `apart` from each other and in no order.
    fn starts(count: usize, apart: usize) -> Vec<usize> {
        (0..count).map(|row| (row * 5 + 2) % count * apart).collect()
    }

    /// Rows of so many runs, with a gap between runs.
    fn rows(starts: &[usize], runs: usize, run_length: usize) -> Rows<'_> {
        Rows { starts, runs, run_length, run_stride: run_length + 2 }
    }

    #[track_caller]
    fn assert_close(ours: &[f32], expected: &[f64], what: &str) {
        for (i, (a, b)) in ours.iter().zip(expected).enumerate() {
            assert!((*a as f64 - b).abs() < 1e-5, "{what}: {a} at {i}, not {b}");
        }
    }

    fn check_multiply(a_rows: Rows, c_rows: Rows, what: &str) {
        let a = values(a_rows.end(), 1);
        let b = values(a_rows.length() * c_rows.length(), 2);
        let mut before = vec![GAP; c_rows.end() + 3];
        for row in 0..c_rows.starts.len() {
            for (i, place) in places(&c_rows, row).into_iter().enumerate() {
                before[place] = i as f32 / 8.0;
            }
        }
        let mut expected: Vec<f64> = before.iter().map(|&v| v as f64).collect();
        for row in 0..a_rows.starts.len() {
            for (j, to) in places(&c_rows, row).into_iter().enumerate() {
                for (k, from) in places(&a_rows, row).into_iter().enumerate() {
                    expected[to] += a[from] as f64 * b[k * c_rows.length() + j] as f64;
                }
            }
        }
        for (lanes, function) in MULTIPLY {
            let mut c = before.clone();
            function(&a, a_rows, &b, &mut c, c_rows);
            assert_close(&c, &expected, &format!("{what}, {lanes} lanes"));
        }
    }

    #[test]
    fn products_are_those_of_a_plain_loop_at_awkward_sizes() {
        for count in 1..=9 {
            for columns in COLUMNS {
                for (runs, run_length) in [(1, 1), (1, 5), (3, 1), (3, 4)] {
                    let what = format!("{count} x {runs} x {run_length} by {columns}");
                    let from = starts(count, 3);
                    let to = starts(count, columns);
                    let c_rows = Rows::contiguous(&to, columns);
                    check_multiply(rows(&from, runs, run_length), c_rows, &what);
                }
            }
        }
    }

    #[test]
    fn rows_that_overlap_are_added_up() {
        for count in 1..=9 {
            for run_length in COLUMNS {
                for (runs, apart) in [(1, 1), (3, 1), (3, run_length / 2), (3, run_length)] {
                    let what = format!("{count} to {runs} x {run_length}, {apart} apart");
                    let (from, to) = (starts(count, 6), starts(count, apart));
                    let a_rows = Rows::contiguous(&from, 6);
                    check_multiply(a_rows, rows(&to, runs, run_length), &what);
                }
            }
        }
    }

    #[test]
    fn transposed_products_are_those_of_a_plain_loop_at_awkward_sizes() {
        // Beyond 64 and 128 rows another block begins.
        for count in (1..=9).chain([63, 64, 65, 130]) {
            for columns in COLUMNS {
                for (runs, run_length) in [(1, 1), (1, 5), (3, 1), (3, 4), (3, 7)] {
                    let from = starts(count, 3);
                    let a_rows = rows(&from, runs, run_length);
                    let a = values(a_rows.end(), 3);
                    let b = values(count * columns, 4);
                    let before = values(a_rows.length() * columns, 5);
                    let mut expected: Vec<f64> = before.iter().map(|&v| v as f64).collect();
                    for row in 0..count {
                        for (k, from) in places(&a_rows, row).into_iter().enumerate() {
                            for j in 0..columns {
                                let product = a[from] as f64 * b[row * columns + j] as f64;
                                expected[k * columns + j] += product;
                            }
                        }
                    }
                    for (lanes, function) in MULTIPLY_TRANSPOSED {
                        let mut c = before.clone();
                        function(&a, a_rows, &b, columns, &mut c);
                        let what = format!("{count} x {runs} x {run_length} by {columns}, {lanes}");
                        assert_close(&c, &expected, &what);
                    }
                }
            }
        }
    }

    #[test]
    fn no_rows_change_nothing() {
        let none = Rows::contiguous(&[], 3);
        let mut c = [1.0; 6];
        multiply(&[], none, &[0.0; 6], &mut c, Rows::contiguous(&[], 2));
        multiply_transposed(&[], none, &[], 2, &mut c);
        assert_eq!(c, [1.0; 6]);
    }

    #[test]
    fn rows_beyond_their_slice_panic_before_anything_is_read() {
        let outcome = |a_len: usize, b_len: usize, c_len: usize| {
            std::panic::catch_unwind(|| {
                let mut c = vec![0.0; c_len];
                let (from, to) = (Rows::contiguous(&[0, 3], 3), Rows::contiguous(&[0, 2], 2));
                multiply(&vec![0.0; a_len], from, &vec![0.0; b_len], &mut c, to);
            })
        };
        assert!(outcome(6, 6, 4).is_ok());
        assert!(outcome(5, 6, 4).is_err());
        assert!(outcome(6, 5, 4).is_err());
        assert!(outcome(6, 6, 3).is_err());
        let outcome = |a_len: usize, b_len: usize, c_len: usize| {
            std::panic::catch_unwind(|| {
                let mut c = vec![0.0; c_len];
                let from = Rows::contiguous(&[0, 3], 3);
                multiply_transposed(&vec![0.0; a_len], from, &vec![0.0; b_len], 2, &mut c);
            })
        };
        assert!(outcome(6, 4, 6).is_ok());
        assert!(outcome(5, 4, 6).is_err());
        assert!(outcome(6, 3, 6).is_err());
        assert!(outcome(6, 4, 5).is_err());
    }
}
