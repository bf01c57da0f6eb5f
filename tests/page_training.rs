//! Meta-training on made-up alphabets, or on drawings, as a browser does it.

#![cfg(not(target_arch = "wasm32"))]

use reptile_sketch::collection::Collection;
use reptile_sketch::glyphs::Glyphs;
use reptile_sketch::page_training::PageTraining;
use reptile_sketch::weights::{self, SecondMoments, Weights};

fn trained(seed: u64, iterations: usize) -> PageTraining {
    let mut training = PageTraining::new(seed, iterations).unwrap();
    (0..iterations).for_each(|_| assert!(training.step().unwrap().is_finite()));
    training
}

#[test]
fn the_seed_decides_and_training_raises_the_accuracy_on_unseen_alphabets() {
    let untrained = PageTraining::new(1, 25).unwrap().accuracy(100).unwrap();
    let training = trained(1, 25);
    assert_eq!((training.iteration(), training.tasks()), (25, 100));
    assert!(training.accuracy(100).unwrap() > untrained + 0.03, "{untrained}");
    let parameters = |training: &PageTraining| training.weights().parameters;
    assert!(parameters(&training) == parameters(&trained(1, 25)));
    assert!(parameters(&training) != parameters(&trained(2, 25)));
}

#[test]
fn its_weights_are_a_file_that_training_goes_on_from() {
    let training = trained(0, 3);
    let file = weights::write(&training.weights());
    let read = weights::read(&file).unwrap().for_drawings().unwrap();
    assert!(read.provenance.command.contains("3 meta-iterations of 3"));
    let SecondMoments::Known(moments) = &read.second_moments else { panic!("they are unknown") };
    assert!(moments.iter().any(|moment| *moment > 1e-9));
    let mut again = PageTraining::new(5, 2).unwrap().starting_at(read, 0).unwrap();
    assert_eq!((again.iteration(), again.planned()), (0, 2));
    again.step().unwrap();
    again.step().unwrap();
    assert_eq!(again.step().unwrap_err().code().as_str(), "bad-setting");
}

#[test]
fn from_its_weights_a_run_goes_on_with_the_tasks_and_the_step_size_that_come_next() {
    let whole = trained(4, 20);
    let mut first = PageTraining::new(4, 20).unwrap();
    (0..10).for_each(|_| {
        first.step().unwrap();
    });
    let begun = || PageTraining::new(4, 20).unwrap();
    let mut second = begun().starting_at(first.weights(), 10).unwrap();
    assert_eq!((second.iteration(), second.tasks(), second.planned()), (10, 40, 20));
    while second.iteration() < 20 {
        second.step().unwrap();
    }
    // Not to the last bit: of the second moments a file holds no more than where they have come to.
    let [resumed, whole] = [second, whole].map(|training| training.weights().parameters);
    let [mut apart, mut learned] = [0.0, 0.0];
    for ((resumed, whole), first) in resumed.iter().zip(&whole).zip(first.weights().parameters) {
        apart += (resumed - whole).powi(2);
        learned += (whole - first).powi(2);
    }
    assert!(apart < 0.01 * learned, "{apart} of {learned}");
    assert_eq!(
        begun().starting_at(first.weights(), 21).unwrap_err().code().as_str(),
        "bad-setting"
    );
}

#[test]
fn a_longer_plan_goes_on_where_the_shorter_one_ended() {
    let mut training = trained(0, 2);
    assert!(training.step().is_err() && training.plan(2).is_err());
    training.plan(4).unwrap();
    training.step().unwrap();
    assert_eq!((training.iteration(), training.planned()), (3, 4));
}

#[test]
fn a_network_that_tells_nothing_apart_is_right_by_chance() {
    let training = PageTraining::new(0, 1).unwrap();
    let mut weights = training.weights();
    weights.parameters.fill(0.0);
    let accuracy = training.starting_at(weights, 0).unwrap().accuracy(2).unwrap();
    assert!((accuracy - 1.0 / 3.0).abs() < 1e-9, "{accuracy}");
}

#[test]
fn weights_of_another_network_are_refused() {
    let error =
        PageTraining::new(0, 1).unwrap().starting_at(Weights::pretrained(), 0).err().unwrap();
    assert_eq!(error.code().as_str(), "bad-weights");
    assert!(PageTraining::new(0, 0).is_err());
}

/// So many classes of three drawings, and one class of a single drawing.
fn drawings(classes: usize) -> Collection {
    let glyphs = Glyphs::training(3);
    let mut collection = Collection::default();
    for class in 0..classes {
        (0..3).for_each(|hand| collection.add(&format!("class {class}"), glyphs.draw(class, hand)));
    }
    collection.add("alone", glyphs.draw(classes, 0));
    collection
}

#[test]
fn a_run_on_drawings_depends_on_them_and_is_measured_on_classes_that_it_leaves_out() {
    let trained = |classes| {
        let mut training = PageTraining::on_drawings(drawings(classes), 0, 8).unwrap();
        (0..8).for_each(|_| assert!(training.step().unwrap().is_finite()));
        training
    };
    let few = trained(4);
    assert!(!few.is_measured_on_drawings());
    // 4 ways, as there are 4 classes.
    assert_eq!(few.drawings(), 8 * 4 * 5 * 4 * 2);
    let many = trained(15);
    assert!(many.is_measured_on_drawings());
    assert!((0.3..=1.0).contains(&many.accuracy(20).unwrap()));
    let parameters = |training: &PageTraining| training.weights().parameters;
    assert!(parameters(&many) == parameters(&trained(15)));
    assert!(parameters(&many) != parameters(&few));
    let command = many.weights().provenance.command;
    assert!(command.contains("on 36 drawings of 12 classes"), "{command}");
}

#[test]
fn fewer_than_three_classes_of_two_drawings_are_refused() {
    let error = PageTraining::on_drawings(drawings(2), 0, 8).err().unwrap();
    assert_eq!(error.code().as_str(), "bad-data");
    assert!(error.message().starts_with("only 2 classes"), "{error}");
}
