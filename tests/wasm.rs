//! The crate as a browser runs it; `./build.sh test` calls it through wasm-pack.

#![cfg(target_arch = "wasm32")]

mod common;
#[cfg(feature = "web-sine")]
#[path = "wasm/sine.rs"]
mod sine;

use std::collections::HashSet;

use common::{SYMBOLS, TINY_ANSWERS, TINY_WEIGHTS};
use js_sys::{Array, Error, Function, JSON, Object, Reflect, Uint8ClampedArray};
use reptile_sketch::web::{Learner, Sketch, fresh_seed};
use reptile_sketch::weights::Weights;
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::ImageData;

wasm_bindgen_test_configure!(run_in_browser);

/// A symbol as it crosses from JavaScript: all coordinates, and how many each stroke takes.
fn sketch(name: &str, hand: usize) -> Sketch {
    let strokes = common::points(name, hand);
    let lengths: Vec<u32> = strokes.iter().map(|stroke| 2 * stroke.len() as u32).collect();
    Sketch::strokes(strokes.concat().as_flattened(), &lengths).unwrap()
}

/// An object with the properties of an `ImageData`, which itself would take no wrong ones.
fn image(rgba: &[u8], width: u32, height: u32) -> ImageData {
    let object = Object::new();
    let data = Uint8ClampedArray::from(rgba);
    for (name, value) in [("data", data.into()), ("width", width.into()), ("height", height.into())]
    {
        Reflect::set(&object, &name.into(), &value).unwrap();
    }
    object.unchecked_into()
}

/// One drawing of each of the first symbols, and their classes.
fn examples(ways: u32) -> (Vec<Sketch>, Vec<u32>) {
    let sketches = SYMBOLS[..ways as usize].iter().map(|name| sketch(name, 0));
    (sketches.collect(), (0..ways).collect())
}

fn adapt(learner: &mut Learner, ways: u32, steps: Option<u32>) -> Vec<f32> {
    let (sketches, classes) = examples(ways);
    learn(learner, sketches, &classes, steps).unwrap()
}

fn learn(
    learner: &mut Learner,
    sketches: Vec<Sketch>,
    classes: &[u32],
    steps: Option<u32>,
) -> Result<Vec<f32>, JsValue> {
    learner.begin(sketches, classes, steps)?;
    loop {
        if let Some(losses) = learner.step()? {
            return Ok(losses);
        }
    }
}

#[track_caller]
fn assert_code<T>(result: Result<T, JsValue>, code: &str) {
    let thrown = result.err().expect("nothing was thrown");
    let error: &Error = thrown.dyn_ref().expect("no Error was thrown");
    assert_eq!(error.name(), "ReptileError");
    assert_eq!(Reflect::get(error, &"code".into()).unwrap(), code);
    assert!(error.message().length() > 10, "{:?}", error.message());
}

#[track_caller]
fn assert_close(ours: &[f32], expected: &[f32], tolerance: f32) {
    assert_eq!(ours.len(), expected.len());
    for (a, b) in ours.iter().zip(expected) {
        assert!((a - b).abs() <= tolerance, "{ours:?} is not {expected:?}");
    }
}

#[wasm_bindgen_test]
fn simd_is_compiled_in() {
    if !cfg!(target_feature = "simd128") {
        panic!("RUSTFLAGS lacks -C target-feature=+simd128");
    }
    // build.sh says so when it compiles these tests with it.
    assert_eq!(cfg!(target_feature = "relaxed-simd"), option_env!("WITH_RELAXED_SIMD").is_some());
}

/// What JavaScript gets.
#[derive(Deserialize)]
struct Answer {
    probabilities: Vec<f32>,
    unlike: f32,
    confidence: String,
}

fn classify(learner: &mut Learner, sketch: &Sketch) -> Answer {
    serde_wasm_bindgen::from_value(learner.classify(sketch).unwrap()).unwrap()
}

/// The probabilities, and then how unlike all examples the drawing is.
fn numbers(answer: &Answer) -> Vec<f32> {
    [&answer.probabilities[..], &[answer.unlike]].concat()
}

