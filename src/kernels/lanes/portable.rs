//! Plain numbers, which every machine has, and registers in pairs.

use super::Lanes;

// SAFETY: plain arithmetic, on every machine.
unsafe impl Lanes for f32 {
    const COUNT: usize = 1;
    // Only for what is left over; browsers have to load the code.
    const SUMS: usize = if cfg!(target_arch = "wasm32") { 1 } else { 8 };
    type Narrower = f32;
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
#[allow(dead_code)] // As said where it is passed on.
pub struct Portable([f32; 4]);

// SAFETY: plain arithmetic, on every machine.
unsafe impl Lanes for Portable {
    const COUNT: usize = 4;
    // Of 16 registers, as most machines have.
    const SUMS: usize = 8;
    type Narrower = f32;
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
    const SUMS: usize = L::SUMS / 2;
    type Narrower = L;
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
