//! Learning curves of gradient combinations, and the methods on sine waves.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};

use serde_json::Value;

use crate::common::SYMBOLS;
use crate::world::World;

/// Two classes to learn on, two held out, three drawings each: a drawing of each class a
/// minibatch.
const SMALL: &str = "compare --data images --exclude held-out.txt --ways 2 --inner-batch 2 \
    --shots 1 --filters 4,4 --meta-iterations 6 --every 3 --episodes 5 --learning-rate 0.1 \
    --sine-meta-iterations 20 --sine-tasks 4 \
    --only-curves g1,g1+g2,(g1+g2)/2,g2,g1+g2+g3,g3,foml-shared-tail";

fn world(test: &str) -> World {
    let world = World::with_images(test);
    world.write("held-out.txt", SYMBOLS[..2].join("\n"));
    world
}

/// The command with other flags, each with a value, instead of its own or besides them.
fn small_with(flags: &str) -> String {
    let given: HashSet<&str> = flags.split_whitespace().step_by(2).collect();
    let own: Vec<&str> = SMALL.split_whitespace().collect();
    let mut command = vec![own[0]];
    for pair in own[1..].chunks(2).filter(|pair| !given.contains(pair[0])) {
        command.extend(pair);
    }
    format!("{} {flags}", command.join(" "))
}

#[track_caller]
fn compare(world: &World, flags: &str) -> Value {
    let stdout = world.succeed(&format!("{} --json", small_with(flags)));
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    serde_json::from_str(&stdout).unwrap()
}

#[test]
fn compare_prints_one_object_with_curves_claims_and_waves() {
    let object = compare(&world("compare-json"), "");
    assert_eq!(object["seed"], 0);
    assert_eq!(object["settings"]["meta_iterations"], 6);
    let curves = object["curves"].as_array().unwrap();
    assert_eq!(curves.len(), 7);
    assert_eq!(curves[2]["name"], "(g1+g2)/2");
    assert_eq!(curves[2]["label"], "(g₁ + g₂)/2");
    assert_eq!(curves[2]["gradients"], 2);
    assert_eq!(curves[2]["weights"], serde_json::json!([0.5, 0.5]));
    for curve in curves {
        let points = curve["points"].as_array().unwrap();
        let places: Vec<&Value> = points.iter().map(|point| &point["meta_iteration"]).collect();
        assert_eq!(places, [0, 3, 6]);
        assert!(points.iter().all(|point| {
            (0.0..=1.0).contains(&point["accuracy"].as_f64().unwrap()) && point["ci95"].is_f64()
        }));
        // Before the first meta-iteration all are the same.
        assert_eq!(points[0], curves[0]["points"][0]);
    }
    for claim in object["claims"].as_array().unwrap() {
        assert!(claim["claim"].is_string() && claim["holds"].is_boolean());
        assert!(claim["evidence"].is_string());
    }
    let methods = object["sine"]["methods"].as_array().unwrap();
    assert_eq!(methods.len(), 3);
    for method in methods {
        assert_eq!(method["loss"].as_array().unwrap().len(), 33);
        assert!(method["meta_iteration_us"].as_f64().unwrap() > 0.0);
    }
}

#[test]
fn the_curves_do_not_depend_on_the_threads() {
    let world = world("compare-threads");
    let figures = |threads| {
        let mut object = compare(&world, &format!("--threads {threads}"));
        let losses: Vec<Value> =
            (0..3).map(|i| object["sine"]["methods"][i]["loss"].take()).collect();
        (object["curves"].take(), losses)
    };
    assert_eq!(figures(1), figures(3));
}

/// Serial Reptile with plain gradient descent, by `train`; the accuracy by `evaluate`.
fn reptile_accuracy(world: &World, k: usize) -> f64 {
    world.succeed(&format!(
        "train --data images --exclude held-out.txt --out w.safetensors --commit none --ways 2 \
         --train-shots {k} --inner-batch 2 --inner-steps {k} --sgd --head learned \
         --learning-rate 0.1 --step-size 0.25 --meta-batch 1 --turn-classes --distortion 0 \
         --filters 4,4 --meta-iterations 6"
    ));
    let figures = world.evaluate(
        "--data images --only held-out.txt --weights w.safetensors --ways 2 --steps 5 --episodes 40",
    );
    figures["accuracy"].as_f64().unwrap()
}

#[test]
fn the_first_gradient_is_joint_training_and_a_sum_is_reptile() {
    let world = world("compare-reptile");
    let flags = "--only-curves g1,g1+g2 --episodes 40 --sine-meta-iterations 0";
    let object = compare(&world, flags);
    for k in [1, 2] {
        let accuracy = object["curves"][k - 1]["points"][2]["accuracy"].as_f64().unwrap();
        // Of the sums the last bit may differ, and so, seldom, an answer of 80.
        let expected = reptile_accuracy(&world, k);
        assert!((accuracy - expected).abs() < 0.02, "{k}: {accuracy} {expected}");
    }
}

