//! What a user can give wrong: status 2, and one line on stderr that says what.

use reptile_sketch::weights;

use crate::common::SYMBOLS;
use crate::world::{World, png, zip_of};

/// A training run that would be over in a moment.
const TRAIN: &str = "train --strokes strokes.json --out w.safetensors --commit none \
    --filters 4,4 --meta-iterations 2 --meta-batch 2 --ways 3";

#[test]
fn help_and_version_are_no_faults() {
    let world = World::empty("help");
    for (arguments, part) in [
        ("--help", "evaluate"),
        ("evaluate --help", "--transductive"),
        ("train --help", "--meta-iterations"),
        ("--version", env!("CARGO_PKG_VERSION")),
    ] {
        let text = world.succeed(arguments);
        assert!(text.contains(part), "{arguments}: {text}");
    }
}

#[test]
fn a_flag_or_a_command_that_does_not_exist_is_named() {
    let world = World::with_images("flags");
    world.fail("evaluate --data images --colour red", "--colour");
    world.fail("evaluate --data images --way 3", "a similar argument exists: '--ways'");
    world.fail("learn --data images", "learn");
    world.fail("inspct images", "a similar subcommand exists: 'inspect'");
    world.fail("train --data images --out a --momentum 0.9", "--momentum");
}

#[test]
fn what_is_missing_from_a_command_is_named() {
    let world = World::with_images("missing");
    world.fail("evaluate", "--data");
    world.fail("evaluate --ways 3 --json", "--data");
    world.fail("train --out w.safetensors", "--data");
    world.fail("train --data images", "--out");
    world.fail("evaluate --data", "--data");
    world.fail("", "evaluate");
}

#[test]
fn a_number_that_is_none_is_named() {
    let world = World::with_images("numbers");
    for flag in ["--seed=nine", "--seed=-1", "--ways=2.5", "--episodes=x", "--steps=-3"] {
        world.fail(&format!("evaluate --data images {flag}"), flag.split('=').next().unwrap());
    }
}

