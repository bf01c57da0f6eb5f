//! Drawings and weights for the tests, natively and in a browser.

#![allow(dead_code)] // Not every test needs all of it.

use reptile_sketch::sketch::{Bitmap, Image, Sketch, Strokes, View, rasterize};

/// A stroke file: 20 symbols by 3 hands each. `node tests/fixtures/drawings.mjs` made it.
pub const DRAWINGS: &str = include_str!("../fixtures/drawings.json");

/// The symbols of the stroke file, in its order.
pub const SYMBOLS: [&str; 20] = [
    "circle",
    "cross",
    "zigzag",
    "triangle",
    "square",
    "tee",
    "spiral",
    "ladder",
    "arrow",
    "eight",
    "hook",
    "equals",
    "target",
    "house",
    "hourglass",
    "wave",
    "fork",
    "stairs",
    "plus",
    "crescent",
];

/// A small untrained network. `REGENERATE=1 cargo test --test learner` made it.
pub const TINY_WEIGHTS: &[u8] = include_bytes!("../fixtures/tiny.safetensors");

/// What [`tiny_task`] leads to natively. `REGENERATE=1 cargo test --test learner` made it.
pub const TINY_ANSWERS: &str = include_str!("../fixtures/tiny.json");

/// A symbol as a hand (0, 1 or 2) draws it.
#[cfg(not(target_arch = "wasm32"))]
pub fn points(symbol: &str, hand: usize) -> Vec<Vec<[f32; 2]>> {
    let classes: serde_json::Value = serde_json::from_str(DRAWINGS).unwrap();
    serde_json::from_value(classes[symbol][hand].clone()).unwrap()
}

/// A symbol as a hand (0, 1 or 2) draws it.
#[cfg(target_arch = "wasm32")]
pub fn points(symbol: &str, hand: usize) -> Vec<Vec<[f32; 2]>> {
    let classes = js_sys::JSON::parse(DRAWINGS).unwrap();
    let hands = js_sys::Reflect::get(&classes, &symbol.into()).unwrap();
    let strokes = js_sys::Array::from(&hands).get(hand as u32);
    let strokes = js_sys::Array::from(&strokes);
    let point = |point| {
        let point = js_sys::Array::from(&point);
        [0, 1].map(|i| point.get(i).as_f64().unwrap() as f32)
    };
    let stroke = |stroke| js_sys::Array::from(&stroke).iter().map(point).collect();
    strokes.iter().map(stroke).collect()
}

/// What the network sees of strokes.
pub fn draw(points: Vec<Vec<[f32; 2]>>) -> Image {
    see(Sketch::Strokes(Strokes::new(points).unwrap()))
}

/// What the network sees of a symbol.
pub fn symbol(name: &str, hand: usize) -> Image {
    draw(points(name, hand))
}

/// What the network sees.
pub fn see(sketch: Sketch) -> Image {
    rasterize(&sketch, &View::default())
}

/// A canvas with a frame of black ink on transparent paper: RGBA, width, height.
pub fn canvas() -> (Vec<u8>, usize, usize) {
    let (width, height) = (70, 50);
    let pixel = |i: usize| {
        let (x, y) = (i % width, i / width);
        let outer = (8..60).contains(&x) && (5..44).contains(&y);
        let inner = (12..56).contains(&x) && (9..40).contains(&y);
        [0, 0, 0, if outer && !inner { 255 } else { 0 }]
    };
    let rgba = (0..width * height).flat_map(pixel).collect();
    (rgba, width, height)
}

/// Five symbols to learn from, and drawings to classify: three symbols and a canvas.
pub fn tiny_task() -> (Vec<(Image, usize)>, Vec<Image>) {
    let examples = (0..5).map(|class| (symbol(SYMBOLS[class], 0), class));
    let mut queries: Vec<Image> = (0..3).map(|class| symbol(SYMBOLS[class], 1)).collect();
    let (rgba, width, height) = canvas();
    let bitmap = Bitmap::from_rgba(&rgba, width, height).unwrap();
    queries.push(see(Sketch::Bitmap(bitmap)));
    (examples.collect(), queries)
}

/// Strokes in units of 0 to 100 as black lines on a white square of some pixels, with a pen as wide
/// as it says: brightness values, by another renderer than ours.
pub fn photograph(strokes: &[Vec<[f32; 2]>], side: usize, pen: f32) -> Vec<u8> {
    let margin = pen / 2.0 + 1.0;
    let scale = (side as f32 - 2.0 * margin) / 100.0;
    let place = |point: [f32; 2]| point.map(|value| margin + scale * value);
    let mut luma = vec![255; side * side];
    for stroke in strokes {
        for (i, &from) in stroke.iter().enumerate() {
            let to = stroke[(i + 1).min(stroke.len() - 1)];
            darken(&mut luma, side, pen, [place(from), place(to)]);
        }
    }
    luma
}

/// One piece of a stroke: every pixel near enough to it.
fn darken(luma: &mut [u8], side: usize, pen: f32, [from, to]: [[f32; 2]; 2]) {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let squared = (dx * dx + dy * dy).max(1e-9);
    let least = |i: usize| (from[i].min(to[i]) - pen).max(0.0) as usize;
    let most = |i: usize| ((from[i].max(to[i]) + pen) as usize).min(side - 1);
    for y in least(1)..=most(1) {
        for x in least(0)..=most(0) {
            let (u, v) = (x as f32 + 0.5 - from[0], y as f32 + 0.5 - from[1]);
            let part = ((u * dx + v * dy) / squared).clamp(0.0, 1.0);
            let distance = (u - part * dx).hypot(v - part * dy);
            let white = (distance - pen / 2.0 + 0.5).clamp(0.0, 1.0);
            let pixel = &mut luma[y * side + x];
            *pixel = (*pixel).min((255.0 * white) as u8);
        }
    }
}