#[test]
fn curves_that_are_interrupted_and_gone_on_with_are_the_same() {
    let flags = small_with("--out c.svg --every 1 --sine-meta-iterations 0") + " --json";
    let whole = world("compare-whole");
    let expected = whole.succeed(&flags);
    let halves = world("compare-halves");
    let mut child = halves.command(&flags).spawn().unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let said = stderr.lines().find(|line| line.as_ref().unwrap().starts_with("1 of 6"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(said.is_some() && halves.has("c.svg.checkpoint"));
    let resumed = halves.run(&format!("{flags} --resume c.svg.checkpoint"));
    assert_eq!(resumed.stdout, expected);
    assert!(!resumed.stderr.contains("1 of 6"), "{resumed:?}");
    assert!(!halves.has("c.svg.checkpoint"));
    assert_eq!(halves.read("c.svg"), whole.read("c.svg"));
}

#[test]
fn without_data_there_are_only_waves() {
    let world = World::empty("compare-waves");
    let flags = "--sine-meta-iterations 20 --sine-tasks 4 --json --out c.svg";
    let stdout = world.succeed(&format!("compare {flags}"));
    let object: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(object["curves"], serde_json::json!([]));
    assert_eq!(object["sine"]["tasks"], 4);
    world.fail("compare --sine-meta-iterations 0", "sine_meta_iterations");
}

#[test]
fn a_person_gets_a_table_and_a_figure() {
    let world = world("compare-table");
    let table = world.succeed(&small_with("--out c.svg"));
    for part in ["g1+g2 ", "first-order MAML", "us a meta-iteration", "more gradients in the sum"] {
        assert!(table.contains(part), "{table}");
    }
    let svg = String::from_utf8(world.read("c.svg")).unwrap();
    assert_well_formed(&svg);
    assert!(svg.contains("g₁ + g₂") && svg.contains("meta-iteration"), "{svg}");
}

/// Every element that is opened is closed in its turn, and the only root is `svg`.
fn assert_well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1).map(|rest| rest.split_once('>').expect("a whole tag").0) {
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap();
        match (tag.starts_with('/'), tag.ends_with('/') || tag.starts_with(['?', '!'])) {
            (true, _) => assert_eq!(open.pop(), Some(name)),
            (_, true) => (),
            _ => open.push(name),
        }
        assert!(open.is_empty() || open[0] == "svg");
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn what_cannot_be_compared_is_refused_by_name() {
    let world = world("compare-faults");
    for (flags, part) in [
        ("--only-curves g0", "combination"),
        ("--only-curves g1,g1", "the curve g1 is named twice"),
        ("--only-curves sum", "combination"),
        // Four minibatches of a drawing each, of three drawings.
        ("--only-curves g4", "train_shots"),
        ("--meta-iterations 0", "meta_iterations"),
        ("--every 0", "every"),
        ("--episodes 0", "episodes"),
        ("--ways 1", "ways"),
        ("--ways 3", "ways"),
        ("--shots 3", "shots"),
        ("--inner-batch 0", "train_shots"),
        ("--learning-rate 0", "learning_rate"),
        ("--learning-rate NaN", "learning_rate"),
        ("--step-size 2", "step_size"),
        ("--filters 0", "filters"),
        ("--eval-iters 101", "steps"),
        ("--eval-batch 0", "batch"),
        ("--threads 5000", "threads"),
        ("--sine-tasks 0", "sine_tasks"),
        ("--sine-step-sizes 0.1,0.1,2", "the sine waves: step_size is 2"),
        ("--sine-step-sizes 0.1,0.1", "sine_step_sizes"),
        ("--out nowhere/c.svg", "nowhere"),
        ("--resume nothing", "nothing"),
        ("--momentum 0.9", "--momentum"),
    ] {
        world.fail(&small_with(flags), part);
    }
    world.fail("compare --data images", "--exclude");
    world.fail("compare --exclude held-out.txt", "--data");
}

#[test]
fn curves_of_other_settings_or_data_are_not_gone_on_with() {
    let world = world("compare-other");
    let flags = "--only-curves g1 --out c.svg --sine-meta-iterations 0";
    let more = small_with(&format!("{flags} --meta-iterations 99999"));
    let mut child = world.command(&more).spawn().unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    assert!(stderr.lines().next().unwrap().unwrap().starts_with("0 of"));
    child.kill().unwrap();
    child.wait().unwrap();
    let resume = "--resume c.svg.checkpoint";
    world.fail(&format!("{} {resume}", small_with(flags)), "other settings");
    world.write("other.txt", SYMBOLS[1..3].join("\n"));
    world.fail(&format!("{} {resume}", more.replace("held-out", "other")), "other data");
    world.write("c.svg.checkpoint", "nonsense");
    world.fail(&format!("{more} {resume}"), "no checkpoint");
}
