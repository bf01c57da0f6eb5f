//! Few-shot sine regression: the settings, the training in pieces, fits, and the figures.
//!
//! PyTorch's figures are in `tests/fixtures/sine.json`, which `./build.sh reference` made. Ours are
//! computed here, and both printed in `docs/results.md`:
//! `REGENERATE=1 cargo test --test sine` writes them there.

#![cfg(not(target_arch = "wasm32"))]

#[path = "common/readme.rs"]
mod readme;

use reptile_sketch::Code;
use reptile_sketch::meta::Interval;
use reptile_sketch::net::Examples;
use reptile_sketch::sine::{Sine, SineConfig, SineTraining};
use serde_json::Value;

/// As many seeds as PyTorch made runs would take too long.
const SEEDS: u64 = 5;

/// After how many steps the loss is told, by the post.
const STEPS: [usize; 5] = [0, 8, 16, 24, 32];

const NAMES: [&str; 3] = ["reptile", "random", "joint"];

/// A small experiment.
fn small() -> SineConfig {
    SineConfig { hidden: vec![12, 12], meta_iterations: 40, ..SineConfig::default() }
}

fn trained(config: SineConfig) -> SineTraining {
    let mut training = SineTraining::new(config.check().unwrap());
    training.run(usize::MAX).unwrap();
    training
}

#[test]
fn a_training_in_pieces_is_the_same_as_one_in_a_piece() {
    let whole = trained(small());
    let mut training = SineTraining::new(small().check().unwrap());
    assert_eq!(training.theta(), training.sine().initialize());
    for pieces in [0, 1, 7, 1000] {
        assert!(!training.is_finished());
        training.run(pieces).unwrap();
    }
    assert!(training.is_finished());
    assert_eq!(training.meta_iteration(), 40);
    assert_eq!(training.theta(), whole.theta());
    training.run(1).unwrap();
    assert_eq!(training.theta(), whole.theta());
    assert_ne!(trained(SineConfig { seed: 1, ..small() }).theta(), whole.theta());
}

#[test]
fn joint_training_takes_as_many_gradient_steps_one_a_task() {
    let joint = small().joint();
    assert_eq!((joint.inner_steps, joint.meta_iterations), (1, 200));
    assert_eq!(SineConfig { inner_steps: 5, meta_iterations: 40, ..joint }, small());
}

#[test]
fn held_out_waves_differ_and_show_as_many_points_as_asked_for() {
    let sine = SineConfig { shots: 7, ..small() }.check().unwrap();
    let (one, other) = (sine.held_out(0), sine.held_out(1));
    assert_ne!(one.task, other.task);
    assert_eq!(one, sine.held_out(0));
    let mut inputs = one.inputs.clone();
    inputs.sort_by(f32::total_cmp);
    inputs.dedup();
    assert_eq!(inputs.len(), 7);
    for (x, y) in one.inputs.iter().zip(&one.targets) {
        assert!(sine.inputs().contains(x));
        assert_eq!(*y, one.task.value(*x));
    }
    assert_eq!((sine.inputs()[0], sine.inputs()[49]), (-5.0, 5.0));
}

#[test]
fn fits_go_from_the_prediction_before_any_step_towards_the_points() {
    let sine = small().check().unwrap();
    let theta = sine.initialize();
    let wave = sine.held_out(3);
    let fits = sine.fits(&theta, wave.support(), 20, &wave.inputs).unwrap();
    assert_eq!(fits.len(), 21);
    assert_eq!(fits[0], sine.predict(&theta, &wave.inputs));
    let error = |fit: &[f32]| -> f32 {
        fit.iter().zip(&wave.targets).map(|(y, target)| (y - target).powi(2)).sum()
    };
    assert!(fits.windows(2).all(|pair| error(&pair[1]) < error(&pair[0])));
    let losses = sine.losses(&theta, &wave, 20).unwrap();
    assert_eq!(losses.len(), 21);
    let curve = sine.losses(&theta, &sine.curve(), 20).unwrap();
    assert_eq!(sine.curve_loss(&theta, 20).unwrap(), curve[20]);
}

#[test]
fn points_that_cannot_be_learned_from_are_refused() {
    let sine = small().check().unwrap();
    let theta = sine.initialize();
    for (inputs, targets) in [
        (&[][..], &[][..]),
        (&[1.0], &[]),
        (&[1.0], &[f32::NAN]),
        (&[f32::INFINITY, 0.0], &[1.0, 1.0]),
    ] {
        let error = sine.fits(&theta, Examples { inputs, targets }, 3, &[0.0]).unwrap_err();
        assert_eq!(error.code(), Code::BadData, "{error}");
    }
}

#[test]
fn a_setting_out_of_range_is_named() {
    for (config, field) in [
        (SineConfig { meta_iterations: 0, ..small() }, "meta_iterations"),
        (SineConfig { inner_steps: 0, ..small() }, "inner_steps"),
        (SineConfig { batch: 0, ..small() }, "batch"),
        (SineConfig { batch: 51, ..small() }, "batch"),
        (SineConfig { shots: 0, ..small() }, "shots"),
        (SineConfig { shots: 51, ..small() }, "shots"),
        (SineConfig { points: 1, ..small() }, "points"),
        (SineConfig { learning_rate: 0.0, ..small() }, "learning_rate"),
        (SineConfig { learning_rate: f32::NAN, ..small() }, "learning_rate"),
        (SineConfig { learning_rate: f32::INFINITY, ..small() }, "learning_rate"),
        (SineConfig { step_size: f32::NAN, ..small() }, "step_size is"),
        (SineConfig { step_size_final: -0.1, ..small() }, "step_size_final"),
        (SineConfig { hidden: vec![], ..small() }, "hidden"),
        (SineConfig { hidden: vec![8, 0], ..small() }, "hidden"),
    ] {
        let error = config.check().unwrap_err();
        assert_eq!(error.code(), Code::BadSetting);
        assert!(error.message().starts_with(field), "{error}");
    }
}

