//! `--glyphs`: the main job with no data at hand.

use reptile_sketch::weights;

use crate::common::SYMBOLS;
use crate::world::World;

const TRAIN: &str = "train --glyphs 60 --seed 2 --out w.safetensors --commit none --filters 8,8,8 \
    --meta-iterations 150 --meta-batch 2 --ways 5 --eval-samples 200";

#[test]
fn training_on_glyphs_alone_learns_and_its_header_makes_it_again() {
    is_made_again("glyphs", "");
}

#[test]
fn so_does_a_network_whose_first_stage_pools() {
    is_made_again("glyphs-pooled", " --downsampling max-pool-first");
}

fn is_made_again(name: &str, flags: &str) {
    let world = World::empty(name);
    world.succeed(&[TRAIN, flags].concat());
    let file = world.read("w.safetensors");
    let header = weights::read(&file).unwrap().provenance;
    assert!(header.data.len() == 1 && header.data[0].starts_with("glyphs "), "{header:?}");
    // Chance is a third.
    assert!(header.accuracy.unwrap() > 0.7, "{header:?}");
    let evaluation = header.evaluation.strip_prefix("reptile-sketch evaluate ").unwrap();
    let figures = world.evaluate(evaluation.strip_suffix(" --json").unwrap());
    assert_eq!(figures["accuracy"], header.accuracy.unwrap());
    world.write("w.safetensors", "");
    world.succeed(header.command.strip_prefix("reptile-sketch ").unwrap());
    assert!(world.read("w.safetensors") == file, "{}", header.command);
}

#[test]
fn glyphs_join_other_data_and_a_list_holds_out_that_data() {
    let world = World::with_strokes("glyphs-and-strokes");
    world.write("held-out.txt", SYMBOLS[..5].join("\n"));
    let arguments = "train --strokes strokes.json --glyphs 7 --exclude held-out.txt --filters 2,2 \
        --meta-iterations 2 --ways 20 --drawings-per-step 1 --eval-samples 10 --commit none --out w.safetensors";
    let outcome = world.run(arguments);
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    assert!(outcome.stderr.contains("22 classes to train on, 5 held out"), "{outcome:?}");
    let header = weights::read(&world.read("w.safetensors")).unwrap().provenance;
    assert!(header.evaluation.contains("--strokes strokes.json --only held-out.txt"), "{header:?}");
    assert_eq!(header.data.len(), 3);
    let both = world.run("evaluate --strokes strokes.json --glyphs 9 --episodes 5");
    assert_eq!(both.status, Some(0), "{both:?}");
    assert!(both.stderr.contains("29 classes"), "{both:?}");
}

#[test]
fn impossible_glyphs_are_refused_in_one_line() {
    let world = World::empty("glyphs-faults");
    world.write("list.txt", "a");
    let out = "--out w.safetensors --filters 2,2 --meta-iterations 1";
    world.fail(&format!("train --glyphs 0 {out}"), "glyphs is 0");
    world.fail(&format!("train --glyphs 4 {out}"), "the classes are only 4");
    world.fail(&format!("train --glyphs 40 --exclude list.txt {out}"), "exclude is for data");
    world.fail(&format!("train --glyphs 40 --network mini-imagenet {out}"), "glyphs are drawings");
    world.fail("evaluate --glyphs 20001", "glyphs is 20001");
    world.fail("evaluate --glyphs 2", "only 2 classes");
    world.fail("evaluate --glyphs 5 --runs runs.zip", "--runs");
}
