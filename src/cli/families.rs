//! `evaluate --families`: how well symbols are told from those that are most like them.

use serde::Serialize;

use super::output::print_line;
use crate::Result;
use crate::data::{EpisodeConfig, sha256};
use crate::training::{Figures, Measurement, Protocol, families, measure};
use crate::weights::Confidence;

/// Of a larger family, an episode takes so many symbols.
const MOST_WAYS: usize = 5;

/// The figures of one family; shares are of all answers.
#[derive(Serialize)]
struct Record {
    family: &'static str,
    symbols: usize,
    ways: usize,
    accuracy: f64,
    ci95: f64,
    sure: f64,
    sure_but_wrong: f64,
}

/// Measures a weights file on every family, and prints a table or a JSON object.
pub fn run(
    file: &[u8],
    size: EpisodeConfig,
    episodes: usize,
    seed: u64,
    protocol: Protocol,
    json: bool,
) -> Result<()> {
    let mut records = Vec::new();
    for (family, pool) in families() {
        let symbols = pool.classes().len();
        let ways = symbols.min(MOST_WAYS);
        let source = EpisodeConfig { ways, ..size }.check(&pool)?;
        let measurement = Measurement { source, episodes, seed, protocol };
        let figures = measure(file, &measurement)?;
        let [sure, sure_but_wrong] = sure(&figures);
        let (accuracy, ci95) = (figures.evaluation.accuracy, figures.evaluation.ci95);
        records.push(Record { family, symbols, ways, accuracy, ci95, sure, sure_but_wrong });
    }
    if json {
        let object = serde_json::json!({ "families": records, "weights": sha256(file) });
        return print_line(&object.to_string());
    }
    let heading =
        "family      symbols  ways  accuracy           sure     sure but wrong".to_string();
    let lines = records.iter().map(|record| {
        let [accuracy, ci95, sure, wrong] =
            [record.accuracy, record.ci95, record.sure, record.sure_but_wrong].map(|v| 100.0 * v);
        let Record { family, symbols, ways, .. } = record;
        format!(
            "{family:<10}  {symbols:>7}  {ways:>4}  {accuracy:6.2} % ± {ci95:.2} %  {sure:5.1} %  {wrong:13.2} %"
        )
    });
    print_line(&[heading].into_iter().chain(lines).collect::<Vec<_>>().join("\n"))
}

/// The shares of the answers that are called sure, and of those that are and are wrong.
fn sure(figures: &Figures) -> [f64; 2] {
    let answers = || figures.outcomes.iter().flat_map(|outcome| &outcome.answers);
    let sure = answers().filter(|(answer, _)| answer.confidence == Confidence::Sure);
    let wrong = sure.clone().filter(|(answer, truth)| {
        let top = answer.probabilities.iter().fold(0.0_f32, |top, &p| top.max(p));
        answer.probabilities[*truth] < top
    });
    [sure.count(), wrong.count()].map(|count| count as f64 / answers().count() as f64)
}
