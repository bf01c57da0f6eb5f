//! Ink and paper of other tones than black on white.

use reptile_sketch::Code;
use reptile_sketch::sketch::{Bitmap, Image, Polarity, Sketch, Tones};

use crate::common::{self, SYMBOLS, points, see};
use crate::images::*;

const SIDE: usize = 105;

fn luma(name: &str) -> Vec<u8> {
    common::photograph(&points(name, 1), SIDE, 5.0)
}

fn opaque(luma: &[u8]) -> Vec<u8> {
    luma.iter().flat_map(|&v| [v, v, v, 255]).collect()
}

fn seen(rgba: &[u8]) -> Image {
    see(Sketch::Bitmap(Bitmap::from_rgba(rgba, SIDE, SIDE).unwrap()))
}

/// A symbol looks the same once its tones have been changed: a pixel's column, row and tone make the new one.
#[track_caller]
fn assert_looks_the_same(what: &str, least: f32, change: impl Fn(f32, f32, f32) -> f32) {
    for name in SYMBOLS {
        let clean = luma(name);
        let part = |i: usize| i as f32 / SIDE as f32;
        let changed = clean.iter().enumerate().map(|(i, &v)| {
            let tone = change(part(i % SIDE), part(i / SIDE), v as f32 / 255.0);
            (255.0 * tone).round().clamp(0.0, 255.0) as u8
        });
        let changed: Vec<u8> = changed.collect();
        let alike = cosine(&seen(&opaque(&clean)), &seen(&opaque(&changed)));
        assert!(alike >= least, "{what}, {name}: {alike}");
    }
}

#[test]
fn chalk_on_a_blackboard_is_seen_as_ink_on_paper() {
    assert_looks_the_same("white on black", 0.9999, |_, _, v| 1.0 - v);
    assert_looks_the_same("white on dark grey", 0.97, |_, _, v| 1.0 - 0.8 * v);
    assert_looks_the_same("light grey on black", 0.98, |_, _, v| 0.8 * (1.0 - v));
}

#[test]
fn grey_paper_is_paper() {
    assert_looks_the_same("grey", 0.999, |_, _, v| 0.6 * v);
    assert_looks_the_same("cream", 0.999, |_, _, v| 0.1 + 0.8 * v);
}

#[test]
fn uneven_light_is_no_ink() {
    assert_looks_the_same("a shadow on one side", 0.97, |x, _, v| (0.9 - 0.5 * x) * v);
    assert_looks_the_same("dark corners", 0.97, |x, y, v| {
        let from_middle = (x - 0.5).powi(2) + (y - 0.5).powi(2);
        (0.9 - 0.7 * from_middle) * (0.1 + 0.9 * v)
    });
    let noise = |x: f32, y: f32| (x * 7919.0 + y * 104729.0).sin() * 0.03;
    assert_looks_the_same("a camera's noise", 0.97, |x, y, v| {
        0.7 * (0.15 + 0.85 * v) + noise(x, y)
    });
    assert_looks_the_same("a lit blackboard", 0.96, |x, _, v| 0.1 + 0.3 * x + 0.5 * (1.0 - v));
}

#[test]
fn ruled_lines_are_paper() {
    let is_line = |at: f32| ((at * SIDE as f32) as usize).is_multiple_of(15);
    assert_looks_the_same("ruled", 0.98, |_, y, v| if is_line(y) { v.min(0.75) } else { v });
    assert_looks_the_same(
        "squared",
        0.98,
        |x, y, v| {
            if is_line(x) || is_line(y) { v.min(0.8) } else { v }
        },
    );
    assert_looks_the_same("ruled and in shadow", 0.95, |x, y, v| {
        (0.9 - 0.4 * x) * if is_line(y) { v.min(0.85) } else { v }
    });
}

#[test]
fn transparent_pixels_show_paper_whatever_the_ink() {
    for name in SYMBOLS {
        let alphas = luma(name).into_iter().map(|v| 255 - v);
        let expected = seen(&opaque(&luma(name)));
        for [r, g, b] in [[255; 3], [0; 3], [255, 255, 200]] {
            let canvas: Vec<u8> = alphas.clone().flat_map(|a| [r, g, b, a]).collect();
            let alike = cosine(&expected, &seen(&canvas));
            assert!(alike > 0.999, "{name} in {r} {g} {b}: {alike}");
        }
    }
}

#[test]
fn white_paper_with_a_clear_margin_is_still_paper() {
    let clean = luma("cross");
    let mut canvas = opaque(&clean.iter().map(|v| (*v).max(50)).collect::<Vec<_>>());
    (0..4 * SIDE).for_each(|i| canvas[i] = 0);
    assert!(cosine(&seen(&canvas), &seen(&opaque(&clean))) > 0.99);
}

#[test]
fn a_canvas_of_one_tone_is_an_empty_drawing() {
    for tone in [0, 90, 128, 200, 255] {
        let error = Bitmap::from_rgba(&opaque(&[tone; 81]), 9, 9).unwrap_err();
        assert_eq!(error.code(), Code::EmptyDrawing, "{tone}");
    }
}

#[test]
fn a_filled_drawing_on_white_is_dark_and_halves_tell_nothing() {
    let mut filled = vec![255; 400];
    (0..400)
        .filter(|i| (2..18).contains(&(i % 20)) && (2..18).contains(&(i / 20)))
        .for_each(|i| filled[i] = 0);
    assert_eq!(Tones::from_luma(&filled, 20, 20).unwrap().polarity(), Polarity::DarkInk);
    let halves: Vec<u8> = (0..400).map(|i| if i % 20 < 10 { 0 } else { 255 }).collect();
    assert!(Tones::from_luma(&halves, 20, 20).unwrap().vote().unwrap().abs() < 0.1);
}
