//! Random numbers of bounded size.

use rand::{Rng, RngExt};

/// A number around 0 with a standard deviation, nearly normal but at most 3.47 deviations away: the sum of four
/// uniform ones.
pub fn around_zero(rng: &mut impl Rng, deviation: f32) -> f32 {
    let sum: f32 = (0..4).map(|_| rng.random::<f32>()).sum();
    // The variance of a uniform number is 1/12, so that of the sum is 1/3.
    (sum - 2.0) * 3.0_f32.sqrt() * deviation
}

/// Whether something with this chance happens.
pub fn happens(rng: &mut impl Rng, chance: f32) -> bool {
    rng.random::<f32>() < chance
}

/// One of `0..count`.
pub fn one_of(rng: &mut impl Rng, count: usize) -> usize {
    rng.random_range(0..count as u32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn numbers_have_the_deviation_and_the_bound() {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let numbers: Vec<f32> = (0..20_000).map(|_| around_zero(&mut rng, 2.0)).collect();
        let variance = numbers.iter().map(|n| n * n).sum::<f32>() / numbers.len() as f32;
        assert!((variance.sqrt() - 2.0).abs() < 0.05, "{variance}");
        assert!(numbers.iter().all(|n| n.abs() <= 2.0 * 3.47));
    }
}
