//! Readers of files, on files that are damaged at random. Each is read, or refused with a code and one line that names it;
//! none makes a reader panic, hang, or ask for memory that the file only claims to need.
//!
//! `FUZZ_CASES` says how many files each reader is given. `./build.sh fuzz` gives each 100,000.

#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

mod damage;
mod drawn;
#[allow(dead_code, reason = "the tests of readers need the rest")]
#[path = "../data/fixtures.rs"]
mod fixtures;
mod hunt;
#[allow(dead_code, reason = "the tests of readers need the rest")]
#[path = "../data/mat_file.rs"]
mod mat_file;
mod seals;
mod sound;
mod targets;

use hunt::hunt;
use reptile_sketch::{Code, Error};
use targets::{Target, targets};

/// What a normal run of the tests has time for.
const FEW: u32 = 1000;
/// In so many files a planted fault has to be found.
const PLENTY: u32 = 20_000;

fn each(targets: Vec<Target>, outcome: impl Fn(&Target) -> Result<(), String> + Sync) {
    let failures: Vec<String> = std::thread::scope(|scope| {
        let outcome = &outcome;
        let run = |target| {
            move || {
                // What readers do in parallel stays in this thread, where its memory is watched.
                let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
                let _pool = pool.build().expect("a thread that is in no other pool");
                outcome(target)
            }
        };
        let runs: Vec<_> = targets.iter().map(|target| scope.spawn(run(target))).collect();
        runs.into_iter().filter_map(|run| run.join().expect("panics are caught").err()).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_reader_is_sound_on_damaged_files() {
    let cases = std::env::var("FUZZ_CASES").map_or(FEW, |cases| cases.parse().expect("a number"));
    each(targets("damaged"), |target| hunt(target, cases, |file| target.read(file)));
}

#[test]
fn every_reader_reads_its_sound_files() {
    each(targets("sound"), |target| {
        let read = |file: &Vec<u8>| target.read(file).map_err(|e| format!("{}: {e}", target.name));
        target.sound.iter().try_for_each(read)
    });
}

#[test]
fn a_fault_planted_in_any_reader_is_found() {
    each(targets("planted"), |target| {
        let planted = |file: &[u8]| {
            // As if the reader had not looked for just this.
            target.read(file).map_err(|error| {
                let is_there = target.checks.iter().any(|words| error.message().contains(words));
                if is_there { Error::new(Code::Diverged, "the planted fault") } else { error }
            })
        };
        match hunt(target, PLENTY, planted) {
            Err(found) if found.contains("the planted fault") => Ok(()),
            other => Err(format!("{}: {:?} was not found: {other:?}", target.name, target.checks)),
        }
    });
}

#[test]
fn a_reader_that_believes_a_size_is_found() {
    let target = targets("believes").into_iter().find(|target| target.name == "npy").unwrap();
    let found = hunt(&target, PLENTY, |file| {
        let claimed = file
            .get(8..10)
            .map_or(0, |bytes| usize::from(u16::from_le_bytes([bytes[0], bytes[1]])));
        drop(Vec::<u8>::with_capacity(claimed << 10));
        Ok(())
    });
    assert!(found.unwrap_err().contains("it asked for"));
}

#[test]
fn a_reader_that_hides_which_file_it_refuses_is_found() {
    let target = targets("hides").into_iter().find(|target| target.name == "zip").unwrap();
    let found = hunt(&target, PLENTY, |file| {
        target.read(file).map_err(|e| Error::new(e.code(), "it is damaged"))
    });
    assert!(found.unwrap_err().contains("the file is not named"));
}
