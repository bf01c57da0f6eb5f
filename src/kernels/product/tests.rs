//! Both products, with every kind of vectors, against plain loops.

#[cfg(target_arch = "x86_64")]
use super::super::simd::{Avx2, run_avx2};
use super::super::simd::{Portable, run_with};
use super::*;
use crate::kernels::values;

/// Miri takes seconds for what takes a machine microseconds.
const COLUMNS: &[usize] =
    if cfg!(miri) { &[7, 17] } else { &[1, 3, 4, 7, 8, 15, 16, 17, 24, 33, 64, 75] };
const ROWS: &[usize] = if cfg!(miri) { &[1, 13] } else { &[1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 23] };
const ROWS_OF_TRANSPOSED: &[usize] = if cfg!(miri) { &[9] } else { &[1, 2, 9, 64, 65] };

/// What lies between rows; nothing may be written there.
const GAP: f32 = 1234.5;

type Multiply = fn(Product);
type MultiplyTransposed = fn(TransposedProduct);

/// With every kind of vectors that any machine has.
const MULTIPLY: [(&str, Multiply); 4] = [
    ("widest", |product| run_widest(product)),
    ("not the widest", |product| run_narrower(product)),
    ("portable", |product| run_with::<Portable<4>>((), product)),
    ("single", |product| run_with::<Portable<1>>((), product)),
];
const MULTIPLY_TRANSPOSED: [(&str, MultiplyTransposed); 4] = [
    ("widest", |product| run_widest(product)),
    ("not the widest", |product| run_narrower(product)),
    ("portable", |product| run_with::<Portable<4>>((), product)),
    ("single", |product| run_with::<Portable<1>>((), product)),
];

/// With AVX, which machines with AVX-512 have as well.
fn run_narrower(product: impl Columns) {
    #[cfg(target_arch = "x86_64")]
    if let Some(token) = Avx2::detect() {
        return run_avx2(token, product);
    }
    run_widest(product);
}

/// Where each value of a row lies, run after run.
fn places(rows: &Rows, row: usize) -> Vec<usize> {
    let start = rows.starts.places()[row];
    let run = |run| (0..rows.run_length).map(move |k| start + run * rows.run_stride + k);
    (0..rows.runs).flat_map(run).collect()
}

/// `count` starts, `apart` from each other and in no order.
fn starts(count: usize, apart: usize) -> Starts {
    (0..count).map(|row| (row * 5 + 2) % count * apart).collect()
}

/// Rows of so many runs, with a gap between runs.
fn rows(starts: &Starts, runs: usize, run_length: usize) -> Rows<'_> {
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
    // A gap behind each block as well.
    let apart = a_rows.run_length * c_rows.length() + 3;
    let b = values(a_rows.runs * apart - 3, 2);
    let mut before = vec![GAP; c_rows.end() + 3];
    for row in 0..c_rows.starts.len() {
        for (i, place) in places(&c_rows, row).into_iter().enumerate() {
            before[place] = 1.0 + i as f32 / 8.0;
        }
    }
    for adds in [false, true] {
        let mut expected: Vec<f64> = before.iter().map(|&v| v as f64).collect();
        for row in 0..a_rows.starts.len() {
            for (j, to) in places(&c_rows, row).into_iter().enumerate() {
                if !adds {
                    expected[to] = 0.0;
                }
                for (k, from) in places(&a_rows, row).into_iter().enumerate() {
                    let (run, k) = (k / a_rows.run_length, k % a_rows.run_length);
                    expected[to] +=
                        a[from] as f64 * b[run * apart + k * c_rows.length() + j] as f64;
                }
            }
        }
        for (vectors, function) in MULTIPLY {
            let mut c = before.clone();
            let (starts, columns) = (c_rows.starts, c_rows.length());
            let target = Target { values: &mut c, starts, columns, adds };
            function(Product { a: &a, a_rows, b: Blocks { values: &b, apart }, c: target });
            assert_close(&c, &expected, &format!("{what}, {vectors} vectors, adds: {adds}"));
        }
    }
}

