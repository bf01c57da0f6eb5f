//! The order of classes and examples changes nothing.

use crate::common::{SYMBOLS, symbol};
use crate::examples::*;

/// All orders of `0..len`.
fn permutations(len: usize) -> Vec<Vec<usize>> {
    if len == 0 {
        return vec![vec![]];
    }
    let shorter = permutations(len - 1);
    let insert = |order: &Vec<usize>, place: usize| {
        let mut order = order.clone();
        order.insert(place, len - 1);
        order
    };
    (shorter.iter()).flat_map(|order| (0..len).map(move |place| insert(order, place))).collect()
}

#[test]
fn swapping_two_examples_swaps_two_probabilities() {
    for ways in [2, 3, 5, 20] {
        let before = answers(&mut adapted(&one_shot(ways), None), 3);
        let mut swapped = one_shot(ways);
        (swapped[0].1, swapped[1].1) = (1, 0);
        let mut after = answers(&mut adapted(&swapped, None), 3);
        after.iter_mut().for_each(|row| row.swap(0, 1));
        assert_same(&before, &after, 1e-5);
    }
}

#[test]
fn every_order_of_five_classes_gives_the_same_answer() {
    let before = answers(&mut adapted(&one_shot(5), None), 2);
    for order in permutations(5) {
        let examples: Examples =
            one_shot(5).into_iter().map(|(image, class)| (image, order[class])).collect();
        let after = answers(&mut adapted(&examples, None), 2);
        let as_before: Vec<Vec<f32>> =
            (after.iter()).map(|row| order.iter().map(|&class| row[class]).collect()).collect();
        assert_same(&before, &as_before, 1e-5);
    }
}

#[test]
fn several_shots_in_any_order_give_the_same_answer() {
    let shots = [(0, 0), (0, 1), (0, 2), (1, 0), (2, 1), (2, 2)];
    let examples: Examples =
        shots.iter().map(|&(class, hand)| (symbol(SYMBOLS[class], hand), class)).collect();
    let mut learner = adapted(&examples, None);
    let before = answers(&mut learner, 3);
    assert_eq!(before[0].len(), 3);
    let orders = permutations(examples.len());
    for order in orders.iter().step_by(17) {
        let shuffled: Examples = order.iter().map(|&i| examples[i]).collect();
        let mut other = adapted(&shuffled, None);
        assert_same(&before, &answers(&mut other, 3), 1e-5);
        assert_eq!(other.task_embedding().unwrap(), learner.task_embedding().unwrap());
    }
}

#[test]
fn one_drawing_as_the_example_of_two_classes_makes_them_equally_likely() {
    let circle = symbol("circle", 0);
    for examples in [
        vec![(circle, 0), (circle, 1), (symbol("cross", 0), 2)],
        vec![(circle, 2), (symbol("cross", 0), 0), (circle, 1)],
    ] {
        let twins: Vec<usize> =
            (0..3).filter(|class| examples.contains(&(circle, *class))).collect();
        for row in answers(&mut adapted(&examples, None), 3) {
            let difference = row[twins[0]] - row[twins[1]];
            assert!(difference.abs() <= 1e-5, "{row:?}");
        }
    }
}
