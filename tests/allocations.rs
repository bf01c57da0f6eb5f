//! What learning and answering allocate: nothing in a step, nothing that stays, and the room for a pass once.

#![cfg(not(target_arch = "wasm32"))]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

mod common;

use common::SYMBOLS;
use reptile_sketch::learner::Learner;
use reptile_sketch::sketch::Image;
use reptile_sketch::weights::Weights;

/// The system's allocator, which counts.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static BYTES_IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is the system's business; here it is only counted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        BYTES_IN_USE.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        BYTES_IN_USE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn examples(hand: usize) -> Vec<(Image, usize)> {
    (0..3).map(|class| (common::symbol(SYMBOLS[class], hand), class)).collect()
}

/// One test only: others would allocate beside it.
#[test]
fn a_step_allocates_nothing_learning_keeps_no_more_memory_and_answers_keep_their_room() {
    let mut learner = Learner::new(Weights::pretrained());
    let tasks: Vec<_> = (0..3).map(examples).collect();
    let mut learn = |task: usize, steps: usize| {
        let before = ALLOCATIONS.load(Relaxed);
        drop(learner.adapt(&tasks[task % 3], Some(steps)).unwrap());
        let allocations = ALLOCATIONS.load(Relaxed) - before;
        learner.classify(&tasks[task % 3][0].0).unwrap();
        (allocations, BYTES_IN_USE.load(Relaxed))
    };
    // The first two make room: for the passes, and for going back.
    for task in 0..2 {
        learn(task, 5);
    }
    let (allocations, bytes) = learn(2, 1);
    for (task, steps) in [(0, 2), (1, 5), (2, 50), (0, 5)] {
        assert_eq!(learn(task, steps), (allocations, bytes), "{steps} steps");
    }
    for population in [Weights::pretrained().population, None] {
        let mut learner = Learner::new(Weights { population, ..Weights::pretrained() });
        learner.adapt(&tasks[0], None).unwrap();
        let mut answer = || {
            let before = ALLOCATIONS.load(Relaxed);
            drop(learner.classify(&tasks[1][0].0).unwrap());
            let allocations = ALLOCATIONS.load(Relaxed) - before;
            assert!(learner.classify(&[0.0]).is_err());
            allocations
        };
        let first = answer();
        assert!(answer() < first / 2);
    }
}