#[test]
fn a_training_that_diverges_says_where_and_keeps_the_last_good_parameters() {
    let config = SineConfig { learning_rate: 10.0, inner_steps: 30, ..small() };
    let mut training = SineTraining::new(config.check().unwrap());
    let error = training.run(usize::MAX).unwrap_err();
    assert_eq!(error.code(), Code::Diverged);
    let at = training.meta_iteration();
    assert!(error.message().contains(&format!("meta-iteration {at}, task 0")), "{error}");
    assert!(error.message().contains(" step "), "{error}");
    assert!(training.theta().iter().all(|value| value.is_finite()));
}

/// The mean losses over 1,000 held-out waves after [`STEPS`], from each initialisation.
fn figures_of(seed: u64) -> [[f64; 5]; 3] {
    let config = SineConfig { seed, ..SineConfig::default() };
    let sine = config.clone().check().unwrap();
    let (reptile, joint) = (trained(config.clone()), trained(config.joint()));
    [reptile.theta(), &sine.initialize(), joint.theta()].map(|theta| mean_losses(&sine, theta))
}

fn mean_losses(sine: &Sine, theta: &[f32]) -> [f64; 5] {
    let tasks = 1000;
    let mut sums = [0.0; 5];
    for number in 0..tasks {
        let losses = sine.losses(theta, &sine.held_out(number), STEPS[4]).unwrap();
        sums.iter_mut().zip(STEPS).for_each(|(sum, step)| *sum += f64::from(losses[step]));
    }
    sums.map(|sum| sum / tasks as f64)
}

/// For each initialisation and number of steps, the mean over seeds with Student's interval.
fn table(by_seed: &[[[f64; 5]; 3]]) -> [[Interval; 5]; 3] {
    // For 95 % with four degrees of freedom, one less than there are seeds.
    let student = 2.776 / 1.96;
    std::array::from_fn(|from| {
        std::array::from_fn(|step| {
            let values: Vec<f64> = by_seed.iter().map(|figures| figures[from][step]).collect();
            let Interval { mean, ci95 } = Interval::of(&values);
            Interval { mean, ci95: student * ci95 }
        })
    })
}

fn pytorch_table(reference: &Value) -> [[Interval; 5]; 3] {
    NAMES.map(|name| {
        std::array::from_fn(|i| {
            let row = &reference["table"][name][i];
            assert_eq!(row["steps"], STEPS[i]);
            let number = |key: &str| row[key].as_f64().unwrap();
            Interval { mean: number("mean"), ci95: number("ci95") }
        })
    })
}

#[test]
fn the_figures_agree_with_pytorchs_and_with_the_readme() {
    let reference: Value = serde_json::from_str(include_str!("fixtures/sine.json")).unwrap();
    let by_seed: Vec<[[f64; 5]; 3]> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..SEEDS).map(|seed| scope.spawn(move || figures_of(seed))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let (ours, theirs) = (table(&by_seed), pytorch_table(&reference));
    for (from, name) in NAMES.iter().enumerate() {
        for (i, step) in STEPS.iter().enumerate() {
            let (our, their) = (ours[from][i], theirs[from][i]);
            let apart = (our.mean - their.mean).abs();
            let together = our.ci95.hypot(their.ci95);
            assert!(apart <= together, "{name} after {step} steps: {our:?}, PyTorch {their:?}");
        }
    }
    for seed in by_seed {
        let [reptile, random, joint] = seed.map(|losses| losses[4]);
        assert!(10.0 * reptile < random && 10.0 * reptile < joint, "{seed:?}");
    }
    compare_with_the_page(&block(&ours, &theirs, &reference));
}

/// The part of `docs/results.md`.
fn block(ours: &[[Interval; 5]; 3], theirs: &[[Interval; 5]; 3], reference: &Value) -> String {
    let torch = reference["torch"].as_str().unwrap().split('+').next().unwrap();
    let mut lines = vec![
        "| steps | Reptile | random | joint training |".to_string(),
        "| --- | --- | --- | --- |".to_string(),
    ];
    let text = |loss: Interval| format!("{:.3} ± {:.3}", loss.mean, loss.ci95);
    for (by, table) in [("", ours), (&*format!(", PyTorch {torch}"), theirs)] {
        lines.extend(STEPS.iter().enumerate().map(|(i, step)| {
            let cells = table.map(|from| text(from[i])).join(" | ");
            format!("| {step}{by} | {cells} |")
        }));
    }
    lines.join("\n")
}

/// Other machines may round otherwise, and a training of 150,000 steps feels it: means within
/// 5 %, intervals within a half.
fn compare_with_the_page(block: &str) {
    let Some(printed) = readme::printed("docs/results.md", "sine", block) else { return };
    let (printed, computed): (Vec<&str>, Vec<&str>) =
        (printed.split_whitespace().collect(), block.split_whitespace().collect());
    assert_eq!(printed.len(), computed.len(), "run REGENERATE=1 cargo test --test sine");
    let mut slack = 0.05;
    for (printed, computed) in printed.iter().zip(computed) {
        let same = match (printed.parse::<f64>(), computed.parse::<f64>()) {
            (Ok(a), Ok(b)) => (a - b).abs() <= slack * b.abs() + 0.0011,
            _ => *printed == computed,
        };
        assert!(same, "the page says {printed}, computed is {computed}");
        slack = if computed == "±" { 0.5 } else { 0.05 };
    }
}
