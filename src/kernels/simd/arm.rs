//! NEON, which every 64-bit ARM has for which this is compiled.

use std::arch::aarch64::{
    float32x4_t, vaddq_f32, vandq_u32, vbslq_f32, vcgtq_f32, vcltq_f32, vdupq_n_f32, vfmaq_f32,
    vld1q_f32, vmulq_f32, vreinterpretq_f32_u32, vreinterpretq_u32_f32, vst1q_f32, vsubq_f32,
};

use super::Vector;
use super::instructions::operations;
use super::portable::Portable;

/// Four numbers in a NEON register.
#[derive(Clone, Copy)]
pub struct F32x4(float32x4_t);

impl Vector for F32x4 {
    const LEN: usize = 4;
    // Of 32 registers.
    const ACCUMULATORS: usize = 24;
    type Token = ();
    type Narrower = Portable<1>;

    #[inline(always)]
    fn narrower((): ()) {}

    #[inline(always)]
    fn splat((): (), value: f32) -> Self {
        // SAFETY: the whole crate is compiled with NEON.
        F32x4(unsafe { vdupq_n_f32(value) })
    }

    #[inline(always)]
    unsafe fn load_ptr((): (), from: *const f32) -> Self {
        // SAFETY: as above, and the caller knows the pointer.
        F32x4(unsafe { vld1q_f32(from) })
    }

    #[inline(always)]
    unsafe fn store_ptr(self, to: *mut f32) {
        // SAFETY: as above.
        unsafe { vst1q_f32(to, self.0) }
    }

    operations! { "neon", float32x4_t:
        fn add(a, b) { vaddq_f32(a, b) }
        fn sub(a, b) { vsubq_f32(a, b) }
        fn mul(a, b) { vmulq_f32(a, b) }
        fn mul_add(a, b, c) { vfmaq_f32(c, a, b) }
        fn relu(a) {
            // Nothing is less than NaN, so NaN stays.
            let zero = vdupq_n_f32(0.0);
            vbslq_f32(vcltq_f32(a, zero), zero, a)
        }
        fn select_positive(a, condition) {
            let positive = vcgtq_f32(condition, vdupq_n_f32(0.0));
            vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(a), positive))
        }
    }
}
