//! `evaluate`: what it prints, and that its figures are those of its data.

use serde_json::Value;

use crate::common::SYMBOLS;
use crate::world::{World, png, sha256, zip_of};

/// The figures without those that no two runs have in common.
fn without_times(mut figures: Value) -> Value {
    let object = figures.as_object_mut().unwrap();
    assert!(object.remove("adapt_ms").unwrap().as_f64().unwrap() > 0.0);
    assert!(object.remove("classify_ms").unwrap().as_f64().unwrap() > 0.0);
    figures
}

#[test]
fn json_is_one_object_with_every_key_of_the_contract_and_nothing_else() {
    let world = World::with_images("json");
    let outcome = world.run("evaluate --data images --episodes 20 --json");
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    assert!(outcome.stderr.ends_with("4 classes, 12 drawings\n"), "{}", outcome.stderr);
    assert_eq!(outcome.stdout.lines().count(), 1);
    let figures: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let mut keys: Vec<&str> = figures.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "accuracy",
            "adapt_ms",
            "ci95",
            "classify_ms",
            "ece",
            "episodes",
            "nll",
            "none_auroc",
            "queries",
            "shots",
            "steps",
            "ways",
            "weights",
        ]
    );
    for (key, value) in [("episodes", 20), ("ways", 3), ("shots", 1), ("queries", 1)] {
        assert_eq!(figures[key], value);
    }
    for key in ["accuracy", "ci95", "ece", "none_auroc"] {
        assert!((0.0..=1.0).contains(&figures[key].as_f64().unwrap()), "{figures}");
    }
    let embedded = reptile_sketch::weights::pretrained_file();
    assert_eq!(figures["weights"], sha256(embedded));
    assert_eq!(figures["steps"], reptile_sketch::weights::read(embedded).unwrap().adapt.steps);
}

#[test]
fn symbols_of_another_hand_are_mostly_known() {
    let world = World::with_strokes("symbols");
    world.write("images/heart/1.png", png("crescent", 0));
    world.write("images/heart/2.png", png("crescent", 1));
    let figures = world.evaluate("--data images --strokes strokes.json --episodes 200 --ways 5");
    assert!(figures["accuracy"].as_f64().unwrap() > 0.9, "{figures}");
    assert!(figures["none_auroc"].as_f64().unwrap() > 0.8, "{figures}");
}

#[test]
fn random_weights_are_those_of_the_seed_and_know_less() {
    let world = World::empty("random-init");
    let run = "--glyphs 60 --episodes 40 --ways 5";
    let random = world.evaluate(&format!("{run} --init random"));
    let again = world.evaluate(&format!("{run} --init random"));
    assert_eq!(without_times(random.clone()), without_times(again));
    assert_eq!(random["init"], "random");
    let other = world.evaluate(&format!("{run} --init random --seed 1"));
    assert_ne!(random["nll"], other["nll"]);
    let pretrained = world.evaluate(run);
    let accuracy = |figures: &Value| figures["accuracy"].as_f64().unwrap();
    assert!(accuracy(&random) < accuracy(&pretrained) - 0.05, "{random} {pretrained}");
    assert!(accuracy(&random) > 0.3, "{random}");
}

#[test]
fn without_a_step_the_accuracy_is_that_of_chance() {
    let world = World::with_images("chance");
    let figures = world.evaluate("--data images --episodes 20 --steps 0 --ways 4 --queries 2");
    assert_eq!(figures["accuracy"], 0.25);
    assert_eq!(figures["ci95"], 0.0);
    assert_eq!(figures["steps"], 0);
    assert!((figures["nll"].as_f64().unwrap() - 4_f64.ln()).abs() < 1e-6);
    // All classes are in every episode, so that no drawing is of none.
    assert_eq!(figures["none_auroc"], Value::Null);
}

