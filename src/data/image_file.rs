//! PNG and JPEG files, as drawings or as photographs.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::jpeg;
use super::photo::Photo;
use crate::sketch::Tones;
use crate::{Code, Error, Result};

/// The largest side of an image, in pixels; the one of [`Bitmap`], known before decoding.
const MAX_SIDE_PX: u32 = 4096;

/// The memory that decoding one image may take: all its pixels with 8 bytes each.
const MAX_DECODE_BYTES: u64 = 8 * (MAX_SIDE_PX as u64).pow(2);

/// What an image file is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageKind {
    /// Ink on paper: colours turn to grey, and what is transparent shows paper.
    Drawing,
    /// Colours, scaled to a square.
    Photo {
        /// The square's side.
        side_px: usize,
    },
}

/// Decodes an image, known by its content, and turned as its camera says.
///
/// *Errors*: `bad-image` if it is none, is damaged, or has a side above 4096 pixels.
pub(super) fn decode(encoded: &[u8], kind: ImageKind) -> Result<Decoded> {
    let image = decode_image(encoded)?;
    let (width_px, height_px) = (image.width() as usize, image.height() as usize);
    Ok(match (kind, image) {
        (ImageKind::Photo { side_px }, image) => Decoded::Photo(Photo::new(image, side_px)),
        (_, DynamicImage::ImageLuma8(grey)) => {
            Decoded::Tones(Tones::from_luma(&grey, width_px, height_px)?)
        }
        (_, colour) => Decoded::Tones(Tones::from_rgba(&colour.into_rgba8(), width_px, height_px)?),
    })
}

/// An image, of which it may still have to be told what is ink.
pub(super) enum Decoded {
    Tones(Tones),
    Photo(Photo),
}

fn decode_image(encoded: &[u8]) -> Result<DynamicImage> {
    let bad = |e: &dyn std::fmt::Display| Error::new(Code::BadImage, e.to_string());
    let reader = ImageReader::new(Cursor::new(encoded)).with_guessed_format();
    let mut reader = reader.map_err(|e| bad(&e))?;
    // The decoder fills in what a JPEG lacks.
    if reader.format() == Some(ImageFormat::Jpeg) && !jpeg::is_whole(encoded) {
        return Err(bad(&"the JPEG is cut short"));
    }
    let mut limits = image::Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE_PX);
    limits.max_image_height = Some(MAX_SIDE_PX);
    limits.max_alloc = Some(MAX_DECODE_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| bad(&e))?;
    let orientation = decoder.orientation().map_err(|e| bad(&e))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| bad(&e))?;
    image.apply_orientation(orientation);
    Ok(image)
}

#[cfg(test)]
mod tests {
    use image::ColorType;

    use super::*;
    use crate::sketch::{Bitmap, Polarity};

    /// The bitmap in an image file.
    fn decode(encoded: &[u8]) -> Result<Bitmap> {
        match super::decode(encoded, ImageKind::Drawing)? {
            Decoded::Tones(tones) => tones.bitmap(Polarity::DarkInk),
            Decoded::Photo(_) => panic!("it is a drawing"),
        }
    }

    fn encoded(pixels: &[u8], width: u32, color: ColorType, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let height = pixels.len() as u32 / width / u32::from(color.bytes_per_pixel());
        image::write_buffer_with_format(&mut bytes, pixels, width, height, color, format).unwrap();
        bytes.into_inner()
    }

    fn png(pixels: &[u8], width: u32, color: ColorType) -> Vec<u8> {
        encoded(pixels, width, color, ImageFormat::Png)
    }

    #[test]
    fn every_colour_type_turns_to_grey_on_white_paper() {
        let read = |pixels: &[u8], color| decode(&png(pixels, 1, color)).unwrap();
        let bitmap = |luma: &[u8]| Bitmap::from_luma(luma, 1, luma.len()).unwrap();
        assert_eq!(read(&[0, 128, 255], ColorType::L8), bitmap(&[0, 128, 255]));
        assert_eq!(read(&[0, 255, 0, 0, 0, 255], ColorType::La8), bitmap(&[0, 255, 0]));
        assert_eq!(read(&[0, 0, 0, 255, 255, 255], ColorType::Rgb8), bitmap(&[0, 255]));
        assert_eq!(read(&[0, 0, 255, 255], ColorType::L16), bitmap(&[0, 255]));
        let canvas = [255, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 255];
        assert_eq!(read(&canvas, ColorType::Rgba8), Bitmap::from_rgba(&canvas, 1, 3).unwrap());
    }

    #[test]
    fn a_jpeg_is_read_whatever_its_name() {
        let pixels: Vec<u8> = (0..256).map(|i| if i % 16 < 8 { 0 } else { 255 }).collect();
        let bitmap = decode(&encoded(&pixels, 16, ColorType::L8, ImageFormat::Jpeg)).unwrap();
        assert_eq!(bitmap.inked().len(), 128);
    }

    #[test]
    fn white_paper_is_an_empty_drawing() {
        let error = decode(&png(&[255; 9], 3, ColorType::L8)).unwrap_err();
        assert_eq!(error.code(), Code::EmptyDrawing);
    }

    #[test]
    fn an_image_that_is_too_wide_is_refused() {
        let at_most = MAX_SIDE_PX as usize;
        assert!(decode(&png(&vec![0; at_most], MAX_SIDE_PX, ColorType::L8)).is_ok());
        let wide = png(&vec![0; at_most + 1], MAX_SIDE_PX + 1, ColorType::L8);
        assert_eq!(decode(&wide).unwrap_err().code(), Code::BadImage);
    }

    #[test]
    fn a_png_cut_among_its_pixels_is_a_bad_image() {
        let pixels: Vec<u8> = (0..=255).collect();
        let whole = png(&pixels, 16, ColorType::L8);
        // What follows the pixels is their checksum (4 bytes) and the end marker (12 bytes).
        for length in 0..whole.len() - 16 {
            let error = decode(&whole[..length]).unwrap_err();
            assert_eq!(error.code(), Code::BadImage, "{length} of {} bytes", whole.len());
        }
    }

    #[test]
    fn a_jpeg_cut_anywhere_is_a_bad_image() {
        let pixels: Vec<u8> = (0..64 * 64).map(|i| if i % 64 < 8 { 0 } else { 255 }).collect();
        let whole = encoded(&pixels, 64, ColorType::L8, ImageFormat::Jpeg);
        for length in (0..whole.len() - 1).step_by(7) {
            let error = decode(&whole[..length]).unwrap_err();
            assert_eq!(error.code(), Code::BadImage, "{length} of {} bytes", whole.len());
        }
        // What cameras and servers write behind it is not its own.
        assert!(decode(&[&whole[..], b"trailer"].concat()).is_ok());
    }

    #[test]
    fn other_formats_are_read() {
        let pixels: Vec<u8> = (0..3 * 256).map(|i| if i % 48 < 24 { 0 } else { 255 }).collect();
        for format in [ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff] {
            let bitmap = decode(&encoded(&pixels, 16, ColorType::Rgb8, format)).unwrap();
            assert_eq!(bitmap.inked().len(), 128, "{format:?}");
        }
    }
}
