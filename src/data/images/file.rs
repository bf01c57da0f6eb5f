//! Image files, as drawings or as photographs.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use image::codecs::gif::GifDecoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use super::jpeg;
use super::tiff::Directory;
use crate::data::formats::kind::Kind;
use crate::data::photo::Photo;
use crate::sketch::{MAX_SIDE_PX, Tones};
use crate::{Code, Error, Result};

/// The largest side of an image, in pixels, that is kept as it is: that of [`Bitmap`](crate::sketch::Bitmap).
const KEPT_SIDE_PX: u32 = MAX_SIDE_PX as u32;

/// The memory that the pixels of one image may take while it is decoded.
const MAX_DECODE_BYTES: u64 = 1 << 30;

/// The memory that the pixels of a file of some bytes may take, however many it claims to have.
fn most_bytes(format: Option<ImageFormat>, file_bytes: usize) -> u64 {
    let times = match format {
        // A run of 255 pixels, in two bytes.
        Some(ImageFormat::Bmp) => 4 * 128,
        // A blank one of any size is a few bytes; of a dot on the largest paper, libwebp makes less than this.
        Some(ImageFormat::WebP) => 128 << 10,
        // A byte becomes 1,032 in a PNG, each is eight pixels of a palette, and those have four bytes. It is as much in
        // a fax of 4,128 pixels a row, and more than in a GIF or a JPEG.
        _ => 4 * 8 * 1032,
    };
    MAX_DECODE_BYTES.min(times * file_bytes as u64)
}

/// Held while an image is decoded that is larger than what is kept, so that they take their memory one by one.
static LARGE: Mutex<()> = Mutex::new(());

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
/// One with a side above 4096 pixels, such as a scan, is reduced to that.
///
/// *Errors*: `bad-image` if it is none, is damaged, or has more than 1 GiB of pixels, or than its bytes can hold.
pub(super) fn decode(encoded: &[u8], kind: ImageKind) -> Result<Decoded> {
    take(decode_image(encoded)?, kind)
}

/// An image that is decoded, as a drawing or as a photograph.
pub(super) fn take(image: DynamicImage, kind: ImageKind) -> Result<Decoded> {
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
    if reader.format().is_none()
        && let Kind::Other(what) = Kind::of(encoded)
    {
        return Err(bad(&format!("no image: it is {what}")));
    }
    // The decoder fills in what a JPEG lacks.
    if reader.format() == Some(ImageFormat::Jpeg) && !jpeg::is_whole(encoded) {
        return Err(bad(&"the JPEG is cut short"));
    }
    // The decoder takes memory for them before it looks for them.
    if Directory::first(encoded).is_some_and(|it| it.most_values() as usize > encoded.len()) {
        return Err(bad(&"the TIFF claims more values than it can hold"));
    }
    let most = most_bytes(reader.format(), encoded.len());
    reader.limits(limits(most));
    let mut decoder = reader.into_decoder().map_err(|e| match e {
        ImageError::Unsupported(e) => bad(&format!("{e}: save it as PNG of 8 or 16 bits")),
        e => bad(&e),
    })?;
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > most {
        let why = if most < MAX_DECODE_BYTES { "the file can hold" } else { "can be read" };
        return Err(bad(&format!("{width} x {height} pixels are more than {why}")));
    }
    let orientation = decoder.orientation().map_err(|e| bad(&e))?;
    let is_large = width.max(height) > KEPT_SIDE_PX;
    let _alone = is_large.then(|| LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| bad(&e))?;
    if is_large {
        image = image.thumbnail(KEPT_SIDE_PX, KEPT_SIDE_PX);
    }
    image.apply_orientation(orientation);
    Ok(image)
}

/// What decoders need besides the pixels is less than those.
fn limits(pixel_bytes: u64) -> image::Limits {
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(2 * pixel_bytes);
    limits
}

/// A decoder of the frames of a GIF.
pub(super) fn gif(encoded: &[u8]) -> image::ImageResult<GifDecoder<Cursor<&[u8]>>> {
    let mut decoder = GifDecoder::new(Cursor::new(encoded))?;
    decoder.set_limits(limits(most_bytes(Some(ImageFormat::Gif), encoded.len())))?;
    Ok(decoder)
}

