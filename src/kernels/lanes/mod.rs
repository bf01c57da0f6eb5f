//! A few f32 numbers side by side: what one SIMD instruction works on, one kind of machine a file.

#[cfg(target_arch = "aarch64")]
mod arm;
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(target_arch = "aarch64")]
pub use arm::Neon;
pub use portable::Pair;
// Where the machine has lanes of its own only the tests take these.
#[allow(unused_imports)]
pub use portable::Portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use wasm::Simd128;
#[cfg(all(feature = "web-bench", target_arch = "wasm32", target_feature = "simd128"))]
pub use wasm::multiply_add;
#[cfg(target_arch = "x86_64")]
pub use x86::{Avx, Avx512, has_avx, has_avx512};

/// A register of `COUNT` numbers.
///
/// # Safety
///
/// The instructions behind an implementation must exist on the running machine, and pointers
/// must be good for `COUNT` numbers (of any alignment).
pub unsafe trait Lanes: Copy {
    /// How many numbers there are.
    const COUNT: usize;
    /// How many sums a loop may keep in the machine's registers, beside what it adds to them.
    const SUMS: usize;
    /// What is taken for the columns that are left over.
    type Narrower: Lanes;
    /// The same number in every lane.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn splat(value: f32) -> Self;
    /// Reads `COUNT` numbers.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn load(from: *const f32) -> Self;
    /// Writes `COUNT` numbers.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn store(self, to: *mut f32);
    /// `self + a * b`, rounded once or twice.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn plus_product(self, a: Self, b: Self) -> Self;
    /// `self + other`.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn plus(self, other: Self) -> Self;
    /// `self - other`.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn minus(self, other: Self) -> Self;
    /// `self * other`.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn times(self, other: Self) -> Self;
    /// Itself, but 0 for what is negative; NaN stays.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn rectified(self) -> Self;
    /// Itself where `condition` is above 0, and 0 elsewhere.
    ///
    /// # Safety
    /// As the trait says.
    unsafe fn where_positive(self, condition: Self) -> Self;
}

/// A loop down the rows of a matrix, for as many of its columns as fit into a few registers.
pub trait Columns {
    /// How many registers may be taken side by side, if the machine has enough of them: 2 or 4.
    const REGISTERS: usize;

    /// The number of columns.
    fn count(&self) -> usize;

    /// Runs the loop for `L::COUNT` columns.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `L`, and there are `L::COUNT` columns from `first` on.
    /// An implementation is `#[inline(always)]`, so that it is compiled for them.
    unsafe fn run<L: Lanes>(&mut self, first: usize);
}

/// What every machine has for which this is compiled.
#[cfg(target_arch = "aarch64")]
type Baseline = Neon;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
type Baseline = Simd128;
#[cfg(not(any(target_arch = "aarch64", all(target_arch = "wasm32", target_feature = "simd128"))))]
type Baseline = Portable;

/// Runs a loop for all columns with the widest lanes that the machine has.
pub fn run_widest(columns: impl Columns) {
    #[cfg(target_arch = "x86_64")]
    {
        if has_avx512() {
            // SAFETY: it was just found.
            return unsafe { run_avx512(columns) };
        }
        if has_avx() {
            // SAFETY: it was just found.
            return unsafe { run_avx(columns) };
        }
    }
    // SAFETY: every such machine has these.
    unsafe { run_with::<Baseline>(columns) }
}

/// # Safety
///
/// The machine has AVX-512F.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn run_avx512(columns: impl Columns) {
    unsafe { run_with::<Avx512>(columns) }
}

/// # Safety
///
/// The machine has AVX2 and FMA.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn run_avx(columns: impl Columns) {
    unsafe { run_with::<Avx>(columns) }
}

/// Runs a loop for all columns with these lanes: several registers side by side, so that each row is
/// fetched less often, and narrower ones for what is left.
///
/// # Safety
///
/// The machine has the instructions of `L`.
#[inline(always)]
pub unsafe fn run_with<L: Lanes>(mut columns: impl Columns) {
    let count = columns.count();
    let mut first = 0;
    while first < count {
        // SAFETY: as many columns are left.
        first += unsafe { run_some::<L, _>(&mut columns, first, count - first) };
    }
}

/// Runs a loop for some of the columns that are left, and returns for how many.
///
/// # Safety
///
/// The machine has the instructions of `L`, and so many columns are left.
#[inline(always)]
unsafe fn run_some<L: Lanes, C: Columns>(columns: &mut C, first: usize, left: usize) -> usize {
    unsafe {
        // Four side by side, if six rows of sums still fit into the registers then.
        if C::REGISTERS == 4 && Pair::<Pair<L>>::SUMS >= 6 && left >= 4 * L::COUNT {
            run_one::<Pair<Pair<L>>, C>(columns, first);
            4 * L::COUNT
        } else if left >= 2 * L::COUNT {
            run_one::<Pair<L>, C>(columns, first);
            2 * L::COUNT
        } else if left >= L::COUNT {
            run_one::<L, C>(columns, first);
            L::COUNT
        } else if left >= L::Narrower::COUNT {
            run_one::<L::Narrower, C>(columns, first);
            L::Narrower::COUNT
        } else {
            run_one::<f32, C>(columns, first);
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
unsafe fn run_one<L: Lanes, C: Columns>(columns: &mut C, first: usize) {
    unsafe { columns.run::<L>(first) }
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
        unsafe fn run<L: Lanes>(&mut self, first: usize) {
            // SAFETY: there are so many columns.
            unsafe {
                let load = |values: &[f32; 8]| {
                    let repeated: [f32; COUNT] = std::array::from_fn(|i| values[i % 8]);
                    L::load(repeated.as_ptr().add(first))
                };
                let (values, condition) = (load(&VALUES), load(&CONDITION));
                let all = [
                    values.rectified(),
                    values.where_positive(condition),
                    values.plus(condition),
                    values.minus(condition),
                    values.times(condition),
                    L::splat(0.5).plus_product(values, condition),
                ];
                for (lanes, to) in all.into_iter().zip(&mut *self.0) {
                    lanes.store(to.as_mut_ptr().add(first));
                }
            }
        }
    }

    #[test]
    fn all_kinds_of_lanes_do_the_same_and_nan_is_not_hidden() {
        let results = |run: fn(Operations)| {
            let mut results = [[0.0; COUNT]; 6];
            run(Operations(&mut results));
            // As bits, for NaN and for the sign of 0.
            let bits = |value: f32| if value.is_nan() { u32::MAX } else { value.to_bits() };
            results.map(|row| row.map(bits))
        };
        let single = results(|operations| unsafe { run_with::<f32>(operations) });
        assert_eq!(single[0][4], u32::MAX);
        assert_eq!(single[0][1], 0);
        assert_eq!(results(|operations| unsafe { run_with::<Portable>(operations) }), single);
        assert_eq!(results(|operations| unsafe { run_with::<Pair<Portable>>(operations) }), single);
        assert_eq!(results(|operations| unsafe { run_with::<Baseline>(operations) }), single);
        assert_eq!(results(|operations| run_widest(operations)), single);
        #[cfg(target_arch = "x86_64")]
        if has_avx() {
            assert_eq!(results(|operations| unsafe { run_avx(operations) }), single);
        }
    }
}
