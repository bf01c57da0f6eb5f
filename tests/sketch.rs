//! From drawings to what the network sees: strokes and bitmaps, at every size.

#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::{SYMBOLS, draw, points, see};
use reptile_sketch::sketch::{Bitmap, Image, SIDE_PX, Sketch, Strokes, View, rasterize};
use reptile_sketch::{Code, Result};

fn at(image: &Image, x: usize, y: usize) -> f32 {
    image[y * SIDE_PX + x]
}

fn ink(image: &Image) -> f32 {
    image.iter().sum()
}

fn greatest_difference(left: &Image, right: &Image) -> f32 {
    let differences = left.iter().zip(right).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f32::max)
}

fn cosine(left: &Image, right: &Image) -> f32 {
    let dot = |a: &Image, b: &Image| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    dot(left, right) / (dot(left, left) * dot(right, right)).sqrt()
}

/// Every point scaled, and then moved.
fn changed(strokes: &[Vec<[f32; 2]>], scale: f32, offset: [f32; 2]) -> Vec<Vec<[f32; 2]>> {
    let point = |p: &[f32; 2]| [p[0] * scale + offset[0], p[1] * scale + offset[1]];
    (strokes.iter())
        .map(|stroke| stroke.iter().map(point).collect())
        .collect()
}

/// The pixels whose ink is above a half, as `(x, y)`.
fn dark(image: &Image) -> Vec<(usize, usize)> {
    (0..image.len())
        .filter(|&i| image[i] > 0.5)
        .map(|i| (i % SIDE_PX, i / SIDE_PX))
        .collect()
}

#[track_caller]
fn assert_whole(image: &Image, what: &str) {
    let last = SIDE_PX - 1;
    for i in 0..SIDE_PX {
        for (x, y) in [(i, 0), (i, last), (0, i), (last, i)] {
            assert_eq!(at(image, x, y), 0.0, "{what}: ink at {x}, {y}");
        }
    }
    assert!(image.iter().all(|ink| (0.0..=1.0).contains(ink)), "{what}");
    assert!(ink(image) > 2.0, "{what} is blank");
}

#[test]
fn a_dot_is_as_large_as_the_pen_and_in_the_middle() {
    for dot in [[0.0, 0.0], [3.0, 4.0], [-1e30, 1e-30]] {
        for repeats in [1, 5] {
            let image = draw(vec![vec![dot; repeats]]);
            assert_eq!(dark(&image), [(13, 13), (14, 13), (13, 14), (14, 14)]);
            assert!((2.5..4.5).contains(&ink(&image)), "{}", ink(&image));
        }
    }
}

#[test]
fn straight_lines_are_straight_and_as_wide_as_the_pen() {
    let across = draw(vec![vec![[0.0, 7.0], [9.0, 7.0]]]);
    let down = draw(vec![vec![[7.0, 0.0], [7.0, 9.0]]]);
    for (x, y) in (0..SIDE_PX).flat_map(|y| (0..SIDE_PX).map(move |x| (x, y))) {
        assert_eq!(at(&across, x, y), at(&down, y, x));
        let inside = [13, 14].contains(&y) && (4..24).contains(&x);
        assert!(!inside || at(&across, x, y) == 1.0, "{x}, {y}");
        let outside = !(12..16).contains(&y) || !(2..26).contains(&x);
        assert!(!outside || at(&across, x, y) == 0.0, "{x}, {y}");
    }
    let diagonal = draw(vec![vec![[0.0, 0.0], [5.0, 5.0]]]);
    assert!((4..24).all(|i| at(&diagonal, i, i) == 1.0));
    assert!(dark(&diagonal).iter().all(|&(x, y)| x.abs_diff(y) <= 1));
}

#[test]
fn a_drawing_looks_the_same_whatever_its_size_and_place() {
    for name in SYMBOLS {
        let strokes = points(name, 1);
        let image = draw(strokes.clone());
        for (scale, offset) in [
            (1e-30, [0.0, 0.0]),
            (1e30, [0.0, 0.0]),
            (1e30, [-5e31, 5e31]),
            (1.0, [-50.0, 200.0]),
            (4.0, [-1e3, -2e3]),
            (1e-3, [0.0, -0.2]),
        ] {
            let other = draw(changed(&strokes, scale, offset));
            let difference = greatest_difference(&image, &other);
            assert!(
                difference < 1e-3,
                "{name} times {scale:e}, moved by {offset:?}: {difference}"
            );
        }
    }
}

#[test]
fn a_line_between_the_ends_of_single_precision_is_a_line() {
    let small = draw(vec![vec![[-1.0, -1.0], [1.0, 1.0]]]);
    for end in [f32::MAX, f32::MIN_POSITIVE, 1e-45] {
        let large = draw(vec![vec![[-end, -end], [end, end]]]);
        assert!(greatest_difference(&small, &large) < 1e-3, "{end:e}");
    }
}

#[test]
fn ten_thousand_points_on_a_circle_look_like_two_hundred() {
    let circle = |count: usize| {
        let point = |i: usize| {
            let angle = i as f32 / count as f32 * std::f32::consts::TAU;
            [angle.cos(), angle.sin()]
        };
        draw(vec![(0..=count).map(point).collect()])
    };
    let difference = greatest_difference(&circle(200), &circle(10_000));
    assert!(difference < 0.06, "{difference}");
}

