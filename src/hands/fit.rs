//! Fits the strengths of the hands to drawings by people.

use super::config::most;
use super::likeness::compare;
use super::{Differences, HandConfig};
use crate::sketch::Strokes;
use crate::{Code, Error, Result};

/// How often the strengths are corrected.
const ROUNDS: usize = 24;
/// The power of a correction: below 1, since a difference has more than one cause.
const POWER: f32 = 0.6;
/// The most that a strength changes in one round, as a factor.
const MOST_CHANGE: f32 = 1.5;
/// No strength falls below this, so that it can rise again.
const LEAST: f32 = 1e-3;
/// The last rounds, over which strengths are averaged.
const AVERAGED: usize = 8;

/// Strengths, and the mean differences that they lead to.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The strengths.
    pub config: HandConfig,
    /// The mean differences of people's drawings, in the order of [`HandConfig::strengths`].
    pub people: [f32; 12],
    /// Those of a person's drawing and a hand's version of it.
    pub hands: [f32; 12],
}

/// Fits the strengths to pairs of drawings of one thing by two people, so that a hand's version of the first drawing
/// differs from it as the second one does.
///
/// Each strength is multiplied, again and again, by a power of the ratio of the difference among people to that among
/// hands; see [`Differences`] for which belongs to which. The same pairs and seed give the same strengths.
///
/// *Errors*: `bad-data` if a difference applies to none of the pairs.
pub fn fit(pairs: &[(&Strokes, &Strokes)], seed: u64) -> Result<Fit> {
    let people = means(pairs.iter().map(|(a, b)| compare(a, b)))?;
    let hands_of = |config: &HandConfig, round: u64| {
        let hands = config.clone().check()?;
        let version = |(i, (a, _)): (usize, &(&Strokes, &Strokes))| {
            compare(a, &hands.hand(seed.wrapping_add(round), i as u64).draw(a, 0))
        };
        means(pairs.iter().enumerate().map(version))
    };
    let mut strengths = HandConfig::default().strengths().map(|(_, value)| value.max(LEAST));
    let mut sums = [0.0; 12];
    for round in 0..ROUNDS {
        let hands = hands_of(&HandConfig::from_strengths(strengths), round as u64)?;
        for (i, strength) in strengths.iter_mut().enumerate() {
            let change = (people[i] / hands[i].max(f32::MIN_POSITIVE)).powf(POWER);
            *strength *= change.clamp(1.0 / MOST_CHANGE, MOST_CHANGE);
            *strength = strength.clamp(LEAST, most(i));
            if round + AVERAGED >= ROUNDS {
                sums[i] += *strength / AVERAGED as f32;
            }
        }
    }
    let config = HandConfig::from_strengths(sums);
    let hands = hands_of(&config, ROUNDS as u64)?;
    Ok(Fit { config, people, hands })
}

/// The mean of each difference over the pairs that it applies to.
fn means(differences: impl Iterator<Item = Option<Differences>>) -> Result<[f32; 12]> {
    let mut sums = [(0.0_f64, 0_usize); 12];
    for Differences(values) in differences.flatten() {
        for ((sum, count), value) in sums.iter_mut().zip(values) {
            *sum += f64::from(value.unwrap_or_default());
            *count += usize::from(value.is_some());
        }
    }
    if sums.iter().any(|(_, count)| *count == 0) {
        return Err(Error::new(
            Code::BadData,
            "too few drawings, or too plain ones, to fit hands to",
        ));
    }
    Ok(sums.map(|(sum, count)| (sum / count as f64) as f32))
}
