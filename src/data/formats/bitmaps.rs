//! Images of one size in one array.

use image::{DynamicImage, GrayImage, RgbImage};

use crate::data::formats::numpy::npy::Array;

/// The smallest side of what is taken for an image, in pixels.
pub(super) const LEAST_SIDE_PX: usize = 8;

/// Values up to this, and above 1, are all tones that there are, as in UCI's `optdigits` and scikit-learn's digits.
const FEW_TONES: u8 = 16;

/// Images of one size.
pub(in crate::data) struct Bitmaps {
    values: Vec<u8>,
    width_px: usize,
    height_px: usize,
    channels: usize,
}

impl Bitmaps {
    /// The images of an array whose shape is one of images, row by row: `[n, side * side]`, `[n, height, width]`,
    /// `[n, height, width, 1 or 3]` or `[n, 1 or 3, height, width]`; at most `most` of them.
    ///
    /// Values all from 0 to 1, all from -1 to 1, all from 0 to at most 16, or else from 0 to 255.
    ///
    /// *Errors*: what is wrong with the values, to be read after the array's name.
    pub fn new(array: &Array, most: usize) -> Option<Result<Bitmaps, String>> {
        let [width_px, height_px, channels] = sizes(&array.shape)?;
        let per_image = width_px * height_px * channels;
        let count = array.shape[0].min(most);
        let is_by_channel = channels == 3 && array.shape[3] != 3;
        Some(bytes(array, count * per_image).map(|values| {
            let values = if is_by_channel { by_pixel(&values, per_image) } else { values };
            Bitmaps { values, width_px, height_px, channels }
        }))
    }

    /// Whether the shape of an array is one of images.
    pub fn is_shape(shape: &[usize]) -> bool {
        sizes(shape).is_some()
    }

    /// Square images of one channel, one behind the other.
    pub fn square(mut pixels: Pixels, side_px: usize) -> Bitmaps {
        let most = pixels.values.iter().copied().max().unwrap_or_default();
        if pixels.range == Range::Byte && most <= FEW_TONES {
            let stretch =
                |value: &mut u8| *value = (u32::from(*value) * 255 / u32::from(most)) as u8;
            pixels.values.iter_mut().for_each(stretch);
        }
        Bitmaps { values: pixels.values, width_px: side_px, height_px: side_px, channels: 1 }
    }

    /// The same images, if they are written column by column.
    pub fn transposed(self) -> Bitmaps {
        let Bitmaps { mut values, width_px: height_px, height_px: width_px, channels } = self;
        let mut column_by_column = vec![0; width_px * height_px * channels];
        for image in values.chunks_exact_mut(column_by_column.len()) {
            column_by_column.copy_from_slice(image);
            for (i, pixel) in image.chunks_exact_mut(channels).enumerate() {
                let (x, y) = (i % width_px, i / width_px);
                let from = (x * height_px + y) * channels;
                pixel.copy_from_slice(&column_by_column[from..from + channels]);
            }
        }
        Bitmaps { values, width_px, height_px, channels }
    }

    pub fn len(&self) -> usize {
        self.values.len() / (self.width_px * self.height_px * self.channels)
    }

    pub fn image(&self, number: usize) -> DynamicImage {
        let length = self.width_px * self.height_px * self.channels;
        let own = self.values[number * length..][..length].to_vec();
        let (width, height) = (self.width_px as u32, self.height_px as u32);
        let sized = "as many values as pixels";
        match self.channels {
            1 => GrayImage::from_raw(width, height, own).expect(sized).into(),
            _ => RgbImage::from_raw(width, height, own).expect(sized).into(),
        }
    }
}

/// Values that come one by one, all in one range.
#[derive(Default)]
pub(in crate::data) struct Pixels {
    values: Vec<u8>,
    range: Range,
}

/// What the values so far can be.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Range {
    /// From 0 to 1.
    #[default]
    Unit,
    /// From -1 to 1.
    Signed,
    /// From 0 to 255.
    Byte,
}