#[test]
fn the_pen_is_as_wide_for_a_large_drawing_as_for_a_small_one() {
    let line = |end: f32| ink(&draw(vec![vec![[0.0, 0.0], [end, 0.3 * end]]]));
    for end in [1e-3, 0.1, 30.0, 1e6] {
        assert!((line(end) - line(1.0)).abs() < 0.01, "{end}: {}", line(end));
    }
    let wide = View {
        pen_px: 4.0,
        ..View::default()
    };
    let strokes = Strokes::new(vec![vec![[0.0, 0.0], [1.0, 0.0]]]).unwrap();
    let image = rasterize(&Sketch::Strokes(strokes), &wide);
    assert_eq!(at(&image, 14, 12), 1.0);
    assert_eq!(at(&image, 14, 11), 0.0);
}

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
fn a_faint_line_beside_a_dark_one_is_not_clipped() {
    // A canvas on which two pens were used, or one with less pressure: black, and light grey.
    let mut luma = vec![255; 100 * 100];
    (20..80).for_each(|x| luma[30 * 100 + x] = 170);
    (45..55).for_each(|y| luma[y * 100 + 50] = 0);
    let image = see(Sketch::Bitmap(
        Bitmap::from_luma(&luma, 100, 100).unwrap(),
    ));
    assert_whole(&image, "a faint line");
}

#[test]
fn what_is_not_a_number_is_a_bad_point() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        for point in [[bad, 0.0], [0.0, bad]] {
            let error = Strokes::new(vec![vec![[1.0, 2.0]], vec![[3.0, 4.0], point]]);
            let error = error.unwrap_err();
            assert_eq!(error.code(), Code::BadPoint);
            assert!(error.message().contains("point 1 of stroke 1"), "{error}");
            assert_eq!(
                Strokes::from_flat(&point, &[2]).unwrap_err().code(),
                Code::BadPoint
            );
        }
    }
}

#[test]
fn half_a_point_and_a_stroke_that_ends_too_early_are_bad_points() {
    let code = |values: &[f32], lengths: &[u32]| {
        let strokes = Strokes::from_flat(values, lengths);
        strokes.unwrap_err().code()
    };
    assert_eq!(code(&[1.0, 2.0, 3.0], &[3]), Code::BadPoint);
    assert_eq!(code(&[1.0, 2.0, 3.0, 4.0], &[3, 1]), Code::BadPoint);
    assert_eq!(code(&[1.0, 2.0], &[4]), Code::BadPoint);
    assert_eq!(code(&[1.0, 2.0], &[2, u32::MAX - 1]), Code::BadPoint);
    let both = Strokes::from_flat(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[2, 0, 4]).unwrap();
    assert_eq!(
        both.strokes(),
        [vec![[1.0, 2.0]], vec![[3.0, 4.0], [5.0, 6.0]]]
    );
}

#[test]
fn values_that_no_stroke_takes_are_a_bad_point() {
    let left_over = Strokes::from_flat(&[1.0, 2.0, 3.0, 4.0], &[2]);
    assert_eq!(left_over.unwrap_err().code(), Code::BadPoint);
}

#[test]
fn a_drawing_without_points_is_an_empty_drawing() {
    for strokes in [vec![], vec![vec![]], vec![vec![], vec![]]] {
        let error = Strokes::new(strokes).unwrap_err();
        assert_eq!(error.code(), Code::EmptyDrawing);
    }
    assert_eq!(
        Strokes::from_flat(&[], &[]).unwrap_err().code(),
        Code::EmptyDrawing
    );
    assert_eq!(
        Strokes::from_flat(&[], &[0]).unwrap_err().code(),
        Code::EmptyDrawing
    );
}

/// A picture of strokes, by another renderer than ours.
fn photograph(strokes: &[Vec<[f32; 2]>], side: usize, pen: f32) -> Bitmap {
    Bitmap::from_luma(&common::photograph(strokes, side, pen), side, side).unwrap()
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
        let image = see(Sketch::Bitmap(
            Bitmap::from_luma(&luma, side, side).unwrap(),
        ));
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
        see(Sketch::Bitmap(
            Bitmap::from_luma(&luma, side, side).unwrap(),
        ))
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

fn code(bitmap: Result<Bitmap>) -> Code {
    bitmap.unwrap_err().code()
}

#[test]
fn a_picture_of_no_size_or_of_the_wrong_length_is_a_bad_image() {
    for (width, height) in [(0, 0), (0, 5), (5, 0), (4097, 1), (1, 4097)] {
        assert_eq!(
            code(Bitmap::from_luma(&vec![0; width * height], width, height)),
            Code::BadImage
        );
        let rgba = vec![0; 4 * width * height];
        assert_eq!(
            code(Bitmap::from_rgba(&rgba, width, height)),
            Code::BadImage
        );
    }
    assert_eq!(code(Bitmap::from_luma(&[0; 8], 3, 3)), Code::BadImage);
    assert_eq!(code(Bitmap::from_luma(&[0; 10], 3, 3)), Code::BadImage);
    assert_eq!(code(Bitmap::from_rgba(&[255; 9], 3, 3)), Code::BadImage);
    assert_eq!(code(Bitmap::from_rgba(&[255; 27], 3, 3)), Code::BadImage);
    let huge = (usize::MAX, 2);
    assert_eq!(code(Bitmap::from_rgba(&[], huge.0, huge.1)), Code::BadImage);
}

#[test]
fn a_blank_picture_is_an_empty_drawing() {
    assert_eq!(
        code(Bitmap::from_luma(&[255; 9], 3, 3)),
        Code::EmptyDrawing
    );
    assert_eq!(code(Bitmap::from_rgba(&[0; 36], 3, 3)), Code::EmptyDrawing);
    // The noise of a JPEG is no ink.
    assert_eq!(
        code(Bitmap::from_luma(&[240; 9], 3, 3)),
        Code::EmptyDrawing
    );
}
