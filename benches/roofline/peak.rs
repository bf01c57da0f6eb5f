//! What one thread of the machine could do at best: multiply-adds in registers, and numbers that come
//! from the second cache and go back there.

/// Independent sums: two multiply-adds a cycle, each of 4 or 5 cycles, are never waited for. As many
/// with AVX-512, whatever the machine has behind it.
const CHAINS: usize = 12;
/// Multiply-adds of each sum in one call.
const ROUNDS: usize = 50_000;
/// The values of each of two buffers: beyond the nearest cache, within the next.
const BUFFER: usize = 32 * 1024;

/// A loop that does one thing as fast as the machine can.
pub struct Peak {
    from: Vec<f32>,
    to: Vec<f32>,
}

impl Peak {
    pub fn new() -> Self {
        Peak { from: vec![1.0; BUFFER], to: vec![0.0; BUFFER] }
    }

    /// Multiply-adds and nothing else; returns how many, and a sum that no compiler leaves out.
    pub fn multiply_add(&self) -> (usize, f32) {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the machine has it.
            return (CHAINS * ROUNDS * 16, unsafe { avx512::multiply_add() });
        } else if has_avx2() {
            // SAFETY: the machine has both features.
            return (CHAINS * ROUNDS * 8, unsafe { avx2::multiply_add() });
        }
        (CHAINS * ROUNDS * 4, multiply_add())
    }

    /// Adds one buffer to the other; returns the bytes that were read and written.
    pub fn stream(&mut self) -> usize {
        let (to, from) = (&mut self.to, &self.from);
        #[cfg(target_arch = "x86_64")]
        if has_avx2() {
            // SAFETY: the machine has both features.
            unsafe { avx2::add(to, from) };
            return 3 * size_of_val(from.as_slice());
        }
        add(to, from);
        3 * size_of_val(from.as_slice())
    }

    /// The instructions that are measured.
    pub fn instructions() -> &'static str {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx512f") {
            return "AVX-512";
        } else if has_avx2() {
            return "AVX2 and FMA";
        }
        "what every machine of this kind has"
    }
}

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
}

fn multiply_add() -> f32 {
    let mut sums: [[f32; 4]; CHAINS] = std::array::from_fn(|i| [i as f32; 4]);
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            *sum = sum.map(|value| value * 0.999 + 0.001);
        }
    }
    sums.into_iter().flatten().sum()
}

#[inline(always)]
fn add(to: &mut [f32], from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{CHAINS, ROUNDS};
    use std::arch::x86_64::{_mm256_add_ps, _mm256_cvtss_f32, _mm256_fmadd_ps, _mm256_set1_ps};

    #[target_feature(enable = "avx2,fma")]
    pub fn multiply_add() -> f32 {
        let (factor, term) = (_mm256_set1_ps(0.999), _mm256_set1_ps(0.001));
        let mut sums: [_; CHAINS] = std::array::from_fn(|i| _mm256_set1_ps(i as f32));
        for _ in 0..ROUNDS {
            for sum in &mut sums {
                *sum = _mm256_fmadd_ps(*sum, factor, term);
            }
        }
        _mm256_cvtss_f32(sums.into_iter().fold(term, |all, sum| _mm256_add_ps(all, sum)))
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn add(to: &mut [f32], from: &[f32]) {
        super::add(to, from);
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use super::{CHAINS, ROUNDS};
    use std::arch::x86_64::{_mm512_add_ps, _mm512_cvtss_f32, _mm512_fmadd_ps, _mm512_set1_ps};

    #[target_feature(enable = "avx512f")]
    pub fn multiply_add() -> f32 {
        let (factor, term) = (_mm512_set1_ps(0.999), _mm512_set1_ps(0.001));
        let mut sums: [_; CHAINS] = std::array::from_fn(|i| _mm512_set1_ps(i as f32));
        for _ in 0..ROUNDS {
            for sum in &mut sums {
                *sum = _mm512_fmadd_ps(*sum, factor, term);
            }
        }
        _mm512_cvtss_f32(sums.into_iter().fold(term, |all, sum| _mm512_add_ps(all, sum)))
    }
}
