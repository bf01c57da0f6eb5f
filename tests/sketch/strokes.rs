//! Drawings that come as strokes.

use reptile_sketch::sketch::{SIDE_PX, Sketch, Strokes, View, rasterize};

use crate::common::{SYMBOLS, draw, points};
use crate::images::*;

/// Every point scaled, and then moved.
fn changed(strokes: &[Vec<[f32; 2]>], scale: f32, offset: [f32; 2]) -> Vec<Vec<[f32; 2]>> {
    let point = |p: &[f32; 2]| [p[0] * scale + offset[0], p[1] * scale + offset[1]];
    (strokes.iter()).map(|stroke| stroke.iter().map(point).collect()).collect()
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
            assert!(difference < 1e-3, "{name} times {scale:e}, moved by {offset:?}: {difference}");
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
    let wide = View { pen_px: 4.0, ..View::default() };
    let strokes = Strokes::new(vec![vec![[0.0, 0.0], [1.0, 0.0]]]).unwrap();
    let image = rasterize(&Sketch::Strokes(strokes), &wide);
    assert_eq!(at(&image, 14, 12), 1.0);
    assert_eq!(at(&image, 14, 11), 0.0);
}
