use super::super::{InnerConfig, inner_loop};
use super::*;
use crate::Code;

/// A loss of two parameters that bends: `sum (tanh(w_i) - batch)^2`.
fn bend(w: &[f32], batch: &f32, gradient: &mut [f32]) -> f32 {
    let mut loss = 0.0;
    for (d, w) in gradient.iter_mut().zip(w) {
        let (value, slope) = (w.tanh(), 1.0 - w.tanh().powi(2));
        *d = 2.0 * (value - batch) * slope;
        loss += (value - batch).powi(2);
    }
    loss
}

const THETA: [f32; 2] = [0.3, -0.8];
const BATCHES: [f32; 4] = [0.5, -0.2, 0.9, 0.1];

fn gradient_of(combination: &Combination) -> Vec<f32> {
    combination.outer_gradient(&THETA, 0.1, BATCHES, bend).unwrap().gradient
}

fn assert_near(a: &[f32], b: &[f32]) {
    let near = a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6);
    assert!(near, "{a:?} is not {b:?}");
}

#[test]
fn the_sum_of_k_gradients_is_reptile_with_k_steps() {
    for k in 1..=4 {
        let mut w = THETA;
        let inner = InnerConfig { steps: k }.check().unwrap();
        inner.learn(&mut w, &mut Sgd { learning_rate: 0.1 }, BATCHES, bend).unwrap();
        let descended: Vec<f32> = THETA.iter().zip(&w).map(|(theta, w)| theta - w).collect();
        let sum: Vec<f32> = gradient_of(&Combination::sum(k)).iter().map(|d| 0.1 * d).collect();
        assert_near(&sum, &descended);
    }
}

#[test]
fn the_last_gradient_is_that_where_the_other_steps_lead() {
    for k in 1..=4 {
        let mut w = THETA;
        let before = BATCHES.into_iter().take(k - 1);
        inner_loop(&mut w, &mut Sgd { learning_rate: 0.1 }, before, bend).unwrap();
        let mut last = [0.0; 2];
        let loss = bend(&w, &BATCHES[k - 1], &mut last);
        let outer = Combination::last(k).outer_gradient(&THETA, 0.1, BATCHES, bend).unwrap();
        assert_eq!(outer.gradient, last);
        assert_eq!((outer.losses.len(), outer.losses[k - 1]), (k, loss));
    }
}

#[test]
fn a_held_out_tail_is_a_batch_chained_to_the_others() {
    let tail = -0.7;
    let batches = BATCHES.into_iter().take(3).chain([tail]);
    let with_tail = Combination::last(4).outer_gradient(&THETA, 0.1, batches, bend).unwrap();
    let mut w = THETA;
    inner_loop(&mut w, &mut Sgd { learning_rate: 0.1 }, BATCHES.into_iter().take(3), bend).unwrap();
    let mut expected = [0.0; 2];
    bend(&w, &tail, &mut expected);
    assert_eq!(with_tail.gradient, expected);
    assert_ne!(with_tail.gradient, gradient_of(&Combination::last(4)));
}

#[test]
fn sums_averages_and_weightings_add_up() {
    let last = |k| gradient_of(&Combination::last(k));
    let sum: Vec<f32> = last(1).iter().zip(last(2)).map(|(a, b)| a + b).collect();
    assert_near(&gradient_of(&Combination::sum(2)), &sum);
    let half: Vec<f32> = sum.iter().map(|d| d / 2.0).collect();
    assert_near(&gradient_of(&Combination::average(2)), &half);
    let weighted = Combination::weighted(vec![2.0, 0.0, -0.5]).unwrap();
    let by_hand: Vec<f32> = last(1).iter().zip(last(3)).map(|(a, c)| 2.0 * a - 0.5 * c).collect();
    assert_near(&gradient_of(&weighted), &by_hand);
}

#[test]
fn the_figures_combinations_have_the_figures_names() {
    let names: Vec<String> = Combination::up_to(4).iter().map(Combination::to_string).collect();
    let expected = "g1 g1+g2 (g1+g2)/2 g2 g1+g2+g3 (g1+g2+g3)/3 g3 \
                    g1+g2+g3+g4 (g1+g2+g3+g4)/4 g4";
    assert_eq!(names.join(" "), expected);
}

#[test]
fn what_a_combination_is_written_as_reads_back() {
    let mut all = Combination::up_to(5);
    for weights in [vec![0.5], vec![2.0, 0.0, -0.25], vec![0.0, 0.5, 0.5], vec![0.1, 0.3]] {
        all.push(Combination::weighted(weights).unwrap());
    }
    for combination in all {
        assert_eq!(combination.to_string().parse::<Combination>().unwrap(), combination);
    }
}

#[test]
fn what_is_no_combination_is_refused() {
    let texts = ["", "g", "g0", "g1001", "g1+", "g1+g1", "x1", "(g1+g2)", "(g1+g2)/0", "(g1)/x"];
    for text in texts.into_iter().chain(["nan*g1", "0*g1", "g1-g2", "g-1", " g1"]) {
        let error = text.parse::<Combination>().unwrap_err();
        assert_eq!(error.code(), Code::BadSetting, "{text}");
        assert!(error.message().starts_with("combination"), "{error}");
    }
    assert!(Combination::weighted(vec![]).is_err());
}

#[test]
fn a_fault_names_the_step() {
    let combination = Combination::sum(3);
    let fault =
        |batches: &[f32]| combination.outer_gradient(&THETA, 0.1, batches, |w, b, d| bend(w, b, d));
    let error = fault(&[0.1, 0.2]).unwrap_err();
    assert_eq!(error.code(), Code::BadData);
    assert!(error.message().contains("step 2"), "{error}");
    let error = fault(&[0.1, f32::NAN, 0.2]).unwrap_err();
    assert_eq!(error.code(), Code::Diverged);
    assert!(error.message().contains("step 1"), "{error}");
}

#[test]
fn a_learning_rate_out_of_range_is_named() {
    for rate in [0.0, -1.0, f32::NAN] {
        let error = Combination::sum(1).outer_gradient(&THETA, rate, BATCHES, bend).unwrap_err();
        assert_eq!(error.code(), Code::BadSetting);
        assert!(error.message().starts_with("learning_rate"), "{error}");
    }
}