#[test]
fn a_zip_and_its_folder_and_a_second_run_give_the_same_figures() {
    let world = World::with_images("zip");
    let entry = |(name, hand): (&str, usize)| (format!("{name}/{hand}.png"), png(name, hand));
    let drawings = SYMBOLS[..4].iter().flat_map(|name| (0..3).map(move |hand| (*name, hand)));
    world.write("images.zip", zip_of(&drawings.map(entry).collect::<Vec<_>>()));
    let run =
        |arguments: &str| without_times(world.evaluate(&format!("{arguments} --episodes 30")));
    let figures = run("--data images --seed 5");
    assert_eq!(figures, run("--data images --seed 5"));
    assert_eq!(figures, run("--data images.zip --seed 5"));
    assert_ne!(figures, run("--data images --seed 6"));
}

#[test]
fn turned_classes_are_classes_of_their_own() {
    let world = World::with_images("turned");
    let figures = world.evaluate("--data images --episodes 20 --ways 16 --turn-classes");
    assert!((0.4..1.0).contains(&figures["accuracy"].as_f64().unwrap()), "{figures}");
    let outcome = world.run("evaluate --data images --episodes 20 --ways 16");
    assert!(outcome.stderr.contains("ways is 16, but the data has only 4 classes"), "{outcome:?}");
}

#[test]
fn the_transductive_setting_and_every_perturbation_change_the_figures() {
    let world = World::with_images("perturb");
    let run = |arguments: &str| {
        without_times(
            world.evaluate(&format!("--data images --episodes 30 --queries 2 {arguments}")),
        )
    };
    let mut seen = vec![run("")];
    for changed in [
        "--transductive",
        "--perturb rotate",
        "--perturb shear",
        "--perturb stretch",
        "--perturb thin",
        "--perturb thick",
        "--perturb shift",
        "--shots 1 --steps 2",
    ] {
        let figures = run(changed);
        assert!(figures["accuracy"].as_f64().unwrap() > 0.5, "{changed}: {figures}");
        assert!(!seen.contains(&figures), "{changed}: {figures}");
        seen.push(figures);
    }
}

#[test]
fn strokes_are_known_as_other_devices_give_them() {
    let world = World::with_strokes("devices");
    let run = |arguments: &str| {
        let evaluate = format!("--strokes strokes.json --episodes 60 --ways 5 {arguments}");
        without_times(world.evaluate(&evaluate))
    };
    let plain = run("");
    for device in ["mouse", "touch", "scale", "pen"] {
        let figures = run(&format!("--perturb {device}"));
        let loss = plain["accuracy"].as_f64().unwrap() - figures["accuracy"].as_f64().unwrap();
        assert!(loss < 0.05, "{device}: {figures}");
        assert_ne!(figures["nll"], plain["nll"], "{device}");
        assert_eq!(figures, run(&format!("--perturb {device}")), "{device}");
    }
    let images = World::with_images("no-strokes");
    images.fail("evaluate --data images --episodes 2 --perturb mouse", "strokes");
}

#[test]
fn only_the_classes_of_a_list_or_all_but_them_are_used() {
    let world = World::with_strokes("lists");
    world.write("list.txt", SYMBOLS[..17].join("\n"));
    let run =
        |flag: &str| world.run(&format!("evaluate --strokes strokes.json {flag} --episodes 5"));
    assert_eq!(run("--only list.txt --ways 17").status, Some(0));
    assert_eq!(run("--only list.txt --ways 18").status, Some(2));
    assert_eq!(run("--exclude list.txt --ways 3").status, Some(0));
    assert_eq!(run("--exclude list.txt --ways 4").status, Some(2));
}

#[test]
fn chalk_is_known_as_well_as_ink() {
    let world = World::with_images("chalk");
    for name in &SYMBOLS[..4] {
        for hand in 0..3 {
            let image = image::load_from_memory(&png(name, hand)).unwrap();
            let mut image = image.into_luma8();
            image.iter_mut().for_each(|v| *v = 255 - *v);
            let mut bytes = std::io::Cursor::new(Vec::new());
            image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
            world.write(&format!("chalk/{name}/{hand}.png"), bytes.into_inner());
        }
    }
    let figures = |arguments: &str| {
        without_times(world.evaluate(&format!("--data {arguments} --episodes 30")))
    };
    let expected = figures("images");
    assert_eq!(figures("chalk"), expected);
    assert_eq!(figures("chalk --polarity light-ink"), expected);
    assert_ne!(figures("chalk --polarity dark-ink"), expected);
    let outcome = world.run("evaluate --data chalk --episodes 2");
    assert!(outcome.stderr.contains("chalk: 12 images, light ink on dark paper"), "{outcome:?}");
}

