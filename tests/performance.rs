//! How fast it is: `./build.sh bench` writes it to `tests/fixtures/performance.json`
//! (`tests/browser/bench/readme.mjs`), and has this file, with REGENERATE=1, print it in the README.

#![cfg(feature = "cli")]

#[path = "common/readme.rs"]
mod readme;

use serde_json::Value;

/// A table with some keys of the rows as columns.
fn table(rows: &Value, columns: &[(&str, &str)]) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let cell = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
    let mut lines = vec![
        line(columns.iter().map(|(_, title)| title.to_string()).collect()),
        line(vec!["---".to_string(); columns.len()]),
    ];
    let rows = rows.as_array().expect("rows");
    lines.extend(
        rows.iter().map(|row| line(columns.iter().map(|(key, _)| cell(&row[*key])).collect())),
    );
    lines.join("\n")
}

/// The README's part.
fn block(performance: &Value) -> String {
    let ours = [
        ("what", "adapt to three drawings, classify a fourth"),
        ("note", ""),
        ("median_ms", "median, ms"),
        ("min_ms", "fastest, ms"),
        ("of_peak", "of the best SIMD peak"),
        ("of_peak_of_its_round", "of the peak in the same round"),
        ("convolutions_of_peak_of_their_round", "convolutions alone"),
    ];
    let engines = [
        ("engine", "the first of these jobs"),
        ("median_ms", "median, ms"),
        ("ratio", "times ours in the same run"),
    ];
    let aims = [("what", ""), ("aim", "aimed at"), ("measured", "measured")];
    [
        performance["machine"].as_str().expect("a text").to_string(),
        table(&performance["ours"], &ours),
        table(&performance["engines"], &engines),
        table(&performance["aims"], &aims),
    ]
    .join("\n\n")
}

#[test]
fn the_readme_prints_what_was_measured() {
    let performance = serde_json::from_str(include_str!("fixtures/performance.json")).unwrap();
    readme::check("performance", &format!("\n{}\n", block(&performance)), "./build.sh bench");
}
