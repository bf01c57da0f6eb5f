//! A few f32 numbers side by side: what one SIMD instruction works on.

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

// SAFETY: plain arithmetic, on every machine.
unsafe impl Lanes for f32 {
    const COUNT: usize = 1;
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        value
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        unsafe { *from }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe { *to = self }
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        self + a * b
    }
    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        self + other
    }
    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        self - other
    }
    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        self * other
    }
    #[inline(always)]
    unsafe fn rectified(self) -> Self {
        // Not `max`, which would turn NaN into 0 and hide it.
        if self < 0.0 { 0.0 } else { self }
    }
    #[inline(always)]
    unsafe fn where_positive(self, condition: Self) -> Self {
        if condition > 0.0 { self } else { 0.0 }
    }
}

/// Four numbers on any machine; compilers turn them into its own registers.
#[derive(Clone, Copy)]
pub struct Portable([f32; 4]);

// SAFETY: plain arithmetic, on every machine.
unsafe impl Lanes for Portable {
    const COUNT: usize = 4;
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Portable([value; 4])
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        Portable(unsafe { from.cast::<[f32; 4]>().read_unaligned() })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe { to.cast::<[f32; 4]>().write_unaligned(self.0) }
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        Portable(std::array::from_fn(|i| self.0[i] + a.0[i] * b.0[i]))
    }
    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        Portable(std::array::from_fn(|i| self.0[i] + other.0[i]))
    }
    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        Portable(std::array::from_fn(|i| self.0[i] - other.0[i]))
    }
    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        Portable(std::array::from_fn(|i| self.0[i] * other.0[i]))
    }
    #[inline(always)]
    unsafe fn rectified(self) -> Self {
        Portable(self.0.map(|value| if value < 0.0 { 0.0 } else { value }))
    }
    #[inline(always)]
    unsafe fn where_positive(self, condition: Self) -> Self {
        Portable(std::array::from_fn(|i| if condition.0[i] > 0.0 { self.0[i] } else { 0.0 }))
    }
}

/// Two registers side by side.
#[derive(Clone, Copy, Debug)]
pub struct Pair<L>(L, L);

// SAFETY: what a register needs, for each of two.
unsafe impl<L: Lanes> Lanes for Pair<L> {
    const COUNT: usize = 2 * L::COUNT;
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        unsafe { Pair(L::splat(value), L::splat(value)) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        unsafe { Pair(L::load(from), L::load(from.add(L::COUNT))) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe {
            self.0.store(to);
            self.1.store(to.add(L::COUNT));
        }
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        unsafe { Pair(self.0.plus_product(a.0, b.0), self.1.plus_product(a.1, b.1)) }
    }
    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        unsafe { Pair(self.0.plus(other.0), self.1.plus(other.1)) }
    }
    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        unsafe { Pair(self.0.minus(other.0), self.1.minus(other.1)) }
    }
    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        unsafe { Pair(self.0.times(other.0), self.1.times(other.1)) }
    }
    #[inline(always)]
    unsafe fn rectified(self) -> Self {
        unsafe { Pair(self.0.rectified(), self.1.rectified()) }
    }
    #[inline(always)]
    unsafe fn where_positive(self, condition: Self) -> Self {
        unsafe { Pair(self.0.where_positive(condition.0), self.1.where_positive(condition.1)) }
    }
}

/// Eight numbers in an AVX register, with fused multiply-add.
#[cfg(target_arch = "x86_64")]
pub type Avx = std::arch::x86_64::__m256;

// SAFETY: used only where AVX2 and FMA were found.
#[cfg(target_arch = "x86_64")]
unsafe impl Lanes for Avx {
    const COUNT: usize = 8;
    // 12 sums of the 16 registers: two fused multiply-adds a cycle, each of 4 or 5 cycles, are
    // never waited for.
    const ROWS: usize = 6;
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        unsafe { std::arch::x86_64::_mm256_set1_ps(value) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        unsafe { std::arch::x86_64::_mm256_loadu_ps(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe { std::arch::x86_64::_mm256_storeu_ps(to, self) }
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        unsafe { std::arch::x86_64::_mm256_fmadd_ps(a, b, self) }
    }
    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        unsafe { std::arch::x86_64::_mm256_add_ps(self, other) }
    }
    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        unsafe { std::arch::x86_64::_mm256_sub_ps(self, other) }
    }
    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        unsafe { std::arch::x86_64::_mm256_mul_ps(self, other) }
    }
    #[inline(always)]
    unsafe fn rectified(self) -> Self {
        // The second operand where one is NaN.
        unsafe { std::arch::x86_64::_mm256_max_ps(Self::splat(0.0), self) }
    }
    #[inline(always)]
    unsafe fn where_positive(self, condition: Self) -> Self {
        use std::arch::x86_64::{_CMP_GT_OQ, _mm256_and_ps, _mm256_cmp_ps};
        unsafe { _mm256_and_ps(self, _mm256_cmp_ps::<_CMP_GT_OQ>(condition, Self::splat(0.0))) }
    }
}

/// Four numbers in a wasm SIMD register.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub type Simd128 = std::arch::wasm32::v128;

// SAFETY: the whole module is compiled with simd128.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
unsafe impl Lanes for Simd128 {
    const COUNT: usize = 4;
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        std::arch::wasm32::f32x4_splat(value)
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        unsafe { std::arch::wasm32::v128_load(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe { std::arch::wasm32::v128_store(to.cast(), self) }
    }
    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        std::arch::wasm32::f32x4_add(self, std::arch::wasm32::f32x4_mul(a, b))
    }
    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        std::arch::wasm32::f32x4_add(self, other)
    }
    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        std::arch::wasm32::f32x4_sub(self, other)
    }
    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        std::arch::wasm32::f32x4_mul(self, other)
    }
    #[inline(always)]
    unsafe fn rectified(self) -> Self {
        // The first operand unless it is less, so NaN stays.
        std::arch::wasm32::f32x4_pmax(self, std::arch::wasm32::f32x4_splat(0.0))
    }
    #[inline(always)]
    unsafe fn where_positive(self, condition: Self) -> Self {
        use std::arch::wasm32::{f32x4_gt, f32x4_splat, v128_and};
        v128_and(self, f32x4_gt(condition, f32x4_splat(0.0)))
    }
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

/// Runs a loop with the widest lanes that the machine has.
pub fn run_widest(kernel: impl Kernel) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: they were just found.
            return unsafe { run_avx(kernel) };
        }
    }
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    // SAFETY: the whole module is compiled with simd128.
    unsafe {
        kernel.run::<Simd128>()
    };
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    // SAFETY: plain arithmetic, on every machine.
    unsafe {
        kernel.run::<Portable>()
    };
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn run_avx(kernel: impl Kernel) {
    unsafe { kernel.run::<Avx>() }
}
