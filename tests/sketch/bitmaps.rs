//! Drawings that come as pixels.

use reptile_sketch::sketch::{Bitmap, Sketch};

use crate::common::{SYMBOLS, draw, points, see};
use crate::images::*;

#[test]
fn no_drawing_is_clipped() {
    for name in SYMBOLS {
        for hand in 0..3 {
            assert_whole(&draw(points(name, hand)), name);
        }
        for (side, pen) in [(105, 5.0), (400, 2.0), (400, 20.0), (400, 60.0), (28, 2.0)] {
            let image = see(Sketch::Bitmap(photograph(&points(name, 1), side, pen)));
            assert_whole(&image, &format!("{name} at {side} pixels, pen {pen}"));
        }
    }
    for [x, y] in [[1e-3, 0.0], [1.0, 0.01], [1.0, 1.0], [-30.0, 60.0]] {
        assert_whole(&draw(vec![vec![[0.0, 0.0], [x, y]]]), "a line");
    }
}

#[test]
fn a_faint_line_across_a_dark_one_is_not_clipped() {
    // A canvas on which two pens were used, or one with less pressure: black, and light grey.
    let mut luma = vec![255; 100 * 100];
    (20..80).for_each(|x| luma[50 * 100 + x] = 170);
    (45..55).for_each(|y| luma[y * 100 + 50] = 0);
    let image = see(Sketch::Bitmap(Bitmap::from_luma(&luma, 100, 100).unwrap()));
    assert_whole(&image, "a faint line");
}

#[test]
fn a_picture_of_a_drawing_looks_like_its_strokes() {
    for name in SYMBOLS {
        let strokes = points(name, 1);
        let image = draw(strokes.clone());
        for (side, pen, least) in [(105, 5.0, 0.93), (400, 2.0, 0.99), (400, 20.0, 0.97)] {
            let picture = see(Sketch::Bitmap(photograph(&strokes, side, pen)));
            let alike = cosine(&image, &picture);
            assert!(alike > least, "{name} at {side} pixels, pen {pen}: {alike}");
        }
    }
}

#[test]
fn thin_lines_on_a_large_canvas_are_as_dark_as_strokes() {
    for side in [1000, 4096] {
        let mut luma = vec![255; side * side];
        for i in side / 10..side * 9 / 10 {
            luma[i * side + i] = 0;
        }
        let image = see(Sketch::Bitmap(Bitmap::from_luma(&luma, side, side).unwrap()));
        let strokes = draw(vec![vec![[0.0, 0.0], [1.0, 1.0]]]);
        assert!(cosine(&image, &strokes) > 0.97, "{side}");
        assert!((6..22).all(|i| at(&image, i, i) > 0.9), "{side}");
    }
}

#[test]
fn a_dot_in_a_picture_is_a_dot_and_no_blob() {
    // A disc twice as wide as the pen has 12.6 pixels of ink, one as wide 3.1.
    let mut sizes = Vec::new();
    for (side, pen) in [(105, 3.0), (105, 5.0), (400, 20.0), (400, 200.0), (28, 2.0)] {
        let image = see(Sketch::Bitmap(photograph(&[vec![[50.0, 50.0]]], side, pen)));
        sizes.push((side, pen, ink(&image)));
        assert_whole(&image, "a dot");
        assert!(at(&image, 13, 13) > 0.5 && at(&image, 14, 14) > 0.5, "{pen}");
    }
    let pixel = see(Sketch::Bitmap(Bitmap::from_luma(&[0], 1, 1).unwrap()));
    sizes.push((1, 1.0, ink(&pixel)));
    assert!(sizes.iter().all(|(.., ink)| (2.5..12.6).contains(ink)), "{sizes:?}");
}

#[test]
fn the_margins_of_a_picture_count_for_nothing() {
    let read = |margin: usize| {
        let side = 20 + 2 * margin;
        let mut luma = vec![255; side * side];
        for i in 0..20 {
            luma[(margin + i) * side + margin + i] = 0;
            luma[(margin + i) * side + margin] = 0;
        }
        see(Sketch::Bitmap(Bitmap::from_luma(&luma, side, side).unwrap()))
    };
    assert!(greatest_difference(&read(0), &read(3)) < 1e-3);
    assert!(greatest_difference(&read(0), &read(500)) < 1e-3);
}

#[test]
fn transparent_is_paper_and_black_is_ink() {
    let paper = [[255, 255, 255, 255], [0, 0, 0, 0], [255, 0, 0, 0]];
    for paper in paper {
        let mut canvas = [paper; 9 * 9];
        (0..9).for_each(|i| canvas[4 * 9 + i] = [0, 0, 0, 255]);
        let bitmap = Bitmap::from_rgba(canvas.as_flattened(), 9, 9).unwrap();
        assert_eq!(bitmap.inked().len(), 9);
        let image = see(Sketch::Bitmap(bitmap));
        assert!(at(&image, 13, 13) > 0.9 && at(&image, 13, 6) == 0.0);
    }
    let half = Bitmap::from_rgba(&[0, 0, 0, 128], 1, 1).unwrap();
    assert!((half.inked()[0].ink - 128.0 / 255.0).abs() < 1e-6);
    let grey = Bitmap::from_luma(&[51], 1, 1).unwrap();
    assert!((grey.inked()[0].ink - 0.8).abs() < 1e-6);
}
