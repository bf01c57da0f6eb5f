//! Looks for a file that a reader does not stand.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use reptile_sketch::{Code, Error};

use crate::damage::damaged;
use crate::targets::Target;

/// What a file may be refused for.
const CODES: [Code; 5] =
    [Code::BadData, Code::BadImage, Code::BadPoint, Code::BadWeights, Code::EmptyDrawing];

/// Far more than any of the small files should take, however busy the machine is.
const TOO_LONG: Duration = Duration::from_secs(20);

/// Notes the largest piece of memory that a thread has asked for.
struct Watched;

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

fn note(layout: Layout) {
    LARGEST.with(|largest| largest.set(largest.get().max(layout.size())));
}

// SAFETY: all of the work is the system allocator's.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static WATCHED: Watched = Watched;

/// Gives a reader so many damaged files of a target, always the same ones.
///
/// *Errors*: the smallest file found on which it panics, takes too long or too much memory, or which it refuses in another
/// way than readers should.
pub fn hunt(
    target: &Target,
    cases: u32,
    read: impl Fn(&[u8]) -> Result<(), Error>,
) -> Result<(), String> {
    let (failure_persistence, max_shrink_iters) = (None, 2000);
    let config = Config { cases, failure_persistence, max_shrink_iters, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let check = |file: &[u8]| {
        LARGEST.with(|largest| largest.set(0));
        let start = Instant::now();
        let outcome = read(file);
        let (elapsed, largest) = (start.elapsed(), LARGEST.with(Cell::get));
        if elapsed > TOO_LONG {
            return Err(format!("it took {elapsed:?}"));
        }
        if largest > target.most_bytes + target.times * file.len() {
            return Err(format!("it asked for {largest} bytes"));
        }
        outcome.or_else(|error| check_error(target, &error))
    };
    runner
        .run(&damaged(target), |damaged| check(&damaged.file).map_err(TestCaseError::fail))
        .map_err(|failure| format!("{}: {failure}", target.name))
}

fn check_error(target: &Target, error: &Error) -> Result<(), String> {
    let (code, message) = (error.code(), error.message());
    if !CODES.contains(&code) {
        return Err(format!("refused as {code:?}: {message}"));
    }
    if message.is_empty() || message.contains(char::is_control) {
        return Err(format!("not one line: {message:?}"));
    }
    if !message.contains(target.file_name) {
        return Err(format!("the file is not named: {message}"));
    }
    Ok(())
}
