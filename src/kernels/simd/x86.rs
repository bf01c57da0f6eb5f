//! AVX2 with FMA, and AVX-512: found while the program runs.

use std::arch::x86_64::{
    __m256, __m512, _CMP_GT_OQ, _mm256_add_ps, _mm256_and_ps, _mm256_cmp_ps, _mm256_fmadd_ps,
    _mm256_loadu_ps, _mm256_max_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps,
    _mm256_storeu_ps, _mm256_sub_ps, _mm512_add_ps, _mm512_cmp_ps_mask, _mm512_fmadd_ps,
    _mm512_loadu_ps, _mm512_maskz_mov_ps, _mm512_max_ps, _mm512_mul_ps, _mm512_set1_ps,
    _mm512_setzero_ps, _mm512_storeu_ps, _mm512_sub_ps,
};

use super::Vector;
use super::instructions::operations;
use super::portable::Portable;

/// Proof of AVX2 and FMA.
#[derive(Clone, Copy)]
pub struct Avx2(());

impl Avx2 {
    /// The proof, if the machine has them.
    pub fn detect() -> Option<Self> {
        let found = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        found.then_some(Avx2(()))
    }

    /// Runs a closure that is compiled for AVX2 and FMA, as far as it is `#[inline(always)]`.
    #[inline(always)]
    pub fn vectorize<R>(self, run: impl FnOnce() -> R) -> R {
        #[target_feature(enable = "avx2,fma")]
        fn enter<R>(run: impl FnOnce() -> R) -> R {
            run()
        }
        // SAFETY: the machine has both.
        unsafe { enter(run) }
    }
}

/// Proof of AVX-512F.
#[derive(Clone, Copy)]
pub struct Avx512(Avx2);

impl Avx512 {
    /// The proof, if the machine has it.
    pub fn detect() -> Option<Self> {
        Avx2::detect().filter(|_| is_x86_feature_detected!("avx512f")).map(Avx512)
    }

    /// Runs a closure that is compiled for AVX-512F, as far as it is `#[inline(always)]`.
    #[inline(always)]
    pub fn vectorize<R>(self, run: impl FnOnce() -> R) -> R {
        #[target_feature(enable = "avx512f,avx2,fma")]
        fn enter<R>(run: impl FnOnce() -> R) -> R {
            run()
        }
        // SAFETY: the machine has all of them.
        unsafe { enter(run) }
    }
}

/// Eight numbers in an AVX register.
#[derive(Clone, Copy)]
pub struct F32x8(__m256);

impl Vector for F32x8 {
    const LEN: usize = 8;
    // Of 16 registers. Two FMAs start in each cycle and take 4 or 5: of 12 independent sums none is waited for.
    const ACCUMULATORS: usize = 12;
    type Token = Avx2;
    type Narrower = Portable<1>;

    #[inline(always)]
    fn narrower(_: Avx2) {}

    #[inline(always)]
    fn splat(_: Avx2, value: f32) -> Self {
        // SAFETY: the token says that the machine has AVX.
        F32x8(unsafe { _mm256_set1_ps(value) })
    }

    #[inline(always)]
    unsafe fn load_ptr(_: Avx2, from: *const f32) -> Self {
        // SAFETY: as above, and the caller knows the pointer.
        F32x8(unsafe { _mm256_loadu_ps(from) })
    }

    #[inline(always)]
    unsafe fn store_ptr(self, to: *mut f32) {
        // SAFETY: as above.
        unsafe { _mm256_storeu_ps(to, self.0) }
    }

    operations! { "avx2,fma", __m256:
        fn add(a, b) { _mm256_add_ps(a, b) }
        fn sub(a, b) { _mm256_sub_ps(a, b) }
        fn mul(a, b) { _mm256_mul_ps(a, b) }
        fn mul_add(a, b, c) { _mm256_fmadd_ps(a, b, c) }
        // The maximum is the second operand where one of them is NaN.
        fn relu(a) { _mm256_max_ps(_mm256_setzero_ps(), a) }
        fn select_positive(a, condition) {
            _mm256_and_ps(a, _mm256_cmp_ps::<_CMP_GT_OQ>(condition, _mm256_setzero_ps()))
        }
    }
}

/// Sixteen numbers in an AVX-512 register.
#[derive(Clone, Copy)]
pub struct F32x16(__m512);

impl Vector for F32x16 {
    const LEN: usize = 16;
    // Of 32 registers.
    const ACCUMULATORS: usize = 24;
    type Token = Avx512;
    type Narrower = F32x8;

    #[inline(always)]
    fn narrower(token: Avx512) -> Avx2 {
        token.0
    }

    #[inline(always)]
    fn splat(_: Avx512, value: f32) -> Self {
        // SAFETY: the token says that the machine has AVX-512F.
        F32x16(unsafe { _mm512_set1_ps(value) })
    }

    #[inline(always)]
    unsafe fn load_ptr(_: Avx512, from: *const f32) -> Self {
        // SAFETY: as above, and the caller knows the pointer.
        F32x16(unsafe { _mm512_loadu_ps(from) })
    }

    #[inline(always)]
    unsafe fn store_ptr(self, to: *mut f32) {
        // SAFETY: as above.
        unsafe { _mm512_storeu_ps(to, self.0) }
    }

    operations! { "avx512f", __m512:
        fn add(a, b) { _mm512_add_ps(a, b) }
        fn sub(a, b) { _mm512_sub_ps(a, b) }
        fn mul(a, b) { _mm512_mul_ps(a, b) }
        fn mul_add(a, b, c) { _mm512_fmadd_ps(a, b, c) }
        // As above.
        fn relu(a) { _mm512_max_ps(_mm512_setzero_ps(), a) }
        fn select_positive(a, condition) {
            let positive = _mm512_cmp_ps_mask::<_CMP_GT_OQ>(condition, _mm512_setzero_ps());
            _mm512_maskz_mov_ps(positive, a)
        }
    }
}
