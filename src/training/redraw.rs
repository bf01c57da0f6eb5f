//! Strokes as other devices would have given them: what a mouse and a finger leave, and what a canvas shows.

use image::imageops::{self, FilterType};
use image::{GrayImage, Luma};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Stroke, Transform,
};

use crate::Result;
use crate::sketch::{Bitmap, Inked, Sketch, Strokes};

/// The side of the canvas that people draw on, in pixels.
const CANVAS_PX: f32 = 280.0;
/// How far a drawing reaches on it.
const EXTENT_PX: f32 = 200.0;
/// The width of an ordinary pen on it.
const PEN_PX: f32 = 7.0;

/// From one event of a mouse to the next: 60 a second at 900 pixels a second, a quick hand.
const MOUSE_STEP_PX: f32 = 15.0;

/// From one event of a touch screen to the next, and how far each lies beside the finger's middle, at most.
const TOUCH_STEP_PX: f32 = 8.0;
const TOUCH_JITTER_PX: f32 = 3.0;

/// The side of an image with a thin pen: that of Omniglot's.
const SMALL_CANVAS_PX: f32 = 105.0;

/// The side of an image of Quick, Draw!, how far a drawing reaches on it, and the width of its pen.
const SMALL_PX: f32 = 28.0;
const SMALL_EXTENT_PX: f32 = 26.0;
const THIN_PEN_PX: f32 = 1.1;

/// How far a drawing reaches whose lines are made smooth, and the brightness from which a pixel is paper then.
const SMOOTH_EXTENT_PX: f32 = 120.0;
const PAPER_FROM: u8 = 145;

type Points = Vec<Vec<[f32; 2]>>;

/// Strokes that a mouse would leave: few points, at whole pixels, with straight lines between them.
pub(super) fn by_mouse(strokes: &Strokes) -> Result<Strokes> {
    let drawn = on_canvas(strokes, CANVAS_PX, EXTENT_PX, [0.5; 2]);
    let events = drawn.iter().map(|stroke| events(stroke, MOUSE_STEP_PX));
    Strokes::new(events.map(|stroke| stroke.map(|point| point.map(f32::round)).collect()).collect())
}

/// Strokes that a finger would leave, whose middle is never quite where the screen says.
pub(super) fn by_touch(strokes: &Strokes, random: &mut ChaCha8Rng) -> Result<Strokes> {
    let drawn = on_canvas(strokes, CANVAS_PX, EXTENT_PX, [0.5; 2]);
    let mut beside = |value: f32| value + TOUCH_JITTER_PX * (2.0 * random.random::<f32>() - 1.0);
    let events = drawn.iter().map(|stroke| events(stroke, TOUCH_STEP_PX));
    Strokes::new(events.map(|stroke| stroke.map(|p| p.map(&mut beside)).collect()).collect())
}

/// A canvas with the drawing anywhere on it, from a fifth of its size to all of it.
pub(super) fn at_any_scale(strokes: &Strokes, random: &mut ChaCha8Rng) -> Result<Bitmap> {
    let extent = CANVAS_PX * (0.2 + 0.8 * random.random::<f32>()) - PEN_PX;
    let place = [random.random::<f32>(), random.random::<f32>()];
    canvas(&on_canvas(strokes, CANVAS_PX, extent, place), CANVAS_PX, PEN_PX)
}

/// An image whose pen is 1 to 3 pixels wide.
pub(super) fn with_any_pen(strokes: &Strokes, random: &mut ChaCha8Rng) -> Result<Bitmap> {
    let (pen, extent) =
        (1.0 + 2.0 * random.random::<f32>(), SMALL_CANVAS_PX * EXTENT_PX / CANVAS_PX);
    canvas(&on_canvas(strokes, SMALL_CANVAS_PX, extent, [0.5; 2]), SMALL_CANVAS_PX, pen)
}

/// A small image with thin lines, as those of Quick, Draw!'s 28 by 28 pixels.
pub(super) fn small(sketch: &Sketch) -> Sketch {
    let small = match sketch {
        Sketch::Strokes(strokes) => {
            let drawn = on_canvas(strokes, SMALL_PX, SMALL_EXTENT_PX, [0.5; 2]);
            canvas(&drawn, SMALL_PX, THIN_PEN_PX)
        }
        Sketch::Bitmap(bitmap) => scaled(bitmap, SMALL_EXTENT_PX, |luma| luma),
    };
    small.map_or_else(|_| sketch.clone(), Sketch::Bitmap)
}

