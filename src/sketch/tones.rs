//! The brightness of an image, and which of its tones is paper.

use super::bitmap::{Bitmap, LEAST_INK, MAX_SIDE_PX};
use super::paper::{self, range};
use crate::{Code, Error, Result};

/// Which of ink and paper is the darker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// Dark ink on light paper, such as a pen's.
    DarkInk,
    /// Light ink on dark paper, such as chalk, and most bitmaps of data sets.
    LightInk,
}

/// An image before it is known what of it is ink.
#[derive(Debug)]
pub struct Tones {
    /// From 0, white, to 1, black.
    pub(super) darkness: Vec<f32>,
    pub(super) width_px: usize,
    /// What is transparent is paper, so that the rest tells.
    pub(super) known: Option<Polarity>,
}

impl Tones {
    #[cfg(feature = "training")]
    pub(super) fn height_px(&self) -> usize {
        self.darkness.len() / self.width_px
    }

    /// Checks brightness values from 0 (black) to 255 (white).
    ///
    /// *Errors*: `bad-image` for a size of zero or above 4096 pixels, or a wrong number of values.
    pub fn from_luma(luma: &[u8], width_px: usize, height_px: usize) -> Result<Tones> {
        check_size(luma.len(), 1, width_px, height_px)?;
        let darkness = luma.iter().map(|&v| 1.0 - v as f32 / 255.0).collect();
        Ok(Tones { darkness, width_px, known: None })
    }

    /// Checks RGBA values as a canvas gives them. Transparent pixels show paper, which is black if what lies on it
    /// could hardly be seen on white.
    ///
    /// *Errors*: as [`Tones::from_luma`].
    pub fn from_rgba(rgba: &[u8], width_px: usize, height_px: usize) -> Result<Tones> {
        check_size(rgba.len(), 4, width_px, height_px)?;
        let (mut clear, mut on_white, mut on_black) = (false, 0.0_f32, 0.0_f32);
        let mut darkness = Vec::with_capacity(width_px * height_px);
        for pixel in rgba.chunks_exact(4) {
            // Rec. 601, as `toDataURL` to grey and most image libraries.
            let [r, g, b, a] = [0, 1, 2, 3].map(|i| pixel[i] as f32 / 255.0);
            let ink = a * (1.0 - (0.299 * r + 0.587 * g + 0.114 * b));
            clear |= a < 0.9;
            on_white = on_white.max(ink);
            on_black = on_black.max(a - ink);
            darkness.push(ink);
        }
        let chalk = clear && on_white < 0.5 * on_black;
        if chalk {
            let alphas = rgba.chunks_exact(4).map(|pixel| pixel[3] as f32 / 255.0);
            darkness.iter_mut().zip(alphas).for_each(|(d, a)| *d += 1.0 - a);
        }
        let known = if chalk { Polarity::LightInk } else { Polarity::DarkInk };
        Ok(Tones { darkness, width_px, known: clear.then_some(known) })
    }

    /// How much speaks for dark ink: from 1, all does, to -1, all speaks for light ink; none for an image of one tone.
    ///
    /// *Source*: ours. Most of a drawing is paper, and so is most of its border.
    pub fn vote(&self) -> Option<f32> {
        if let Some(polarity) = self.known {
            return Some(if polarity == Polarity::DarkInk { 1.0 } else { -1.0 });
        }
        let [least, most] = range(&self.darkness);
        if most - least < LEAST_INK {
            return None;
        }
        let (width, count) = (self.width_px, self.darkness.len());
        let [mut all, mut light, mut border, mut border_light] = [0.0_f32; 4];
        for (i, &darkness) in self.darkness.iter().enumerate() {
            let is_light = if darkness < 0.5 * (least + most) { 1.0 } else { 0.0 };
            all += 1.0;
            light += is_light;
            if i < width || i + width >= count || i % width == 0 || i % width == width - 1 {
                border += 1.0;
                border_light += is_light;
            }
        }
        Some(light / all + border_light / border - 1.0)
    }

    /// What the image alone speaks for: dark ink if nothing does.
    pub fn polarity(&self) -> Polarity {
        if self.vote().is_some_and(|vote| vote < 0.0) {
            Polarity::LightInk
        } else {
            Polarity::DarkInk
        }
    }

    /// The ink. Paper may be grey or unevenly lit; faint ruled lines are paper.
    ///
    /// *Errors*: `empty-drawing` if all of it is paper.
    pub fn bitmap(mut self, polarity: Polarity) -> Result<Bitmap> {
        if self.known.unwrap_or(polarity) == Polarity::LightInk {
            self.darkness.iter_mut().for_each(|d| *d = 1.0 - *d);
        }
        if self.known.is_none() {
            paper::remove(&mut self.darkness, self.width_px);
        }
        Bitmap::from_ink(&self.darkness, self.width_px)
    }

    /// As [`Tones::bitmap`], with the polarity that the image speaks for.
    ///
    /// *Errors*: `empty-drawing` if it is of one tone.
    pub fn bitmap_alone(self) -> Result<Bitmap> {
        if self.vote().is_none() {
            return Err(Error::new(Code::EmptyDrawing, "the image has no ink"));
        }
        let polarity = self.polarity();
        self.bitmap(polarity)
    }
}

impl Bitmap {
    /// Checks brightness values from 0 (ink) to 255 (paper). Paper may be grey or unevenly lit.
    ///
    /// Of light ink on dark paper, as arrays of data sets mostly have it, this would take the paper for ink: there,
    /// [`Tones::from_luma`] and [`Tones::bitmap_alone`] let the image tell.
    ///
    /// *Errors*: `bad-image` for a size of zero or above 4096 pixels, or a wrong number
    /// of values; `empty-drawing` if all of it is paper.
    ///
    /// ```
    /// use reptile_sketch::sketch::Bitmap;
    /// assert!(Bitmap::from_luma(&[255, 255, 0, 255], 2, 2).is_ok());
    /// assert_eq!(Bitmap::from_luma(&[], 0, 0).unwrap_err().code().as_str(), "bad-image");
    /// ```
    pub fn from_luma(luma: &[u8], width_px: usize, height_px: usize) -> Result<Self> {
        Tones::from_luma(luma, width_px, height_px)?.bitmap(Polarity::DarkInk)
    }

    /// Checks RGBA values as a canvas gives them. Whether the ink is dark or light, the image tells; transparent
    /// pixels show paper.
    ///
    /// *Errors*: as [`Bitmap::from_luma`].
    ///
    /// ```
    /// use reptile_sketch::sketch::Bitmap;
    /// let (chalk, board) = ([255, 255, 255, 255], [0, 0, 0, 255]);
    /// let canvas = [board, board, board, board, chalk, board, board, board, board].concat();
    /// assert_eq!(Bitmap::from_rgba(&canvas, 3, 3)?.inked().len(), 1);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn from_rgba(rgba: &[u8], width_px: usize, height_px: usize) -> Result<Self> {
        Tones::from_rgba(rgba, width_px, height_px)?.bitmap_alone()
    }
}

fn check_size(length: usize, channels: usize, width_px: usize, height_px: usize) -> Result<()> {
    let range = 1..=MAX_SIDE_PX;
    if !range.contains(&width_px) || !range.contains(&height_px) {
        let message =
            format!("{width_px} x {height_px} pixels: each side must be 1 to {MAX_SIDE_PX}");
        return Err(Error::new(Code::BadImage, message));
    }
    if length != channels * width_px * height_px {
        let message = format!("{length} values do not make {width_px} x {height_px} pixels");
        return Err(Error::new(Code::BadImage, message));
    }
    Ok(())
}
