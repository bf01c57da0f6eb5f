//! Random numbers that are the same in every version of the crate.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The key is the seed, the stream is the episode: streams of one key never overlap.
pub(super) fn generator(seed: u64, number: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut random = ChaCha8Rng::from_seed(key);
    random.set_stream(number);
    random
}

/// Takes one of the values out, each with the same probability.
pub(super) fn take(random: &mut ChaCha8Rng, left: &mut Vec<usize>) -> usize {
    let index = below(left.len() as u32, || random.next_u32());
    left.swap_remove(index as usize)
}

/// A number below `bound`, each with the same probability, from uniform 32-bit numbers.
///
/// Ours, because `rand` may change how its ranges use a generator, and a published figure should
/// stay the same. *Source*: Lemire, Fast random integer generation in an interval, 2019,
/// algorithm 5.
fn below(bound: u32, mut next: impl FnMut() -> u32) -> u32 {
    let threshold = bound.wrapping_neg() % bound;
    loop {
        let product = u64::from(next()) * u64::from(bound);
        if product as u32 >= threshold {
            return (product >> 32) as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_below_a_bound_rejects_what_would_favour_some() {
        // 2^32 mod 3 is 1: the product 0 is the one to reject.
        let mut numbers = [0, u32::MAX].into_iter();
        assert_eq!(below(3, || numbers.next().unwrap()), 2);
        assert_eq!(below(1, || 0), 0);
    }
}
