//! Wasm's SIMD, and what relaxed SIMD adds to it: a fused multiply-add.

#[cfg(target_feature = "relaxed-simd")]
use std::arch::wasm32::f32x4_relaxed_madd;
use std::arch::wasm32::{
    f32x4_add, f32x4_gt, f32x4_mul, f32x4_pmax, f32x4_splat, f32x4_sub, v128, v128_and, v128_load,
    v128_store,
};

use super::Vector;
use super::portable::Portable;

/// `a * b + c` in each lane; rounded once where the module is compiled with relaxed SIMD and the machine can
/// do that.
#[inline(always)]
pub fn multiply_add(a: v128, b: v128, c: v128) -> v128 {
    #[cfg(target_feature = "relaxed-simd")]
    return f32x4_relaxed_madd(a, b, c);
    #[cfg(not(target_feature = "relaxed-simd"))]
    return f32x4_add(f32x4_mul(a, b), c);
}

/// Four numbers in a wasm SIMD register. A module with instructions that an engine lacks is never run: nothing has to be
/// proved.
#[derive(Clone, Copy)]
pub struct F32x4(v128);

impl Vector for F32x4 {
    const LEN: usize = 4;
    // Engines map them to 16 registers of the machine, and keep some of these for themselves.
    const ACCUMULATORS: usize = 8;
    type Token = ();
    type Narrower = Portable<1>;

    #[inline(always)]
    fn narrower((): ()) {}

    #[inline(always)]
    fn splat((): (), value: f32) -> Self {
        F32x4(f32x4_splat(value))
    }

    #[inline(always)]
    unsafe fn load_ptr((): (), from: *const f32) -> Self {
        // SAFETY: the caller knows the pointer.
        F32x4(unsafe { v128_load(from.cast()) })
    }

    #[inline(always)]
    unsafe fn store_ptr(self, to: *mut f32) {
        // SAFETY: the caller knows the pointer.
        unsafe { v128_store(to.cast(), self.0) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        F32x4(f32x4_add(self.0, other.0))
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        F32x4(f32x4_sub(self.0, other.0))
    }

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        F32x4(f32x4_mul(self.0, other.0))
    }

    #[inline(always)]
    fn mul_add(self, factor: Self, term: Self) -> Self {
        F32x4(multiply_add(self.0, factor.0, term.0))
    }

    #[inline(always)]
    fn relu(self) -> Self {
        // `f32x4_pmax` is its first operand unless that is less than the second, so NaN stays.
        F32x4(f32x4_pmax(self.0, f32x4_splat(0.0)))
    }

    #[inline(always)]
    fn select_positive(self, condition: Self) -> Self {
        F32x4(v128_and(self.0, f32x4_gt(condition.0, f32x4_splat(0.0))))
    }
}
