//! The committed learning curves, `www/how/combinations.json`: what `reptile-sketch compare --json`
//! printed. With REGENERATE=1 this file prints them in `docs/results.md`.

#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

#[path = "common/readme.rs"]
mod readme;

use std::path::Path;

use serde_json::Value;

/// None in a package, which has no page.
fn comparison() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/how/combinations.json");
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).expect("the curves are JSON"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// The accuracies of the curve of a name.
fn accuracies(comparison: &Value, name: &str) -> Vec<f64> {
    let curve = list(&comparison["curves"]).iter().find(|curve| curve["name"] == name);
    let points = list(&curve.unwrap_or_else(|| panic!("no curve {name}"))["points"]);
    points.iter().map(|point| number(&point["accuracy"])).collect()
}

#[test]
fn the_committed_curves_have_what_a_page_draws() {
    let Some(comparison) = comparison() else { return };
    assert!(text(&comparison["command"]).starts_with("reptile-sketch compare "));
    assert!(comparison["seed"].is_u64() && comparison["settings"].is_object());
    let curves = list(&comparison["curves"]);
    let total = number(&comparison["settings"]["meta_iterations"]);
    for curve in curves {
        let gradients = number(&curve["gradients"]) as usize;
        assert_eq!(list(&curve["weights"]).len(), gradients);
        assert_eq!(list(&curve["minibatches"]).len(), gradients);
        assert!(!text(&curve["label"]).is_empty());
        let points = list(&curve["points"]);
        assert!((20..=30).contains(&points.len()), "{}", points.len());
        let places: Vec<f64> = points.iter().map(|p| number(&p["meta_iteration"])).collect();
        assert!(places.is_sorted() && places[0] == 0.0 && places.ends_with(&[total]));
        assert!(points.iter().all(|p| (0.0..=1.0).contains(&number(&p["accuracy"]))));
        assert!(points.iter().all(|p| number(&p["ci95"]) > 0.0));
        // All start from the same parameters.
        assert_eq!(points[0], curves[0]["points"][0]);
    }
    for k in 1..=4 {
        accuracies(&comparison, &format!("g{k}"));
    }
}

#[test]
fn the_committed_claims_are_judged_by_their_own_curves() {
    let Some(comparison) = comparison() else { return };
    let claims = list(&comparison["claims"]);
    assert!(claims.len() >= 8, "{claims:?}");
    for claim in claims {
        let differences = list(&claim["differences"]);
        for difference in differences {
            let mean = |name: &Value| {
                let learned = accuracies(&comparison, text(name))[1..].to_vec();
                learned.iter().sum::<f64>() / learned.len() as f64
            };
            let expected = mean(&difference["better"]) - mean(&difference["worse"]);
            assert!((number(&difference["mean"]) - expected).abs() < 2e-4, "{difference}");
        }
        let mut clear = differences.iter().map(|d| number(&d["mean"]) > number(&d["ci95"]));
        if !differences.is_empty() {
            assert_eq!(claim["holds"], clear.all(|clear| clear), "{claim}");
        }
    }
    let end = |name: &str| *accuracies(&comparison, name).last().unwrap();
    let start = accuracies(&comparison, "g1")[0];
    assert!(text(&claims[0]["claim"]).starts_with("g1 alone"));
    assert_eq!(claims[0]["holds"], end("g1") - start < 0.2 * (end("g1+g2+g3+g4") - start));
    let methods = list(&comparison["sine"]["methods"]);
    let us = |i: usize| number(&methods[i]["meta_iteration_us"]);
    assert_eq!(claims[claims.len() - 1]["holds"], us(2) > us(1));
    let cost = number(&comparison["sine"]["second_order_cost"]);
    assert!((cost - us(2) / us(1)).abs() < 2e-4);
}

/// The part of `docs/results.md`.
fn block(comparison: &Value) -> String {
    let percent = |value: &Value| format!("{:.1} %", 100.0 * number(value));
    let mut lines = vec![
        format!("`{}`:", text(&comparison["command"])),
        String::new(),
        "| outer gradient | accuracy half way | at the end |".to_string(),
        "| --- | --- | --- |".to_string(),
    ];
    for curve in list(&comparison["curves"]) {
        let points = list(&curve["points"]);
        let shown = |p: &Value| format!("{} ± {}", percent(&p["accuracy"]), percent(&p["ci95"]));
        let (middle, end) = (shown(&points[points.len() / 2]), shown(&points[points.len() - 1]));
        lines.push(format!("| {} | {middle} | {end} |", text(&curve["label"])));
    }
    lines.extend([String::new(), "| claim | holds here | figures |".into()]);
    lines.push("| --- | --- | --- |".into());
    for claim in list(&comparison["claims"]) {
        let holds = if claim["holds"] == true { "yes" } else { "no" };
        lines.push(format!(
            "| {} | {holds} | {} |",
            text(&claim["claim"]),
            text(&claim["evidence"])
        ));
    }
    lines.push(String::new());
    lines.extend(waves(&comparison["sine"]));
    lines.join("\n")
}

fn waves(sine: &Value) -> Vec<String> {
    let mut lines = vec![
        "| sine waves | outer step | error before | after 8 steps | after 32 | us a meta-iteration |"
            .to_string(),
        "| --- | --- | --- | --- | --- | --- |".to_string(),
    ];
    for method in list(&sine["methods"]) {
        let loss = |step: usize| {
            format!("{:.3} ± {:.3}", number(&method["loss"][step]), number(&method["ci95"][step]))
        };
        lines.push(format!(
            "| {} | {} | {} | {} | {} | {} |",
            text(&method["name"]),
            method["step_size"],
            loss(0),
            loss(8),
            loss(32),
            method["meta_iteration_us"]
        ));
    }
    lines
}

#[test]
fn the_results_page_prints_the_committed_comparison() {
    let Some(comparison) = comparison() else { return };
    let command = "REGENERATE=1 cargo test --test compare";
    readme::check("docs/results.md", "compare", &block(&comparison), command);
}
