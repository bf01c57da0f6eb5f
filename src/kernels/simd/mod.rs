//! Vectors of a few f32 numbers: what one SIMD instruction works on, one kind of machine a file.
//!
//! All arithmetic is safe to call: a vector is made only with a token, a zero-sized value which proves that the machine has
//! the instructions. Only loads and stores are `unsafe`, and the entry into code that is compiled for instructions which
//! not every machine has. Why none of the crates for this: *SIMD* in `docs/contributing.md`.

#[cfg(target_arch = "aarch64")]
mod arm;
mod columns;
#[cfg(any(target_arch = "aarch64", target_arch = "x86_64"))]
mod instructions;
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(all(test, target_arch = "x86_64"))]
pub use columns::run_avx2;
#[cfg(test)]
pub use columns::run_with;
pub use columns::{Columns, run_widest};
#[cfg(test)]
pub use portable::Portable;
#[cfg(all(feature = "web-bench", target_arch = "wasm32", target_feature = "simd128"))]
pub use wasm::multiply_add;
#[cfg(target_arch = "x86_64")]
pub use x86::Avx2;

use super::checks::require;

const TOO_SHORT: &str = "as many values as a vector has";

/// `LEN` numbers, in one register or in several.
pub trait Vector: Copy {
    /// How many numbers there are.
    const LEN: usize;
    /// How many such vectors a loop can add to without running out of registers.
    const ACCUMULATORS: usize;
    /// The proof that the machine has the instructions: `()` where the whole crate is compiled for them.
    type Token: Copy;
    /// What is taken for the columns that are left over.
    type Narrower: Vector;

    /// The proof for [`Self::Narrower`], which follows from that for `Self`.
    fn narrower(token: Self::Token) -> <Self::Narrower as Vector>::Token;

    /// The same number in every lane.
    fn splat(token: Self::Token, value: f32) -> Self;

    /// Reads `LEN` numbers.
    ///
    /// # Safety
    ///
    /// There are so many behind the pointer, which needs no alignment.
    unsafe fn load_ptr(token: Self::Token, from: *const f32) -> Self;

    /// Writes `LEN` numbers.
    ///
    /// # Safety
    ///
    /// There is room for so many behind the pointer, which needs no alignment.
    unsafe fn store_ptr(self, to: *mut f32);

    /// Reads `LEN` numbers of a slice, from a place on.
    ///
    /// # Safety
    ///
    /// The slice has them.
    #[inline(always)]
    unsafe fn load_at(token: Self::Token, from: &[f32], place: usize) -> Self {
        debug_assert!(place + Self::LEN <= from.len());
        // SAFETY: as the caller says.
        unsafe { Self::load_ptr(token, from.as_ptr().add(place)) }
    }

    /// Writes `LEN` numbers to a slice, from a place on.
    ///
    /// # Safety
    ///
    /// The slice has them.
    #[inline(always)]
    unsafe fn store_at(self, to: &mut [f32], place: usize) {
        debug_assert!(place + Self::LEN <= to.len());
        // SAFETY: as the caller says.
        unsafe { self.store_ptr(to.as_mut_ptr().add(place)) }
    }

    /// Reads the first `LEN` numbers of a slice.
    ///
    /// *Panics* if it has fewer.
    #[inline(always)]
    fn load(token: Self::Token, from: &[f32]) -> Self {
        require(from.len() >= Self::LEN, TOO_SHORT);
        // SAFETY: it has so many.
        unsafe { Self::load_ptr(token, from.as_ptr()) }
    }

    /// Writes the first `LEN` numbers of a slice.
    ///
    /// *Panics* if it has fewer.
    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        require(to.len() >= Self::LEN, TOO_SHORT);
        // SAFETY: it has so many.
        unsafe { self.store_ptr(to.as_mut_ptr()) }
    }

    /// `self + other`.
    fn add(self, other: Self) -> Self;

    /// `self - other`.
    fn sub(self, other: Self) -> Self;

    /// `self * other`.
    fn mul(self, other: Self) -> Self;

    /// `self * factor + term`: rounded once where there is an instruction for it, and otherwise twice.
    fn mul_add(self, factor: Self, term: Self) -> Self;

    /// `self`, but 0 where it is negative; NaN stays.
    fn relu(self) -> Self;

    /// `self` where `condition` is above 0, and 0 elsewhere.
    fn select_positive(self, condition: Self) -> Self;
}
