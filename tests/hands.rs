//! The model of other people's hands.

#![cfg(not(target_arch = "wasm32"))]

use reptile_sketch::hands::{HandConfig, compare, fit};
use reptile_sketch::sketch::{Sketch, Strokes, View, rasterize};

/// Symbols of lines, corners, a ring, and a dot, from 0 to 100.
fn symbols() -> Vec<Strokes> {
    let ring = |x: f32, y: f32, radius: f32| -> Vec<[f32; 2]> {
        let angles = (0..=24).map(|i| i as f32 * std::f32::consts::TAU / 24.0);
        angles.map(|angle| [x + radius * angle.cos(), y + radius * angle.sin()]).collect()
    };
    [
        vec![vec![[0.0, 0.0], [0.0, 100.0]], vec![[0.0, 50.0], [60.0, 50.0]]],
        vec![ring(50.0, 50.0, 40.0), vec![[50.0, 90.0], [90.0, 100.0]]],
        vec![vec![[0.0, 0.0], [50.0, 100.0], [100.0, 0.0], [40.0, 40.0]]],
        vec![vec![[0.0, 0.0], [100.0, 0.0], [100.0, 100.0]], ring(30.0, 70.0, 20.0)],
        vec![vec![[0.0, 0.0], [80.0, 10.0]], vec![[40.0, 10.0], [30.0, 100.0]], vec![[90.0, 90.0]]],
    ]
    .map(|strokes| Strokes::new(strokes).unwrap())
    .into()
}

fn bounds(strokes: &Strokes) -> [f32; 4] {
    let points = || strokes.strokes().iter().flatten();
    let most = |axis: usize| points().map(|p| p[axis]).fold(f32::NEG_INFINITY, f32::max);
    let least = |axis: usize| points().map(|p| p[axis]).fold(f32::INFINITY, f32::min);
    [least(0), least(1), most(0), most(1)]
}

#[test]
fn seed_hand_and_version_decide_a_drawing_whatever_was_drawn_before() {
    let hands = HandConfig::default().check().unwrap();
    let symbols = symbols();
    let hand = hands.hand(1, 2);
    let first = hand.draw(&symbols[0], 3);
    hand.draw(&symbols[1], 0);
    assert_eq!(hand.draw(&symbols[0], 3), first);
    assert_eq!(hands.hand(1, 2).draw(&symbols[0], 3), first);
    for (seed, number, version) in [(2, 2, 3), (1, 3, 3), (1, 2, 4)] {
        assert_ne!(hands.hand(seed, number).draw(&symbols[0], version), first);
    }
}

#[test]
fn a_hand_loses_no_ink_and_stays_near_the_drawing() {
    let hands = HandConfig::default().check().unwrap();
    for symbol in symbols() {
        for number in 0..200 {
            let theirs = hands.hand(0, number).draw(&symbol, 0);
            let [left, top, right, bottom] = bounds(&theirs);
            assert!(left > -100.0 && top > -100.0 && right < 200.0 && bottom < 200.0, "{theirs:?}");
            let ink = |strokes: &Strokes| -> f32 {
                let image = rasterize(&Sketch::Strokes(strokes.clone()), &View::default());
                image.iter().sum()
            };
            assert!(ink(&theirs) > 0.4 * ink(&symbol), "{number}");
        }
    }
}

#[test]
fn the_strongest_hands_still_draw_finite_points_of_any_unit() {
    let config = HandConfig::default().scaled(100.0);
    assert_eq!((config.turn, config.join), (0.5, 1.0));
    let hands = config.check().unwrap();
    for size in [1e-30, 1.0, 3e38_f32] {
        let stroke = vec![[-size, 0.0], [size, size], [0.0, -size], [size / 2.0, 0.0]];
        let drawing = Strokes::new(vec![stroke, vec![[0.0, 0.0]]]).unwrap();
        for number in 0..50 {
            let theirs = hands.hand(0, number).draw(&drawing, 0);
            assert!(!theirs.strokes().is_empty() && theirs != drawing);
            assert!(theirs.strokes().iter().flatten().flatten().all(|value| value.is_finite()));
        }
    }
}

#[test]
fn a_dot_stays_and_a_scribble_keeps_to_a_limit_of_points() {
    let hand = HandConfig::default().check().unwrap().hand(0, 0);
    let dot = Strokes::new(vec![vec![[3.0, 4.0]; 5]]).unwrap();
    assert_eq!(hand.draw(&dot, 0), dot);
    let zigzag = (0..40_000).map(|i| [(i % 2) as f32, i as f32 / 40_000.0]).collect();
    let theirs = hand.draw(&Strokes::new(vec![zigzag]).unwrap(), 0);
    assert!(theirs.strokes().iter().map(Vec::len).sum::<usize>() < 20_000);
}

#[test]
fn hands_of_no_strength_only_space_points_evenly() {
    let hands = HandConfig::default().scaled(0.0).check().unwrap();
    for symbol in symbols() {
        let differences = compare(&symbol, &hands.hand(0, 0).draw(&symbol, 0)).unwrap();
        for difference in differences.0.into_iter().flatten() {
            assert!(difference < 0.03, "{differences:?}");
        }
    }
}

#[test]
fn a_strength_out_of_its_range_is_refused_by_name() {
    for (config, field) in [
        (HandConfig { turn: -0.1, ..HandConfig::default() }, "turn"),
        (HandConfig { tremor: f32::NAN, ..HandConfig::default() }, "tremor"),
        (HandConfig { warp: 0.6, ..HandConfig::default() }, "warp"),
        (HandConfig { join: 1.1, ..HandConfig::default() }, "join"),
    ] {
        let error = config.check().unwrap_err();
        assert_eq!(error.code().as_str(), "bad-setting");
        assert!(error.message().starts_with(field), "{error}");
    }
}

#[test]
fn a_fit_to_drawings_by_hands_finds_as_large_differences() {
    let strong = HandConfig::default().scaled(1.3).check().unwrap();
    let symbols = symbols();
    let versions: Vec<(usize, Strokes)> = (0..150)
        .map(|i| (i % symbols.len(), strong.hand(5, i as u64).draw(&symbols[i % symbols.len()], 0)))
        .collect();
    let pairs: Vec<_> = versions.iter().map(|(i, version)| (&symbols[*i], version)).collect();
    let found = fit(&pairs, 0).unwrap();
    assert_eq!(fit(&pairs, 0).unwrap(), found);
    for ((name, strength), (people, hands)) in
        found.config.strengths().into_iter().zip(found.people.into_iter().zip(found.hands))
    {
        assert!((hands / people).ln().abs() < 0.4, "{name}: {strength}, {people} against {hands}");
    }
    assert!(fit(&[], 0).is_err());
}
