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

/// That of a camera.
fn noise(x: f32, y: f32) -> f32 {
    (x * 7919.0 + y * 104729.0).sin() * 0.03
}

#[test]
fn uneven_light_is_no_ink() {
    assert_looks_the_same("a shadow on one side", 0.97, |x, _, v| (0.9 - 0.5 * x) * v);
    assert_looks_the_same("dark corners", 0.97, |x, y, v| {
        let from_middle = (x - 0.5).powi(2) + (y - 0.5).powi(2);
        (0.9 - 0.7 * from_middle) * (0.1 + 0.9 * v)
    });
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
    assert_looks_the_same("squared, in shadow, by a camera", 0.95, |x, y, v| {
        let tone = if is_line(x) || is_line(y) { v.min(0.68) } else { v };
        (0.95 - 0.45 * x) * tone + noise(x, y)
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

/// Files that are photographs of paper: how a symbol looks in light that falls so, with dark ink or, mirrored, with light.
fn in_light(name: &str, is_chalk: bool, light: impl Fn(f32, f32) -> f32) -> Vec<u8> {
    let part = |i: usize| i as f32 / SIDE as f32;
    let tone = |(i, v): (usize, u8)| {
        let tone = light(part(i % SIDE), part(i / SIDE)) * (0.15 + 0.85 * f32::from(v) / 255.0);
        let tone = (255.0 * tone) as u8;
        if is_chalk { 255 - tone } else { tone }
    };
    luma(name).into_iter().enumerate().map(tone).collect()
}

#[test]
fn in_strong_shadow_ink_is_what_stands_out() {
    type Light = fn(f32, f32) -> f32;
    let lights: [(&str, Light); 3] = [
        ("a shadow on one side", |x, _| 1.0 - 0.8 * x),
        ("a lamp in a corner", |x, y| 1.0 - 0.35 * (x + y)),
        ("dark corners", |x, y| 1.0 - 1.4 * ((x - 0.5).powi(2) + (y - 0.5).powi(2))),
    ];
    let (mut unsure, mut told) = (0, 0);
    for name in SYMBOLS {
        for (light_name, light) in lights {
            for is_chalk in [false, true] {
                let tones = Tones::from_luma(&in_light(name, is_chalk, light), SIDE, SIDE).unwrap();
                unsure += usize::from(tones.vote().unwrap().abs() < 0.5);
                let Some((bitmap, polarity)) = tones.bitmap_by_contrast(false) else { continue };
                told += 1;
                assert_eq!(polarity == Polarity::LightInk, is_chalk, "{name}, {light_name}");
                let alike = cosine(&see(Sketch::Bitmap(bitmap)), &seen(&opaque(&luma(name))));
                assert!(alike > 0.9, "{name}, {light_name}: {alike}");
            }
        }
    }
    let all = 6 * SYMBOLS.len();
    assert!(2 * unsure > all && 4 * told > 3 * all, "{unsure} unsure, {told} told of {all}");
}

#[test]
fn paper_that_is_half_in_shadow_or_ends_within_the_image_is_not_guessed() {
    for name in SYMBOLS {
        for light in [
            |x: f32, _: f32| if x > 0.5 { 0.25 } else { 0.95 },
            |x, y| {
                if x < 0.2 + 0.1 * y { 0.1 } else { 0.95 }
            },
        ] {
            let tones = Tones::from_luma(&in_light(name, false, light), SIDE, SIDE).unwrap();
            if let Some((bitmap, polarity)) = tones.bitmap_by_contrast(false) {
                assert_eq!(polarity, Polarity::DarkInk);
                let alike = cosine(&see(Sketch::Bitmap(bitmap)), &seen(&opaque(&luma(name))));
                assert!(alike > 0.9, "{name}: {alike}");
            }
        }
    }
}

#[test]
fn a_frame_is_around_the_paper_and_no_ink() {
    for name in SYMBOLS {
        let clean = Tones::from_luma(&luma(name), SIDE, SIDE).unwrap();
        assert!(clean.inside_frame().is_none(), "{name}");
        for thick in [1, 4, 12] {
            for is_chalk in [false, true] {
                let side = SIDE + 2 * thick + 6;
                let margin = thick + 3;
                let inside = luma(name);
                let tone = |i: usize| {
                    let (x, y) = (i % side, i / side);
                    let is_in = |v: usize| (margin..margin + SIDE).contains(&v);
                    let is_frame = |v: usize| v < thick || v >= side - thick;
                    let tone = match () {
                        _ if is_frame(x) || is_frame(y) => 0,
                        _ if is_in(x) && is_in(y) => inside[(y - margin) * SIDE + x - margin],
                        _ => 255,
                    };
                    if is_chalk { 255 - tone } else { tone }
                };
                let framed: Vec<u8> = (0..side * side).map(tone).collect();
                let tones = Tones::from_luma(&framed, side, side).unwrap().inside_frame();
                let tones = tones.unwrap_or_else(|| panic!("no frame of {thick} around {name}"));
                assert_eq!(tones.polarity() == Polarity::LightInk, is_chalk);
                let polarity = tones.polarity();
                let seen_inside = see(Sketch::Bitmap(tones.bitmap(polarity).unwrap()));
                let alike = cosine(&seen_inside, &seen(&opaque(&luma(name))));
                assert!(alike > 0.99, "{name} in a frame of {thick}: {alike}");
            }
        }
    }
}
