//! A training run that is interrupted, and gone on with.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::common::SYMBOLS;
use crate::world::{World, png};

/// The program says how it goes every 2,000 meta-iterations.
const TRAIN: &str = "train --strokes strokes.json --out w.safetensors --commit none --seed 6 \
    --exclude held-out.txt --filters 2,2 --meta-iterations 5000 --meta-batch 2 --ways 3";
const CHECKPOINT: &str = "w.safetensors.checkpoint";

fn world(test: &str) -> World {
    let world = World::with_strokes(test);
    world.write("held-out.txt", SYMBOLS[..5].join("\n"));
    world
}

/// Starts a run, and sends it what Ctrl-C sends as soon as it says how it goes; returns what it
/// said after that.
fn interrupt(world: &World) -> String {
    let mut child = world.command(TRAIN).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("2000:") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended by itself");
    }
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    rest
}

#[test]
fn an_interrupted_run_that_is_gone_on_with_leads_to_the_same_file() {
    let whole = world("whole");
    whole.succeed(TRAIN);
    let halves = world("halves");
    let said = interrupt(&halves);
    assert!(said.contains(&format!("--resume {CHECKPOINT}")), "{said}");
    assert!(halves.has(CHECKPOINT) && !halves.has("w.safetensors"));
    halves.succeed(&format!("{TRAIN} --resume {CHECKPOINT}"));
    assert!(!halves.has(CHECKPOINT));
    assert!(halves.read("w.safetensors") == whole.read("w.safetensors"));
}

/// A run that SIGHUP ends, also where the tests themselves run under `nohup`, which their children inherit.
const WITHOUT_NOHUP: &str = if cfg!(target_os = "linux") { "env --default-signal=HUP" } else { "" };

/// Starts a run under some command, waits until it says how it goes, and sends it signals.
fn signalled(
    world: &World,
    under: &str,
    arguments: &str,
    signals: &[&str],
) -> (Option<i32>, String) {
    let program = world.command(arguments);
    let mut shell = Command::new("sh");
    let words: Vec<&str> = program.get_args().map(|word| word.to_str().unwrap()).collect();
    let line = format!("exec {under} {} {}", program.get_program().display(), words.join(" "));
    shell.current_dir(&world.0).args(["-c", &line]);
    shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = shell.spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("2000:") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended by itself");
    }
    for signal in signals {
        let kill = format!("kill -{signal} {}", child.id());
        Command::new("sh").args(["-c", &kill]).status().unwrap();
    }
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    (child.wait().unwrap().code(), rest)
}

#[test]
fn what_ends_a_session_leaves_a_checkpoint_but_for_nohup() {
    for signal in ["TERM", "HUP", "XCPU"] {
        let world = world(&format!("signal-{signal}"));
        let long = TRAIN.replace("5000", "8000000");
        let (status, said) = signalled(&world, WITHOUT_NOHUP, &long, &[signal]);
        assert_eq!(status, Some(130), "{signal}: {said}");
        assert!(world.has(CHECKPOINT), "{signal}");
    }
    #[cfg(target_os = "linux")]
    {
        let world = world("nohup");
        let (status, said) = signalled(&world, "nohup", TRAIN, &["HUP"]);
        assert_eq!(status, Some(0), "{said}");
        assert!(world.has("w.safetensors"));
    }
}

/// `timeout` and others send a signal to the program they have started and to its group.
#[test]
fn a_signal_that_comes_twice_at_once_is_one() {
    let world = world("twice");
    let long = TRAIN.replace("5000", "8000000");
    let (status, said) = signalled(&world, WITHOUT_NOHUP, &long, &["INT", "INT", "TERM"]);
    assert_eq!(status, Some(130), "{said}");
    assert!(said.contains("stopped; go on with") && world.has(CHECKPOINT), "{said}");
}

#[test]
fn the_last_measurement_can_be_stopped_too_and_gone_on_with() {
    let world = world("measuring");
    let long = TRAIN.replace("5000", "2000") + " --eval-samples 2000000";
    let (status, said) = signalled(&world, WITHOUT_NOHUP, &long, &["INT"]);
    assert_eq!(status, Some(130), "{said}");
    assert!(world.has(CHECKPOINT) && !world.has("w.safetensors"));
}

#[test]
fn a_second_run_to_the_same_file_is_refused_while_the_first_lasts() {
    let world = world("two");
    let mut first = world.command(&TRAIN.replace("5000", "400000")).spawn().unwrap();
    let mut stderr = BufReader::new(first.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("to train on") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended by itself");
    }
    world.fail(TRAIN, "another run writes w.safetensors");
    first.kill().unwrap();
    first.wait().unwrap();
    world.succeed(&TRAIN.replace("5000", "4"));
}

