//! The paper's Omniglot table: `./build.sh paper DATA` writes it to `tests/fixtures/paper.json`
//! (`tests/reference/paper.mjs`), and has this file, with REGENERATE=1, print it in the README.

#![cfg(feature = "cli")]

use std::path::Path;

use serde_json::Value;

const BEGIN: &str = "<!-- paper -->";
const END: &str = "<!-- /paper -->";

fn percent(value: &Value) -> String {
    format!("{:.2} %", 100.0 * value.as_f64().expect("a figure is a number"))
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().expect("a text")
}

/// The README's block, from one marker to the other.
fn block(rows: &[Value]) -> String {
    let mut lines = vec![
        BEGIN.to_string(),
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
    lines.push(END.to_string());
    lines.join("\n")
}

#[test]
fn the_readme_prints_the_papers_table() {
    let table: Value = serde_json::from_str(include_str!("fixtures/paper.json")).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("there is a README.md");
    let (before, rest) = readme.split_once(BEGIN).expect("the README has a place for the table");
    let (printed, after) = rest.split_once(END).expect("the place for the table has an end");
    let block = block(table["rows"].as_array().unwrap());
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(&path, format!("{before}{block}{after}")).unwrap();
        return;
    }
    assert_eq!(format!("{BEGIN}{printed}{END}"), block, "run ./build.sh paper DATA");
}