#[test]
fn products_are_those_of_a_plain_loop_at_awkward_sizes() {
    for &count in ROWS {
        for &columns in COLUMNS {
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
fn transposed_products_are_those_of_a_plain_loop_at_awkward_sizes() {
    for &count in ROWS_OF_TRANSPOSED {
        for &columns in COLUMNS {
            for (runs, run_length) in [(1, 1), (1, 5), (3, 1), (3, 4), (3, 7), (1, 23)] {
                let from = starts(count, 3);
                let a_rows = rows(&from, runs, run_length);
                let b_starts = starts(count, columns);
                let b_rows = Rows::contiguous(&b_starts, columns);
                let apart = run_length * columns + 3;
                let a = values(a_rows.end(), 3);
                let b = values(count * columns, 4);
                let mut before = values(runs * apart - 3, 5);
                for (i, value) in before.iter_mut().enumerate() {
                    *value = if i % apart < run_length * columns { *value } else { GAP };
                }
                let mut expected: Vec<f64> = before.iter().map(|&v| v as f64).collect();
                for row in 0..count {
                    for (k, from) in places(&a_rows, row).into_iter().enumerate() {
                        let (run, k) = (k / run_length, k % run_length);
                        for j in 0..columns {
                            let product = a[from] as f64 * b[b_starts.places()[row] + j] as f64;
                            expected[run * apart + k * columns + j] += product;
                        }
                    }
                }
                for (vectors, function) in MULTIPLY_TRANSPOSED {
                    let mut values = before.clone();
                    let c = Blocks { values: values.as_mut_slice(), apart };
                    function(TransposedProduct { a: &a, a_rows, b: &b, b_rows, c });
                    let what = format!("{count} x {runs} x {run_length} by {columns}, {vectors}");
                    assert_close(&values, &expected, &what);
                }
            }
        }
    }
}

fn target<'a>(values: &'a mut [f32], starts: &'a Starts) -> Target<'a> {
    Target { values, starts, columns: 2, adds: false }
}

#[test]
fn no_rows_change_nothing() {
    let no_starts = Starts::default();
    let none = Rows::contiguous(&no_starts, 3);
    let mut c = [1.0; 6];
    multiply(&[], none, Blocks { values: &[0.0; 6], apart: 0 }, target(&mut c, &no_starts));
    multiply_transposed(&[], none, &[], none, Blocks { values: &mut c, apart: 0 });
    assert_eq!(c, [1.0; 6]);
}

#[test]
fn rows_beyond_their_slice_panic_before_anything_is_read() {
    let starts = |places: [usize; 2]| Starts::from_iter(places);
    let outcome = |a_len: usize, b_len: usize, c_len: usize| {
        std::panic::catch_unwind(|| {
            let mut c = vec![0.0; c_len];
            let (from, to) = (starts([0, 3]), starts([0, 2]));
            let from = Rows::contiguous(&from, 3);
            let b = vec![0.0; b_len];
            let b = Blocks::contiguous(b.as_slice(), &from, 2);
            multiply(&vec![0.0; a_len], from, b, target(&mut c, &to));
        })
    };
    assert!(outcome(6, 6, 4).is_ok());
    assert!(outcome(5, 6, 4).is_err());
    assert!(outcome(6, 5, 4).is_err());
    assert!(outcome(6, 6, 3).is_err());
    let outcome = |a_len: usize, b_len: usize, c_len: usize| {
        std::panic::catch_unwind(|| {
            let mut c = vec![0.0; c_len];
            let (from, b_starts) = (starts([0, 3]), starts([2, 0]));
            let from = Rows::contiguous(&from, 3);
            let b_rows = Rows::contiguous(&b_starts, 2);
            let c = Blocks::contiguous(c.as_mut_slice(), &from, 2);
            multiply_transposed(&vec![0.0; a_len], from, &vec![0.0; b_len], b_rows, c);
        })
    };
    assert!(outcome(6, 4, 6).is_ok());
    assert!(outcome(5, 4, 6).is_err());
    assert!(outcome(6, 3, 6).is_err());
    assert!(outcome(6, 4, 5).is_err());
}

#[test]
fn rows_without_values_panic_before_anything_is_read() {
    let outcome = |transposed: bool| {
        std::panic::catch_unwind(|| {
            let starts = Starts::from_iter([0]);
            let none = Rows { starts: &starts, runs: 3, run_length: 0, run_stride: 5 };
            let (b_rows, mut c) = (Rows::contiguous(&starts, 2), [0.0; 2]);
            if transposed {
                let c = Blocks { values: &mut c[..0], apart: 0 };
                multiply_transposed(&[0.0; 10], none, &[0.0; 2], b_rows, c);
            } else {
                multiply(
                    &[0.0; 10],
                    none,
                    Blocks { values: &[], apart: 0 },
                    target(&mut c, &starts),
                );
            }
        })
    };
    assert!(outcome(false).is_err());
    assert!(outcome(true).is_err());
}