/// Whether an image is read reduced, so far as its first bytes tell.
pub(super) fn is_large(encoded: &[u8]) -> bool {
    let reader = ImageReader::new(Cursor::new(encoded)).with_guessed_format().ok();
    let size = reader.and_then(|reader| reader.into_dimensions().ok());
    size.is_some_and(|(width, height)| width.max(height) > KEPT_SIDE_PX)
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
    fn a_scan_is_read_reduced_and_looks_the_same() {
        let (width, height) = (3 * KEPT_SIDE_PX, 900);
        // A line from the top left to the bottom right, 60 pixels high.
        let is_ink = |i: u32| (i % width * height / width).abs_diff(i / width) < 30;
        let pixels: Vec<u8> =
            (0..width * height).map(|i| if is_ink(i) { 0 } else { 255 }).collect();
        for format in [ImageFormat::Png, ImageFormat::Tiff] {
            let file = encoded(&pixels, width, ColorType::L8, format);
            assert!(is_large(&file) && !is_large(&png(&[0; 8], 4, ColorType::L8)));
            let bitmap = decode(&file).unwrap();
            let last = bitmap.inked().last().unwrap();
            assert_eq!((last.x as u32, last.y), (KEPT_SIDE_PX - 1, 299));
            assert!((15.0..=21.0).contains(&bitmap.pen_px()), "{}", bitmap.pen_px());
        }
    }

    #[test]
    fn more_pixels_than_there_is_memory_for_are_refused_before_they_are_read() {
        // A PNG that says 60,000 by 60,000 pixels, and holds none.
        let mut file = png(&[0; 4], 2, ColorType::L8);
        file[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let crc = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&file[12..29]);
        file[29..33].copy_from_slice(&crc.to_be_bytes());
        let error = decode(&file).unwrap_err();
        assert_eq!(error.code(), Code::BadImage);
        assert!(error.message().contains("60000 x 60000"), "{error}");
    }

    #[test]
    fn more_pixels_than_the_file_can_hold_are_refused_before_they_are_read() {
        let claim = |format, at, size: &[u8]| {
            let mut file = encoded(&[0; 12], 2, ColorType::Rgb8, format);
            file[at..at + size.len()].copy_from_slice(size);
            decode(&file).unwrap_err().message().to_string()
        };
        // 8,000 by 8,000 pixels.
        let bmp = claim(ImageFormat::Bmp, 18, &[0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0]);
        let gif = claim(ImageFormat::Gif, 6, &[0x40, 0x1f, 0x40, 0x1f]);
        let webp = claim(ImageFormat::WebP, 21, &[0x3f, 0xdf, 0xcf, 0x07]);
        for message in [bmp, gif, webp] {
            assert_eq!(message, "8000 x 8000 pixels are more than the file can hold");
        }
        // One pixel, and a frame of so many.
        let mut frame = encoded(&[0; 12], 2, ColorType::Rgb8, ImageFormat::Gif);
        let at = frame.iter().rposition(|&byte| byte == b',').unwrap();
        frame[at + 5..at + 9].copy_from_slice(&[0x40, 0x1f, 0x40, 0x1f]);
        assert_eq!(decode(&frame).unwrap_err().code(), Code::BadImage);
    }

    #[test]
    fn a_tiff_that_claims_more_values_than_bytes_is_refused() {
        let mut file = encoded(&[0; 12], 2, ColorType::Rgb8, ImageFormat::Tiff);
        let [a, b, c, d] = *file[4..].first_chunk().unwrap();
        let directory = u32::from_le_bytes([a, b, c, d]) as usize;
        // The highest byte of the count of its second entry.
        file[directory + 2 + 12 + 7] = 1;
        assert!(decode(&file).unwrap_err().message().contains("more values than it can hold"));
    }

    #[test]
    fn what_packs_well_is_read() {
        // A row of ink on blank paper, as tightly as formats have it.
        let side = 2000;
        let pixels: Vec<u8> =
            (0..side * side).map(|i| if i / side == 1000 { 0 } else { 255 }).collect();
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp] {
            let rgb: Vec<u8> = pixels.iter().flat_map(|&value| [value; 3]).collect();
            let file = encoded(&rgb, side, ColorType::Rgb8, format);
            assert_eq!(decode(&file).unwrap().inked().len(), side as usize, "{format:?}");
        }
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
