//! Vectors that need no instructions of their own, and pairs of vectors.

use super::Vector;

/// `N` numbers in an array; compilers turn its loops into what instructions there are.
#[derive(Clone, Copy)]
pub struct Portable<const N: usize>([f32; N]);

impl<const N: usize> Portable<N> {
    #[inline(always)]
    fn map2(self, other: Self, of: impl Fn(f32, f32) -> f32) -> Self {
        Portable(std::array::from_fn(|i| of(self.0[i], other.0[i])))
    }
}

impl<const N: usize> Vector for Portable<N> {
    const LEN: usize = N;
    // Half of the 16 registers that most machines have. In wasm single numbers are for left-over columns only, and one
    // row at a time keeps the code small.
    const ACCUMULATORS: usize = if N == 1 && cfg!(target_arch = "wasm32") { 1 } else { 8 };
    type Token = ();
    type Narrower = Portable<1>;

    #[inline(always)]
    fn narrower((): ()) {}

    #[inline(always)]
    fn splat((): (), value: f32) -> Self {
        Portable([value; N])
    }

    #[inline(always)]
    unsafe fn load_ptr((): (), from: *const f32) -> Self {
        // SAFETY: the caller knows the pointer.
        Portable(unsafe { from.cast::<[f32; N]>().read_unaligned() })
    }

    #[inline(always)]
    unsafe fn store_ptr(self, to: *mut f32) {
        // SAFETY: the caller knows the pointer.
        unsafe { to.cast::<[f32; N]>().write_unaligned(self.0) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.map2(other, |a, b| a + b)
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.map2(other, |a, b| a - b)
    }

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.map2(other, |a, b| a * b)
    }

    #[inline(always)]
    fn mul_add(self, factor: Self, term: Self) -> Self {
        self.mul(factor).add(term)
    }

    #[inline(always)]
    fn relu(self) -> Self {
        // Not `max`, which would turn NaN into 0 and hide it.
        Portable(self.0.map(|value| if value < 0.0 { 0.0 } else { value }))
    }

    #[inline(always)]
    fn select_positive(self, condition: Self) -> Self {
        self.map2(condition, |value, condition| if condition > 0.0 { value } else { 0.0 })
    }
}

/// Two vectors side by side.
#[derive(Clone, Copy)]
pub struct Pair<V>(V, V);

impl<V: Vector> Vector for Pair<V> {
    const LEN: usize = 2 * V::LEN;
    const ACCUMULATORS: usize = V::ACCUMULATORS / 2;
    type Token = V::Token;
    type Narrower = V;

    #[inline(always)]
    fn narrower(token: Self::Token) -> Self::Token {
        token
    }

    #[inline(always)]
    fn splat(token: Self::Token, value: f32) -> Self {
        Pair(V::splat(token, value), V::splat(token, value))
    }

    #[inline(always)]
    unsafe fn load_ptr(token: Self::Token, from: *const f32) -> Self {
        // SAFETY: the caller knows the pointer to the numbers of both.
        unsafe { Pair(V::load_ptr(token, from), V::load_ptr(token, from.add(V::LEN))) }
    }

    #[inline(always)]
    unsafe fn store_ptr(self, to: *mut f32) {
        // SAFETY: as above.
        unsafe {
            self.0.store_ptr(to);
            self.1.store_ptr(to.add(V::LEN));
        }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Pair(self.0.add(other.0), self.1.add(other.1))
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Pair(self.0.sub(other.0), self.1.sub(other.1))
    }

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Pair(self.0.mul(other.0), self.1.mul(other.1))
    }

    #[inline(always)]
    fn mul_add(self, factor: Self, term: Self) -> Self {
        Pair(self.0.mul_add(factor.0, term.0), self.1.mul_add(factor.1, term.1))
    }

    #[inline(always)]
    fn relu(self) -> Self {
        Pair(self.0.relu(), self.1.relu())
    }

    #[inline(always)]
    fn select_positive(self, condition: Self) -> Self {
        Pair(self.0.select_positive(condition.0), self.1.select_positive(condition.1))
    }
}
