use super::super::{
    Adam, AdamWithMomentum, AsGradient, InnerConfig, Momentum, Optimizer, OuterConfig, Sgd,
};
use super::*;

const CONFIG: OuterConfig = OuterConfig {
    meta_iterations: 10,
    meta_batch: 2,
    step_size: 0.5,
    step_size_final: 0.5,
    reduction: Reduction::Mean,
};

fn outer(config: OuterConfig) -> Outer {
    config.check().unwrap()
}

/// Two steps with the learning rate 1 on a loss of `w * batch`.
fn learn(w: &mut [f32], task: [f32; 2]) -> Result<()> {
    let slope = |w: &[f32], batch: &f32, gradient: &mut [f32]| {
        gradient[0] = *batch;
        w[0] * batch
    };
    let inner = InnerConfig { steps: 2 }.check()?;
    inner.learn(w, &mut Sgd { learning_rate: 1.0 }, task, slope)?;
    Ok(())
}

/// Whatever fails, nothing may have moved.
fn fails<U: OuterUpdate + Clone + PartialEq + std::fmt::Debug>(
    reptile: &mut Reptile<U>,
    what: impl FnOnce(&mut Reptile<U>) -> Result<()>,
) -> Error {
    let before = reptile.clone();
    let error = what(reptile).unwrap_err();
    assert_eq!(reptile.theta(), before.theta());
    assert_eq!(reptile.iteration(), before.iteration());
    assert_eq!(reptile.outer_update(), before.outer_update());
    error
}

#[test]
fn a_batch_of_one_is_a_move_after_each_task() {
    let mut reptile = Reptile::new(vec![0.0], outer(OuterConfig { meta_batch: 1, ..CONFIG }));
    let mut tasks = [[-1.0, -1.0], [1.0, 2.0]].into_iter();
    reptile.step(tasks.by_ref(), learn).unwrap();
    assert_eq!(reptile.theta(), [1.0]);
    reptile.step(tasks.by_ref(), learn).unwrap();
    assert_eq!(reptile.theta(), [-0.5]);
    assert_eq!(reptile.iteration(), 2);
}

#[test]
fn a_batch_of_two_moves_towards_the_mean_and_bit_for_bit_so() {
    let mut reptile = Reptile::new(vec![0.1, -0.7], outer(CONFIG));
    let learned = [vec![0.3, 1.1], vec![-0.9, 0.4]];
    reptile.update(learned.clone().map(Ok)).unwrap();
    for (i, start) in [0.1_f32, -0.7].into_iter().enumerate() {
        let mean = (0.0 + learned[0][i] + learned[1][i]) / 2.0;
        assert_eq!(reptile.theta()[i], start + 0.5 * (mean - start));
    }
}

#[test]
fn the_sum_moves_as_often_as_far_as_there_are_tasks() {
    let moved = |reduction| {
        let mut reptile = Reptile::new(vec![1.0], outer(OuterConfig { reduction, ..CONFIG }));
        reptile.update([Ok(vec![1.5]), Ok(vec![1.25])]).unwrap();
        reptile.into_theta()[0] - 1.0
    };
    assert_eq!(moved(Reduction::Sum), 2.0 * moved(Reduction::Mean));
}

#[test]
fn steps_and_updates_are_the_same() {
    let tasks = [[-0.3, 0.2], [0.7, 0.1]];
    let mut stepped = Reptile::new(vec![1.0], outer(CONFIG));
    stepped.step(tasks, learn).unwrap();
    let mut updated = Reptile::new(vec![1.0], outer(CONFIG));
    let learned = tasks.map(|task| {
        let mut w = vec![1.0];
        learn(&mut w, task).map(|()| w)
    });
    updated.update(learned).unwrap();
    assert_eq!(stepped.theta(), updated.theta());
}

#[test]
fn a_run_that_goes_on_in_the_middle_ends_as_one_in_one_go() {
    let config = OuterConfig { step_size_final: 0.0, ..CONFIG };
    let tasks = || (0..20).map(|i| [0.1 * i as f32, -0.3]);
    let mut whole = Reptile::new(vec![0.4], outer(config.clone()));
    whole.run(tasks(), learn).unwrap();

    let mut first = Reptile::new(vec![0.4], outer(config.clone()));
    let mut rest = tasks();
    (0..3).for_each(|_| first.step(rest.by_ref(), learn).unwrap());
    let mut second = Reptile::new(first.into_theta(), outer(config)).starting_at(3);
    second.run(rest, learn).unwrap();
    assert_eq!(second.theta(), whole.theta());
    assert_eq!(second.iteration(), 10);
}

#[test]
fn no_more_tasks_are_taken_than_the_batch_has() {
    let mut tasks = [[0.0, 0.0], [0.0, 0.0], [5.0, 5.0]].into_iter();
    Reptile::new(vec![0.0], outer(CONFIG)).step(tasks.by_ref(), learn).unwrap();
    assert_eq!(tasks.next(), Some([5.0, 5.0]));
}

