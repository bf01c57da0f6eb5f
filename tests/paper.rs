//! The paper's Omniglot table: `./build.sh paper DATA` writes it to `tests/fixtures/paper.json`
//! (`tests/reference/paper.mjs`), and has this file, with REGENERATE=1, print it in `docs/paper.md`.

#![cfg(feature = "cli")]

#[path = "common/readme.rs"]
mod readme;

use serde_json::Value;

fn percent(value: &Value) -> String {
    format!("{:.2} %", 100.0 * value.as_f64().expect("a figure is a number"))
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().expect("a text")
}

/// The part of `docs/paper.md`.
fn block(rows: &[Value]) -> String {
    let mut lines = vec![
        "| task | paper | here | trained for, of the paper's meta-iterations |".to_string(),
        "| --- | --- | --- | --- |".to_string(),
    ];
    lines.extend(rows.iter().map(|row| {
        format!(
            "| {} | {} | {} ± {} | {} of {} |",
            text(row, "row"),
            percent(&row["paper"]),
            percent(&row["accuracy"]),
            percent(&row["ci95"]),
            row["meta_iterations"],
            row["of"],
        )
    }));
    lines.push("\n```sh".to_string());
    for row in rows {
        let is_new = |key: &str| !lines.iter().any(|line| line == text(row, key));
        let new: Vec<&str> = ["train", "evaluate"].into_iter().filter(|key| is_new(key)).collect();
        lines.push(format!("# {}", text(row, "row")));
        new.into_iter().for_each(|key| lines.push(text(row, key).to_string()));
    }
    lines.push("```".to_string());
    lines.join("\n")
}

#[test]
fn the_page_of_the_paper_prints_its_table() {
    let table: Value = serde_json::from_str(include_str!("fixtures/paper.json")).unwrap();
    let rows = block(table["rows"].as_array().unwrap());
    readme::check("docs/paper.md", "paper", &rows, "./build.sh paper DATA");
}