/// Smooth lines of one tone, whatever the pixels of the image are; strokes are smooth as they are.
pub(super) fn smooth(sketch: &Sketch) -> Sketch {
    let in_one_tone = |luma| if luma < PAPER_FROM { 0 } else { 255 };
    let Sketch::Bitmap(bitmap) = sketch else { return sketch.clone() };
    scaled(bitmap, SMOOTH_EXTENT_PX, in_one_tone).map_or_else(|_| sketch.clone(), Sketch::Bitmap)
}

/// An image of the box around a drawing, whose longer side is so long.
///
/// *Errors*: `empty-drawing` if the change leaves no ink.
fn scaled(bitmap: &Bitmap, extent: f32, change: impl Fn(u8) -> u8) -> Result<Bitmap> {
    let box_of = |along: fn(&Inked) -> u16| {
        let values = || bitmap.inked().iter().map(along);
        (values().min().unwrap_or_default(), values().max().unwrap_or_default())
    };
    let [(left, right), (top, bottom)] = [box_of(|p| p.x), box_of(|p| p.y)];
    let size = [right - left, bottom - top].map(|size| u32::from(size) + 1);
    let mut image = GrayImage::from_pixel(size[0] + 2, size[1] + 2, Luma([255]));
    for Inked { x, y, ink } in bitmap.inked() {
        let tone = Luma([(255.0 * (1.0 - ink)).round() as u8]);
        image.put_pixel(u32::from(x - left) + 1, u32::from(y - top) + 1, tone);
    }
    let scale = extent / size[0].max(size[1]) as f32;
    let [width, height] =
        [image.width(), image.height()].map(|side| ((side as f32 * scale).round() as u32).max(1));
    let mut image = imageops::resize(&image, width, height, FilterType::CatmullRom);
    image.pixels_mut().for_each(|Luma([luma])| *luma = change(*luma));
    Bitmap::from_luma(&image, width as usize, height as usize)
}

/// The points on a square canvas: the longer side is `extent` long. In the place, 0 is as far to the left (or up)
/// as there is room for, and 1 as far to the right.
fn on_canvas(strokes: &Strokes, side: f32, extent: f32, place: [f32; 2]) -> Points {
    // Of coordinates as large as f32 has them, only the halves differ by a number.
    let half = |point: &[f32; 2]| point.map(|v| v / 2.0);
    let points = || strokes.strokes().iter().flatten().map(half);
    let least = [0, 1].map(|i| points().fold(f32::INFINITY, |least, p| least.min(p[i])));
    let size = [0, 1].map(|i| points().fold(0.0_f32, |most, p| most.max(p[i] - least[i])));
    let longer = size[0].max(size[1]);
    let scale = if longer > 0.0 { extent / longer } else { 1.0 };
    let margin = (side - extent) / 2.0;
    let start = [0, 1].map(|i| {
        let room = side - size[i] * scale - 2.0 * PEN_PX.min(margin);
        PEN_PX.min(margin) + place[i] * room
    });
    let onto = |p: [f32; 2]| [0, 1].map(|i| (p[i] - least[i]) * scale + start[i]);
    strokes.strokes().iter().map(|stroke| stroke.iter().map(half).map(onto).collect()).collect()
}

/// Points along a stroke, so far apart; the first and the last stay.
fn events(stroke: &[[f32; 2]], apart: f32) -> impl Iterator<Item = [f32; 2]> {
    let mut events = vec![stroke[0]];
    let mut left = apart;
    for pair in stroke.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        let mut gone = left;
        while gone < length {
            events.push([0, 1].map(|i| from[i] + (to[i] - from[i]) * gone / length));
            gone += apart;
        }
        left = gone - length;
    }
    events.extend(stroke[1..].last());
    events.into_iter()
}

