//! From a drawing to the network's input.

use super::{Bitmap, Frame, SIDE_PX, Sketch, Strokes, View};

/// The number of pixels of an [`Image`].
pub const PIXELS: usize = SIDE_PX * SIDE_PX;

/// The network's input: 28 rows of 28 pixels, 0 is paper and 1 is full ink.
pub type Image = [f32; PIXELS];

/// A point nearer than this to the last one drawn would change no pixel, and is skipped.
const NEAR_PX: f32 = 0.05;

/// Turns a drawing into the network's input: the one renderer of page, training and evaluation.
///
/// Strokes are drawn with a round anti-aliased pen, always of the same width; bitmaps are
/// resampled by area, and lines that this would leave thinner than the pen are broadened
/// to it. Both lie in the same [`Frame`].
///
/// ```
/// use reptile_sketch::sketch::{rasterize, Sketch, Strokes, View};
/// let dot = Sketch::Strokes(Strokes::new(vec![vec![[3.0, 4.0]]])?);
/// let image = rasterize(&dot, &View::default());
/// assert!(image.iter().sum::<f32>() > 2.0);
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
pub fn rasterize(sketch: &Sketch, view: &View) -> Image {
    let frame = Frame::around(sketch, view);
    match sketch {
        Sketch::Strokes(strokes) => draw(strokes, &frame, view.pen_px / 2.0),
        Sketch::Bitmap(bitmap) => {
            let scale = frame.scale() * view.enlargement();
            let missing = view.pen_px - bitmap.pen_px() * scale;
            if missing > 0.0 {
                broaden(bitmap, &frame, (missing + scale) / 2.0)
            } else {
                resample(bitmap, &frame, view)
            }
        }
    }
}

fn draw(strokes: &Strokes, frame: &Frame, radius_px: f32) -> Image {
    let mut image = [0.0; PIXELS];
    for stroke in strokes.strokes() {
        let mut from = frame.place(stroke[0]);
        press(&mut image, from, from, radius_px, 1.0);
        for &point in &stroke[1..] {
            let to = frame.place(point);
            if (to[0] - from[0]).abs() + (to[1] - from[1]).abs() > NEAR_PX {
                press(&mut image, from, to, radius_px, 1.0);
                from = to;
            }
        }
    }
    image
}

/// Draws each pixel of a bitmap as a dot, which widens its lines.
fn broaden(bitmap: &Bitmap, frame: &Frame, radius_px: f32) -> Image {
    let mut image = [0.0; PIXELS];
    for pixel in bitmap.inked() {
        let at = frame.place([pixel.x as f32 + 0.5, pixel.y as f32 + 0.5]);
        press(&mut image, at, at, radius_px, pixel.ink);
    }
    image
}

/// Draws a line with a round pen. Where lines cross, the darker value is kept.
fn press(image: &mut Image, from: [f32; 2], to: [f32; 2], radius_px: f32, ink: f32) {
    let reach = radius_px + 0.5;
    let along = [to[0] - from[0], to[1] - from[1]];
    let length_squared = along[0] * along[0] + along[1] * along[1];
    let columns = pixels_between(from[0].min(to[0]) - reach, from[0].max(to[0]) + reach);
    for row in pixels_between(from[1].min(to[1]) - reach, from[1].max(to[1]) + reach) {
        for column in columns.clone() {
            let offset = [column as f32 + 0.5 - from[0], row as f32 + 0.5 - from[1]];
            let dot = offset[0] * along[0] + offset[1] * along[1];
            let part =
                if length_squared > 0.0 { (dot / length_squared).clamp(0.0, 1.0) } else { 0.0 };
            let [dx, dy] = [offset[0] - part * along[0], offset[1] - part * along[1]];
            let coverage = (reach - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
            let (darkness, pixel) = (coverage * ink, &mut image[row * SIDE_PX + column]);
            // In WebAssembly `max` is a function call.
            if darkness > *pixel {
                *pixel = darkness;
            }
        }
    }
}

/// Spreads each pixel of a bitmap over the area it covers.
fn resample(bitmap: &Bitmap, frame: &Frame, view: &View) -> Image {
    // A turned pixel is taken as the upright box of the same area and about the same extents.
    let [[xx, xy], [yx, yy]] = view.matrix;
    let (width, height) = (xx.hypot(xy) * frame.scale(), yx.hypot(yy) * frame.scale());
    let area = (frame.scale() * view.enlargement()).powi(2);
    let density = area / (width * height);
    let mut image = [0.0; PIXELS];
    for pixel in bitmap.inked() {
        let [x, y] = frame.place([pixel.x as f32 + 0.5, pixel.y as f32 + 0.5]);
        let (left, right) = (x - width / 2.0, x + width / 2.0);
        let (top, bottom) = (y - height / 2.0, y + height / 2.0);
        for row in pixels_between(top, bottom) {
            let tall = bottom.min(row as f32 + 1.0) - top.max(row as f32);
            for column in pixels_between(left, right) {
                let wide = right.min(column as f32 + 1.0) - left.max(column as f32);
                image[row * SIDE_PX + column] += pixel.ink * density * wide * tall;
            }
        }
    }
    image.map(|ink| ink.min(1.0))
}

/// The pixels that an interval touches, as far as they lie in the image.
fn pixels_between(least: f32, most: f32) -> std::ops::Range<usize> {
    let side = SIDE_PX as f32;
    least.floor().clamp(0.0, side) as usize..most.ceil().clamp(0.0, side) as usize
}
