//! What is no drawing.

use reptile_sketch::sketch::{Bitmap, Strokes};
use reptile_sketch::{Code, Result};

#[test]
fn what_is_not_a_number_is_a_bad_point() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        for point in [[bad, 0.0], [0.0, bad]] {
            let error = Strokes::new(vec![vec![[1.0, 2.0]], vec![[3.0, 4.0], point]]);
            let error = error.unwrap_err();
            assert_eq!(error.code(), Code::BadPoint);
            assert!(error.message().contains("point 1 of stroke 1"), "{error}");
            assert_eq!(Strokes::from_flat(&point, &[2]).unwrap_err().code(), Code::BadPoint);
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
    assert_eq!(both.strokes(), [vec![[1.0, 2.0]], vec![[3.0, 4.0], [5.0, 6.0]]]);
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
    assert_eq!(Strokes::from_flat(&[], &[]).unwrap_err().code(), Code::EmptyDrawing);
    assert_eq!(Strokes::from_flat(&[], &[0]).unwrap_err().code(), Code::EmptyDrawing);
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
        assert_eq!(code(Bitmap::from_rgba(&rgba, width, height)), Code::BadImage);
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
    assert_eq!(code(Bitmap::from_luma(&[255; 9], 3, 3)), Code::EmptyDrawing);
    assert_eq!(code(Bitmap::from_rgba(&[0; 36], 3, 3)), Code::EmptyDrawing);
    // The noise of a JPEG is no ink.
    assert_eq!(code(Bitmap::from_luma(&[240; 9], 3, 3)), Code::EmptyDrawing);
}
