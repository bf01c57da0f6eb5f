//! Paper that ends in an image, or lies in part in a shadow, and drawings that look so; at many sizes.

use reptile_sketch::data::Pool;
use reptile_sketch::sketch::{Bitmap, Sketch};

use crate::fixtures::*;

const SIDES_PX: [usize; 8] = [28, 32, 48, 64, 80, 105, 200, 400];
/// From here on, one photograph tells alone.
const TELLS_ALONE_PX: usize = 64;

/// What is at a place, from 0 to 1 to the right and down.
type Field<'a, T> = &'a dyn Fn(f32, f32) -> T;

/// A square image.
#[derive(Clone, Copy)]
struct Scene<'a> {
    side_px: usize,
    is_chalk: bool,
    /// Whether tones vary a little, as a camera has them.
    is_noisy: bool,
    light: Field<'a, f32>,
    ink: Field<'a, bool>,
}

impl Scene<'_> {
    fn place(&self, i: usize) -> (f32, f32) {
        let at = |i: usize| (i as f32 + 0.5) / self.side_px as f32;
        (at(i % self.side_px), at(i / self.side_px))
    }

    fn png(&self) -> Vec<u8> {
        let tone = |i: usize| {
            let (x, y) = self.place(i);
            let paper = if (self.ink)(x, y) { 0.12 } else { 0.95 };
            let tone = paper * (self.light)(x, y);
            let noise = if self.is_noisy { (i * 7919 % 13) as f32 / 13.0 - 0.5 } else { 0.0 };
            let tone = if self.is_chalk { 1.0 - tone } else { tone };
            (255.0 * tone + 4.0 * noise).clamp(0.0, 255.0) as u8
        };
        let pixels: Vec<u8> = (0..self.side_px * self.side_px).map(tone).collect();
        grey_png(&pixels, self.side_px, self.side_px)
    }

    /// The pixels that were read as ink, but should not, the ones that should, but were not, and those that are ink.
    fn faults(&self, bitmap: &Bitmap) -> [usize; 3] {
        let mut inks = vec![0.0; self.side_px * self.side_px];
        for pixel in bitmap.inked() {
            inks[usize::from(pixel.y) * self.side_px + usize::from(pixel.x)] = pixel.ink;
        }
        let mut faults = [0; 3];
        for (i, &ink) in inks.iter().enumerate() {
            let (x, y) = self.place(i);
            let is_ink = (self.ink)(x, y);
            // What is faint is seen, too.
            faults[0] += usize::from(ink > 0.25 && !is_ink);
            faults[1] += usize::from(ink <= 0.5 && is_ink);
            faults[2] += usize::from(is_ink);
        }
        faults
    }

    /// Half of a pen of two pixels, or of three hundredths of the side.
    fn half_pen(side_px: usize) -> f32 {
        (1.0 / side_px as f32).max(0.015)
    }
}

fn bitmaps(pool: &Pool) -> Vec<&Bitmap> {
    let drawings = pool.classes().iter().flat_map(|class| class.drawings());
    let bitmaps = drawings.filter_map(|drawing| match drawing.sketch() {
        Some(Sketch::Bitmap(bitmap)) => Some(bitmap),
        _ => None,
    });
    bitmaps.collect()
}

/// The images of a source, read.
fn read(folder: &Folder, images: &[Vec<u8>]) -> Result<Pool, String> {
    let paths: Vec<String> = (0..images.len()).map(|i| format!("a/{i:02}.png")).collect();
    let entries: Vec<_> =
        paths.iter().zip(images).map(|(path, image)| (path.as_str(), image.clone())).collect();
    read_images(&folder.zip("a.zip", &entries)).map_err(|e| e.to_string())
}

fn ring(side_px: usize) -> impl Fn(f32, f32) -> bool {
    move |x, y| ((x - 0.5).hypot(y - 0.5) - 0.25).abs() < Scene::half_pen(side_px)
}

