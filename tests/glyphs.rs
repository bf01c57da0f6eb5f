//! Made-up alphabets.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::HashSet;

use reptile_sketch::glyphs::{Alphabet, DRAWERS, Glyphs};
use reptile_sketch::hands::compare;
use reptile_sketch::sketch::{PIXELS, Sketch, Strokes, View, rasterize};

fn pixels(strokes: Strokes) -> [f32; PIXELS] {
    rasterize(&Sketch::Strokes(strokes), &View::default())
}

#[test]
fn seed_class_and_drawer_decide_a_drawing() {
    let glyphs = Glyphs::training(3);
    let drawing = glyphs.draw(41, 5);
    assert_eq!(Glyphs::training(3).draw(41, 5), drawing);
    for other in [
        Glyphs::training(4).draw(41, 5),
        glyphs.draw(42, 5),
        glyphs.draw(41, 6),
        Glyphs::held_out(3).draw(41, 5),
    ] {
        assert_ne!(other, drawing);
    }
    assert_eq!(glyphs.name(41), "made-up 0003/glyph 02");
    assert_ne!(Glyphs::held_out(3).name(41), glyphs.name(41));
}

#[test]
fn glyphs_of_any_number_are_finite_and_have_ink() {
    for number in (0..60).chain([u64::MAX]) {
        let alphabet = Alphabet::new(number.wrapping_mul(7), number);
        for glyph in 0..20 {
            let strokes = alphabet.glyph(glyph);
            let points = || strokes.strokes().iter().flatten().flatten();
            assert!(points().all(|value| value.abs() < 8.0), "{strokes:?}");
            assert!(strokes.strokes().iter().map(Vec::len).sum::<usize>() < 600);
            assert!(pixels(strokes).iter().sum::<f32>() > 8.0);
        }
    }
}

#[test]
fn no_two_classes_look_the_same() {
    let glyphs = Glyphs::training(0);
    let idea = |class: usize| pixels(glyphs.draw(class, 0)).map(|ink| u8::from(ink > 0.5)).to_vec();
    let looks: HashSet<Vec<u8>> = (0..1000).map(idea).collect();
    assert_eq!(looks.len(), 1000);
}

#[test]
fn a_hands_drawing_is_nearer_to_its_own_glyph_than_to_others() {
    let glyphs = Glyphs::training(1);
    let far = |a: &Strokes, b: &Strokes| compare(a, b).unwrap().0[3].unwrap();
    let (mut own, mut others) = (0.0, 0.0);
    for class in 0..60 {
        let drawing = glyphs.draw(class, 0);
        own += far(&drawing, &glyphs.draw(class, DRAWERS - 1));
        others += far(&drawing, &glyphs.draw(class + 1, 0));
    }
    assert!(1.5 * own < others, "{own} {others}");
}
