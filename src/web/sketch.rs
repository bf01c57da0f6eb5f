//! Drawings.

use wasm_bindgen::prelude::*;
use web_sys::ImageData;

use crate::sketch::{self, Bitmap, Image, PIXELS, Strokes, View, rasterize};

/// A drawing as the network sees it.
#[wasm_bindgen]
pub struct Sketch(pub(super) Image);

#[wasm_bindgen]
impl Sketch {
    /// From strokes: all coordinates `x0, y0, x1, y1, …`, and how many of them each stroke takes.
    pub fn strokes(values: &[f32], lengths: &[u32]) -> Result<Sketch, JsValue> {
        let strokes = sketch::Sketch::Strokes(Strokes::from_flat(values, lengths)?);
        Ok(Sketch(rasterize(&strokes, &View::default())))
    }

    /// From the pixels of a canvas. Where there is no canvas, as in Node, an object with the same properties will do.
    pub fn bitmap(image: &ImageData) -> Result<Sketch, JsValue> {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let bitmap = Bitmap::from_rgba(&image.data(), width, height)?;
        Ok(Sketch(rasterize(&sketch::Sketch::Bitmap(bitmap), &View::default())))
    }

    /// From the pixels of another, which may lie in another instance.
    #[wasm_bindgen(js_name = ofPixels)]
    pub fn of_pixels(pixels: &[f32]) -> Sketch {
        let mut image = [0.0; PIXELS];
        image.iter_mut().zip(pixels).for_each(|(to, &from)| *to = from);
        Sketch(image)
    }

    /// The 784 pixels, row by row; 0 is paper and 1 is ink.
    pub fn pixels(&self) -> Vec<f32> {
        self.0.to_vec()
    }
}
