//! `reptile-sketch sine`.

use serde_json::Value;

use crate::world::World;

/// Small enough for a test.
const SMALL: &str = "sine --hidden 16,16 --tasks 30 --steps 12 --meta-iterations 60";

fn json(stdout: &str) -> Value {
    let mut object: Value = serde_json::from_str(stdout).unwrap();
    for part in ["reptile", "joint", "evaluation"] {
        assert!(object["elapsed_s"][part].as_f64().unwrap() > 0.0);
    }
    object["elapsed_s"].take();
    object
}

#[test]
fn sine_prints_one_object_with_settings_curve_and_tables() {
    let world = World::empty("sine-json");
    let object = json(&world.succeed(&format!("{SMALL} --seed 4 --k 3 --json")));
    assert_eq!(object["seed"], 4);
    assert_eq!(object["tasks"], 30);
    let settings = &object["settings"];
    assert_eq!(settings["inner_steps"], 3);
    assert_eq!(settings["joint_meta_iterations"], 180);
    assert_eq!(settings["hidden"], serde_json::json!([16, 16]));
    let curve = object["curve"].as_array().unwrap();
    let iterations: Vec<_> = curve.iter().map(|point| &point["meta_iteration"]).collect();
    assert_eq!(iterations, [1, 60]);
    assert!(curve.iter().all(|point| point["loss"].as_f64().unwrap() > 0.0));
    for from in ["reptile", "random", "joint"] {
        let rows = object["table"][from].as_array().unwrap();
        let steps: Vec<_> = rows.iter().map(|row| &row["steps"]).collect();
        assert_eq!(steps, [0, 8, 12]);
        for row in rows {
            assert!(row["mean"].as_f64().unwrap() > 0.0 && row["ci95"].as_f64().unwrap() > 0.0);
        }
    }
}

#[test]
fn the_answer_is_the_same_for_any_number_of_threads_and_another_for_another_seed() {
    let world = World::empty("sine-threads");
    let run = |threads: &str, seed: usize| {
        let mut command = world.command(&format!("{SMALL} --seed {seed} --json"));
        let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        json(&String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run("1", 0), run("3", 0));
    assert_ne!(run("1", 0)["table"], run("1", 1)["table"]);
}

#[test]
fn sine_tells_the_loss_on_the_way_and_draws_both_charts() {
    let world = World::empty("sine-plot");
    let text = world
        .succeed("sine --hidden 16,16 --tasks 30 --steps 12 --meta-iterations 2100 --out fit.svg");
    let on_the_way = text.lines().filter(|line| line.contains("loss on plotted curve"));
    let iterations: Vec<&str> =
        on_the_way.map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    assert_eq!(iterations, ["1", "1000", "2000", "2100"]);
    assert!(text.contains("joint training"), "{text}");
    let svg = String::from_utf8(world.read("fit.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    for name in
        ["after 0 steps", "after 8 steps", "after 12 steps", "true", "reptile", "random", "joint"]
    {
        assert!(svg.contains(name), "no {name}");
    }
    assert!(!svg.contains("NaN"));
}

#[test]
fn charts_do_not_go_under_the_name_of_another_picture() {
    let world = World::empty("png");
    for command in ["sine", "compare"] {
        world.fail(&format!("{command} --out curves.PNG"), "a name that ends in .svg");
    }
}

#[test]
fn settings_of_sine_out_of_range_are_named() {
    let world = World::empty("sine-faults");
    for (flag, part) in [
        ("--batch 51", "batch"),
        ("--shots 51", "shots"),
        ("--inner-steps 0", "inner_steps"),
        ("--meta-iterations 0", "meta_iterations"),
        ("--learning-rate NaN", "learning_rate"),
        ("--step-size 2", "step_size"),
        ("--hidden 0", "hidden"),
        ("--activation step", "--activation"),
        ("--tasks 0", "tasks"),
        ("--steps 0", "steps"),
        ("--out missing/fit.svg", "missing/fit.svg"),
    ] {
        world.fail(&format!("sine {flag}"), part);
    }
}

#[test]
fn a_training_that_diverges_names_the_place_and_ends_with_status_2() {
    let world = World::empty("sine-diverges");
    for part in ["meta-iteration 0, task 0: ", " at step ", "(diverged)"] {
        world.fail("sine --learning-rate 10 --k 30 --json", part);
    }
    // Five steps are too few for that; the 32 on the fixed curve are not.
    for part in ["meta-iteration 0, the fixed curve: ", " at step ", "(diverged)"] {
        world.fail("sine --learning-rate 10 --json", part);
    }
}
