//! `calibrate`: what it changes in a weights file, and what it keeps out of the fit.

use reptile_sketch::weights::{self, Calibration, Precision, Weights};

use crate::common::SYMBOLS;
use crate::world::{World, png, sha256};

/// Classes of both data sets that are held out: one of `images`, two of `more`.
const HELD_OUT: [usize; 3] = [0, 4, 5];

/// Two data sets, the classes that are held out of both, and weights trained without those.
fn world(test: &str) -> World {
    let world = World::with_images(test);
    for name in &SYMBOLS[4..9] {
        (0..3).for_each(|hand| world.write(&format!("more/{name}/{hand}.png"), png(name, hand)));
    }
    world.write("held-out.txt", HELD_OUT.map(|i| SYMBOLS[i]).join("\n"));
    world.succeed(
        "train --data images more --exclude held-out.txt --out w.safetensors --commit none \
         --filters 2,2 --meta-iterations 6 --meta-batch 2 --ways 3 --eval-samples 10",
    );
    world
}

const CALIBRATE: &str =
    "calibrate --weights w.safetensors --exclude held-out.txt --out c.safetensors";

fn calibrated(world: &World, data: &str) -> Weights {
    let stdout = world.succeed(&format!("{CALIBRATE} --data {data}"));
    assert!(stdout.starts_with(&sha256(&world.read("c.safetensors"))), "{stdout}");
    weights::read(&world.read("c.safetensors")).unwrap()
}

#[test]
fn a_calibrated_file_is_small_and_says_how_it_was_made() {
    let world = world("calibrate");
    let before = weights::read(&world.read("w.safetensors")).unwrap();
    let weights = calibrated(&world, "images more --steps 3 --head-learning-rate 2.5 --views 2");
    assert_eq!(weights.precision, Precision::Int8 { most: 31 });
    assert!(weights.calibration.is_some());
    assert_eq!((weights.adapt.steps, weights.adapt.head_learning_rate), (3, 2.5));
    assert_eq!((before.adapt.views, weights.adapt.views), (1, 2));
    let file = world.read("c.safetensors");
    let command = weights.provenance.command.strip_prefix(&before.provenance.command).unwrap();
    let again = command.strip_prefix("; reptile-sketch ").unwrap();
    assert!(
        again.ends_with(
            " --steps 3 --head-learning-rate 2.5 --views 2 --bits 6 --seed 0 --out c.safetensors"
        ),
        "{again}"
    );
    world.succeed(again);
    assert!(world.read("c.safetensors") == file, "{again}");
    let evaluation = weights.provenance.evaluation;
    let arguments = evaluation.strip_prefix("reptile-sketch evaluate ").unwrap();
    let figures = world.evaluate(arguments.strip_suffix(" --json").unwrap());
    assert_eq!(figures["accuracy"], weights.provenance.accuracy.unwrap(), "{evaluation}");
}

#[test]
fn with_f16_the_convolutions_are_16_bit_numbers_whatever_they_were() {
    let world = world("calibrate-f16");
    let halves = weights::read(&world.read("w.safetensors")).unwrap();
    let whole = Weights { precision: Precision::Int8 { most: 31 }, ..halves };
    world.write("w.safetensors", weights::write(&whole));
    assert_eq!(calibrated(&world, "images more --f16").precision, Precision::Half);
}

#[test]
fn classes_that_are_held_out_of_some_data_set_are_fitted_in_none() {
    let world = world("calibrate-held-out");
    let fitted = |data: &str| -> Calibration { calibrated(&world, data).calibration.unwrap() };
    let whole = fitted("images more");
    // The same classes in a data set of their own, of which then nothing is left.
    for i in HELD_OUT {
        let from = if i < 4 { "images" } else { "more" };
        for hand in 0..3 {
            world.write(&format!("others/{}/{hand}.png", SYMBOLS[i]), png(SYMBOLS[i], hand));
        }
        std::fs::remove_dir_all(world.0.join(from).join(SYMBOLS[i])).unwrap();
    }
    assert_eq!(fitted("images more others"), whole);
}

#[test]
fn what_calibrate_cannot_use_is_refused() {
    let world = world("calibrate-faults");
    world.write("typing.txt", format!("{}\nno such class\n", SYMBOLS[0]));
    let with = |flags: &str| format!("calibrate --weights w.safetensors --data images {flags}");
    world.fail(&format!("{CALIBRATE} --data images more --only typing.txt"), "no such class");
    world.fail(&with("--exclude typing.txt --out w.safetensors"), "w.safetensors is read");
    world.fail(&with("--exclude none.txt --out c.safetensors"), "none.txt");
    world.fail(&with("--exclude held-out.txt --out c.safetensors"), SYMBOLS[4]);
    world.fail(
        &with("--exclude held-out.txt --steps 1000 --out c.safetensors"),
        "steps: from 0 to 100",
    );
    world.fail(
        &with("--exclude held-out.txt --bits 9 --out c.safetensors"),
        "bits is 9; it must be from 2 to 8",
    );
    assert!(!world.has("c.safetensors"));
}
