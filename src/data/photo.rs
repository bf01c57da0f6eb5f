//! Colour images, as a network for photographs takes them.

use std::sync::Arc;

use image::DynamicImage;
use image::imageops::FilterType;

/// A colour image, scaled to a square.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    rgb: Arc<[u8]>,
}

impl Photo {
    /// The values of a pixel: red, green, blue.
    pub const CHANNELS: usize = 3;

    /// An image scaled to `side_px` by `side_px` pixels, whatever its own shape. What is
    /// transparent shows white.
    ///
    /// *Source*: the reference scales Mini-ImageNet's images so, to 84 by 84 pixels.
    pub fn new(image: DynamicImage, side_px: usize) -> Photo {
        let mut rgba = image.into_rgba8();
        for pixel in rgba.pixels_mut() {
            let alpha = u32::from(pixel[3]);
            let over_white =
                |value: u8| ((u32::from(value) * alpha + 255 * (255 - alpha)) / 255) as u8;
            pixel.0 = [over_white(pixel[0]), over_white(pixel[1]), over_white(pixel[2]), 255];
        }
        let image = DynamicImage::ImageRgba8(rgba);
        let square = image.resize_exact(side_px as u32, side_px as u32, FilterType::Triangle);
        Photo { rgb: square.into_rgb8().into_raw().into() }
    }

    /// The network's input, `[side, side, 3]`, from 0 to 1.
    pub fn values(&self) -> impl Iterator<Item = f32> {
        self.rgb.iter().map(|&value| f32::from(value) / 255.0)
    }

    /// How many values it has.
    pub fn values_len(&self) -> usize {
        self.rgb.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_shape_becomes_a_square_of_its_colours() {
        let mut wide = image::RgbaImage::new(8, 2);
        for (x, _, pixel) in wide.enumerate_pixels_mut() {
            pixel.0 = if x < 4 { [255, 0, 0, 255] } else { [0, 0, 51, 255] };
        }
        let photo = Photo::new(DynamicImage::ImageRgba8(wide), 4);
        let values: Vec<f32> = photo.values().collect();
        assert_eq!(values.len(), 4 * 4 * Photo::CHANNELS);
        assert_eq!(&values[..3], [1.0, 0.0, 0.0]);
        assert_eq!(&values[9..12], [0.0, 0.0, 0.2]);
    }

    #[test]
    fn what_is_transparent_is_white() {
        let clear = image::RgbaImage::from_pixel(2, 2, image::Rgba([0, 0, 0, 0]));
        let photo = Photo::new(DynamicImage::ImageRgba8(clear), 2);
        assert!(photo.values().all(|value| value == 1.0));
    }
}
