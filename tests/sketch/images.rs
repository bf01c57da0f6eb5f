//! How images are looked at.

use reptile_sketch::sketch::{Bitmap, Image, SIDE_PX};

use crate::common;

pub fn at(image: &Image, x: usize, y: usize) -> f32 {
    image[y * SIDE_PX + x]
}

pub fn ink(image: &Image) -> f32 {
    image.iter().sum()
}

pub fn greatest_difference(left: &Image, right: &Image) -> f32 {
    let differences = left.iter().zip(right).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f32::max)
}

pub fn cosine(left: &Image, right: &Image) -> f32 {
    let dot = |a: &Image, b: &Image| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    dot(left, right) / (dot(left, left) * dot(right, right)).sqrt()
}

/// The pixels whose ink is above a half, as `(x, y)`.
pub fn dark(image: &Image) -> Vec<(usize, usize)> {
    (0..image.len()).filter(|&i| image[i] > 0.5).map(|i| (i % SIDE_PX, i / SIDE_PX)).collect()
}

#[track_caller]
pub fn assert_whole(image: &Image, what: &str) {
    let last = SIDE_PX - 1;
    for i in 0..SIDE_PX {
        for (x, y) in [(i, 0), (i, last), (0, i), (last, i)] {
            assert_eq!(at(image, x, y), 0.0, "{what}: ink at {x}, {y}");
        }
    }
    assert!(image.iter().all(|ink| (0.0..=1.0).contains(ink)), "{what}");
    assert!(ink(image) > 2.0, "{what} is blank");
}

/// A picture of strokes, by another renderer than ours.
pub fn photograph(strokes: &[Vec<[f32; 2]>], side: usize, pen: f32) -> Bitmap {
    Bitmap::from_luma(&common::photograph(strokes, side, pen), side, side).unwrap()
}