/// A folder with the checkpoint of an interrupted run.
fn interrupted(test: &str) -> World {
    static CHECKPOINT_BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    let world = world(test);
    let bytes = CHECKPOINT_BYTES.get_or_init(|| {
        interrupt(&world);
        world.read(CHECKPOINT)
    });
    world.write(CHECKPOINT, bytes);
    world
}

#[test]
fn a_checkpoint_of_other_settings_or_none_is_refused() {
    let world = interrupted("checkpoint");
    let resume = format!("{TRAIN} --resume {CHECKPOINT}");
    world.fail(&resume.replace("--seed 6", "--seed 7"), "settings");
    world.fail(&resume.replace("5000", "4001"), "settings");
    world.fail(&resume.replace("--ways 3", "--ways 4"), "settings");
    world.fail(&resume.replace("2,2", "3,2"), CHECKPOINT);
    world.fail(
        &format!("{resume} --per-class 2"),
        "other data: nothing more there and --per-class 2 here",
    );
    let checkpoint = world.read(CHECKPOINT);
    world.write("cut", &checkpoint[..checkpoint.len() - 4]);
    world.fail(&format!("{TRAIN} --resume cut"), "cut");
    world.write("w.weights", reptile_sketch::weights::pretrained_file());
    world.fail(&format!("{TRAIN} --resume w.weights"), "w.weights");
    world.fail(&format!("{TRAIN} --resume missing"), "missing");
    assert!(world.read(CHECKPOINT) == checkpoint, "a refusal changed it");
}

#[test]
fn a_damaged_checkpoint_is_refused() {
    let world = interrupted("damaged");
    let mut checkpoint = world.read(CHECKPOINT);
    let middle = checkpoint.len() - 100;
    checkpoint[middle] ^= 1;
    world.write("flipped", &checkpoint);
    world.write("half", &checkpoint[..middle / 2]);
    world.write("start", &checkpoint[..40]);
    world.write("nothing", "");
    for (file, what) in [
        ("flipped", "flipped: a checkpoint that was cut or damaged"),
        ("half", "half: not a checkpoint, or only the start of one"),
        ("start", "start: not a checkpoint, or only the start of one"),
        ("nothing", "nothing is no checkpoint: it is empty"),
    ] {
        world.fail(&format!("{TRAIN} --resume {file}"), what);
    }
    world.fail("inspect half", "half: not a checkpoint, or only the start of one");
    world.fail("evaluate --glyphs 20 --weights half", "half: not a checkpoint");
}

/// A run on images that goes on until it is stopped.
const IMAGES: &str = "train --data images --out w.safetensors --commit none --exclude held-out.txt \
    --filters 2,2 --meta-iterations 5000000 --meta-batch 2 --ways 2 --drawings-per-step 1";

#[test]
fn a_folder_may_be_moved_before_a_run_goes_on_but_not_changed() {
    let world = World::empty("moved");
    for name in &SYMBOLS[..6] {
        for hand in 0..2 {
            world.write(&format!("images/{name}/{hand}.png"), png(name, hand));
        }
    }
    world.write("held-out.txt", SYMBOLS[..3].join("\n"));
    let (status, said) = signalled(&world, WITHOUT_NOHUP, IMAGES, &["INT"]);
    assert_eq!(status, Some(130), "{said}");
    std::fs::rename(world.0.join("images"), world.0.join("moved")).unwrap();
    world.write("moved/notes.txt", "not a drawing");
    let moved = format!("{} --resume {CHECKPOINT}", IMAGES.replace("images", "moved"));
    // It goes on until it says how it goes, and is stopped again.
    let (status, said) = on_with(&world, &moved);
    assert_eq!(status, Some(130), "{said}");
    world.write(&format!("moved/{}/0.png", SYMBOLS[4]), png(SYMBOLS[5], 1));
    world.fail(&moved, "other data");
}

/// Goes on with a run, and stops it at once.
fn on_with(world: &World, arguments: &str) -> (Option<i32>, String) {
    let mut child = world.command(arguments).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("to train on") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended by itself");
    }
    // Signals are caught a moment later.
    std::thread::sleep(std::time::Duration::from_millis(300));
    let kill = format!("kill -INT {}", child.id());
    Command::new("sh").args(["-c", &kill]).status().unwrap();
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    (child.wait().unwrap().code(), rest)
}