#[test]
fn data_that_cannot_be_read_is_named() {
    let world = World::with_images("data");
    world.write("text.zip", "this is no zip");
    world.write("bad.zip", zip_of(&[("a/1.png".into(), b"this is no PNG".to_vec())]));
    world.write("cut/a/1.png", &png("cross", 0)[..200]);
    world.write("blank.json", r#"{"a": [[]]}"#);
    world.write("bad.json", r#"{"a": [[[[1, 2], [3]]]]}"#);
    world.write("nothing/notes.txt", "no image");
    world.fail("evaluate --data missing.zip", "missing.zip");
    world.fail("evaluate --data images missing", "missing");
    world.fail("evaluate --data image", "there is images");
    world.fail("evaluate --data images --only tex.zip", "there is text.zip");
    world.fail("inspect imagse", "there is images");
    world.fail("evaluate --data images --weights blank.jsn", "there is blank.json");
    world.fail("evaluate --data text.zip", "text.zip");
    world.fail("evaluate --data bad.zip", "bad.zip/a/1.png");
    world.fail("evaluate --data cut", "cut/a/1.png");
    world.fail("evaluate --data nothing", "nothing");
    world.fail("evaluate --strokes blank.json", "blank.json");
    world.fail("evaluate --strokes bad.json", "bad.json");
    world.fail("evaluate --strokes missing.json", "missing.json");
    world.fail("evaluate --data images --only missing.txt", "missing.txt");
    world.fail("evaluate --runs missing.zip", "missing.zip");
    world.fail("evaluate --runs bad.zip", "bad.zip");
}

#[test]
fn data_that_is_too_little_is_an_error_that_says_what_is_missing() {
    let world = World::with_images("little");
    world.fail("evaluate --data images --ways 50", "ways is 50");
    world.fail("evaluate --data images --shots 3 --queries 1", "has only 3 drawings");
    world.fail("evaluate --data images --ways 1", "ways");
    world.fail("evaluate --data images --shots 0", "shots");
    world.fail("evaluate --data images --queries 0", "queries");
    world.fail("evaluate --data images --episodes 0", "episodes");
    world.write("flat/hook_1.png", png("hook", 0));
    world.write("flat/cross_1.png", png("cross", 0));
    world.fail("evaluate --data flat", "only 1 classes: the images of one folder are one class");
    world.write("images/alone/1.png", png("hook", 0));
    world.fail("evaluate --data images", "alone");
}

#[test]
fn more_than_twenty_classes_are_more_than_a_classifier_can_tell() {
    let world = World::with_strokes("ways");
    world.write("images/a/1.png", png("hook", 0));
    world.write("images/a/2.png", png("hook", 1));
    world.fail("evaluate --strokes strokes.json --data images --ways 21", "21");
    world.succeed("evaluate --strokes strokes.json --data images --ways 20 --episodes 1");
}

#[test]
fn weights_that_are_none_are_named() {
    let world = World::with_images("weights");
    let mut file = reptile_sketch::weights::pretrained_file().to_vec();
    world.write("cut.safetensors", &file[..9000]);
    file[9000] ^= 4;
    world.write("flipped.safetensors", &file);
    world.write("empty.safetensors", "");
    for name in ["missing", "cut", "flipped", "empty"] {
        let part = match name {
            "missing" => "missing.safetensors",
            _ => "bad-weights",
        };
        world.fail(&format!("evaluate --data images --weights {name}.safetensors"), part);
    }
}

#[test]
fn settings_of_an_evaluation_out_of_range_are_named() {
    let world = World::with_images("settings");
    world.fail("evaluate --data images --perturb blur", "blur");
    world.fail("evaluate --data images --steps 101", "101");
    world.fail("evaluate --data images --runs images", "--runs");
}

#[test]
fn settings_of_a_training_out_of_range_are_named() {
    let world = World::with_strokes("training");
    for (flag, part) in [
        ("--meta-iterations 0", "meta_iterations"),
        ("--meta-batch 0", "meta_batch"),
        ("--step-size 0", "step_size"),
        ("--step-size NaN", "step_size"),
        ("--step-size-final 2", "step_size_final"),
        ("--learning-rate NaN", "learning_rate"),
        ("--learning-rate=-1", "learning_rate"),
        ("--learning-rate inf", "learning_rate"),
        ("--head-learning-rate 0", "head_learning_rate"),
        ("--ways 1", "ways"),
        ("--ways 21", "ways"),
        ("--drawings-per-step 0", "drawings_per_step"),
        ("--drawings-per-step 4", "drawings_per_step"),
        ("--inner-steps 0", "inner_steps"),
        ("--inner-steps 101", "steps"),
        ("--distortion NaN", "distortion"),
        ("--distortion=-1", "distortion"),
        ("--filters 0", "filters"),
        ("--filters 4,0,4", "filters"),
        ("--filters 4,four", "--filters"),
        ("--filters 1,1,1,1,1,1,1,1,1", "filters"),
        ("--norm layer", "--norm"),
    ] {
        // A flag given twice would be refused for that.
        let name = flag.split([' ', '=']).next().unwrap();
        let (before, after) = TRAIN.split_once(name).unwrap_or((TRAIN, ""));
        let after = after.trim_start().split_once(' ').map_or("", |(_, after)| after);
        world.fail(&format!("{before} {after} {flag}"), part);
    }
    // As help shows it, and as files have it.
    for filters in ["4 4", "4,4"] {
        world.succeed(&TRAIN.replace("4,4", filters).replace("w.saf", "f.saf"));
    }
    // Whatever the data has: nobody could use the weights.
    world.fail(
        &TRAIN.replace("--ways 3", "--head learned --ways 21"),
        "ways is 21; it must be from 2 to 20 for a learned head",
    );
    assert!(!world.has("w.safetensors"));
}

#[test]
fn a_list_that_holds_out_too_few_classes_is_refused_before_training() {
    let world = World::with_strokes("held-out");
    world.write("two.txt", SYMBOLS[..2].join("\n"));
    world.fail(&format!("{TRAIN} --exclude two.txt"), "2 classes");
    world.write("unknown.txt", "a heart");
    world.fail(&format!("{TRAIN} --exclude unknown.txt"), "unknown.txt");
}

#[test]
fn a_file_that_cannot_be_written_is_refused_before_training() {
    let world = World::with_strokes("out");
    let train = TRAIN.replace("w.safetensors", "missing/w.safetensors");
    world.fail(&train, "missing/w.safetensors");
}

#[test]
fn a_file_that_is_something_else_is_called_what_it_is() {
    let world = World::with_images("else");
    world.write("a.zip", zip_of(&[("a/1.png".into(), png("cross", 0))]));
    world.write("w.safetensors", weights::pretrained_file());
    world.write("strokes.json", crate::common::DRAWINGS);
    let header = br#"{"__metadata__":{"reptile-sketch checkpoint":"{}"}}"#;
    world.write("c.checkpoint", [&(header.len() as u64).to_le_bytes()[..], header].concat());
    for (arguments, part) in [
        ("evaluate --data images --weights a.zip", "a.zip is no weights file: it is a zip"),
        ("evaluate --data images --weights c.checkpoint", "it is a checkpoint: --resume"),
        ("evaluate --data images --weights strokes.json", "it is a stroke file"),
        ("evaluate --data w.safetensors", "w.safetensors: it is a weights file"),
        ("evaluate --strokes c.checkpoint", "c.checkpoint: it is a checkpoint"),
        ("evaluate --data images --only a.zip", "a.zip is no list of classes: it is a zip"),
        (
            "train --data images --ways 2 --out o --resume w.safetensors",
            "is no checkpoint: it is a weights file",
        ),
    ] {
        world.fail(arguments, part);
    }
    let mut damaged = weights::pretrained_file().to_vec();
    damaged[9000] ^= 1;
    world.write("damaged.safetensors", damaged);
    world.fail("evaluate --data images --weights damaged.safetensors", "damaged.safetensors: ");
}

#[test]
fn a_huge_count_is_an_error() {
    let world = World::with_images("huge");
    for count in ["1000000000000000000", "18446744073709551615"] {
        for (arguments, field) in [
            ("evaluate --data images --ways", "ways"),
            ("evaluate --data images --ways 2 --episodes", "episodes"),
            ("train --data images --ways 2 --out o --meta-iterations", "meta_iterations"),
            ("train --data images --ways 2 --out o --meta-batch", "meta_batch"),
            ("train --data images --ways 2 --out o --eval-samples", "eval_samples"),
            ("train --data images --ways 2 --out o --filters", "filters"),
            ("sine --inner-steps", "inner_steps"),
            ("sine --tasks", "tasks"),
            ("sine --meta-iterations", "meta_iterations"),
            ("compare --sine-tasks", "sine_tasks"),
        ] {
            world.fail(&format!("{arguments} {count}"), field);
        }
    }
}

#[test]
fn a_hyphen_is_no_name_of_a_file() {
    let world = World::with_strokes("hyphen");
    world.fail(&TRAIN.replace("w.safetensors", "-"), "- is no file: name one, /dev/stdout");
    world.fail("sine --out -", "- is no file");
    world.fail("inspect strokes.json --sheet -", "must be a name that ends in .png or .svg");
    assert!(!world.0.join("-").exists());
}

#[test]
fn an_empty_list_of_classes_is_said() {
    let world = World::with_images("empty-list");
    world.write("none.txt", "\n");
    let outcome = world.run("evaluate --data images --exclude none.txt --episodes 2");
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("none.txt: an empty list, which leaves out no class"));
    world.fail("evaluate --data images --only none.txt", "none.txt is empty");
}
