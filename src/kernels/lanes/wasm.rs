//! Wasm's SIMD, and what relaxed SIMD adds to it: a fused multiply-add.

#[cfg(target_feature = "relaxed-simd")]
use std::arch::wasm32::f32x4_relaxed_madd;
use std::arch::wasm32::{
    f32x4_add, f32x4_gt, f32x4_mul, f32x4_pmax, f32x4_splat, f32x4_sub, v128, v128_and, v128_load,
    v128_store,
};

use super::Lanes;

/// `a * b + c` in each lane; rounded once where the module is compiled with relaxed SIMD and the machine can
/// do that.
#[inline(always)]
pub fn multiply_add(a: Simd128, b: Simd128, c: Simd128) -> Simd128 {
    #[cfg(target_feature = "relaxed-simd")]
    return f32x4_relaxed_madd(a, b, c);
    #[cfg(not(target_feature = "relaxed-simd"))]
    return f32x4_add(f32x4_mul(a, b), c);
}

/// Four numbers in a wasm SIMD register.
pub type Simd128 = v128;

// SAFETY: the whole module is compiled with simd128.
unsafe impl Lanes for Simd128 {
    const COUNT: usize = 4;
    // Engines have 16 registers, of which they need some themselves.
    const SUMS: usize = 8;
    type Narrower = f32;
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        f32x4_splat(value)
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        unsafe { v128_load(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe { v128_store(to.cast(), self) }
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        multiply_add(a, b, self)
    }
    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        f32x4_add(self, other)
    }
    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        f32x4_sub(self, other)
    }
    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        f32x4_mul(self, other)
    }
    #[inline(always)]
    unsafe fn rectified(self) -> Self {
        // The first operand unless it is less, so NaN stays.
        f32x4_pmax(self, f32x4_splat(0.0))
    }
    #[inline(always)]
    unsafe fn where_positive(self, condition: Self) -> Self {
        v128_and(self, f32x4_gt(condition, f32x4_splat(0.0)))
    }
}
