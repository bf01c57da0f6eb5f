//! Which of ink and paper is the darker, told for a whole data set.

use reptile_sketch::Code;
use reptile_sketch::data::{Pool, ReadConfig};
use reptile_sketch::sketch::{Polarity, Sketch};

use crate::fixtures::*;

/// A PNG of 10 by 10 pixels, each of a tone that depends on its column.
fn columns(tone: impl Fn(usize) -> u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..100).map(|i| tone(i % 10)).collect();
    grey_png(&pixels, 10, 10)
}

/// Half of it is black: the image alone does not tell.
fn half() -> Vec<u8> {
    columns(|x| if x < 5 { 0 } else { 255 })
}

fn chalk() -> Vec<u8> {
    columns(|x| if x == 4 { 255 } else { 0 })
}

fn pen() -> Vec<u8> {
    columns(|x| if x == 4 { 0 } else { 255 })
}

/// The columns with ink of each drawing.
fn inked(pool: &Pool) -> Vec<Vec<u16>> {
    let columns = |sketch: &Sketch| {
        let Sketch::Bitmap(bitmap) = sketch else { panic!("images were read") };
        let mut columns: Vec<u16> = bitmap.inked().iter().map(|pixel| pixel.x).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    };
    let drawings = pool.classes().iter().flat_map(|class| class.drawings());
    drawings.map(|drawing| columns(drawing.sketch().unwrap())).collect()
}

#[test]
fn an_image_that_does_not_tell_is_taken_for_what_the_others_are() {
    let folder = Folder::new("majority");
    let zip = |image: fn() -> Vec<u8>, name: &str| {
        let entries = [("a/1.png", image()), ("a/2.png", image()), ("a/3.png", half())];
        folder.zip(name, &entries)
    };
    let chalk = read_images(&zip(chalk, "chalk.zip")).unwrap();
    assert_eq!(inked(&chalk), [vec![4], vec![4], (5..10).collect()]);
    assert!(
        chalk.notes()[0].to_string().ends_with("3 images, light ink on dark paper"),
        "{:?}",
        chalk.notes()
    );
    let pen = read_images(&zip(pen, "pen.zip")).unwrap();
    assert_eq!(inked(&pen), [vec![4], vec![4], (0..5).collect()]);
    assert!(
        pen.notes()[0].to_string().ends_with("3 images, dark ink on light paper"),
        "{:?}",
        pen.notes()
    );
}

/// A PNG of 28 by 28 pixels whose right half is black, with some white lines in it.
fn hatched() -> Vec<u8> {
    let is_light = |x: usize, y: usize| x < 14 || ((17..26).contains(&x) && y % 7 == 3);
    let pixels: Vec<u8> = (0..784).map(|i| 255 * u8::from(is_light(i % 28, i / 28))).collect();
    grey_png(&pixels, 28, 28)
}

#[test]
fn a_small_drawing_with_much_ink_is_taken_for_what_the_others_are() {
    let folder = Folder::new("hatched");
    let entries = [("a/1.png", pen()), ("a/2.png", pen()), ("a/3.png", hatched())];
    let pool = read_images(&folder.zip("a.zip", &entries)).unwrap();
    let notes = pool.notes()[0].to_string();
    assert!(notes.ends_with("3 images, dark ink on light paper"), "{notes}");
    assert_eq!(inked(&pool)[2], (14..28).collect::<Vec<u16>>());
}

#[test]
fn images_of_both_kinds_are_told_apart_with_a_warning() {
    let folder = Folder::new("mixed");
    let zip = folder.zip("a.zip", &[("a/1.png", chalk()), ("a/2.png", pen())]);
    let pool = read_images(&zip).unwrap();
    assert_eq!(inked(&pool), [[4], [4]]);
    assert!(
        pool.notes()[0].to_string().contains("warning: 1 images of dark ink and 1 of light ink")
    );
}

#[test]
fn what_cannot_be_told_is_an_error_until_the_user_tells() {
    let folder = Folder::new("undecided");
    let alone = folder.zip("a.zip", &[("a/1.png", half())]);
    assert_fails(read_images(&alone), Code::BadData, "a.zip/a/1.png: cannot tell ink from paper");
    let mixed = [("a/1.png", chalk()), ("a/2.png", pen()), ("a/3.png", half())];
    let mixed = folder.zip("b.zip", &mixed);
    assert_fails(read_images(&mixed), Code::BadData, "pass --polarity dark-ink or light-ink");
    for (polarity, columns) in [(Polarity::DarkInk, 0..5), (Polarity::LightInk, 5..10)] {
        let config = ReadConfig { polarity: Some(polarity), ..ReadConfig::default() };
        let pool = Pool::read_with(&config, std::slice::from_ref(&alone), &[]).unwrap();
        assert_eq!(inked(&pool), [columns.collect::<Vec<u16>>()]);
    }
}

#[test]
fn an_image_of_one_tone_has_no_ink_unless_the_user_tells() {
    let folder = Folder::new("one-tone");
    // As 12 bits in 16, or much too pale.
    for tone in [0, 100, 255] {
        let flat = columns(|x| if x == 4 { tone } else { tone.saturating_sub(15) });
        let entries = [("a/1.png", pen()), ("a/2.png", flat)];
        let zip = folder.zip("a.zip", &entries);
        assert_fails(read_images(&zip), Code::EmptyDrawing, "a.zip/a/2.png: the image has no ink");
    }
    let black = folder.zip("black.zip", &[("a/1.png", columns(|_| 0))]);
    let config = ReadConfig { polarity: Some(Polarity::DarkInk), ..ReadConfig::default() };
    assert_eq!(
        inked(&Pool::read_with(&config, &[black], &[]).unwrap()),
        [(0..10).collect::<Vec<_>>()]
    );
}

