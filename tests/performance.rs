//! How fast it is: `./build.sh bench` writes it to `tests/fixtures/performance.json`
//! (`tests/browser/bench/performance.mjs`), and has this file, with REGENERATE=1, print it in `docs/speed.md`, and one
//! figure of it in the README.

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

/// The part of `docs/speed.md`.
fn block(performance: &Value) -> String {
    let ours = [
        ("what", "adapt to three drawings, classify a fourth"),
        ("note", ""),
        ("median_ms", "median, ms"),
        ("min_ms", "fastest, ms"),
        ("of_peak", "of the best SIMD peak"),
        ("of_peak_of_its_round", "of the peak in the same round"),
        ("convolutions_of_peak_of_their_round", "convolutions alone"),
        ("date", "measured on"),
    ];
    let engines = [
        ("engine", "the first of these jobs"),
        ("median_ms", "median, ms"),
        ("ratio", "times ours in the same run"),
        ("date", "measured on"),
    ];
    let aims =
        [("what", ""), ("aim", "aimed at"), ("measured", "measured"), ("date", "measured on")];
    let machines = performance["machines"].as_object().expect("a machine for each day");
    let machines = machines
        .iter()
        .map(|(day, machine)| format!("* {day}: {}", machine.as_str().expect("a text")));
    [
        machines.collect::<Vec<_>>().join("\n"),
        table(&performance["ours"], &ours),
        table(&performance["engines"], &engines),
        table(&performance["aims"], &aims),
    ]
    .join("\n\n")
}

/// The README's sentence, of the job that the demo does.
fn headline(performance: &Value) -> String {
    let rows = performance["ours"].as_array().expect("rows");
    let is_the_demo = |row: &&Value| row["note"] == "the embedded weights";
    let row = rows.iter().find(is_the_demo).expect("the embedded weights are measured");
    let steps = row["what"].as_str().and_then(|what| what.rsplit(", ").next()).expect("its steps");
    let day = row["date"].as_str().expect("a day");
    let machine = performance["machines"][day].as_str().expect("a text").split("; ");
    let machine: Vec<&str> =
        machine.filter(|part| !part.starts_with("PyTorch")).chain([day]).collect();
    format!(
        "Learning from three drawings in {steps} and classifying a fourth takes **{} ms** in a browser \
         (the median; {}).",
        row["median_ms"],
        machine.join(", "),
    )
}

#[test]
fn the_page_of_speed_and_the_readme_print_what_was_measured() {
    let performance = serde_json::from_str(include_str!("fixtures/performance.json")).unwrap();
    let (block, command) = (format!("\n{}\n", block(&performance)), "./build.sh bench");
    readme::check("docs/speed.md", "performance", &block, command);
    readme::check("README.md", "speed", &headline(&performance), command);
}