impl Pixels {
    /// Takes a value; false if it is out of the range of those before.
    pub fn push(&mut self, value: f32) -> bool {
        let range = match (self.range, value) {
            (Range::Unit, 0.0..=1.0) => Range::Unit,
            (Range::Unit | Range::Signed, -1.0..=1.0) => Range::Signed,
            (Range::Unit | Range::Byte, 0.0..=255.0) => Range::Byte,
            _ => return false,
        };
        if range != self.range {
            let in_range = |value: u8| match range {
                Range::Signed => 128 + value / 2,
                _ => (value > 127).into(),
            };
            self.values.iter_mut().for_each(|value| *value = in_range(*value));
            self.range = range;
        }
        let value = match range {
            Range::Unit => 255.0 * value,
            Range::Signed => 127.5 * (value + 1.0),
            Range::Byte => value,
        };
        self.values.push(value.round() as u8);
        true
    }
}

/// The width, the height and the channels of the images of an array, if its shape is one of images.
fn sizes(shape: &[usize]) -> Option<[usize; 3]> {
    let [width_px, height_px, channels] = match *shape {
        [_, pixels] => [pixels.isqrt(), pixels.isqrt(), 1],
        [_, height, width] | [_, height, width, 1] | [_, 1, height, width] => [width, height, 1],
        [_, height, width, 3] | [_, 3, height, width] => [width, height, 3],
        _ => return None,
    };
    let sides = LEAST_SIDE_PX..=crate::sketch::MAX_SIDE_PX;
    let is_image = sides.contains(&width_px) && sides.contains(&height_px);
    let per_image = || shape[1..].iter().product::<usize>();
    (is_image && width_px * height_px * channels == per_image())
        .then_some([width_px, height_px, channels])
}

/// The values of images that have one colour after the other, pixel by pixel.
fn by_pixel(values: &[u8], per_image: usize) -> Vec<u8> {
    let images = values.chunks_exact(per_image);
    let pixels = |image: &[u8]| -> Vec<u8> {
        let length = per_image / 3;
        (0..per_image).map(|i| image[i % 3 * length + i / 3]).collect()
    };
    images.flat_map(pixels).collect()
}

/// The first values, from 0 to 255.
fn bytes(array: &Array, count: usize) -> Result<Vec<u8>, String> {
    let values = || (0..count).map(|i| array.get(i));
    let most = values().fold(0.0, f64::max);
    let least = values().fold(0.0, f64::min);
    if values().any(f64::is_nan) {
        return Err("a value that is no number".into());
    }
    let (zero, scale) = match (least, most) {
        (0.0.., ..=1.0) => (0.0, 255.0),
        (-1.0.., ..=1.0) => (-1.0, 127.5),
        (0.0.., most) if most <= FEW_TONES.into() => (0.0, 255.0 / most),
        (0.0.., ..=255.0) => (0.0, 1.0),
        _ => {
            return Err(format!(
                "values from {least} to {most}, and not from 0 to 255, to 1, or from -1 to 1: \
                 save them as they were before they were normalized"
            ));
        }
    };
    Ok(values().map(|value| ((value - zero) * scale).round() as u8).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_up_to_one_are_parts_of_the_whole_until_one_is_larger() {
        let pixels = |values: &[f32]| {
            let mut pixels = Pixels::default();
            values.iter().all(|&value| pixels.push(value)).then_some(pixels.values)
        };
        assert_eq!(pixels(&[0.0, 0.5, 1.0]), Some(vec![0, 128, 255]));
        assert_eq!(pixels(&[0.0, 1.0, 0.6, 2.0, 1.0]), Some(vec![0, 1, 1, 2, 1]));
        assert_eq!(pixels(&[0.0, 1.0, -1.0, 0.5]), Some(vec![128, 255, 0, 191]));
        for other in [&[0.5, -1.0, 2.0][..], &[2.0, -1.0], &[256.0], &[-1.5], &[f32::NAN]] {
            assert_eq!(pixels(other), None, "{other:?}");
        }
    }
}
