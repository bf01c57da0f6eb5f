//! What the paper and the post claim about the curves, checked on ours.

use super::records::{Claim, CurveRecord, Difference, round};
use crate::meta::Interval;

/// The largest share of the longest sum's gain that still counts as "next to nothing".
const NEXT_TO_NOTHING: f64 = 0.2;

/// The claims that these curves can say something about.
pub fn claims(curves: &[CurveRecord]) -> Vec<Claim> {
    let named = |name: &str| curves.iter().find(|curve| curve.name == name);
    let sum = |k: usize| (1..=k).map(|i| format!("g{i}")).collect::<Vec<_>>().join("+");
    let sums: Vec<&CurveRecord> = (1..=4).filter_map(|k| named(&sum(k))).collect();
    let lasts: Vec<&CurveRecord> = (1..=4).filter_map(|k| named(&format!("g{k}"))).collect();
    let mut claims = Vec::new();
    if let (Some(g1), Some(most)) = (named("g1"), sums.last().filter(|most| most.gradients > 1)) {
        claims.push(learns_next_to_nothing(g1, most));
    }
    for k in 2..=4 {
        if let (Some(sum), Some(last)) = (named(&sum(k)), named(&format!("g{k}"))) {
            claims.push(beats(sum, last));
        }
    }
    let rows = [("more gradients in the sum", sums), ("a later last gradient", lasts)];
    for (what, row) in rows {
        if row.len() > 2 {
            let pairs = row.windows(2).map(|pair| difference(pair[1], pair[0]));
            claims.push(by_differences(format!("{what} learns faster"), pairs.collect()));
        }
    }
    if let (Some(separate), Some(shared)) = (named("foml-separate-tail"), named("foml-shared-tail"))
    {
        claims.push(beats(separate, shared));
    }
    claims
}

/// Judged by how much each gains over the start, which is the same for both.
fn learns_next_to_nothing(g1: &CurveRecord, most: &CurveRecord) -> Claim {
    let end = |curve: &CurveRecord| curve.points[curve.points.len() - 1].accuracy;
    let from = g1.points[0].accuracy;
    let (most_end, g1_end, name) = (end(most), end(g1), &most.name);
    Claim {
        claim: format!("g1 alone learns next to nothing: under a fifth of what {name} gains"),
        holds: g1_end - from < NEXT_TO_NOTHING * (most_end - from),
        evidence: format!("from {from:.4} g1 goes to {g1_end:.4}, {name} to {most_end:.4}"),
        differences: Vec::new(),
    }
}

fn beats(better: &CurveRecord, worse: &CurveRecord) -> Claim {
    let claim = format!("{} beats {}", better.name, worse.name);
    by_differences(claim, vec![difference(better, worse)])
}

fn by_differences(claim: String, differences: Vec<Difference>) -> Claim {
    let shown = |Difference { better, worse, mean, ci95 }: &Difference| {
        format!("{better} {mean:+.4} ± {ci95:.4} over {worse}")
    };
    let evidence: Vec<String> = differences.iter().map(shown).collect();
    let holds = differences.iter().all(|difference| difference.mean > difference.ci95);
    let evidence = format!("mean over the curve: {}", evidence.join(", "));
    Claim { claim, holds, evidence, differences }
}

fn difference(better: &CurveRecord, worse: &CurveRecord) -> Difference {
    let episodes = better.episodes.iter().zip(&worse.episodes);
    let Interval { mean, ci95 } = Interval::of(&episodes.map(|(a, b)| a - b).collect::<Vec<_>>());
    let (better, worse) = (better.name.clone(), worse.name.clone());
    Difference { better, worse, mean: round(mean), ci95: round(ci95) }
}

#[cfg(test)]
mod tests {
    use super::super::curve::Curve;
    use super::super::records::Point;
    use super::*;

    /// A curve from 0.2 to an accuracy in one step, measured on two episodes.
    fn curve(name: &str, end: f64) -> CurveRecord {
        let point = |meta_iteration, accuracy| Point { meta_iteration, accuracy, ci95: 0.0 };
        let points = vec![point(0, 0.2), point(10, end)];
        let uneven = if name == "g2" { 0.05 } else { 0.0 };
        let episodes = vec![end - uneven, end + uneven];
        CurveRecord::new(&name.parse::<Curve>().unwrap(), points, episodes)
    }

    fn verdicts(curves: &[(&str, f64)]) -> Vec<bool> {
        let curves: Vec<CurveRecord> = curves.iter().map(|(name, end)| curve(name, *end)).collect();
        claims(&curves).iter().map(|claim| claim.holds).collect()
    }

    #[test]
    fn a_claim_holds_by_the_figures_and_only_by_them() {
        let with = |g1, sum, last| verdicts(&[("g1", g1), ("g1+g2", sum), ("g2", last)]);
        assert_eq!(with(0.22, 0.8, 0.6), [true, true]);
        assert_eq!(with(0.35, 0.8, 0.6), [false, true]);
        assert_eq!(with(0.2, 0.6, 0.8), [true, false]);
        // Within the interval, 1.96 times 0.05.
        assert_eq!(with(0.2, 0.69, 0.6), [true, false]);
        assert_eq!(with(0.2, 0.71, 0.6), [true, true]);
    }

    #[test]
    fn more_gradients_are_faster_if_each_is() {
        let sums = |ends: [f64; 3]| {
            verdicts(&[("g1", ends[0]), ("g1+g2", ends[1]), ("g1+g2+g3", ends[2])])
        };
        assert_eq!(sums([0.2, 0.5, 0.7])[1..], [true]);
        assert_eq!(sums([0.2, 0.7, 0.5])[1..], [false]);
    }

    #[test]
    fn curves_that_are_not_there_claim_nothing() {
        assert!(verdicts(&[("g1", 0.2)]).is_empty());
        assert_eq!(verdicts(&[("foml-shared-tail", 0.5), ("foml-separate-tail", 0.9)]), [true]);
    }
}
