//! How much memory a file takes that claims to be large.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use reptile_sketch::weights::{self, Weights};
use reptile_sketch::{Code, Error};
use serde_json::json;

use crate::files::{small, with_entry};

/// Notes the largest piece of memory that a thread has asked for.
struct Watched;

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all of the work is the system allocator's.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LARGEST.with(|largest| largest.set(largest.get().max(layout.size())));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static WATCHED: Watched = Watched;

/// What comes of reading a file, and the largest piece of memory that it took.
fn read_watched(file: &[u8]) -> (Result<Weights, Error>, usize) {
    LARGEST.with(|largest| largest.set(0));
    let outcome = weights::read(file);
    (outcome, LARGEST.with(Cell::get))
}

#[test]
fn a_size_that_a_header_claims_is_not_believed() {
    const PLENTY: usize = 1 << 20;
    for length in [u64::MAX, u64::MAX - 7, 1 << 63, 1 << 40, 1 << 31, 17] {
        let mut file = length.to_le_bytes().to_vec();
        file.extend(b"{\"some\": 1}");
        let (outcome, largest) = read_watched(&file);
        assert_eq!(outcome.err().unwrap().code(), Code::BadWeights);
        assert!(largest < PLENTY, "{largest} bytes for a header of {length}");
    }
    let file = weights::write(&small(&[3, 4], true));
    let filters = json!(vec![1024; 8]);
    let (outcome, largest) = read_watched(&with_entry(&file, "/net/filters", filters));
    assert_eq!(outcome.err().unwrap().code(), Code::BadWeights);
    assert!(largest < PLENTY, "{largest} bytes for filters of 1024");
}
