//! A drawing that comes as pixels, checked.

use crate::{Code, Error, Result};

/// The largest side of a bitmap, in pixels: large enough for a canvas of a whole page, small enough to stop a
/// decompression bomb.
pub const MAX_SIDE_PX: usize = 4096;

/// How far from paper a pixel must be to count as ink: below it lies the noise of JPEG.
pub(super) const LEAST_INK: f32 = 0.1;

/// A picture of a drawing, kept as its inked pixels (at least one) and the width of its pen.
#[derive(Clone, Debug, PartialEq)]
pub struct Bitmap {
    inked: Vec<Inked>,
    pen_px: f32,
}

/// A pixel with ink: column, row, and amount of ink above 0 and up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inked {
    /// Column, from the left.
    pub x: u16,
    /// Row, from the top.
    pub y: u16,
    /// Amount of ink.
    pub ink: f32,
}

impl Bitmap {
    /// From the amount of ink of each pixel.
    pub(super) fn from_ink(ink: &[f32], width_px: usize) -> Result<Self> {
        let inked: Vec<Inked> = (ink.iter().enumerate())
            .filter(|&(_, &ink)| ink >= LEAST_INK)
            .map(|(i, &ink)| Inked { x: (i % width_px) as u16, y: (i / width_px) as u16, ink })
            .collect();
        if inked.is_empty() {
            return Err(Error::new(Code::EmptyDrawing, "the image has no ink"));
        }
        let pen_px = measure_pen_px(ink, width_px);
        let blob_px = longer_side(&inked);
        // The drawing is one dot, as wide as the pen.
        let pen_px = if blob_px < 2.0 * pen_px { blob_px } else { pen_px };
        Ok(Bitmap { inked, pen_px })
    }

    /// The pixels with ink, row by row.
    pub fn inked(&self) -> &[Inked] {
        &self.inked
    }

    /// The width of the lines, in pixels.
    ///
    /// *Source*: ours. Each inked pixel lies in a horizontal and a vertical run of ink; the
    /// shorter one crosses its line. The median over all pixels is the width.
    pub fn pen_px(&self) -> f32 {
        self.pen_px
    }

    /// The same pixels, turned by 90 degrees as a whole.
    #[cfg(feature = "training")]
    pub(super) fn turned(&self) -> Bitmap {
        let bottom = self.inked.iter().map(|p| p.y).max().unwrap_or_default();
        let turn = |&Inked { x, y, ink }: &Inked| Inked { x: bottom - y, y: x, ink };
        let mut inked: Vec<Inked> = self.inked.iter().map(turn).collect();
        inked.sort_by_key(|p| (p.y, p.x));
        Bitmap { inked, ..*self }
    }
}

/// The longer side of the box around some pixels.
fn longer_side(inked: &[Inked]) -> f32 {
    let side = |along: fn(&Inked) -> u16| {
        let most = inked.iter().map(along).max().unwrap_or_default();
        let least = inked.iter().map(along).min().unwrap_or_default();
        (most - least) as f32 + 1.0
    };
    side(|p| p.x).max(side(|p| p.y))
}

fn measure_pen_px(ink: &[f32], width_px: usize) -> f32 {
    let height_px = ink.len() / width_px;
    let most = ink.iter().fold(0.0_f32, |most, &v| most.max(v));
    let dark: Vec<bool> = ink.iter().map(|&v| v >= 0.5 * most).collect();
    let mut shorter = vec![usize::MAX; ink.len()];
    for y in 0..height_px {
        note_runs(&dark, &mut shorter, (y * width_px, 1, width_px));
    }
    for x in 0..width_px {
        note_runs(&dark, &mut shorter, (x, width_px, height_px));
    }
    // The median, by counting how often each length occurs.
    let mut counts = vec![0; width_px.max(height_px) + 1];
    let runs = shorter.iter().filter(|&&run| run != usize::MAX);
    runs.for_each(|&run| counts[run] += 1);
    let half = counts.iter().sum::<usize>() / 2;
    let mut below = 0;
    let median = counts.iter().position(|count| {
        below += count;
        below > half
    });
    median.expect("the darkest pixel is dark") as f32
}

/// Lowers the lengths noted for the dark pixels of a line to those of the line's runs of them.
/// A line is the index of its first pixel, the distance to the next, and how many there are.
fn note_runs(dark: &[bool], shorter: &mut [usize], (start, stride, count): (usize, usize, usize)) {
    let mut run_start = 0;
    for i in 0..=count {
        if i == count || !dark[start + i * stride] {
            for inside in run_start..i {
                let noted = &mut shorter[start + inside * stride];
                *noted = (*noted).min(i - run_start);
            }
            run_start = i + 1;
        }
    }
}
