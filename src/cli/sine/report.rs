//! What `sine` prints.

use serde_json::{Value, json};

use super::{Initialization, Outcome};

/// A line of the table is printed for every so many steps.
const STEPS_A_ROW: usize = 8;

/// The loss on the fixed curve, in the words of the post's script.
pub fn progress(meta_iteration: usize, loss: f32) -> String {
    format!("iteration {meta_iteration:>7}   loss on plotted curve {loss:.3}")
}

/// After how many steps there is a line: none, every eighth, and the last.
pub fn rows(initialization: &Initialization) -> Vec<usize> {
    let last = initialization.losses.len() - 1;
    (0..last).step_by(STEPS_A_ROW).chain([last]).collect()
}

/// The table for people.
pub fn table(outcome: &Outcome, tasks: usize) -> String {
    let mut lines = vec![
        String::new(),
        format!("mean squared error over {tasks} held-out tasks, with its 95 % interval"),
        format!("steps  {:<18}{:<18}{}", "Reptile", "random", "joint training"),
    ];
    let [reptile, ..] = &outcome.initializations;
    lines.extend(rows(reptile).into_iter().map(|step| {
        let cells = outcome.initializations.iter().map(|from| {
            let loss = from.losses[step];
            format!("{:<18}", format!("{:.4} ± {:.4}", loss.mean, loss.ci95))
        });
        format!("{step:>5}  {}", cells.collect::<String>().trim_end())
    }));
    lines.push(format!(
        "\nReptile {:.2} s, joint training {:.2} s, evaluation {:.2} s",
        outcome.reptile_s, outcome.joint_s, outcome.evaluation_s
    ));
    lines.join("\n")
}

/// All of it for programs.
pub fn json(outcome: &Outcome, tasks: usize) -> Value {
    let config = outcome.sine.config();
    let curve = outcome
        .curve
        .iter()
        .map(|(meta_iteration, loss)| json!({ "meta_iteration": meta_iteration, "loss": loss }));
    let table = |from: &Initialization| -> Value {
        let row = |step: usize| {
            let loss = from.losses[step];
            json!({ "steps": step, "mean": loss.mean, "ci95": loss.ci95 })
        };
        rows(from).into_iter().map(row).collect()
    };
    let tables = outcome.initializations.iter().map(|from| (from.name.to_string(), table(from)));
    let mut settings = serde_json::to_value(config).expect("settings are JSON");
    settings["joint_meta_iterations"] = outcome.joint.meta_iterations.into();
    json!({
        "seed": config.seed,
        "settings": settings,
        "tasks": tasks,
        "curve": curve.collect::<Value>(),
        "table": tables.collect::<serde_json::Map<_, _>>(),
        "elapsed_s": {
            "reptile": outcome.reptile_s,
            "joint": outcome.joint_s,
            "evaluation": outcome.evaluation_s,
        },
    })
}