#[wasm_bindgen_test]
fn the_numbers_are_those_that_are_computed_natively() {
    let rows = JSON::parse(TINY_ANSWERS).unwrap().unchecked_into::<Array>();
    let native = |row: usize| -> Vec<f32> {
        let row = rows.get(row as u32).unchecked_into::<Array>();
        row.iter().map(|value| value.as_f64().unwrap() as f32).collect()
    };
    let mut learner = Learner::from_weights(TINY_WEIGHTS).unwrap();
    let losses = adapt(&mut learner, 5, None);
    assert_eq!(losses.len(), 5 + 1);
    assert_close(&losses, &native(0), 1e-5);
    for row in 1..=3 {
        let answer = classify(&mut learner, &sketch(SYMBOLS[row - 1], 1));
        assert_close(&numbers(&answer), &native(row), 1e-5);
    }
    let (rgba, width, height) = common::canvas();
    let (width, height) = (width as u32, height as u32);
    let data = Uint8ClampedArray::from(&rgba[..]);
    let canvas = ImageData::new_with_js_u8_clamped_array_and_sh(&data, width, height);
    for image in [canvas.unwrap(), image(&rgba, width, height)] {
        let canvas = Sketch::bitmap(&image).unwrap();
        assert_close(&numbers(&classify(&mut learner, &canvas)), &native(4), 1e-5);
    }
}

#[wasm_bindgen_test]
fn the_embedded_weights_know_symbols_by_another_hand() {
    let mut learner = Learner::pretrained();
    let losses = adapt(&mut learner, 3, None);
    assert_eq!(losses.len(), Weights::pretrained().adapt.steps + 1);
    assert!(losses.last() < losses.first());
    for class in 0..3 {
        let Answer { probabilities, confidence, .. } =
            classify(&mut learner, &sketch(SYMBOLS[class], 1));
        assert_eq!(confidence, "sure");
        assert_eq!(probabilities.len(), 3);
        assert!(probabilities[class] > 0.8, "{probabilities:?}");
    }
}

/// Two processes trained it: `tests/reference/train.py`, run by `./build.sh reference`.
#[wasm_bindgen_test]
fn weights_that_pytorch_has_trained_are_read_and_used() {
    let file = include_bytes!("fixtures/torch.safetensors");
    let mut learner = Learner::from_weights(file).unwrap();
    let losses = adapt(&mut learner, 3, None);
    assert!(losses.last() < losses.first());
    for class in 0..3 {
        let probabilities = classify(&mut learner, &sketch(SYMBOLS[class], 0)).probabilities;
        assert!(probabilities[class] > 0.5, "{probabilities:?}");
    }
}

#[wasm_bindgen_test]
fn pixels_are_those_that_the_network_sees() {
    let image = common::symbol("cross", 0);
    assert_close(&sketch("cross", 0).pixels(), &image, 0.0);
}

#[wasm_bindgen_test]
fn before_the_first_step_every_class_is_equally_likely() {
    for ways in [2, 3, 20] {
        let mut learner = Learner::pretrained();
        assert_eq!(adapt(&mut learner, ways, Some(0)).len(), 1);
        let Answer { probabilities, confidence, .. } = classify(&mut learner, &sketch("cross", 1));
        assert_eq!(probabilities.len(), ways as usize);
        assert!(probabilities.iter().all(|p| *p == probabilities[0]), "{probabilities:?}");
        assert_ne!(confidence, "sure");
    }
}

#[wasm_bindgen_test]
fn memory_does_not_grow_with_every_thousand_adaptations() {
    // A small network leaks as a large one does, sooner.
    let mut learner = Learner::from_weights(TINY_WEIGHTS).unwrap();
    let mut draw_learn_and_ask = |times: usize| {
        for round in 0..times {
            // Failures must not leave anything behind either.
            assert!(Sketch::strokes(&[f32::NAN, 0.0], &[2]).is_err());
            let ways = 2 + round as u32 % 4;
            adapt(&mut learner, ways, Some(1 + round as u32 % 3));
            learner.classify(&sketch("hook", 1)).unwrap();
            assert!(learn(&mut learner, vec![sketch("hook", 0)], &[0], None).is_err());
            if round % 10 == 0 {
                learner.revert();
            }
        }
        core::arch::wasm32::memory_size(0)
    };
    // A leak grows with every thousand; the allocator takes a few pages more now and then.
    let mut before = draw_learn_and_ask(60);
    let grew_each_time = (0..3).all(|_| {
        let after = draw_learn_and_ask(1000);
        let grew = after > before;
        before = after;
        grew
    });
    assert!(!grew_each_time);
}

