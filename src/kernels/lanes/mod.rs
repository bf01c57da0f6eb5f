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
pub use portable::{Pair, Portable};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use wasm::Simd128;
#[cfg(target_arch = "x86_64")]
pub use x86::Avx;

/// A register of `COUNT` numbers.
///
/// # Safety
///
/// The instructions behind an implementation must exist on the running machine, and pointers
/// must be good for `COUNT` numbers (of any alignment).
pub unsafe trait Lanes: Copy {
    /// How many numbers there are.
    const COUNT: usize;
    /// How many rows a tile of a matrix product has: with two registers a row, as many as the
    /// machine's registers hold beside a row of each factor. 4 or 6.
    const ROWS: usize = 4;
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
    /// `self + a * b`.
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

/// A loop over lanes of any kind.
pub trait Kernel {
    /// Runs it.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `L`. An implementation is `#[inline(always)]`, so that
    /// it is compiled for them.
    unsafe fn run<L: Lanes>(self);
}

/// What every machine has for which this is compiled.
#[cfg(target_arch = "aarch64")]
type Baseline = Neon;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
type Baseline = Simd128;
#[cfg(not(any(target_arch = "aarch64", all(target_arch = "wasm32", target_feature = "simd128"))))]
type Baseline = Portable;

/// Runs a loop with the widest lanes that the machine has.
pub fn run_widest(kernel: impl Kernel) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        // SAFETY: they were just found.
        return unsafe { run_avx(kernel) };
    }
    // SAFETY: every such machine has these.
    unsafe { kernel.run::<Baseline>() }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn run_avx(kernel: impl Kernel) {
    unsafe { kernel.run::<Avx>() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f32; 8] =
        [1.5, -2.0, 0.0, -0.0, f32::NAN, f32::NEG_INFINITY, f32::INFINITY, 7.0];
    const CONDITION: [f32; 8] = [1.0, 1.0, 0.0, -1.0, 2.0, f32::NAN, f32::INFINITY, -0.0];

    /// Both selections of the values, and all arithmetic on them and the condition.
    struct Operations<'a>(&'a mut Vec<[f32; 8]>);

    impl Kernel for Operations<'_> {
        #[inline(always)]
        unsafe fn run<L: Lanes>(self) {
            let mut results = [[0.0; 8]; 6];
            for at in (0..8).step_by(L::COUNT) {
                // SAFETY: `COUNT` divides 8.
                unsafe {
                    let load = |values: &[f32; 8]| L::load(values.as_ptr().add(at));
                    let (values, condition) = (load(&VALUES), load(&CONDITION));
                    let all = [
                        values.rectified(),
                        values.where_positive(condition),
                        values.plus(condition),
                        values.minus(condition),
                        values.times(condition),
                        L::splat(0.5).plus_product(values, condition),
                    ];
                    for (lanes, to) in all.into_iter().zip(&mut results) {
                        lanes.store(to.as_mut_ptr().add(at));
                    }
                }
            }
            self.0.extend(results);
        }
    }

    #[test]
    fn all_kinds_of_lanes_do_the_same_and_nan_is_not_hidden() {
        let results = |run: fn(Operations)| {
            let mut results = Vec::new();
            run(Operations(&mut results));
            // As bits, for NaN and for the sign of 0.
            let bits = |value: f32| if value.is_nan() { u32::MAX } else { value.to_bits() };
            results.into_iter().map(|row| row.map(bits)).collect::<Vec<_>>()
        };
        let single = results(|operations| unsafe { operations.run::<f32>() });
        assert_eq!(single[0][4], u32::MAX);
        assert_eq!(single[0][1], 0);
        assert_eq!(results(|operations| unsafe { operations.run::<Portable>() }), single);
        assert_eq!(results(|operations| unsafe { operations.run::<Pair<Portable>>() }), single);
        assert_eq!(results(|operations| unsafe { operations.run::<Baseline>() }), single);
        assert_eq!(results(|operations| run_widest(operations)), single);
    }
}
