//! Loops over the columns of a matrix, a vector of them at a time, with the widest vectors that the machine has.

use super::Vector;
#[cfg(target_arch = "aarch64")]
use super::arm::F32x4 as Baseline;
use super::portable::{Pair, Portable};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use super::wasm::F32x4 as Baseline;
#[cfg(target_arch = "x86_64")]
use super::x86::{Avx2, Avx512, F32x8, F32x16};

/// What there is without looking for more.
#[cfg(not(any(target_arch = "aarch64", all(target_arch = "wasm32", target_feature = "simd128"))))]
type Baseline = Portable<4>;

/// A loop down the rows of a matrix, for as many of its columns as fit into a few registers.
pub trait Columns {
    /// How many registers may be taken side by side, if the machine has enough of them: 2 or 4.
    const REGISTERS: usize;

    /// The number of columns.
    fn count(&self) -> usize;

    /// Runs the loop for `V::LEN` columns from `first` on.
    ///
    /// An implementation is `#[inline(always)]`, so that it is compiled for the instructions of `V`.
    ///
    /// # Safety
    ///
    /// There are so many columns.
    unsafe fn run<V: Vector>(&mut self, token: V::Token, first: usize);
}

/// Runs a loop for all columns with the widest vectors that the machine has.
pub fn run_widest(columns: impl Columns) {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(token) = Avx512::detect() {
            return token.vectorize(
                #[inline(always)]
                || run_with::<F32x16>(token, columns),
            );
        }
        if let Some(token) = Avx2::detect() {
            return run_avx2(token, columns);
        }
    }
    run_with::<Baseline>((), columns);
}

/// Runs a loop for all columns with AVX2.
#[cfg(target_arch = "x86_64")]
pub fn run_avx2(token: Avx2, columns: impl Columns) {
    token.vectorize(
        #[inline(always)]
        || run_with::<F32x8>(token, columns),
    );
}

/// Runs a loop for all columns with these vectors: several side by side, so that each row is fetched less often, and
/// narrower ones for what is left.
#[inline(always)]
pub fn run_with<V: Vector>(token: V::Token, mut columns: impl Columns) {
    let count = columns.count();
    let mut first = 0;
    while first < count {
        first += run_some::<V, _>(token, &mut columns, first, count - first);
    }
}

/// Runs a loop for some of the columns that are left, and returns for how many.
#[inline(always)]
fn run_some<V: Vector, C: Columns>(
    token: V::Token,
    columns: &mut C,
    first: usize,
    left: usize,
) -> usize {
    // SAFETY: as many columns are left.
    unsafe {
        // Four side by side, if six rows of sums still fit into the registers then.
        if C::REGISTERS == 4 && Pair::<Pair<V>>::ACCUMULATORS >= 6 && left >= 4 * V::LEN {
            run_one::<Pair<Pair<V>>, C>(token, columns, first);
            4 * V::LEN
        } else if left >= 2 * V::LEN {
            run_one::<Pair<V>, C>(token, columns, first);
            2 * V::LEN
        } else if left >= V::LEN {
            run_one::<V, C>(token, columns, first);
            V::LEN
        } else if left >= V::Narrower::LEN {
            run_one::<V::Narrower, C>(V::narrower(token), columns, first);
            V::Narrower::LEN
        } else {
            run_one::<Portable<1>, C>((), columns, first);
            1
        }
    }
}

/// [`Columns::run`]. In wasm a function of its own: engines compile one for speed after it has run for a while,
/// in the background, and only what is short is ready soon.
///
/// # Safety
///
/// As for [`Columns::run`].
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
unsafe fn run_one<V: Vector, C: Columns>(token: V::Token, columns: &mut C, first: usize) {
    // SAFETY: as the caller says.
    unsafe { columns.run::<V>(token, first) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f32; 8] =
        [1.5, -2.0, 0.0, -0.0, f32::NAN, f32::NEG_INFINITY, f32::INFINITY, 7.0];
    const CONDITION: [f32; 8] = [1.0, 1.0, 0.0, -1.0, 2.0, f32::NAN, f32::INFINITY, -0.0];
    /// Enough for two of the widest registers and one of each that is narrower.
    const COUNT: usize = 32 + 16 + 8;

    /// Both selections of the values, and all arithmetic on them and the condition.
    struct Operations<'a>(&'a mut [[f32; COUNT]; 6]);

    impl Columns for Operations<'_> {
        const REGISTERS: usize = 2;

        fn count(&self) -> usize {
            COUNT
        }

        #[inline(always)]
        unsafe fn run<V: Vector>(&mut self, token: V::Token, first: usize) {
            let load = |values: &[f32; 8]| {
                let repeated: [f32; COUNT] = std::array::from_fn(|i| values[i % 8]);
                V::load(token, &repeated[first..])
            };
            let (values, condition) = (load(&VALUES), load(&CONDITION));
            let all = [
                values.relu(),
                values.select_positive(condition),
                values.add(condition),
                values.sub(condition),
                values.mul(condition),
                values.mul_add(condition, V::splat(token, 0.5)),
            ];
            for (vector, to) in all.into_iter().zip(&mut *self.0) {
                vector.store(&mut to[first..]);
            }
        }
    }

    #[test]
    fn all_kinds_of_vectors_do_the_same_and_nan_is_not_hidden() {
        let results = |run: fn(Operations)| {
            let mut results = [[0.0; COUNT]; 6];
            run(Operations(&mut results));
            // As bits, for NaN and for the sign of 0.
            let bits = |value: f32| if value.is_nan() { u32::MAX } else { value.to_bits() };
            results.map(|row| row.map(bits))
        };
        let single = results(|operations| run_with::<Portable<1>>((), operations));
        assert_eq!(single[0][4], u32::MAX);
        assert_eq!(single[0][1], 0);
        assert_eq!(results(|operations| run_with::<Portable<4>>((), operations)), single);
        assert_eq!(results(|operations| run_with::<Pair<Portable<4>>>((), operations)), single);
        assert_eq!(results(|operations| run_with::<Baseline>((), operations)), single);
        assert_eq!(results(|operations| run_widest(operations)), single);
        #[cfg(target_arch = "x86_64")]
        if Avx2::detect().is_some() {
            let run = |operations: Operations| run_avx2(Avx2::detect().expect("found"), operations);
            assert_eq!(results(run), single);
        }
    }
}