#[wasm_bindgen_test]
fn what_is_wrong_is_thrown_as_an_error_with_a_code() {
    assert_code(Sketch::strokes(&[], &[]), "empty-drawing");
    assert_code(Sketch::strokes(&[f32::INFINITY, 1.0], &[2]), "bad-point");
    assert_code(Sketch::strokes(&[1.0, 2.0, 3.0], &[3]), "bad-point");
    assert_code(Sketch::bitmap(&image(&[], 0, 0)), "bad-image");
    assert_code(Sketch::bitmap(&image(&[0; 7], 1, 2)), "bad-image");
    assert_code(Sketch::bitmap(&image(&[255; 8], 1, 2)), "empty-drawing");
    assert_code(Learner::from_weights(&[]), "bad-weights");
    assert_code(Learner::from_weights(&TINY_WEIGHTS[..2000]), "bad-weights");
    let mut learner = Learner::pretrained();
    assert_code(learner.classify(&sketch("hook", 0)), "no-support");
    for ways in [1, 21] {
        let sketches = (0..ways).map(|_| sketch("hook", 0)).collect();
        let classes: Vec<u32> = (0..ways).collect();
        assert_code(learn(&mut learner, sketches, &classes, None), "bad-setting");
    }
    let two = || examples(2).0;
    assert_code(learn(&mut learner, two(), &[0, 1], Some(101)), "bad-setting");
    assert_code(learn(&mut learner, two(), &[0], None), "bad-setting");
    assert_code(learn(&mut learner, two(), &[0, 2], None), "bad-setting");
    assert_code(learn(&mut learner, examples(3).0, &[0, 1, u32::MAX], None), "bad-setting");
    learn(&mut learner, two(), &[0, 1], None).unwrap();
}

#[wasm_bindgen_test]
fn a_flipped_byte_of_a_weights_file_is_refused() {
    let mut file = TINY_WEIGHTS.to_vec();
    for place in (0..file.len()).step_by(7) {
        file[place] ^= 1 << (place % 8);
        assert_code(Learner::from_weights(&file), "bad-weights");
        file[place] ^= 1 << (place % 8);
    }
    Learner::from_weights(&file).unwrap();
}

#[wasm_bindgen_test]
fn adapting_takes_the_sketches_it_is_given() {
    // As JavaScript sees it: a sketch that was taken points nowhere.
    let learner = JsValue::from(Learner::pretrained());
    let sketches = Array::of2(&sketch("cross", 0).into(), &sketch("hook", 0).into());
    let body = "learner.begin(sketches, Uint32Array.of(0, 1), 0); return learner.step().length;";
    let adapt = Function::new_with_args("learner, sketches", body);
    let losses = adapt.call2(&JsValue::NULL, &learner, &sketches).unwrap();
    assert_eq!(losses, 1);
    for sketch in sketches.iter() {
        assert_eq!(Reflect::get(&sketch, &"__wbg_ptr".into()).unwrap(), 0);
    }
    let again = adapt.call2(&JsValue::NULL, &learner, &sketches);
    assert!(again.is_err(), "they were taken twice");
    let body = "return learner.classify(sketch).probabilities.length;";
    let classify = Function::new_with_args("learner, sketch", body);
    let query = JsValue::from(sketch("hook", 1));
    for _ in 0..2 {
        assert_eq!(classify.call2(&JsValue::NULL, &learner, &query).unwrap(), 2);
    }
}

#[wasm_bindgen_test]
fn random_weights_are_the_same_for_the_same_seed() {
    let answer = |seed| {
        let mut learner = Learner::random(seed);
        adapt(&mut learner, 3, Some(3));
        numbers(&classify(&mut learner, &sketch("hook", 1)))
    };
    assert_eq!(answer(1), answer(1));
    assert_ne!(answer(1), answer(2));
}

#[wasm_bindgen_test]
fn each_fresh_seed_is_another() {
    let seeds: HashSet<u32> = (0..20).map(|_| fresh_seed().unwrap()).collect();
    assert!(seeds.len() > 15, "{seeds:?}");
}

#[wasm_bindgen_test]
fn reverting_goes_back_to_what_was_learned_before() {
    let mut learner = Learner::pretrained();
    adapt(&mut learner, 3, None);
    let query = sketch("hook", 1);
    let before = numbers(&classify(&mut learner, &query));
    adapt(&mut learner, 5, None);
    assert_ne!(numbers(&classify(&mut learner, &query)), before);
    learner.revert();
    assert_eq!(numbers(&classify(&mut learner, &query)), before);
    learner.revert();
    assert_code(learner.classify(&query), "no-support");
}
