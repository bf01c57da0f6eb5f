//! The pages and the crate agree: about the settings of the sine waves, and about the measured figures.

#![cfg(feature = "cli")]

use reptile_sketch::sine::SineConfig;
use serde_json::{Value, json};

/// The attributes of the number fields of the page's sine waves, the first of each name.
fn fields() -> Vec<[Option<String>; 5]> {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/www/how.html")).unwrap();
    let mut fields: Vec<[Option<String>; 5]> = Vec::new();
    for tag in page.split("<input data-setting ").skip(1) {
        let tag = &tag[..tag.find('>').unwrap()];
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!("{name}=\""))?;
            Some(rest[..rest.find('"').unwrap()].to_string())
        };
        let field = ["name", "value", "min", "max", "step"].map(attribute);
        if fields.iter().all(|[name, ..]| *name != field[0]) && tag.contains("inputmode") {
            fields.push(field);
        }
    }
    fields
}

/// Whether the crate takes this value of one setting.
fn is_possible(name: &str, value: f64) -> bool {
    let value = if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
    let config = serde_json::from_value::<SineConfig>(json!({ name: value }));
    config.is_ok_and(|config| config.check().is_ok())
}

#[test]
fn the_pages_settings_start_at_the_defaults_and_end_where_the_crate_refuses() {
    let defaults = serde_json::to_value(SineConfig::default()).unwrap();
    let fields = fields();
    let sine: Vec<_> =
        fields.iter().filter(|[name, ..]| name.as_deref() != Some("b_steepness")).collect();
    assert_eq!(sine.len(), 5, "{fields:?}");
    for [name, value, min, max, step] in sine {
        let name = name.as_deref().unwrap();
        let number =
            |text: &Option<String>| text.as_deref().map(|text| text.parse::<f64>().unwrap());
        let (value, min, step) =
            (number(value).unwrap(), number(min).unwrap(), number(step).unwrap());
        let default =
            defaults[name].as_f64().unwrap_or_else(|| panic!("{name}: {:?}", Value::Null));
        assert!((value - default).abs() < 1e-6, "{name}: {value} on the page, {default} here");
        // HTML cannot say "above 0", so the least value itself may be refused.
        let smallest = if name == "meta_iterations" { 1.0 } else { step };
        assert!(is_possible(name, min) || is_possible(name, min + smallest), "{name} {min}");
        assert!(!is_possible(name, min - smallest), "{name} below {min}");
        if let Some(max) = number(max) {
            assert!(is_possible(name, max) && !is_possible(name, max + step), "{name} {max}");
        }
    }
}

/// `www/demo/measured.js`, from the figures.
fn measured(figures: &Value) -> String {
    let percent = |value: &Value| format!("{:.1}", 100.0 * value.as_f64().unwrap());
    let of_task = |name: &str| {
        let tasks = figures["tasks"].as_array().unwrap();
        let task = tasks.iter().find(|task| task["task"] == name);
        percent(&task.unwrap_or_else(|| panic!("no figure of {name}"))["accuracy"])
    };
    let starts = |name: &str| {
        let random = of_task(&format!("{name}, random weights"));
        format!("{{ reptile: {}, random: {random} }}", of_task(name))
    };
    let trained = |meta_iterations: u64| {
        let runs = figures["glyph_training"].as_array().unwrap();
        let run = runs
            .iter()
            .find(|run| run["where"] == "browser" && run["meta_iterations"] == meta_iterations);
        percent(&run.unwrap_or_else(|| panic!("no run of {meta_iterations}"))["accuracy"])
    };
    format!(
        "// @ts-check\n\n\
         /**\n \
         * Of a hundred drawings by people, so many are told right, of three with one example each: of the characters and\n \
         * the sketches that no training saw, and of those characters after a training in the page from nothing, and after\n \
         * one of ten times as many tasks. Written by `./build.sh figures DATA`; tests/page.rs holds it to\n \
         * tests/fixtures/figures.json.\n \
         */\n\
         export const MEASURED = {{\n  \
         characters: {},\n  \
         sketches: {},\n  \
         fromNothing: {{ first: {}, tenfold: {} }},\n\
         }};\n",
        starts("3-way 1-shot"),
        starts("sketches, 3-way 1-shot"),
        trained(600),
        trained(6000),
    )
}

#[test]
fn the_demo_says_of_people_what_was_measured() {
    let figures = serde_json::from_str(include_str!("fixtures/figures.json")).unwrap();
    let computed = measured(&figures);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/demo/measured.js");
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(path, &computed).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, computed, "run ./build.sh figures DATA");
}
