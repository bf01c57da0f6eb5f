//! What comes from a page.

use reptile_sketch::Error;
use reptile_sketch::sketch::{Bitmap, Image, Sketch, Strokes, View, rasterize};

use super::Target;
use crate::sound;

/// What comes from a page.
pub fn targets() -> Vec<Target> {
    vec![
        Target {
            checks: &["is not finite"],
            ..Target::new("strokes of a page", sound::strokes(), strokes)
        },
        Target {
            checks: &["has no ink"],
            ..Target::new("canvas of a page", sound::canvases(), canvas)
        },
    ]
}

fn strokes(bytes: &[u8]) -> Result<(), Error> {
    let Some((&count, rest)) = bytes.split_first() else { return Ok(()) };
    let (lengths, values) = rest.split_at(rest.len().min(usize::from(count % 4)));
    let lengths: Vec<u32> = lengths.iter().map(|&length| length.into()).collect();
    let values: Vec<f32> =
        values.chunks_exact(4).map(|v| f32::from_le_bytes([v[0], v[1], v[2], v[3]])).collect();
    check_image(&Sketch::Strokes(Strokes::from_flat(&values, &lengths)?));
    Ok(())
}

fn canvas(bytes: &[u8]) -> Result<(), Error> {
    let Some(([width, height], pixels)) = bytes.split_first_chunk::<2>() else { return Ok(()) };
    check_image(&Sketch::Bitmap(Bitmap::from_rgba(pixels, (*width).into(), (*height).into())?));
    Ok(())
}

fn check_image(sketch: &Sketch) {
    let image: Image = rasterize(sketch, &View::default());
    let brightest = image.iter().copied().fold(0.0, f32::max);
    assert!(
        image.iter().all(|value| (0.0..=1.0).contains(value)) && brightest > 0.0,
        "no image of the ink: {image:?}"
    );
}