#[test]
fn without_json_the_figures_are_for_people() {
    let world = World::with_images("people");
    let text = world.succeed("evaluate --data images --episodes 5");
    for part in ["3-way 1-shot", "5 episodes", "accuracy", "nll", "ms"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn the_answers_name_the_drawings_and_give_their_probabilities() {
    let world = World::with_images("answers");
    world.succeed("evaluate --data images --episodes 4 --queries 2 --answers answers.json");
    let answers: Value = serde_json::from_slice(&world.read("answers.json")).unwrap();
    let episodes = answers["episodes"].as_array().unwrap();
    assert_eq!(episodes.len(), 4);
    for episode in episodes {
        let names =
            |of: &str| -> Vec<Vec<String>> { serde_json::from_value(episode[of].clone()).unwrap() };
        let (support, query) = (names("support"), names("query"));
        assert_eq!((support.len(), support[0].len()), (3, 1));
        assert_eq!((query.len(), query[0].len()), (3, 2));
        for (support, query) in support.iter().zip(&query) {
            assert!(!query.contains(&support[0]), "{support:?} {query:?}");
        }
        let rows: Vec<Vec<f64>> = serde_json::from_value(episode["probabilities"].clone()).unwrap();
        assert_eq!(rows.len(), 6);
        assert!(rows.iter().all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 1e-5));
    }
}

#[test]
fn fixed_runs_print_the_error_of_each_run() {
    let world = World::empty("runs");
    let mut entries = Vec::new();
    for (run, names) in [("run01", &SYMBOLS[..3]), ("run02", &SYMBOLS[3..6])] {
        let mut labels = String::new();
        for (i, name) in names.iter().enumerate() {
            entries.push((format!("{run}/training/class{i}.png"), png(name, 0)));
            entries.push((format!("{run}/test/item{i}.png"), png(name, 1)));
            labels += &format!("{run}/test/item{i}.png {run}/training/class{i}.png\n");
        }
        entries.push((format!("{run}/class_labels.txt"), labels.into_bytes()));
    }
    world.write("all_runs.zip", zip_of(&entries));
    let outcome = world.run("evaluate --runs all_runs.zip --json");
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    for (line, run) in lines.iter().zip(["run01", "run02"]) {
        assert!(line.starts_with(&format!("{run}: error ")) && line.ends_with(" %"), "{line}");
    }
    let figures: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((&figures["episodes"], &figures["ways"]), (&2.into(), &3.into()));
    assert_eq!((&figures["shots"], &figures["queries"]), (&1.into(), &1.into()));
    assert!(figures["accuracy"].as_f64().unwrap() > 0.8, "{figures}");
}

#[test]
fn families_are_told_apart_or_doubted() {
    let world = World::empty("families");
    let figures = world.evaluate("--families --episodes 60 --seed 1");
    let families = figures["families"].as_array().unwrap();
    let names: Vec<&str> = families.iter().map(|f| f["family"].as_str().unwrap()).collect();
    assert_eq!(names, ["digits", "capitals", "arrows", "faces", "shapes", "b, d, p, q", "crosses"]);
    for family in families {
        let number = |key: &str| family[key].as_f64().unwrap();
        // One example of a face does not say what of it counts; an answer that may be wrong must say so.
        let is_known = number("accuracy") > 0.94 && number("sure") > 0.8;
        assert!(is_known || family["family"] == "faces", "{family}");
        assert!(number("sure_but_wrong") < 0.06, "{family}");
    }
    let outcome = world.run("evaluate --families --episodes 5");
    assert!(outcome.stdout.contains("faces "), "{outcome:?}");
    world.fail("evaluate --families --ways 4", "--ways");
}
