//! The face of the sine waves and of the two tasks in the plane, in a browser.

use js_sys::{Error, JSON, Object};
use reptile_sketch::web::{Sine, SineTraining, TwoTasks, Wave};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{assert_close, assert_code};

/// An object of settings, as JavaScript writes it.
fn settings(json: &str) -> Object {
    JSON::parse(json).unwrap().unchecked_into()
}

#[wasm_bindgen_test]
fn meta_training_on_waves_lowers_the_loss_on_the_fixed_curve() {
    let sine = Sine::new(&settings(r#"{"seed": 1, "meta_iterations": 1500}"#)).unwrap();
    let mut training = SineTraining::new(&sine);
    assert_eq!(training.theta(), sine.initialize());
    let before = training.curve_loss(32).unwrap();
    while training.meta_iteration() < sine.meta_iterations() {
        training.run(500).unwrap();
    }
    assert_eq!(training.meta_iteration(), 1500.0);
    assert!(training.curve_loss(32).unwrap() < before);
    let joint = sine.joint().unwrap();
    assert_eq!(joint.meta_iterations(), 5.0 * 1500.0);
}

#[wasm_bindgen_test]
fn a_wave_is_learned_step_by_step() {
    let sine = Sine::new(&Object::new()).unwrap();
    let wave = sine.held_out(0);
    assert_eq!(wave.inputs().len(), 10);
    let again = |x: &f32| wave.amplitude() * (x + wave.phase()).sin();
    let targets: Vec<f32> = wave.inputs().iter().map(again).collect();
    let by_hand = Wave::new(wave.amplitude(), wave.phase(), wave.inputs(), targets.clone());
    let theta = sine.initialize();
    let losses = sine.losses(&theta, &wave, 8).unwrap();
    assert_close(&sine.losses(&theta, &by_hand, 8).unwrap(), &losses, 1e-4);
    let fits = sine.fits(&theta, &wave, 8, &wave.inputs()).unwrap();
    let at_points = sine.point_losses(&theta, &wave, 8).unwrap();
    assert_eq!((losses.len(), fits.len(), at_points.len()), (9, 90, 9));
    for (fit, loss) in fits.chunks(10).zip(&at_points) {
        let squares = fit.iter().zip(&targets).map(|(a, b)| (a - b).powi(2));
        assert!((squares.sum::<f32>() / 10.0 - loss).abs() < 1e-3);
    }
    assert!(at_points[8] < at_points[0]);
}

#[wasm_bindgen_test]
fn settings_of_waves_that_make_no_sense_are_refused_by_name() {
    for (json, field) in [
        (r#"{"inner_steps": 0}"#, "inner_steps"),
        (r#"{"inner_steps": 2.5}"#, "inner_steps"),
        (r#"{"meta_iterations": -1}"#, "meta_iterations"),
        (r#"{"meta_iterations": 1e300}"#, "meta_iterations"),
        (r#"{"seed": "one"}"#, "seed"),
        (r#"{"learning_rate": null}"#, "learning_rate"),
        (r#"{"step_size": 1.5}"#, "step_size"),
        (r#"{"shots": 51}"#, "shots"),
        (r#"{"points": 1e9}"#, "points"),
        (r#"{"steps": 3}"#, "steps"),
    ] {
        let thrown = Sine::new(&settings(json)).err().expect(json);
        let error: &Error = thrown.dyn_ref().unwrap();
        let message = String::from(error.message());
        assert!(message.starts_with(&format!("{field} is ")), "{json}: {message}");
        assert_code::<()>(Err(thrown), "bad-setting");
    }
}

#[wasm_bindgen_test]
fn what_cannot_be_learned_from_is_thrown_as_an_error_with_a_code() {
    let sine = Sine::new(&Object::new()).unwrap();
    let (theta, wave) = (sine.initialize(), sine.held_out(3));
    assert_code(sine.fits(&theta[1..], &wave, 3, &[0.0]), "bad-setting");
    assert_code(sine.losses(&theta, &wave, 1001), "bad-setting");
    for (amplitude, inputs, targets) in [
        (1.0, vec![], vec![]),
        (1.0, vec![0.0, 1.0], vec![0.0]),
        (1.0, vec![f32::NAN], vec![0.0]),
        (f32::NAN, vec![0.0], vec![0.0]),
    ] {
        let wave = Wave::new(amplitude, 0.0, inputs, targets);
        assert_code(sine.losses(&theta, &wave, 3), "bad-data");
        assert_code(sine.fits(&theta, &wave, 3, &[0.0]), "bad-data");
    }
    let wild = Sine::new(&settings(r#"{"learning_rate": 1e6}"#)).unwrap();
    assert_code(wild.point_losses(&theta, &wave, 32), "diverged");
    let mut training = SineTraining::new(&wild);
    assert_code(training.run(10), "diverged");
    assert!(training.theta().iter().all(|value| value.is_finite()));
}

#[wasm_bindgen_test]
fn two_tasks_in_the_plane_cross_over_as_flat_points() {
    let rings = r#""a_x": -3, "a_y": 0, "a_radius": 1, "a_steepness": 1,
        "b_x": 3, "b_y": 0, "b_radius": 1, "b_steepness": 0.25, "theta_x": 0, "theta_y": 2"#;
    let two = |rest: &str| TwoTasks::new(&settings(&format!("{{{rings}, {rest}}}")));
    let good = r#""meta_iterations": 6, "inner_steps": 3, "learning_rate": 0.3, "step_size": 0.2"#;
    let way = two(good).unwrap();
    assert_eq!(way.theta()[..2], [0.0, 2.0]);
    assert_eq!((way.theta().len(), way.inner().len()), (2 * 7, 2 * 6 * 4));
    assert_close(&way.nearest(), &[0.0, 0.0], 1e-6);
    assert_close(&way.joint(), &[-1.2, 0.0], 1e-5);
    for (rest, field) in [
        (good.replace("6", "0"), "meta_iterations"),
        (good.replace(r#", "step_size": 0.2"#, ""), "step_size"),
        (format!(r#"{good}, "c_x": 1"#), "c_x"),
    ] {
        let thrown = two(&rest).err().expect(field);
        let message = String::from(thrown.dyn_ref::<Error>().unwrap().message());
        assert!(message.starts_with(field), "{message}");
        assert_code::<()>(Err(thrown), "bad-setting");
    }
    assert_code(two(&good.replace("0.3", "1e38").replace(": 3", ": 900")), "diverged");
}
