//! What a learner keeps from one adaptation to the next.

use reptile_sketch::Code;

use crate::common::{SYMBOLS, symbol};
use crate::examples::*;

#[test]
fn adapting_again_leaves_nothing_of_the_first_time() {
    let mut learner = adapted(&one_shot(5), None);
    let others: Examples = (0..3).map(|class| (symbol(SYMBOLS[9 - class], 2), class)).collect();
    let losses = learner.adapt(&others, None).unwrap();
    let mut fresh = pretrained();
    assert_eq!(losses, fresh.adapt(&others, None).unwrap());
    assert_eq!(answers(&mut learner, 5), answers(&mut fresh, 5));
}

#[test]
fn until_its_last_step_an_adaptation_changes_no_answer_and_then_it_is_that_at_once() {
    let mut learner = adapted(&one_shot(5), None);
    let before = answers(&mut learner, 5);
    learner.begin(&one_shot(3), Some(4)).unwrap();
    for _ in 0..4 {
        assert_eq!(learner.step().unwrap(), None);
        assert_eq!(answers(&mut learner, 5), before);
    }
    let losses = learner.step().unwrap().unwrap();
    let mut fresh = pretrained();
    assert_eq!(losses, fresh.adapt(&one_shot(3), Some(4)).unwrap());
    assert_eq!(answers(&mut learner, 3), answers(&mut fresh, 3));
    assert_eq!(learner.step().unwrap_err().code(), Code::NoSupport);
}

#[test]
fn reverting_goes_back_to_what_was_learned_before_and_then_to_nothing() {
    let mut learner = adapted(&one_shot(5), None);
    let before = answers(&mut learner, 5);
    learner.adapt(&one_shot(3), None).unwrap();
    assert_eq!(answers(&mut learner, 1)[0].len(), 3);
    learner.revert();
    assert_eq!(answers(&mut learner, 5), before);
    learner.revert();
    let error = learner.classify(&symbol("cross", 0)).unwrap_err();
    assert_eq!(error.code(), Code::NoSupport);
    learner.revert();
    learner.adapt(&one_shot(5), None).unwrap();
    assert_eq!(answers(&mut learner, 5), before);
}

#[test]
fn adapting_that_fails_leaves_what_was_learned_and_what_was_before() {
    let mut learner = adapted(&one_shot(3), None);
    let first = answers(&mut learner, 3);
    learner.adapt(&one_shot(5), None).unwrap();
    let second = answers(&mut learner, 5);
    for (examples, steps) in [(one_shot(1), None), (one_shot(4), Some(101))] {
        let error = learner.adapt(&examples, steps).unwrap_err();
        assert_eq!(error.code(), Code::BadSetting, "{error}");
        assert_eq!(answers(&mut learner, 5), second);
    }
    learner.revert();
    assert_eq!(answers(&mut learner, 3), first);
}

#[test]
fn a_clone_answers_alike_and_learns_for_itself() {
    let mut learner = adapted(&one_shot(5), None);
    let before = answers(&mut learner, 5);
    let mut clone = learner.clone();
    assert_eq!(answers(&mut clone, 5), before);
    clone.adapt(&one_shot(3), None).unwrap();
    assert_eq!(answers(&mut learner, 5), before);
    clone.revert();
    assert_eq!(answers(&mut clone, 5), before);
}