#[test]
fn tables_beside_the_paper_and_shadows_are_no_ink() {
    let folder = Folder::new("tables");
    let lights: [(&str, Field<f32>); 10] = [
        ("half", &|x, _| if x < 0.55 { 1.0 } else { 0.4 }),
        ("slanted", &|x, y| if x + 0.7 * y < 1.0 { 1.0 } else { 0.35 }),
        ("soft", &|x, y| 0.4 + 0.6 / (1.0 + (60.0 * (x + 0.3 * y - 0.6)).exp())),
        ("of a hand", &|x, y| if 1.2 * x + y < 1.4 { 1.0 } else { 0.6 }),
        ("light", &|x, _| if x < 0.6 { 1.0 } else { 0.75 }),
        ("left", &|x, _| if x < 0.15 { 0.06 } else { 1.0 }),
        ("right", &|x, _| if x > 0.85 { 0.2 } else { 1.0 }),
        ("top", &|_, y| if y < 0.15 { 0.1 } else { 1.0 }),
        ("below", &|_, y| if y > 0.82 { 0.1 } else { 1.0 }),
        ("corner", &|x, y| if x > 0.88 || y > 0.86 + 0.03 * x { 0.1 } else { 1.0 }),
    ];
    for side_px in SIDES_PX {
        let ink = ring(side_px);
        for (name, light) in lights {
            for is_chalk in [false, true] {
                let scene = Scene { side_px, is_chalk, is_noisy: true, light, ink: &ink };
                let few = usize::from(side_px < TELLS_ALONE_PX) * 3 + 1;
                let pool = read(&folder, &vec![scene.png(); few]);
                let case = format!("{side_px} px, {name}, chalk {is_chalk}");
                let pool = pool.unwrap_or_else(|e| panic!("{case}: {e}"));
                for bitmap in bitmaps(&pool) {
                    let [more, less, all] = scene.faults(bitmap);
                    assert!(
                        10 * more <= all && 10 * less <= all,
                        "{case}: {more} and {less} of {all}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_drawn_along_the_border_stays_ink() {
    let folder = Folder::new("drawn-borders");
    for side_px in SIDES_PX {
        let half = Scene::half_pen(side_px);
        let is_bar = move |x: f32, y: f32| (y - 0.5).abs() < half && x < 0.6;
        let filled =
            move |x: f32, y: f32| x < 0.3 || ((x - 0.7).hypot(y - 0.5) - 0.15).abs() < half;
        let hatched = |x: f32, y: f32| x > 0.5 && (y * 7.0).fract() < 0.7;
        let corner =
            move |x: f32, y: f32| x + y < 0.6 || ((x - 0.7).hypot(y - 0.7) - 0.15).abs() < half;
        let drawings: [(&str, Field<bool>, bool); 6] = [
            ("a stroke down the left", &move |x, y| x < 2.0 * half || is_bar(x, y), true),
            (
                "a stroke along the top",
                &move |x, y| y < 2.0 * half || (x > 0.5 && is_bar(y, x)),
                true,
            ),
            (
                "a cross from side to side",
                &move |x, y| (x - 0.5).abs().min((y - 0.5).abs()) < half,
                true,
            ),
            ("a filled side", &filled, false),
            ("hatchings", &hatched, false),
            ("a filled corner", &corner, false),
        ];
        let ring = ring(side_px);
        for (name, ink, may_be_noisy) in drawings {
            for (is_chalk, is_noisy) in [(false, false), (true, false), (false, true), (true, true)]
            {
                if is_noisy && !may_be_noisy {
                    continue;
                }
                let scene = Scene { side_px, is_chalk, is_noisy, light: &|_, _| 1.0, ink };
                let mut images = vec![Scene { ink: &ring, ..scene }.png(); 3];
                images.push(scene.png());
                let case = format!("{side_px} px, {name}, chalk {is_chalk}, noise {is_noisy}");
                let pool = read(&folder, &images).unwrap_or_else(|e| panic!("{case}: {e}"));
                let faults = scene.faults(bitmaps(&pool)[3]);
                assert_eq!(faults[..2], [0, 0], "{case}: of {}", faults[2]);
            }
        }
    }
}

#[test]
fn clean_images_show_edges_of_paper_only_all_together() {
    let folder = Folder::new("all-edges");
    let strip = |x: f32, _: f32| if x < 0.15 { 0.1 } else { 1.0 };
    for side_px in SIDES_PX {
        let ink = ring(side_px);
        let cut = Scene { side_px, is_chalk: false, is_noisy: false, light: &strip, ink: &ink };
        let plain = Scene { light: &|_, _| 1.0, ..cut };
        let alike = read(&folder, &vec![cut.png(); 4]).unwrap();
        for bitmap in bitmaps(&alike) {
            assert_eq!(cut.faults(bitmap)[..2], [0, 0], "{side_px} px");
        }
        let mut images = vec![plain.png(); 4];
        images.push(cut.png());
        let alone = read(&folder, &images).unwrap();
        let [more, ..] = cut.faults(bitmaps(&alone)[4]);
        assert!(more as f32 >= 0.14 * (side_px * side_px) as f32, "{side_px} px: {more}");
    }
}
