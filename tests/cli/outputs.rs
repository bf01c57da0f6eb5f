//! What a run writes: nothing that it reads is lost by it, and what cannot be written is no success.

#![cfg(unix)]

use std::os::unix::fs::{FileTypeExt, symlink};
use std::process::{Command, Stdio};

use crate::world::{Outcome, World};

const TRAIN: &str = "train --strokes strokes.json --commit none --filters 2,2 \
    --meta-iterations 2 --meta-batch 2 --ways 3";

#[test]
fn an_output_that_is_an_input_is_refused() {
    let world = World::with_strokes("inputs");
    world.write("list.txt", crate::common::SYMBOLS[..4].join("\n"));
    let strokes = world.read("strokes.json");
    symlink("strokes.json", world.0.join("link")).unwrap();
    std::fs::hard_link(world.0.join("strokes.json"), world.0.join("twin")).unwrap();
    for out in ["strokes.json", "./strokes.json", "link", "twin"] {
        world.fail(&format!("{TRAIN} --out {out}"), out);
        world.fail(&format!("evaluate --strokes strokes.json --answers {out}"), out);
    }
    world.fail(&format!("{TRAIN} --exclude list.txt --out list.txt"), "list.txt");
    assert!(world.read("strokes.json") == strokes);
    let images = World::with_images("image-inputs");
    let name = format!("images/{}/0.png", crate::common::SYMBOLS[0]);
    images.fail(&format!("evaluate --data images --answers {name}"), &name);
}

#[test]
fn devices_and_links_stay_what_they_are() {
    let world = World::with_strokes("devices");
    world.succeed(&format!("{TRAIN} --out /dev/null"));
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert!(!std::path::Path::new("/dev/null.checkpoint").exists());
    world.write("there.safetensors", "");
    symlink("there.safetensors", world.0.join("link")).unwrap();
    world.succeed(&format!("{TRAIN} --out link"));
    assert!(world.0.join("link").is_symlink());
    assert!(!world.read("there.safetensors").is_empty());
    let fifo = world.0.join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let reader = Command::new("cat").arg(&fifo).stdout(Stdio::piped()).spawn().unwrap();
    world.succeed("evaluate --strokes strokes.json --episodes 2 --answers fifo");
    assert!(reader.wait_with_output().unwrap().stdout.starts_with(b"{\"episodes\""));
    assert!(std::fs::metadata(&fifo).unwrap().file_type().is_fifo());
}

#[test]
fn a_file_that_goes_to_stdout_is_alone_there() {
    let world = World::with_strokes("alone");
    let weights = world.command(&format!("{TRAIN} --out /dev/stdout")).output().unwrap();
    assert!(reptile_sketch::weights::read(&weights.stdout).is_ok(), "{weights:?}");
    let evaluate = "evaluate --strokes strokes.json --episodes 2 --json --answers /dev/stdout";
    let Outcome { stdout, stderr, .. } = world.run(evaluate);
    let answers: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert!(answers["episodes"].is_array() && stderr.contains("\"accuracy\""), "{stderr}");
    let path = world.0.join("answers.json");
    let file = std::fs::File::create(&path).unwrap();
    assert!(world.command(evaluate).stdout(file).status().unwrap().success());
    assert_eq!(world.read("answers.json"), stdout.as_bytes());
}

#[test]
fn what_must_not_be_written_is_kept() {
    let world = World::with_strokes("kept");
    world.write("mine.safetensors", "kept");
    let path = world.0.join("mine.safetensors");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    symlink("mine.safetensors", world.0.join("link")).unwrap();
    for name in ["mine.safetensors", "link"] {
        world.fail(&format!("{TRAIN} --out {name}"), "it is read-only");
        let evaluate = "evaluate --strokes strokes.json --episodes 2 --answers";
        world.fail(&format!("{evaluate} {name}"), "it is read-only");
    }
    assert_eq!(world.read("mine.safetensors"), b"kept");
    symlink("two", world.0.join("one")).unwrap();
    symlink("one", world.0.join("two")).unwrap();
    world.fail(&format!("{TRAIN} --out one"), "links in a circle");
    assert!(world.0.join("one").is_symlink());
}

#[test]
fn nothing_unfinished_is_left() {
    let world = World::with_strokes("left");
    world.succeed(&format!("{TRAIN} --out w.safetensors"));
    let mut names: Vec<_> = std::fs::read_dir(&world.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["strokes.json", "w.safetensors"]);
}

#[test]
fn a_full_disk_or_a_closed_pipe_on_stdout_is_no_success() {
    let world = World::with_strokes("stdout");
    for arguments in [
        "evaluate --strokes strokes.json --episodes 2 --json".to_string(),
        "evaluate --strokes strokes.json --episodes 2".to_string(),
        format!("{TRAIN} --out w.safetensors"),
    ] {
        let mut child = world.command(&arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}: {output:?}");
        if let Ok(full) = std::fs::File::options().write(true).open("/dev/full") {
            let output = world.command(&arguments).stdout(full).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{arguments}: {output:?}");
            assert!(String::from_utf8_lossy(&output.stderr).contains("stdout"), "{output:?}");
        }
    }
}

#[test]
fn a_run_to_whose_stderr_nobody_listens_goes_on() {
    let world = World::with_strokes("stderr");
    world.write("list.txt", crate::common::SYMBOLS[..4].join("\n"));
    for arguments in [
        "evaluate --strokes strokes.json --episodes 2 --json".to_string(),
        format!("{TRAIN} --exclude list.txt --eval-samples 10 --out w.safetensors"),
    ] {
        let mut child = world.command(&arguments).spawn().unwrap();
        drop(child.stderr.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments}: {output:?}");
    }
}

#[test]
fn a_file_that_outgrows_its_limit_is_an_error_as_a_full_disk_is() {
    let world = World::with_strokes("limit");
    let program = world.command("").get_program().to_owned();
    // In half a kilobyte, or a whole one.
    let line =
        format!("ulimit -f 1; exec {} inspect strokes.json --sheet sheet.svg", program.display());
    let mut shell = Command::new("sh");
    let output = shell.current_dir(&world.0).args(["-c", &line]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot write sheet.svg: File too large"), "{said}");
}
