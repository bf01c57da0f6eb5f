//! `train`: the same seed gives the same file, and the file says how it was made.

use std::process::Command;

use reptile_sketch::weights::{self, Provenance, Weights};

use crate::common::SYMBOLS;
use crate::world::{World, png, sha256};

const TRAIN: &str = "train --strokes strokes.json --out w.safetensors --commit none \
    --filters 2,2 --meta-iterations 6 --meta-batch 2 --ways 3";

fn trained(world: &World, flags: &str) -> Vec<u8> {
    let stdout = world.succeed(&format!("{TRAIN} {flags}"));
    let file = world.read("w.safetensors");
    assert!(stdout.starts_with(&sha256(&file)), "{stdout}");
    assert!(!world.has("w.safetensors.checkpoint"));
    file
}

fn header(world: &World) -> Weights {
    weights::read(&world.read("w.safetensors")).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_file_whatever_the_number_of_threads() {
    let world = World::with_strokes("seed");
    let file = trained(&world, "--seed 1 --threads 1");
    assert!(trained(&world, "--seed 1 --threads 2") == file);
    assert!(trained(&world, "--seed 1") == file);
    assert!(trained(&world, "--seed 2") != file);
    for setting in ["--turn-classes", "--distortion 0", "--norm instance", "--learning-rate 0.1"] {
        assert!(trained(&world, &format!("--seed 1 {setting}")) != file, "{setting}");
    }
}

#[test]
fn training_changes_the_parameters_and_knows_their_second_moments() {
    let world = World::with_strokes("moments");
    trained(&world, "--seed 1 --inner-steps 2");
    let weights = header(&world);
    assert_eq!(weights.adapt.steps, 2);
    assert_eq!(weights.net.config().filters, [2, 2]);
    // Untrained scales are 1 and untrained shifts 0.
    for entry in weights.net.layout().entries() {
        let values = &weights.parameters[entry.range.clone()];
        assert!(values.iter().any(|v| *v != 0.0 && *v != 1.0), "{}", entry.name);
    }
    let weights::SecondMoments::Known(moments) = weights.second_moments else {
        panic!("they are unknown")
    };
    assert!(moments.iter().any(|moment| *moment > 1e-9));
}

#[test]
fn the_header_says_what_the_file_was_made_of_and_its_command_makes_it_again() {
    let world = World::with_strokes("command");
    world.write("held-out.txt", SYMBOLS[..5].join("\n"));
    let flags = "--seed 4 --exclude held-out.txt --turn-classes --step-size 0.7 --norm instance";
    let file = trained(&world, flags);
    let Provenance { command, commit, data, seed, .. } = header(&world).provenance;
    assert_eq!((seed, commit.as_str()), (4, "none"));
    let sources = ["strokes.json", "held-out.txt"];
    assert_eq!(data, sources.map(|name| format!("{name} {}", sha256(&world.read(name)))));
    world.write("w.safetensors", "");
    world.succeed(command.strip_prefix("reptile-sketch ").unwrap());
    assert!(world.read("w.safetensors") == file, "{command}");
}

#[test]
fn the_headers_evaluation_gives_the_headers_accuracy() {
    for (world, data) in [
        (World::with_strokes("accuracy-strokes"), "--strokes strokes.json"),
        (images_to_hold_out(), "--data images"),
    ] {
        world.write("held-out.txt", SYMBOLS[..4].join("\n"));
        let train = TRAIN.replace("--strokes strokes.json", data);
        let stdout = world.succeed(&format!("{train} --exclude held-out.txt"));
        let provenance = header(&world).provenance;
        let accuracy = provenance.accuracy.unwrap();
        assert!(accuracy > 1.0 / 3.0, "{accuracy}");
        assert!(stdout.trim_end().ends_with(&format!("accuracy {accuracy}")), "{stdout}");
        let evaluation = provenance.evaluation;
        let arguments = evaluation.strip_prefix("reptile-sketch evaluate ").unwrap();
        let figures = world.evaluate(arguments.strip_suffix(" --json").unwrap());
        assert_eq!(figures["accuracy"], accuracy, "{evaluation}");
    }
}

/// The four classes of the images, and three more.
fn images_to_hold_out() -> World {
    let world = World::with_images("accuracy-images");
    for (name, hand) in SYMBOLS[4..7].iter().flat_map(|name| (0..3).map(move |hand| (name, hand))) {
        world.write(&format!("images/more/{name}/{hand}.png"), png(name, hand));
    }
    world
}

#[test]
fn what_each_line_of_the_list_held_out_is_said_and_recorded() {
    let world = World::with_images("lines");
    for (name, folder) in SYMBOLS[4..10].iter().zip(["A", "A", "A", "B", "B", "B"]) {
        for hand in 0..3 {
            world.write(&format!("images/{folder}/{name}/{hand}.png"), png(name, hand));
        }
    }
    world.write("held-out.txt", format!("A/\n./{}\\\n", SYMBOLS[0]));
    let train = TRAIN.replace("--strokes strokes.json", "--data images");
    let outcome = world.run(&format!("{train} --exclude held-out.txt"));
    let expected = format!("A 3, {} 1", SYMBOLS[0]);
    assert!(outcome.stderr.contains(&format!("held out: {expected}")), "{outcome:?}");
    assert_eq!(header(&world).provenance.held_out, expected);
    world.write("held-out.txt", "A\nno such class\n");
    world.fail(&format!("{train} --exclude held-out.txt"), "no such class");
    world.succeed(&format!("{train} --exclude held-out.txt --allow-missing"));
    let command = header(&world).provenance.command;
    assert!(command.contains("--exclude held-out.txt --allow-missing"), "{command}");
}

#[test]
fn without_held_out_classes_the_header_has_no_accuracy() {
    let world = World::with_strokes("no-accuracy");
    trained(&world, "");
    let provenance = header(&world).provenance;
    assert_eq!((provenance.accuracy, provenance.evaluation.as_str()), (None, ""));
}

#[cfg(unix)]
#[test]
fn a_list_from_a_pipe_has_the_digest_of_what_was_read() {
    let world = World::with_strokes("pipe");
    let list = SYMBOLS[..5].join("\n");
    world.write("held-out.txt", &list);
    let program = env!("CARGO_BIN_EXE_reptile-sketch");
    let line = format!("cat held-out.txt | {program} {TRAIN} --exclude /dev/stdin");
    let status = Command::new("sh").current_dir(&world.0).args(["-c", &line]).status().unwrap();
    assert!(status.success());
    let data = header(&world).provenance.data;
    assert_eq!(data[1], format!("stdin {}", sha256(list.as_bytes())));
}

#[cfg(unix)]
#[test]
fn the_commit_is_that_of_the_program_and_not_that_of_the_folder_it_runs_in() {
    let world = World::with_strokes("commit");
    let git =
        "git init -q . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m other";
    let status = Command::new("sh").current_dir(&world.0).args(["-c", git]).status().unwrap();
    assert!(status.success());
    world.succeed(&TRAIN.replace("--commit none", ""));
    let expected = option_env!("REPTILE_SKETCH_COMMIT").unwrap_or("unknown");
    assert_eq!(header(&world).provenance.commit, expected);
}