/// What a square canvas shows of strokes, as a bitmap.
fn canvas(strokes: &Points, side: f32, pen_px: f32) -> Result<Bitmap> {
    let mut pixels = Pixmap::new(side as u32, side as u32).expect("a canvas has pixels");
    pixels.fill(Color::WHITE);
    let paint = Paint { anti_alias: true, ..Paint::default() };
    let pen = Stroke {
        width: pen_px,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    for stroke in strokes {
        let mut path = PathBuilder::new();
        path.move_to(stroke[0][0], stroke[0][1]);
        stroke[1..].iter().for_each(|point| path.line_to(point[0], point[1]));
        match path.finish() {
            Some(path) => pixels.stroke_path(&path, &paint, &pen, Transform::identity(), None),
            None => {
                let [x, y] = stroke[0];
                let dot = PathBuilder::from_circle(x, y, pen_px / 2.0).expect("a circle");
                pixels.fill_path(&dot, &paint, FillRule::Winding, Transform::identity(), None);
            }
        }
    }
    Bitmap::from_rgba(pixels.data(), side as usize, side as usize)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::sketch::{View, rasterize};

    fn hook() -> Strokes {
        let stroke = (0..40).map(|i| [i as f32, (0.1 * i as f32).sin() * 20.0]).collect();
        Strokes::new(vec![stroke, vec![[20.0, -15.0]]]).unwrap()
    }

    /// The cosine between a drawing's image and another's.
    fn likeness(other: Sketch) -> f32 {
        let [a, b] = [Sketch::Strokes(hook()), other].map(|s| rasterize(&s, &View::default()));
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
    }

    #[test]
    fn what_other_devices_leave_is_the_same_drawing_but_not_the_same_image() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..20 {
            let redrawn = [
                Sketch::Strokes(by_mouse(&hook()).unwrap()),
                Sketch::Strokes(by_touch(&hook(), &mut random).unwrap()),
                Sketch::Bitmap(at_any_scale(&hook(), &mut random).unwrap()),
                Sketch::Bitmap(with_any_pen(&hook(), &mut random).unwrap()),
            ];
            for (i, redrawn) in redrawn.into_iter().enumerate() {
                let likeness = likeness(redrawn);
                assert!((0.85..0.99999).contains(&likeness), "{i}: {likeness}");
            }
        }
    }

    #[test]
    fn the_same_drawing_in_another_style_is_the_same_drawing() {
        let crisp =
            Sketch::Bitmap(canvas(&on_canvas(&hook(), 105.0, 90.0, [0.5; 2]), 105.0, 5.0).unwrap());
        let small_one = small(&Sketch::Strokes(hook()));
        for (name, other) in [
            ("small, of strokes", small_one.clone()),
            ("small, of an image", small(&crisp)),
            ("smooth, of an image", smooth(&crisp)),
            ("smooth, of a small image", smooth(&small_one)),
        ] {
            let likeness = likeness(other);
            assert!((0.8..0.99999).contains(&likeness), "{name}: {likeness}");
        }
        assert_eq!(smooth(&Sketch::Strokes(hook())), Sketch::Strokes(hook()));
    }

    #[test]
    fn smooth_lines_have_one_tone_and_small_images_many() {
        let tones = |sketch: &Sketch| {
            let Sketch::Bitmap(bitmap) = sketch else { panic!("no image") };
            bitmap.inked().iter().filter(|pixel| pixel.ink < 0.99).count()
        };
        let small_one = small(&Sketch::Strokes(hook()));
        assert!(tones(&small_one) > 20);
        assert_eq!(tones(&smooth(&small_one)), 0);
    }

    #[test]
    fn a_mouse_leaves_few_points_at_whole_pixels() {
        let strokes = by_mouse(&hook()).unwrap();
        assert_eq!(strokes.strokes().len(), 2);
        assert!((10..40).contains(&strokes.strokes()[0].len()), "{strokes:?}");
        assert!(strokes.strokes().iter().flatten().flatten().all(|v| v.fract() == 0.0));
    }

    #[test]
    fn a_dot_stays_one() {
        let dot = Strokes::new(vec![vec![[3.0, 4.0]]]).unwrap();
        let mut random = ChaCha8Rng::seed_from_u64(1);
        assert_eq!(by_mouse(&dot).unwrap().strokes().concat().len(), 1);
        assert!(at_any_scale(&dot, &mut random).is_ok());
        assert!(with_any_pen(&dot, &mut random).is_ok());
        let Sketch::Bitmap(small) = small(&dot.into()) else { panic!("no image") };
        assert!(small.inked().len() < 10);
    }

    #[test]
    fn strokes_as_long_as_numbers_go_are_redrawn_like_others() {
        let huge = |[x, y]: &[f32; 2]| [x / 20.0 - 1.0, y / 20.0].map(|v| v * f32::MAX);
        let hook = hook();
        let huge = hook.strokes().iter().map(|stroke| stroke.iter().map(huge).collect());
        let huge = Strokes::new(huge.collect()).unwrap();
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let redrawn = Sketch::Bitmap(at_any_scale(&huge, &mut random).unwrap());
        assert!(likeness(redrawn) > 0.85);
        assert!(by_mouse(&huge).is_ok());
    }
}
