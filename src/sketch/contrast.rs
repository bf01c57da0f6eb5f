//! Paper in uneven light, and with a frame around it.

use super::bitmap::Bitmap;
use super::paper::range;
use super::tones::{Polarity, Tones};

/// How far around a pixel the tones are that it is compared with: this part of the longer side.
const REACH: usize = 8;
/// From here on, what stands out tells.
const TELLS: f32 = 0.35;

/// The part of a row or column of a frame that has its tone.
const FRAME: f32 = 0.97;
/// The most of a side that a frame takes.
const THICK: f32 = 0.2;
/// The pixels at its inner side that may be of a tone between.
const SOFT_PX: usize = 2;
/// The least part of what lies directly inside, and of all that does, that is of another tone; and of ink in there.
const INSIDE: (f32, f32, f32) = (0.8, 0.6, 0.002);
/// The smallest side of what lies in a frame.
const LEAST_INSIDE_PX: usize = 8;

impl Tones {
    /// The ink, and its polarity, told by what stands out from the tones around it; none if that does not tell, or if
    /// what is left of shadows is no ink of a drawing. `others_end` as for [`Tones::bitmap_on_paper`].
    ///
    /// *Source*: ours. Where light changes slowly, paper differs little from what is around it, and ink much: the cubes of
    /// the differences have the sign of the ink.
    pub fn bitmap_by_contrast(self, others_end: bool) -> Option<(Bitmap, Polarity)> {
        let (width, height) = (self.width_px, self.height_px());
        let polarity = self.polarity_by_contrast()?;
        let bitmap = self.bitmap_on_paper(polarity, others_end).ok()?;
        bitmap.is_drawing(width, height).then_some((bitmap, polarity))
    }

    /// The polarity with which paper seems to end in the image; or else that of what stands out from the tones around it.
    /// None if neither tells.
    pub fn polarity_by_contrast(&self) -> Option<Polarity> {
        let both = [Polarity::DarkInk, Polarity::LightInk];
        match both.map(|polarity| self.paper_ends(polarity)) {
            [true, false] => return Some(Polarity::DarkInk),
            [false, true] => return Some(Polarity::LightInk),
            _ => {}
        }
        let vote = self.standing_out();
        (vote.abs() >= TELLS).then_some(both[usize::from(vote < 0.0)])
    }

    /// From 1, all that stands out is dark, to -1, all of it is light.
    fn standing_out(&self) -> f32 {
        let (width, height) = (self.width_px, self.height_px());
        let reach = (width.max(height) / REACH).max(2);
        // What lies above and to the left of each corner, all together.
        let mut sums = vec![0.0_f64; (width + 1) * (height + 1)];
        for y in 0..height {
            let mut row = 0.0;
            for x in 0..width {
                row += f64::from(self.darkness[y * width + x]);
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
        let sum = |x: usize, y: usize| sums[y * (width + 1) + x];
        let (mut signed, mut all) = (0.0, 0.0);
        for (i, &darkness) in self.darkness.iter().enumerate() {
            let (x, y) = (i % width, i / width);
            let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
            let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(height));
            let around = sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
            let count = (right - left) * (bottom - top);
            let cube = (f64::from(darkness) - around / count as f64).powi(3);
            signed += cube;
            all += cube.abs();
        }
        if all > 0.0 { (signed / all) as f32 } else { 0.0 }
    }

    /// What lies in a frame of one tone around the image, such as a printed border or a table under the paper; none if
    /// there is no such frame. A drawing that fills its image may look so, too: one image alone does not tell.
    pub fn inside_frame(&self) -> Option<Tones> {
        if self.known.is_some() {
            return None;
        }
        let (width, height) = (self.width_px, self.height_px());
        let [least, most] = range(&self.darkness);
        let is_dark = |x: usize, y: usize| self.darkness[y * width + x] > 0.5 * (least + most);
        let frame = is_dark(0, 0);
        let row = |y: usize, from: usize, to: usize| {
            (from..to).filter(|&x| is_dark(x, y) == frame).count() as f32 / (to - from) as f32
        };
        let column = |x: usize, from: usize, to: usize| {
            (from..to).filter(|&y| is_dark(x, y) == frame).count() as f32 / (to - from) as f32
        };
        let thick = |side: usize, part: &dyn Fn(usize) -> f32| {
            let most = (THICK * side as f32) as usize;
            let thick = (0..=most).find(|&i| part(i) < FRAME)?;
            (thick > 0).then_some(thick)
        };
        let mut top = thick(height, &|i| row(i, 0, width))?;
        let mut bottom = height - thick(height, &|i| row(height - 1 - i, 0, width))?;
        let mut left = thick(width, &|i| column(i, 0, height))?;
        let mut right = width - thick(width, &|i| column(width - 1 - i, 0, height))?;
        for _ in 0..=SOFT_PX {
            if right < left + LEAST_INSIDE_PX || bottom < top + LEAST_INSIDE_PX {
                return None;
            }
            let ring = row(top, left, right)
                .max(row(bottom - 1, left, right))
                .max(column(left, top, bottom))
                .max(column(right - 1, top, bottom));
            if ring <= 1.0 - INSIDE.0 {
                let framed: f32 = (top..bottom).map(|y| row(y, left, right)).sum();
                let ink = framed / (bottom - top) as f32;
                let darkness = (top..bottom)
                    .flat_map(|y| self.darkness[y * width + left..y * width + right].to_vec());
                let inside =
                    Tones { darkness: darkness.collect(), width_px: right - left, known: None };
                return (INSIDE.2..=1.0 - INSIDE.1).contains(&ink).then_some(inside);
            }
            (top, bottom, left, right) = (top + 1, bottom - 1, left + 1, right - 1);
        }
        None
    }
}