/// A PNG of 60 by 60 pixels: a cross of ink, of paper in this light, in a frame of so many pixels.
fn cross(light: impl Fn(f32) -> f32, frame_px: usize, number: usize) -> Vec<u8> {
    let pixels: Vec<u8> = (0..3600)
        .map(|i| {
            let (x, y) = (i % 60, i / 60);
            let is_frame = [x, y].iter().any(|&v| v < frame_px || v >= 60 - frame_px);
            let is_arm = |along: usize, across: usize| {
                (15..45).contains(&along) && (28 + number..32 + number).contains(&across)
            };
            let is_ink = is_arm(x, y) || is_arm(y, x);
            let ink = if is_ink { 0.1 } else { 1.0 };
            if is_frame { 10 } else { (250.0 * light(x as f32 / 60.0) * ink) as u8 }
        })
        .collect();
    grey_png(&pixels, 60, 60)
}

#[test]
fn frames_around_all_images_are_left_out_and_shadows_are_no_ink() {
    let folder = Folder::new("framed");
    let framed = |number| cross(|_| 1.0, 5, number);
    let shaded = |number| cross(|x| 1.0 - 0.8 * x, 0, number);
    for (image, remark) in
        [(&framed as &dyn Fn(usize) -> Vec<u8>, "a frame around 4"), (&shaded, "")]
    {
        let entries = ["a/0.png", "a/1.png", "b/2.png", "b/3.png"];
        let entries: Vec<_> = entries.iter().zip(0..).map(|(path, i)| (*path, image(i))).collect();
        let pool = read_images(&folder.zip("a.zip", &entries)).unwrap();
        let notes = pool.notes()[0].to_string();
        assert!(notes.contains("4 images, dark ink on light paper"), "{notes}");
        assert!(notes.contains(remark), "{notes}");
        for columns in inked(&pool) {
            assert_eq!(columns.len(), 30, "{columns:?}");
        }
    }
    // One drawing alone may be one of a box.
    let alone = read_images(&folder.zip("b.zip", &[("a/0.png", framed(0))]));
    assert_fails(alone, Code::BadData, "cannot tell ink from paper");
}

/// A PNG of 90 by 60 pixels: a ring of ink, or of chalk, on paper in this light, whose place moves with a number.
fn ring(light: impl Fn(f32, f32) -> f32, is_chalk: bool, number: usize) -> Vec<u8> {
    let pixels: Vec<u8> = (0..5400)
        .map(|i| {
            let (x, y) = ((i % 90) as f32, (i / 90) as f32);
            let from = (x - 44.0 - number as f32).hypot(y - 30.0);
            let is_ink = (from - 15.0).abs() < 1.6;
            // As a camera has it.
            let noise = (i * 7919 % 13) as f32 / 13.0 - 0.5;
            let tone = match (is_chalk, is_ink) {
                (false, false) => 0.95 * light(x, y),
                (false, true) => 0.15 * light(x, y),
                (true, false) => 1.0 - 0.95 * light(x, y),
                (true, true) => 1.0 - 0.15 * light(x, y),
            };
            (255.0 * tone + 4.0 * noise).clamp(0.0, 255.0) as u8
        })
        .collect();
    grey_png(&pixels, 90, 60)
}

/// How light it is at a place.
type Light<'a> = &'a dyn Fn(f32, f32) -> f32;

#[test]
fn paper_half_in_shadow_or_with_an_edge_in_the_image_is_told_by_its_lines() {
    let folder = Folder::new("edges");
    let half = |x: f32, _: f32| if x < 44.0 { 1.0 } else { 0.4 };
    let slanted = |x: f32, y: f32| if x + 0.7 * y < 60.0 { 1.0 } else { 0.35 };
    let soft = |x: f32, y: f32| 0.4 + 0.6 / (1.0 + (0.7 * (x + 0.3 * y - 50.0)).exp());
    // A table, as far as it is seen: at one side, and at two.
    let side = |x: f32, _: f32| if x > 65.0 { 0.05 } else { 1.0 };
    let corner = |x: f32, y: f32| if x > 70.0 || y > 50.0 + 0.05 * x { 0.1 } else { 1.0 };
    let lights: [(&str, Light); 5] = [
        ("half", &half),
        ("slanted", &slanted),
        ("soft", &soft),
        ("side", &side),
        ("corner", &corner),
    ];
    for (name, light) in lights {
        for (is_chalk, ink) in
            [(false, "dark ink on light paper"), (true, "light ink on dark paper")]
        {
            let zip = zip_of(&[("a/1.png", ring(light, is_chalk, 0))]);
            let pool = read_images(&folder.write(&format!("{name}.zip"), zip));
            let pool = pool.unwrap_or_else(|e| panic!("{name}, {ink}: {e}"));
            let notes = pool.notes()[0].to_string();
            assert!(notes.contains(ink), "{name}: {notes}");
            let Some(Sketch::Bitmap(bitmap)) = pool.classes()[0].drawings()[0].sketch() else {
                panic!("an image was read")
            };
            let off = |(x, y): (u16, u16)| {
                ((f32::from(x) - 44.0).hypot(f32::from(y) - 30.0) - 15.0).abs()
            };
            let far = bitmap.inked().iter().filter(|pixel| off((pixel.x, pixel.y)) > 3.0).count();
            let near = bitmap.inked().len() - far;
            assert!(
                near > 200 && far * 20 < near,
                "{name}, {ink}: {near} on the ring, {far} elsewhere"
            );
        }
    }
}
