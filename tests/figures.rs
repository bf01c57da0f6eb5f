//! The measured figures: `./build.sh figures DATA` writes them to `tests/fixtures/figures.json`
//! (`tests/browser/figures.mjs`), and has this file, with REGENERATE=1, print them in `docs/results.md`, and one of
//! them in the README.

#![cfg(feature = "cli")]

#[path = "common/readme.rs"]
mod readme;

use reptile_sketch::weights::{self, Weights};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn figures() -> Value {
    serde_json::from_str(include_str!("fixtures/figures.json")).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a figure is a number")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a name is a text")
}

fn percent(value: &Value) -> String {
    format!("{:.2} %", 100.0 * number(value))
}

/// The table in `docs/results.md`.
fn block(figures: &Value) -> String {
    let mut lines = vec![
        "| task | accuracy | calibration error | command |".to_string(),
        "| --- | --- | --- | --- |".to_string(),
    ];
    let tasks = figures["tasks"].as_array().unwrap();
    lines.extend(tasks.iter().map(row));
    lines.push(browser_row(&tasks[0], &figures["browser"]));
    lines.join("\n")
}

fn row(task: &Value) -> String {
    format!(
        "| {} | {} ± {} | {:.3} | `{}` |",
        text(&task["task"]),
        percent(&task["accuracy"]),
        percent(&task["ci95"]),
        number(&task["ece"]),
        text(&task["command"]),
    )
}

fn browser_row(task: &Value, browser: &Value) -> String {
    format!(
        "| {}, the same episodes in the browser | {} | | `./build.sh figures DATA`: {} of {} \
         answers differ, no probability by more than {:.0e} |",
        text(&task["task"]),
        percent(&browser["accuracy"]),
        browser["different_answers"],
        browser["answers"],
        up_to_one_digit(number(&browser["largest_difference"])),
    )
}

/// The table of families in `docs/results.md`.
fn family_block(figures: &Value) -> String {
    let mut lines = vec![
        "| family | ways | accuracy | called sure | sure, but wrong |".to_string(),
        "| --- | --- | --- | --- | --- |".to_string(),
    ];
    let families = figures["families"].as_array().unwrap();
    lines.extend(families.iter().map(|family| {
        format!(
            "| {} | {} | {} ± {} | {} | {} |",
            text(&family["family"]),
            family["ways"],
            percent(&family["accuracy"]),
            percent(&family["ci95"]),
            percent(&family["sure"]),
            percent(&family["sure_but_wrong"]),
        )
    }));
    lines.join("\n")
}

/// The table of training on made-up glyphs in `docs/results.md`.
fn training_block(figures: &Value) -> String {
    let mut lines = vec![
        "| trained | tasks | accuracy | command |".to_string(),
        "| --- | --- | --- | --- |".to_string(),
    ];
    let runs = figures["glyph_training"].as_array().unwrap();
    lines.extend(runs.iter().map(|run| {
        let (place, command) = match text(&run["where"]) {
            "native" => ("by the command line", format!("`{}`", text(&run["command"]))),
            _ => ("on the demo page", "*Start from nothing*, with seed 0".to_string()),
        };
        let tasks = 4 * run["meta_iterations"].as_u64().unwrap();
        let accuracy = format!("{} ± {}", percent(&run["accuracy"]), percent(&run["ci95"]));
        format!("| {place} | {tasks} | {accuracy} | {command} |")
    }));
    lines.push(format!("\nEach is measured by `{}`.", text(&runs[0]["evaluation"])));
    lines.join("\n")
}

/// The README's sentence, of the task that the demo is.
fn headline(task: &Value) -> String {
    assert_eq!(text(&task["task"]), "3-way 1-shot");
    format!(
        "Of drawings of 172 characters that training did not see, with three classes and one example of each, \
         **{} ± {}** are classified right.",
        percent(&task["accuracy"]),
        percent(&task["ci95"])
    )
}

/// The least number of one digit that is not less.
fn up_to_one_digit(value: f64) -> f64 {
    let unit = 10_f64.powf(value.max(f64::MIN_POSITIVE).log10().floor());
    (value / unit).ceil() * unit
}

#[test]
fn the_figures_are_those_of_the_embedded_weights() {
    let digest = Sha256::digest(weights::pretrained_file());
    let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(text(&figures()["weights"]), sha256, "run ./build.sh figures DATA");
}

#[test]
fn the_accuracy_in_the_weights_header_is_measured_again_to_the_digit() {
    let provenance = Weights::pretrained().provenance;
    let accuracy = provenance.accuracy.expect("the header has an accuracy");
    // By the way of the figures' own parser, which may round the last digit in another way.
    let accuracy: Value = serde_json::from_str(&accuracy.to_string()).unwrap();
    assert_eq!(figures()["tasks"][0]["accuracy"], accuracy);
}

#[test]
fn the_results_page_and_the_readme_print_the_figures() {
    let (figures, command) = (figures(), "./build.sh figures DATA");
    readme::check("docs/results.md", "figures", &block(&figures), command);
    readme::check("docs/results.md", "families", &family_block(&figures), command);
    readme::check("docs/results.md", "glyph-training", &training_block(&figures), command);
    readme::check("README.md", "accuracy", &headline(&figures["tasks"][0]), command);
}
