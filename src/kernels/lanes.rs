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
}
