//! Settings as the flags that give them, from the definition that reads the flags.

use std::path::Path;

use clap::{Arg, Args, Command};
use serde::Serialize;
use serde_json::Value;

use super::output::shell_word;

/// The flags that give these settings, in the order of the fields, each with a space before it.
///
/// Every setting is named, so that the line means the same when a default changes; but for those in
/// `unless_default`, switches that are off, and what another one stands in for.
pub fn flags<S: Args + Serialize>(settings: &S, unless_default: &[&str]) -> String {
    let command = S::augment_args(Command::new(""));
    // By way of text, so that an f32 keeps its short form: 0.001, not 0.0010000000474974513.
    let json = serde_json::to_string(settings).expect("settings are JSON");
    let values: Value = serde_json::from_str(&json).expect("it was written a moment ago");
    let given =
        |arg: &&Arg| !matches!(values[arg.get_id().as_str()], Value::Null | Value::Bool(false));
    let stands_in = |arg: &Arg| {
        let replaced = |other: &Arg| {
            command.get_arg_conflicts_with(other).iter().any(|a| a.get_id() == arg.get_id())
        };
        command.get_arguments().filter(given).any(replaced)
    };
    let mut line = String::new();
    for arg in command.get_arguments().filter(given).filter(|arg| !stands_in(arg)) {
        let text = text(&values[arg.get_id().as_str()]);
        let id = arg.get_id().as_str();
        let is_default = || arg.get_default_values().iter().any(|default| *default == *text);
        if unless_default.contains(&id) && is_default() {
            continue;
        }
        line += &format!(" --{}", arg.get_long().expect("all are long flags"));
        if values[id] != Value::Bool(true) && !text.is_empty() {
            line += &format!(" {}", shell_word(&text));
        }
    }
    line
}

/// A value as it is written on the command line.
fn text(value: &Value) -> String {
    match value {
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(","),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_u64() {
            Some(whole) => whole.to_string(),
            None => number.as_f64().expect("f64 holds every f32").to_string(),
        },
        _ => String::new(),
    }
}

/// A file's name, quoted if a shell needs it.
pub fn file_name(path: &Path) -> String {
    shell_word(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{HeadKind, Settings};

    #[test]
    fn a_line_names_every_setting_but_what_is_off_or_replaced() {
        let line = flags(&Settings::default(), &["network", "head", "prior_weight"]);
        let expected = " --seed 0 --meta-iterations 30000 --meta-batch 4 --step-size 1 \
                        --step-size-final 0 --inner-steps 5 --learning-rate 0.001 \
                        --head-learning-rate 8 --ways 10 --drawings-per-step 2 \
                        --filters 32,32,32,32 --norm batch";
        assert_eq!(line, expected);
        let (train_shots, inner_batch) = (Some(3), Some(6));
        let head = HeadKind::Learned;
        let settings =
            Settings { train_shots, inner_batch, head, sgd: true, ..Settings::default() };
        let line = flags(&settings, &["network", "head", "prior_weight"]);
        assert!(line.contains(" --train-shots 3 --inner-batch 6 --filters"), "{line}");
        assert!(line.ends_with(" --norm batch --head learned --sgd"), "{line}");
    }
}
