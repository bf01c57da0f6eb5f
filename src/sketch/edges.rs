//! Paper that ends in the image, with a table beside it, or that lies in part in a shadow.

use super::bitmap::{Bitmap, Inked, LEAST_INK};
use super::opening::{greatest, opened, smallest};
use super::paper::{erase_ruled, only_strong, range};
use super::tones::{Polarity, Tones};
use crate::Result;

/// How far a line reaches to both sides, at most: this part of the longer side, and at least so many pixels.
const LINE: (usize, usize) = (16, 2);
/// What lies beside the paper is so many times as wide as the pen, at least, as a line may run along the border, too: in
/// most images of a data set, and in one photograph.
const WIDE: [f32; 2] = [1.3, 2.0];
/// How far from all edges of tones JPEG leaves a drawing as it is.
const FAR_PX: usize = 8;
/// The least part of an image that has to be so far from edges to tell, and the least part of that which is uneven in
/// photographs.
const UNEVEN: (f32, f32) = (0.02, 0.25);
/// The least light of paper for which ink is measured.
const LEAST_LIGHT: f32 = 0.2;
/// The most of a border, and of an image, that ink takes, if the paper has been found.
const INKED: (f32, f32) = (0.1, 0.4);

impl Tones {
    /// The ink. If the paper seems to end in the image, what lies beside it is none, nor is a shadow with a sharp edge; but
    /// a drawing of something large that touches the border looks the same, and is drawn more often. So this holds only
    /// where `others_end` says that most images of the data set look so, or for a photograph.
    ///
    /// *Errors*: as [`Tones::bitmap`].
    pub fn bitmap_on_paper(self, polarity: Polarity, others_end: bool) -> Result<Bitmap> {
        if !self.corners_differ(&self.darkness) || !(others_end || self.is_photograph()) {
            return self.bitmap(polarity);
        }
        let (width, height) = (self.width_px, self.height_px());
        let lines = self.lines(polarity, WIDE[usize::from(!others_end)]);
        let whole = self.bitmap(polarity);
        match (whole, lines) {
            (Ok(whole), _) if whole.is_drawing(width, height) => Ok(whole),
            (whole, lines) => lines.map_or(whole, Ok),
        }
    }

    /// Whether the paper seems to end in the image. A drawing may look so, too.
    pub fn paper_ends(&self, polarity: Polarity) -> bool {
        self.corners_differ(&self.darkness) && self.lines(polarity, WIDE[0]).is_some()
    }

    /// Whether some corners are darker than others, by as much as the faintest ink.
    fn corners_differ(&self, darkness: &[f32]) -> bool {
        let (right, below) = (self.width_px - 1, darkness.len() - self.width_px);
        let [least, most] = range(&[0, right, below, below + right].map(|i| darkness[i]));
        self.known.is_none() && most - least >= LEAST_INK
    }

    /// Whether tones differ far from all edges, as light, lenses and paper make them: where a program has drawn, or a
    /// scan was cleaned, paper and ink have one tone each there, after JPEG too. In a small image no place is far enough.
    fn is_photograph(&self) -> bool {
        let width = self.width_px;
        let (least, most) =
            (smallest(&self.darkness, width, 1), greatest(&self.darkness, width, 1));
        let differences: Vec<f32> =
            most.iter().zip(&least).map(|(most, least)| most - least).collect();
        let edges: Vec<f32> =
            differences.iter().map(|&d| if d < LEAST_INK { 0.0 } else { 1.0 }).collect();
        let near = greatest(&edges, width, FAR_PX);
        let far = differences.iter().zip(near).filter(|(_, near)| *near == 0.0);
        let (count, uneven) = far.fold((0, 0), |(count, uneven), (&difference, _)| {
            (count + 1, uneven + usize::from(difference > 0.0))
        });
        count as f32 >= UNEVEN.0 * differences.len() as f32
            && uneven as f32 >= UNEVEN.1 * count as f32
    }

    /// The ink of what is narrow, if what is not is as a table beside the paper or a shadow is: at some corners, wider
    /// than a line, and so many times as wide as the pen.
    fn lines(&self, polarity: Polarity, wide: f32) -> Option<Bitmap> {
        let darkness: Vec<f32> = match polarity {
            Polarity::DarkInk => self.darkness.clone(),
            Polarity::LightInk => self.darkness.iter().map(|darkness| 1.0 - darkness).collect(),
        };
        let (width, height) = (self.width_px, self.height_px());
        let reach = (width.max(height) / LINE.0).max(LINE.1);
        let paper = opened(&darkness, width, reach);
        if !self.corners_differ(&paper) {
            return None;
        }
        let beside_px = self.thickness_px(&paper);
        let ink =
            |(darkness, paper): (f32, f32)| (darkness - paper) / (1.0 - paper).max(LEAST_LIGHT);
        let mut ink: Vec<f32> = darkness.into_iter().zip(paper).map(ink).collect();
        erase_ruled(&mut ink, width);
        only_strong(&mut ink);
        let bitmap = Bitmap::from_ink(&ink, width).ok()?;
        let is_wide = beside_px >= (wide * bitmap.pen_px()).max(reach as f32 + 1.0);
        (is_wide && bitmap.is_drawing(width, height)).then_some(bitmap)
    }

    /// How thick what is dark is, where it lies along a side of the image.
    fn thickness_px(&self, darkness: &[f32]) -> f32 {
        let [least, most] = range(darkness);
        let dark: Vec<bool> = darkness.iter().map(|&d| d > 0.5 * (least + most)).collect();
        let (width, height) = (self.width_px, self.height_px());
        let count = |start: usize, stride: usize, count: usize| {
            (0..count).filter(|i| dark[start + i * stride]).count()
        };
        let sides = [
            count(0, 1, width),
            count((height - 1) * width, 1, width),
            count(0, width, height),
            count(width - 1, width, height),
        ];
        let longest = sides.into_iter().max().unwrap_or_default().max(1);
        count(0, 1, dark.len()) as f32 / longest as f32
    }
}

impl Bitmap {
    /// Whether so much of an image is ink, and of its border, as may be of a drawing whose paper has been found.
    pub(super) fn is_drawing(&self, width_px: usize, height_px: usize) -> bool {
        let is_border = |pixel: &&Inked| {
            let (x, y) = (usize::from(pixel.x), usize::from(pixel.y));
            x == 0 || y == 0 || x + 1 == width_px || y + 1 == height_px
        };
        let border = self.inked().iter().filter(is_border).count();
        border as f32 <= INKED.0 * (2 * (width_px + height_px)) as f32
            && self.inked().len() as f32 <= INKED.1 * (width_px * height_px) as f32
    }
}