#[test]
fn a_divergence_in_the_middle_of_a_batch_is_placed_and_moves_nothing() {
    let config = OuterConfig { meta_batch: 3, ..CONFIG };
    let momentum = AsGradient(Momentum::new(1.0, 0.9, 1));
    let mut reptile = Reptile::with_update(vec![1.0], outer(config), momentum);
    reptile.step([[0.1, 0.2]; 3], learn).unwrap();
    let bad = [[0.5, 0.5], [0.5, f32::NAN], [0.5, 0.5]];
    let error = fails(&mut reptile, |reptile| reptile.step(bad, learn));
    assert_eq!(error.code(), Code::Diverged);
    let message = "meta-iteration 1, task 1: the loss is not finite at step 1";
    assert_eq!(error.message(), message);
    // And it can go on.
    reptile.step([[0.1, 0.2]; 3], learn).unwrap();
}

#[test]
fn learned_parameters_that_are_not_finite_are_placed_and_move_nothing() {
    for bad in [f32::NAN, f32::INFINITY] {
        let adam = AsGradient(AdamWithMomentum::new(1.0, 0.9, 2));
        let mut reptile = Reptile::with_update(vec![1.0, 2.0], outer(CONFIG), adam);
        reptile.update([Ok(vec![0.5, 0.5]), Ok(vec![0.0, 0.0])]).unwrap();
        let learned = [Ok(vec![0.0, 0.0]), Ok(vec![1.0, bad])];
        let error = fails(&mut reptile, |reptile| reptile.update(learned));
        assert_eq!(error.code(), Code::Diverged);
        assert!(error.message().starts_with("meta-iteration 1, task 1: "), "{error}");
    }
}

#[test]
fn an_outer_update_that_ends_at_infinity_is_not_made() {
    let wild = AsGradient(Sgd { learning_rate: f32::MAX });
    let config = OuterConfig { meta_batch: 1, ..CONFIG };
    let mut reptile = Reptile::with_update(vec![1.0], outer(config), wild);
    let error = fails(&mut reptile, |reptile| reptile.update([Ok(vec![100.0])]));
    assert_eq!(error.code(), Code::Diverged);
    assert!(error.message().contains("meta-iteration 0"), "{error}");
}

#[test]
fn an_outer_optimizer_of_another_number_of_parameters_is_refused_and_moves_nothing() {
    fn refused<O: Optimizer + Clone + PartialEq + std::fmt::Debug>(optimizer: O, field: &str) {
        let mut reptile = Reptile::with_update(vec![1.0; 6], outer(CONFIG), AsGradient(optimizer));
        let error = fails(&mut reptile, |it| it.update([Ok(vec![0.0; 6]), Ok(vec![0.0; 6])]));
        assert_eq!(error.code(), Code::BadSetting);
        assert!(error.message().starts_with(field), "{error}");
    }
    for len in [0, 5, 9] {
        refused(Momentum::new(1.0, 0.9, len), "velocity is");
        refused(Adam::new(1.0, len), "second_moments is");
        refused(AdamWithMomentum::new(1.0, 0.9, len), "first_moments is");
    }
    refused(Sgd { learning_rate: -1.0 }, "learning_rate is");
}

#[test]
fn a_task_that_yields_nothing_is_placed() {
    let nothing = |w: &mut [f32], batches: Vec<f32>| {
        let inner = InnerConfig { steps: 2 }.check()?;
        let flat = |_: &[f32], _: &f32, _: &mut [f32]| 0.0;
        inner.learn(w, &mut Sgd { learning_rate: 1.0 }, batches, flat).map(|_| ())
    };
    let mut reptile = Reptile::new(vec![1.0], outer(CONFIG));
    let tasks = [vec![0.0, 0.0], vec![]];
    let error = fails(&mut reptile, |reptile| reptile.step(tasks, nothing));
    assert_eq!(error.code(), Code::BadData);
    let message = "meta-iteration 0, task 1: the task yields no batch for step 0";
    assert_eq!(error.message(), message);
}

#[test]
fn tasks_that_run_out_are_placed_and_the_updates_before_stay() {
    let mut reptile = Reptile::new(vec![1.0], outer(CONFIG));
    let error = reptile.run([[1.0, 1.0]; 5], learn).unwrap_err();
    assert_eq!(error.code(), Code::BadData);
    assert_eq!(error.message(), "meta-iteration 2, task 1: there is no task");
    assert_eq!(reptile.iteration(), 2);
}

#[test]
fn more_learned_tasks_than_the_batch_are_refused() {
    let mut reptile = Reptile::new(vec![1.0], outer(CONFIG));
    let learned = [Ok(vec![0.0]), Ok(vec![0.0]), Ok(vec![0.0])];
    let error = fails(&mut reptile, |reptile| reptile.update(learned));
    assert_eq!(error.code(), Code::BadData);
    assert!(error.message().contains("task 2"), "{error}");
}

#[test]
fn no_update_comes_after_the_last() {
    let mut reptile = Reptile::new(vec![1.0], outer(CONFIG)).starting_at(10);
    let error = fails(&mut reptile, |reptile| reptile.step([[1.0, 1.0]; 2], learn));
    assert_eq!(error.code(), Code::BadSetting);
    assert!(error.message().starts_with("all "), "{error}");
}

#[test]
#[should_panic(expected = "parameters of task 0")]
fn parameters_of_another_number_are_a_programmers_mistake() {
    let _ = Reptile::new(vec![1.0], outer(CONFIG)).update([Ok(vec![1.0, 2.0])]);
}
