//! Colour images: training and measuring on classes of textures and colours.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use crate::world::World;

const CLASSES: usize = 10;
const PHOTOS: usize = 8;

/// Two colours in stripes, whose direction and width are the class's, and whose place, light and
/// noise are the photograph's.
fn photo(class: usize, number: usize) -> Vec<u8> {
    let turn = class as f32 * 0.63;
    let (sin, cos) = turn.sin_cos();
    let width = 3.0 + (class * 7 % CLASSES) as f32;
    let mut noise = (class * PHOTOS + number) as u32 + 1;
    let (light, shift) = (0.7 + 0.04 * number as f32, 1.7 * number as f32);
    let image = RgbImage::from_fn(90, 70, |x, y| {
        let along = (cos * x as f32 + sin * y as f32 + shift) / width;
        let bright = if along.rem_euclid(2.0) < 1.0 { 220.0 } else { 90.0 };
        noise = noise.wrapping_mul(1664525).wrapping_add(1013904223);
        let value = light * bright + (noise >> 28) as f32;
        // Two classes at a time have one colour: only the stripes tell those apart.
        let tint = |c: usize| if (class / 2 + c).is_multiple_of(3) { 1.0 } else { 0.5 };
        Rgb([0, 1, 2].map(|c| (value * tint(c)) as u8))
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn world(test: &str) -> World {
    let world = World::empty(test);
    for class in 0..CLASSES {
        for number in 0..PHOTOS {
            world.write(&format!("photos/class{class}/{number}.png"), photo(class, number));
        }
    }
    let held_out: Vec<String> = (6..CLASSES).map(|class| format!("class{class}")).collect();
    world.write("held-out.txt", held_out.join("\n"));
    world
}

/// The flags of the reference, and a network that is small enough for a test.
const TRAIN: &str = "train --network mini-imagenet --data photos --exclude held-out.txt \
    --out w.safetensors --commit none --head learned --classes 3 --train-shots 4 --inner-batch 6 \
    --inner-iters 4 --meta-step 1 --meta-step-final 0 --meta-batch 2 --learning-rate 0.002 \
    --eval-samples 20";

#[test]
fn classes_of_texture_and_colour_that_it_never_saw_are_told_apart() {
    let world = world("photos");
    world.succeed(&format!("{TRAIN} --filters 8,8,8,8 --meta-iters 30"));
    let figures = world.evaluate(
        "--data photos --only held-out.txt --weights w.safetensors --classes 3 --shots 2 \
         --eval-batch 6 --eval-iters 10 --episodes 60",
    );
    let accuracy = figures["accuracy"].as_f64().unwrap();
    // Chance is 1/3.
    assert!(accuracy > 0.7, "{accuracy}");
}

#[test]
fn what_is_for_drawings_only_is_refused_for_photographs() {
    let world = world("photos-faults");
    world.fail(&format!("{TRAIN} --turn-classes"), "turn_classes");
    world.fail(&format!("{TRAIN} --distortion 0.5"), "distortion");
    world.fail(&TRAIN.replace("--inner-batch 6", "--inner-batch 13"), "inner_batch");
    world.fail(&TRAIN.replace("--train-shots 4", "--train-shots 9"), "train_shots");
    world.succeed(&format!("{TRAIN} --filters 2,2,2,2 --meta-iters 1"));
    let evaluate = "evaluate --data photos --weights w.safetensors --classes 3 --episodes 2";
    world.succeed(evaluate);
    world.fail(&format!("{evaluate} --perturb rotate"), "photographs");
    world.fail(&format!("{evaluate} --turn-classes"), "turn_classes: for drawings only");
    world.fail(&evaluate.replace("--classes 3", "--classes 4"), "these weights are for 3");
    world.fail(&format!("{evaluate} --eval-batch 0"), "batch");
}
